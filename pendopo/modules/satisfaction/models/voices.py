"""What respondents wrote, one row per comment, and the elements it is about."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.kernel.services.models import Service
from pendopo.modules.satisfaction.models.answers import Answer
from pendopo.modules.satisfaction.models.surveys import Survey
from pendopo.modules.satisfaction.rules import voices


class Voice(models.Model):
    """A comment (suara responden) as officers deal with it; its words stand in the answer alone.

    Made with the answer. `state` is one of rules.voices.STATES, `tone` what a person said it is. `lexicon` is the
    version of the word list by which elements were suggested, empty before that. `public_text` is what everybody may
    read, personal data covered. `version` grows with every change, so that two people cannot overwrite each other.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    answer = models.OneToOneField(Answer, on_delete=models.CASCADE, related_name="voice")
    state = models.CharField(max_length=1, default=voices.NEW, choices=[(key, name) for key, name in voices.STATES])
    tone = models.CharField(max_length=1, blank=True, default="", choices=[(key, name) for key, name in voices.TONES])
    lexicon = models.CharField(max_length=20, blank=True, default="")
    public_text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=0)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    read_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        """An index for each way through the list, newest first; a person and a time stand together."""

        indexes = [
            models.Index(fields=["agency", "state", "id"], name="satisfaction_voice_agency"),
            models.Index(fields=["survey", "state", "id"], name="satisfaction_voice_survey"),
            models.Index(fields=["service", "state", "id"], name="satisfaction_voice_service"),
            models.Index(fields=["lexicon"], condition=Q(state=voices.NEW), name="satisfaction_voice_unsuggested"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=voices.NEW, read_by__isnull=True, read_at__isnull=True, tone="")
                | (~Q(state=voices.NEW) & Q(read_by__isnull=False, read_at__isnull=False)),
                name="satisfaction_voice_read_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(state=voices.PUBLIC) & ~Q(public_text="")) | (~Q(state=voices.PUBLIC) & Q(public_text="")),
                name="satisfaction_voice_public_has_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.state}"


class VoiceElement(models.Model):
    """An element that a comment is about: suggested with the words that led to it, or decided by a person.

    A decision takes the suggestions' place.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+", db_index=False)
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="elements", db_index=False)
    element = models.CharField(max_length=40)
    is_decided = models.BooleanField()
    words = models.CharField(max_length=200, blank=True, default="")

    objects = ScopedManager()

    class Meta:
        """An element once for a comment; counted by survey, found by element in an agency."""

        constraints = [models.UniqueConstraint(fields=["voice", "element"], name="satisfaction_voice_element_once")]
        indexes = [
            models.Index(fields=["survey", "is_decided", "element"], name="satisfaction_voice_counted"),
            models.Index(fields=["agency", "element", "voice"], name="satisfaction_voice_element"),
        ]

    def __str__(self) -> str:
        return self.element
