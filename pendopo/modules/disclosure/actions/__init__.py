"""Writes: each function is one transaction, keyword-only, and says by whom; counting is by nobody."""

from pendopo.modules.disclosure.actions.inspecting import Draft, Unclean
from pendopo.modules.disclosure.actions.publishing import arrange, publish, withdraw
from pendopo.modules.disclosure.actions.writing import begin, correct, drop, keep, propose, send_back, write

__all__ = [
    "Draft", "Unclean", "arrange", "begin", "correct", "drop", "keep", "propose", "publish", "send_back", "withdraw",
    "write",
]  # fmt: skip
