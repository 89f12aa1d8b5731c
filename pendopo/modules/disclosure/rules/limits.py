"""Bounds of what is typed, shown and counted; none of them is a number of the law."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people.rules import Limit

TITLE_MAX: Final = 200
TEXT_MAX: Final = 5000
NOTE_MAX: Final = 1000
PAGE_ROWS: Final = 20
FEED_ROWS: Final = 30

# Of what a citizen types: characters that are looked at, and telling words that are searched by.
WORDS_MAX: Final = 200
TELLING: Final = 8
# Telling words that a thing must share with what is sought where it does not hold them all.
ALIKE: Final = 2
# A search is worth a question to the index from here on.
SHORTEST: Final = 3
SHOWN: Final = 5

# How long a search may be said to have answered, and how many things it can have shown.
TOKEN_SECONDS: Final = 3600
TOKEN_ITEMS: Final = 24
# One token says "answered" once, and opens a thing once, in a day that begins at 00.00 UTC.
ONCE: Final = Limit(2, 86_400)
# From one address, offices behind one included: searches and answers that are counted in an hour.
SEARCHES_PER_ADDRESS: Final = Limit(120, 3600)
ANSWERS_PER_ADDRESS: Final = Limit(20, 3600)
# Months that the chart looks back.
MONTHS_SHOWN: Final = 12

# What tells a person: words of a name from so many letters, so many words of an address in a row.
NAME_LETTERS: Final = 3
ADDRESS_WORDS: Final = 2
