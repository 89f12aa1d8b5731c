"""Answers, the tallies kept beside them, and invitations to answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.people.personal import PersonalField, declare
from pendopo.kernel.services.models import Service
from pendopo.lib.ids import uuid7
from pendopo.modules.satisfaction.models.counts import CountsField
from pendopo.modules.satisfaction.models.surveys import Survey
from pendopo.modules.satisfaction.rules import limits, traits
from pendopo.modules.satisfaction.rules.counting import line


class Answer(models.Model):
    """One questionnaire as it was filled in (jawaban responden); never changed.

    `id` is chosen by whoever sends it (a page's token, a kiosk's own number), so that what is sent again arrives once.
    `marks` holds one digit per element in the instrument's order, 0 where it was left out; `traits` one character per
    trait (`rules.traits`). A correction is another answer that `corrects` the first one; of all of these one `is_current`.
    Columns without an index of their own (db_index=False) are never asked for: at ten million answers each costs.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=1, choices=[(code, key) for code, (key, _) in traits.CHANNELS.items()])
    traits = models.CharField(max_length=10)
    marks = models.CharField(max_length=40)
    comment = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    is_current = models.BooleanField(default=True)
    corrects = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="corrections", db_index=False
    )

    objects = ScopedManager()

    class Meta:
        """The way through a survey's answers in the order of their keys, and from an answer to its corrections."""

        indexes = [
            models.Index(fields=["survey", "id"], name="satisfaction_answer_survey"),
            models.Index(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="satisfaction_answer_corrected"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False, is_current=True),
                name="satisfaction_one_current",
            )
        ]

    def __str__(self) -> str:
        return self.marks

    @property
    def line(self) -> str:
        """Return the answer as it is counted."""
        return line(self.channel, self.traits, self.marks)

    @property
    def told(self) -> dict[str, str]:
        """Return what the respondent told about themselves: trait → key of a value."""
        return traits.told(self.traits)

    def values(self, keys: tuple[str, ...]) -> dict[str, int | None]:
        """Return element → value, None where it was left out; `keys` are those of the survey's instrument."""
        return {key: int(mark) or None for key, mark in zip(keys, self.marks, strict=True)}


_LAW = "UU 27/2022 Pasal 20 ayat (2) huruf a; UU 25/2009 Pasal 39"
declare(
    "satisfaction.Answer",
    PersonalField("traits", "Membandingkan kepuasan antarkelompok pengguna layanan", _LAW, None, erase="own"),
    PersonalField("comment", "Membaca saran dan masukan", _LAW, limits.ANSWER_DAYS),
)


class Tally(models.Model):
    """Counts of the answers of one survey, service and segment (tabulasi), kept in the answer's own transaction.

    `segment` is empty for everybody, else `traits.segment`. `counts` are as `rules.counting` describes them; `n` is how
    many questionnaires they speak of. `pendopo skm recount` proves them.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    segment = models.CharField(max_length=40, blank=True)
    is_complete = models.BooleanField()
    n = models.IntegerField()
    counts = CountsField()

    objects = ScopedManager()

    class Meta:
        """One row per survey, segment, completeness and service; never below nobody."""

        constraints = [
            models.UniqueConstraint(
                fields=["survey", "segment", "is_complete", "service"], name="satisfaction_tally_once"
            ),
            models.CheckConstraint(condition=Q(n__gte=0), name="satisfaction_tally_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.segment or '*'}: {self.n}"


class Invitation(models.Model):
    """A personal link to a survey for somebody whose case has ended (undangan mengisi survei), good for one answer.

    Only a digest of its secret is kept. It knows the case and whether it was used, never which answer it brought, nor
    when: an answer of the same day would be told by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    secret_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_used = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        """One invitation per case; expired ones are swept by time."""

        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="satisfaction_invitation_once")
        ]
        indexes = [models.Index(fields=["expires_at"], name="satisfaction_invitation_end")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
