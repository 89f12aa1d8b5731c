"""Writes: each function is one transaction, keyword-only, and says by whom."""

from pendopo.modules.satisfaction.actions.answers import (
    BadAnswer,
    Filled,
    correct_answer,
    record_answer,
    record_answers,
    remove_answer,
)
from pendopo.modules.satisfaction.actions.instruments import adapt_instrument, install_instruments
from pendopo.modules.satisfaction.actions.recounting import Recount, recount
from pendopo.modules.satisfaction.actions.surveys import (
    arrange,
    close,
    open_survey,
    plan_sample,
    prepare_survey,
    publish,
    reopen,
)

__all__ = [
    "BadAnswer",
    "Filled",
    "Recount",
    "adapt_instrument",
    "arrange",
    "close",
    "correct_answer",
    "install_instruments",
    "open_survey",
    "plan_sample",
    "prepare_survey",
    "publish",
    "record_answer",
    "record_answers",
    "recount",
    "remove_answer",
    "reopen",
]
