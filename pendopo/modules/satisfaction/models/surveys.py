"""Instruments, surveys, and the services a survey asks about."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.services.models import Service
from pendopo.kernel.workflow.models import Case
from pendopo.kernel.workflow.rules import State
from pendopo.lib.ids import uuid7
from pendopo.modules.satisfaction.rules import instruments, limits, procedure

_definitions: dict[UUID, instruments.Instrument] = {}


class Instrument(models.Model):
    """One version of an instrument (instrumen survei): shipped ones belong to nobody, own ones to an agency.

    Never changed once it stands: other wording or weights are another version. `content` has the form of the files in
    `instruments/`; `definition` reads it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=limits.NAME_MAX)
    content = models.JSONField()

    objects = ScopedManager()

    class Meta:
        """One version once, in an agency or for everybody."""

        ordering = ["key", "version"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "key", "version"], name="satisfaction_instrument_own_once"),
            models.UniqueConstraint(
                fields=["key", "version"], condition=Q(agency__isnull=True), name="satisfaction_instrument_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def definition(self) -> instruments.Instrument:
        """Return the instrument as the rules know it; read once per process, because it never changes."""
        if (found := _definitions.get(self.pk)) is None:
            found = _definitions[self.pk] = instruments.read(self.content)
        return found


class Survey(Case):
    """A survey (survei kepuasan) of an agency or one of its units over a period.

    `unit` none: the agency as a whole. `numbering` says how U-numbers are shown. `fall` is by how much the index may be
    lower than the one before until people are told. What was published is kept as it was: `published_index` is the
    converted value (IKM), `published_n` the respondents counted.
    """

    subject_type = procedure.SUBJECT_TYPE

    title = models.CharField(max_length=limits.NAME_MAX)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=8)
    starts_on = models.DateField()
    ends_on = models.DateField()
    numbering = models.CharField(
        max_length=14, default="questionnaire", choices=[(name, name) for name in instruments.NUMBERINGS]
    )
    allows_open_link = models.BooleanField(default=True)
    fall = models.DecimalField(max_digits=5, decimal_places=2, default=limits.FALL)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_index = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    published_n = models.PositiveIntegerField(null=True)

    class Meta:
        """One survey of a unit and period with one instrument; found by agency and by period."""

        constraints = [
            models.UniqueConstraint(
                fields=["agency", "unit", "period", "instrument"], name="satisfaction_survey_once_of_a_unit"
            ),
            models.UniqueConstraint(
                fields=["agency", "period", "instrument"],
                condition=Q(unit__isnull=True),
                name="satisfaction_survey_once_of_all",
            ),
            models.UniqueConstraint(fields=["agency", "year", "seq"], name="satisfaction_survey_seq_once"),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="satisfaction_survey_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_index__isnull=True, published_n__isnull=True)
                | Q(published_at__isnull=False, published_index__isnull=False, published_n__isnull=False),
                name="satisfaction_survey_published_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-ends_on"], name="satisfaction_survey_trend"),
            models.Index(fields=["period", "instrument"], name="satisfaction_survey_period"),
        ]

    @property
    def current(self) -> State:
        """Return the state the survey is in, with its labels."""
        return procedure.PROCEDURE.state(self.state)

    @property
    def is_collecting(self) -> bool:
        """Return whether answers come in."""
        return self.state in procedure.COLLECTING


class SurveyedService(models.Model):
    """A service that a survey asks about (layanan yang disurvei), with its users and how many of them should answer.

    `population` are the users of the period, none when nobody knows; `target` follows from it unless the agency asks for
    more. `quotas` are wanted respondents by segment, as `traits.segment` names them.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="services")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    population = models.PositiveIntegerField(null=True)
    target = models.PositiveIntegerField(default=0)
    quotas = models.JSONField(default=dict)

    objects = ScopedManager()

    class Meta:
        """A service once in a survey; like services are found by service."""

        ordering = ["service__name"]
        constraints = [models.UniqueConstraint(fields=["survey", "service"], name="satisfaction_service_once")]

    def __str__(self) -> str:
        return f"{self.service_id}: {self.target}"
