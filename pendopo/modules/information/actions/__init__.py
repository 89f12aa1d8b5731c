"""Writes: each function is one transaction, keyword-only, and says by whom."""

from pendopo.modules.information.actions.answering import (
    NoticeIncomplete,
    deliver,
    draft_notice,
    issue_notice,
    propose_notice,
    record_payment,
    send_back,
)
from pendopo.modules.information.actions.files import remove_file, set_file_visibility
from pendopo.modules.information.actions.handling import add_note, ask_unit, assign, extend, supply, take
from pendopo.modules.information.actions.identity import reveal_nik
from pendopo.modules.information.actions.intake import (
    close_incomplete,
    declare_complete,
    declare_incomplete,
    register,
    reissue_code,
    repair,
    settle_overdue_checks,
    withdraw,
)
from pendopo.modules.information.actions.regimes import set_regime
from pendopo.modules.information.actions.reminders import remind_before_due

__all__ = [
    "NoticeIncomplete",
    "add_note",
    "ask_unit",
    "assign",
    "close_incomplete",
    "declare_complete",
    "declare_incomplete",
    "deliver",
    "draft_notice",
    "extend",
    "issue_notice",
    "propose_notice",
    "record_payment",
    "register",
    "reissue_code",
    "remind_before_due",
    "remove_file",
    "repair",
    "reveal_nik",
    "send_back",
    "set_file_visibility",
    "set_regime",
    "settle_overdue_checks",
    "supply",
    "take",
    "withdraw",
]
