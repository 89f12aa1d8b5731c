"""Writes: the draft, its files, the secret code."""

from pendopo.kernel.tracking.actions.codes import give_new_code
from pendopo.kernel.tracking.actions.drafts import (
    code_of,
    draft_answers,
    forget_draft,
    keep_draft,
    new_token,
    sweep_drafts,
    token_digest,
    tracking_digest,
)
from pendopo.kernel.tracking.actions.files import (
    files_type,
    hand_over,
    holder_of,
    keep_files,
    remove_files,
    sweep_files,
)

__all__ = [
    "code_of",
    "draft_answers",
    "files_type",
    "forget_draft",
    "give_new_code",
    "hand_over",
    "holder_of",
    "keep_draft",
    "keep_files",
    "new_token",
    "remove_files",
    "sweep_drafts",
    "sweep_files",
    "token_digest",
    "tracking_digest",
]
