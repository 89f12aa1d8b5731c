"""Writes: each function is one transaction, keyword-only, and says by whom."""

from pendopo.modules.objections.actions.answering import ReplyIncomplete, answer, execute
from pendopo.modules.objections.actions.handling import add_note, reissue_code, settle, withdraw
from pendopo.modules.objections.actions.responding import accept, contest
from pendopo.modules.objections.actions.silence import close_ended, mark_unanswered, remind_before_due
from pendopo.modules.objections.actions.submitting import submit

__all__ = [
    "ReplyIncomplete",
    "accept",
    "add_note",
    "answer",
    "close_ended",
    "contest",
    "execute",
    "mark_unanswered",
    "reissue_code",
    "remind_before_due",
    "settle",
    "submit",
    "withdraw",
]
