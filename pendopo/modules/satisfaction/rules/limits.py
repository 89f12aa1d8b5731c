"""Bounds of our own choice and no law."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from pendopo.kernel.people.rules import Limit

NAME_MAX: Final = 200
COMMENT_MAX: Final = 1_000
REASON_MAX: Final = 500
PAGE_ROWS: Final = 50
# Elements an agency may add, and services one survey may cover.
ADDED_ELEMENTS_MAX: Final = 11
SERVICES_MAX: Final = 200
# A category with fewer respondents than this is not shown to the public.
SMALL_CELL: Final = 5
# An index this much lower than the one before is told to those who answer for the survey.
FALL: Final = Decimal("5.00")
# Rows that the computing service takes by HTTP, and their bytes; more go through the command line.
COMPUTE_ROWS: Final = 20_000
COMPUTE_BYTES: Final = 2_000_000
# Periods of a trend, units of a comparison, rows of a national page.
TREND_PERIODS: Final = 24
COMPARED: Final = 500
NATIONAL_ROWS: Final = 50_000
# Services of other agencies beneath which no median of like services is shown.
LIKE_SERVICES: Final = 5
# Days a link sent to somebody served stays open.
INVITATION_DAYS: Final = 30
# Days for which it is remembered after its end that a case was invited.
INVITATION_KEPT_DAYS: Final = 30
# Days after the end of a survey when its comments are erased; traits and marks, which tell nobody's name, stay.
ANSWER_DAYS: Final = 5 * 365
# How long beyond that ended surveys are still looked at, so that a worker may rest.
FORGET_WINDOW_DAYS: Final = 400
# Elements named as the weakest.
WEAKEST: Final = 3

# Answers by the open link from one address in an hour: an office with one address is not shut out by its first visitors.
LINK_PER_ADDRESS: Final = Limit(300, 3600)
# And from one browser within the life of its cookie: lent phones are common, robots with cookies as well.
LINK_PER_BROWSER: Final = 5
BROWSER_SECONDS: Final = 24 * 3600
# Codes tried from one address when a screen is paired.
PAIRING_PER_ADDRESS: Final = Limit(20, 3600)
PAIRING_MINUTES: Final = 60
PAIRING_LENGTH: Final = 8

# What a screen sends at once.
KIOSK_BATCH: Final = 50
KIOSK_BYTES: Final = 200_000
KIOSKS_MAX: Final = 100
KEY_MAX: Final = 64
# What a partner's program sends at once, and surveys it is told about.
API_BATCH: Final = 500
API_SURVEYS: Final = 20
# A screen that nobody touches asks after so many seconds, and forgets what was ticked after so many more.
IDLE_SECONDS: Final = 60
IDLE_GRACE_SECONDS: Final = 20

SHEETS_MAX: Final = 500
BATCHES_MAX: Final = 500
# At least so many sheets of a batch, and this share of it, are typed again.
CHECK_LEAST: Final = 5
CHECK_SHARE_PERCENT: Final = 10
# Comments on one page of officers, of everybody, and quoted in a report; looked at in one round of suggestions.
VOICES_SHOWN: Final = 25
PUBLIC_VOICES_SHOWN: Final = 20
QUOTED: Final = 20
SUGGESTED_A_ROUND: Final = 1_000
# Lines of one follow-up plan; days before its end on which an owner is reminded; reminders of one round.
PLAN_LINES: Final = 100
REMIND_DAYS: Final = 14
REMINDERS_A_ROUND: Final = 500
# Answers kept with a frozen report for its annex; reports shown of one survey.
REPORT_ROWS: Final = 50_000
REPORTS_SHOWN: Final = 20
# Answers in one exported file.
EXPORT_ROWS: Final = 100_000
