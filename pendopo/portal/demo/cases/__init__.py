"""The example requests, told as scripts."""

from typing import Final

from pendopo.portal.demo.cases import finished, regions, running
from pendopo.portal.demo.script import Case

CASES: Final[tuple[Case, ...]] = (*finished.CASES, *running.CASES, *regions.CASES)
