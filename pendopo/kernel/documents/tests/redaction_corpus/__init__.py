"""Files that hold a secret in every place where a secret has been forgotten before, each with the box that covers it.

Every file is made from a secret given to its maker, so that tests can make two that differ in nothing else. `AREA` is
where the secret is drawn on the paper, in points from the lower left; a box covers it with room to spare.
"""

from pendopo.kernel.documents.tests.redaction_corpus import beside, papers, pictures, writing  # noqa: F401 - each adds its files
from pendopo.kernel.documents.tests.redaction_corpus.making import (
    AREA,
    CORPUS,
    OTHER,
    PAPER,
    SECRET,
    Sample,
    asked,
    box,
    helvetica,
    over,
    page_of,
    saved,
    text_at,
)

__all__ = [
    "AREA",
    "CORPUS",
    "OTHER",
    "PAPER",
    "SECRET",
    "Sample",
    "asked",
    "box",
    "helvetica",
    "over",
    "page_of",
    "saved",
    "text_at",
]
