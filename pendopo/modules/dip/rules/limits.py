"""Bounds of what is typed, kept and shown."""

from __future__ import annotations

from typing import Final

TITLE_MAX: Final = 200
LINE_MAX: Final = 200
SUMMARY_MAX: Final = 4000
TEXT_MAX: Final = 2000
CHANGE_MAX: Final = 200
TAG_MAX: Final = 40
TAGS_MAX: Final = 10
FILES_MAX: Final = 10
LINKS_MAX: Final = 10
YEAR_FIRST: Final = 1945
NUMBER_MAX: Final = 60
LINK_MAX: Final = 500
# What changes rarely is looked at once in so many months all the same; our own choice (question A21).
REVIEW_MONTHS: Final = 6
# Rows on the public list, pages that can be turned there, and rows on officers' lists.
PUBLIC_ROWS: Final = 20
PUBLIC_PAGES: Final = 250
PAGE_ROWS: Final = 50
QUERY_MAX: Final = 200
WORDS_MAX: Final = 6
# Without the index, the database counts hits of words up to here.
FOUND_MAX: Final = 1000
LATEST: Final = 3
VERSIONS_SHOWN: Final = 50
# Entries in the table of a decree; a longer list is annexed as a file with its checksum.
DECREE_TABLE_ROWS: Final = 1000
DECREES_SHOWN: Final = 20
# Rows of a download as a workbook; a longer list is downloaded as CSV, which is written while it is read.
XLSX_ROWS: Final = 5000
# Years offered as a choice, newest first.
YEARS_SHOWN: Final = 12
UNITS_SHOWN: Final = 30
