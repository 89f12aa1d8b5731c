"""Which of the words that a citizen types are telling, and what may be suggested."""

from __future__ import annotations

import re
from typing import Final

from pendopo.modules.disclosure.rules.limits import TELLING

# Kinds of things in the search index that may answer a request, by name.
KINDS: Final = ("answer", "dip", "notice")
ANSWER: Final = "answer"

# Words that stand in every request and so find everything.
_EVERYWHERE: Final = frozenset(
    "ada adalah agar akan anda apa atas atau bagi bahwa baik bisa dalam dan dapat dari data dengan di dokumen hal ingin ini"
    " informasi itu juga kami karena ke kepada ketika lain lebih maka meminta minta mohon namun oleh pada para perlu"
    " permohonan publik saja salinan sampai saya sebagai secara seperti serta sudah tahun telah tentang terkait tersebut"
    " tidak untuk yaitu yang".split()
)


def telling(words: str) -> list[str]:
    """Return the words that tell what is sought, in their order, each once, at most TELLING.

    >>> telling("Saya mohon data, LAPORAN keuangan; dan laporan 2025!")
    ['laporan', 'keuangan', '2025']
    """
    found = dict.fromkeys(re.findall(r"\w{3,}", words.lower()))
    return [word for word in found if word not in _EVERYWHERE][:TELLING]
