"""Bounds of what is asked and answered at one time."""

from __future__ import annotations

from typing import Final

# CKAN's own bound of package_search; clients page on.
ROWS_MAX: Final = 1000
ROWS_DEFAULT: Final = 10
FACET_LIMIT_DEFAULT: Final = 50
FACET_LIMIT_MAX: Final = 500
# Beyond this, OFFSET costs more than the answer is worth: clients narrow by metadata_modified.
START_MAX: Final = 1_000_000
ORGANIZATIONS_MAX: Final = 1000
BODY_MAX: Final = 64 * 1024
QUERY_MAX: Final = 2000
CLAUSES_MAX: Final = 40
VALUES_MAX: Final = 200
WORDS_MAX: Final = 8
# Datasets on one page of the RDF catalogue.
CATALOGUE_PAGE: Final = 100
FEED_ROWS: Final = 30
LINE_MAX: Final = 200
# First year that an export reaches back to.
FIRST_YEAR: Final = 2008
# Answers up to this size may lie in the memory of the early cache, for so long.
KEPT_SECONDS: Final = 10
KEPT_BYTES_MAX: Final = 256 * 1024
