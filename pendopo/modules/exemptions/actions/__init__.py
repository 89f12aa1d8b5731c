"""Writes: each function is one transaction, keyword-only, and says by whom."""

from pendopo.modules.exemptions.actions.deciding import agree, arrange, determine
from pendopo.modules.exemptions.actions.ending import cancel, expire_run_out, open_up, remind_before_end
from pendopo.modules.exemptions.actions.testing import (
    Incomplete,
    accept,
    analyse,
    drop,
    identify,
    propose,
    retest,
    send_back,
    test,
)

__all__ = [
    "Incomplete", "accept", "agree", "analyse", "arrange", "cancel", "determine", "drop", "expire_run_out",
    "identify", "open_up", "propose", "remind_before_end", "retest", "send_back", "test",
]  # fmt: skip
