"""What the module gives to registers and reports."""

from pendopo.modules.information.reports.figures import INQUIRY_FACTS
from pendopo.modules.information.reports.legacy import OLD_REGISTER
from pendopo.modules.information.reports.register import INQUIRIES

__all__ = ["INQUIRIES", "INQUIRY_FACTS", "OLD_REGISTER"]
