"""Days off of the country, days of one agency, and the clocks that run by them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.lib.ids import uuid7


class YearStatus(models.TextChoices):
    """Whether a year's joint leave is decreed already."""

    FINAL = "final", _("Tetap")
    PROVISIONAL = "provisional", _("Sementara")


class HolidayKind(models.TextChoices):
    """Kind of national day off."""

    NATIONAL = "national", _("Libur nasional")
    JOINT_LEAVE = "joint_leave", _("Cuti bersama")


class CalendarStamp(models.Model):
    """One row that changes with every change of the calendar, so that processes know when to read it again."""

    value = models.UUIDField()

    def __str__(self) -> str:
        return str(self.value)


class CalendarYear(models.Model):
    """A year of the national calendar (tahun kalender); a provisional year still waits for its joint leave."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    status = models.CharField(max_length=12, choices=YearStatus.choices)
    decree = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    # Set when a person changed the row: seeding leaves it alone from then on.
    edited = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        """Newest last."""

        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class Holiday(models.Model):
    """A national day off (libur nasional atau cuti bersama); a withdrawn one stays, with the decree that ended it.

    `estimated` days wait for the announcement of the month's beginning (sidang isbat).
    """

    on = models.DateField()
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=HolidayKind.choices)
    decree = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=100, blank=True)
    estimated = models.BooleanField(default=False)
    withdrawn = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        """Two feasts may fall on one date, each stands once."""

        ordering = ["on", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["on", "kind", "name"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.name}"


class DecreeLoad(models.Model):
    """A decree on days off (SKB, Keppres) that was loaded from a file; the worker then moves the open deadlines.

    `since` is the first date whose working day changed, empty when none did; `recomputed_at` is set once the deadlines
    follow, `moved` tells how many did.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    decree = models.CharField(max_length=200)
    decree_on = models.DateField()
    loaded_at = models.DateTimeField()
    loaded_by_label = models.CharField(max_length=200)
    added = models.PositiveSmallIntegerField()
    changed = models.PositiveSmallIntegerField()
    withdrawn = models.PositiveSmallIntegerField()
    since = models.DateField(null=True, blank=True)
    recomputed_at = models.DateTimeField(null=True, blank=True)
    moved = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        """Newest last; the worker looks for those whose deadlines do not follow yet."""

        ordering = ["loaded_at"]
        indexes = [
            models.Index(fields=["loaded_at"], condition=Q(recomputed_at__isnull=True), name="decree_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(recomputed_at__isnull=True, moved__isnull=True)
                | Q(recomputed_at__isnull=False, moved__isnull=False),
                name="decree_recomputed_counts",
            ),
        ]

    def __str__(self) -> str:
        return self.decree


class AgencyDay(models.Model):
    """A day that one agency or unit works or rests against the common calendar, by its own decree."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    is_working = models.BooleanField()
    reason = models.CharField(max_length=200)
    decree = models.CharField(max_length=200)

    objects = ScopedManager()

    class Meta:
        """One say per agency, unit and date."""

        ordering = ["on"]
        # Two constraints, because a plain one lets any number of rows without unit in.
        constraints = [
            models.UniqueConstraint(fields=["agency", "on"], condition=Q(unit__isnull=True), name="agency_day_once"),
            models.UniqueConstraint(fields=["unit", "on"], condition=Q(unit__isnull=False), name="unit_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on.isoformat()} {self.reason}"


class ClockUnit(models.TextChoices):
    """What a clock counts."""

    WORKING_DAYS = "working_days", _("hari kerja")
    MONTHS = "months", _("bulan")
    HOURS = "hours", _("jam")


class ClockState(models.TextChoices):
    """What a clock does at present."""

    RUNNING = "running", _("Berjalan")
    PAUSED = "paused", _("Dijeda")
    STOPPED = "stopped", _("Berhenti")


class Clock(models.Model):
    """A running deadline of one case (tenggat), legal or internal.

    `start_on` is T0 and is not counted; `n`, `extended_n` and `paused_working_days` are working days (`n` in months
    or hours for those units). `due_on` is empty for hours; `due_at` is the last instant in time. `rolls_from` is the
    date of receipt from which T0 moves to a working day, empty when T0 stands as it is. `rules_on` is the start of the
    case: the version of the law in force on that date holds for all its clocks.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    rule = models.CharField(max_length=40)
    rules_on = models.DateField(null=True, blank=True)
    label = models.CharField(max_length=60, blank=True)
    counts = models.CharField(max_length=12, choices=ClockUnit.choices)
    start_at = models.DateTimeField()
    start_on = models.DateField()
    rolls_from = models.DateField(null=True, blank=True)
    n = models.PositiveSmallIntegerField()
    extended_n = models.PositiveSmallIntegerField(default=0)
    paused_on = models.DateField(null=True, blank=True)
    paused_working_days = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ClockState.choices, default=ClockState.RUNNING)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.TextField(blank=True)
    provisional = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        """The ways in: what is due in an agency, the clocks of one case, what has run out anywhere."""

        indexes = [
            models.Index(fields=["agency", "state", "due_on"]),
            models.Index(fields=["subject_type", "subject_id"]),
            # For the task that looks for what has run out, over all agencies.
            models.Index(fields=["due_at"], condition=Q(state="running"), name="clock_running_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="paused", paused_on__isnull=False) | (~Q(state="paused") & Q(paused_on__isnull=True)),
                name="clock_paused_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", stopped_at__isnull=False)
                | (~Q(state="stopped") & Q(stopped_at__isnull=True)),
                name="clock_stopped_has_time",
            ),
            models.CheckConstraint(
                condition=(Q(counts="hours") & Q(due_on__isnull=True)) | (~Q(counts="hours") & Q(due_on__isnull=False)),
                name="clock_days_have_due_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {(self.due_on or self.due_at).isoformat()}"

    @property
    def is_open(self) -> bool:
        """Return whether the clock still runs or is paused."""
        return self.state != ClockState.STOPPED

    @property
    def law_on(self) -> date:
        """Return the date whose law holds: the start of the case, else T0 for clocks that were started before it was kept."""
        return self.rules_on or self.start_on

    @property
    def total_n(self) -> int:
        """Return the working days from T0 to the due date: the period, its extension and the days paused."""
        return self.n + self.extended_n + self.paused_working_days


class ClockEventKind(models.TextChoices):
    """What happened to a clock."""

    STARTED = "started", _("Mulai")
    PAUSED = "paused", _("Dijeda")
    RESUMED = "resumed", _("Dilanjutkan")
    EXTENDED = "extended", _("Diperpanjang")
    STOPPED = "stopped", _("Berhenti")
    RECOMPUTED = "recomputed", _("Dihitung ulang")


class ClockEvent(models.Model):
    """One change of a clock, kept for ever with the date before and after.

    `on` is the local date of the change; `rule` and `n` tell under which period an extension was given, `document_id`
    which document (kernel.documents) gives the reason in writing.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=ClockEventKind.choices)
    at = models.DateTimeField()
    on = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    rule = models.CharField(max_length=40, blank=True)
    n = models.PositiveSmallIntegerField(null=True, blank=True)
    old_due_on = models.DateField(null=True, blank=True)
    new_due_on = models.DateField(null=True, blank=True)
    document_id = models.UUIDField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        """In the order in which things happened."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.on.isoformat()}"


class CalendarFeed(models.Model):
    """An officer's private address of open deadlines for a calendar program; only the digest of its secret is kept."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        """One per officer and agency; a new one takes the place of the old."""

        constraints = [models.UniqueConstraint(fields=["user", "agency"], name="calendar_feed_once")]

    def __str__(self) -> str:
        return self.token_digest[:12]


class Recomputation(models.Model):
    """One recomputation of open clocks (perhitungan ulang tenggat) with its progress; of one agency, or of all.

    `examined` of `total` clocks were looked at since it was last taken up, `moved` got another due date since it began.
    Without `finished_at` it still runs, or was broken off after `worked_at`: calling it again goes on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    since = models.DateField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    worked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    examined = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    unresolved = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        """In the order in which they began."""

        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.reason}: {self.examined}/{self.total}"


class RecomputedAgency(models.Model):
    """How many of one agency's clocks a recomputation moved, and when its officers were told."""

    job = models.ForeignKey(Recomputation, on_delete=models.CASCADE, related_name="agencies")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    moved = models.PositiveIntegerField()
    recorded_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        """Once each, and the way to those whose officers still wait to be told."""

        constraints = [models.UniqueConstraint(fields=["job", "agency"], name="recomputed_agency_once")]
        indexes = [models.Index(fields=["job"], condition=Q(told_at__isnull=True), name="recomputed_untold")]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.moved}"


class PlannedMove(models.Model):
    """What all clocks that stand alike become in one run of a recomputation; gone when the run ends.

    `own_agency` and `own_unit` are zero where no days of their own hold, `rolls_from` is the first of all dates for a
    T0 that stays.
    """

    job = models.ForeignKey(Recomputation, on_delete=models.CASCADE, related_name="+")
    run = models.UUIDField()
    own_agency = models.UUIDField()
    own_unit = models.UUIDField()
    week_days = models.PositiveSmallIntegerField()
    calendar_scope = models.CharField(max_length=10)
    timezone = models.CharField(max_length=40)
    start_on = models.DateField()
    rolls_from = models.DateField()
    days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField()
    new_start_on = models.DateField()
    new_due_on = models.DateField()
    new_due_at = models.DateTimeField()
    new_provisional = models.BooleanField()
    told_on = models.DateField()

    class Meta:
        """A clock finds its kind by the first of what must be equal."""

        indexes = [models.Index(fields=["run", "start_on", "due_on", "days"])]

    def __str__(self) -> str:
        return f"{self.due_on.isoformat()} → {self.new_due_on.isoformat()}"


for _label, _field in (("calendar.Clock", "stop_reason"), ("calendar.ClockEvent", "reason")):
    declare(_label, PersonalField(_field, "Menjelaskan tenggat", "UU 14/2008 Pasal 22", None, erase="words"))
