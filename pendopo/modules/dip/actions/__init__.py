"""Writes: each function is one transaction, keyword-only, and says by whom."""

from pendopo.modules.dip.actions.proposing import propose_opened
from pendopo.modules.dip.actions.publishing import confirm, discard, publish, remind_of_reviews, revise, withdraw
from pendopo.modules.dip.actions.tallies import recount, recount_all
from pendopo.modules.dip.actions.writing import Attached, Incomplete, drop, edit, send_back, submit, write

__all__ = [
    "Attached", "Incomplete", "confirm", "discard", "drop", "edit", "propose_opened", "publish", "recount",
    "recount_all", "remind_of_reviews", "revise", "send_back", "submit", "withdraw", "write",
]  # fmt: skip
