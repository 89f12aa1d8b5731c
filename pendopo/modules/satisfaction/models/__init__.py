"""Tables of satisfaction surveys."""

from pendopo.modules.satisfaction.models.answers import Answer, Invitation, Tally
from pendopo.modules.satisfaction.models.collecting import Kiosk, PaperBatch, PaperSheet
from pendopo.modules.satisfaction.models.results import FollowUp, PastResult, Report
from pendopo.modules.satisfaction.models.surveys import Instrument, Survey, SurveyedService
from pendopo.modules.satisfaction.models.voices import Voice, VoiceElement

__all__ = [
    "Answer",
    "FollowUp",
    "Instrument",
    "Invitation",
    "Kiosk",
    "PaperBatch",
    "PaperSheet",
    "PastResult",
    "Report",
    "Survey",
    "SurveyedService",
    "Tally",
    "Voice",
    "VoiceElement",
]
