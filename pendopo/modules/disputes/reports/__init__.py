"""What the module gives to registers and reports, and the dossier."""

from pendopo.modules.disputes.reports.figures import DISPUTE_FACTS
from pendopo.modules.disputes.reports.register import DISPUTES

__all__ = ["DISPUTES", "DISPUTE_FACTS"]
