"""The publication sheet of a published survey (poster hasil): what it must tell on one page, as PDF and as picture."""

from __future__ import annotations

import io
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.documents.letters import render_letter
from pendopo.kernel.documents.letters.heading import letter_date, letterhead_of
from pendopo.kernel.documents.signing.source import qr_svg
from pendopo.lib.keeping import Kept
from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.queries import figure_rows as rows
from pendopo.modules.satisfaction.queries import figures, tallies
from pendopo.modules.satisfaction.queries.surveys import asked_about
from pendopo.modules.satisfaction.rules.index import band_of
from pendopo.ui.formats import number_text

# What a sheet tells about respondents, apart from their number (panrb.md 1.7: poster fields, M).
_TRAITS: Final = ("gender", "age", "education")
_SERVICES_NAMED: Final = 4
# The best ones; more would not fit on the page.
_ELEMENTS_NAMED: Final = 14
_DOTS_PER_INCH: Final = 150
# Anybody may ask for it and it takes a second to make: each process keeps those asked for lately.
_SHEETS: Final = Kept[bytes](seconds=600, most=50)
_PICTURES: Final = Kept[bytes](seconds=600, most=20)


def content_of(survey: Survey) -> dict[str, Any]:
    """Return what the sheet of a published survey says, in Indonesian. Two queries.

    Index and number are those that were published; groups are as everybody sees them, small ones hidden.
    """
    with translation.override("id"):
        instrument = survey.instrument.definition
        counted = tallies.of_survey(survey)
        index = survey.published_index
        address = f"{settings.PENDOPO_ADDRESS}{reverse('satisfaction:results', args=[survey.agency.slug])}"
        names = [asked.service.name for asked in asked_about(survey)]
        more = len(names) - _SERVICES_NAMED
        return {
            "title": _("Indeks Kepuasan Masyarakat"),
            "unit": survey.unit.name if survey.unit else "",
            "period": _("%(start)s sampai %(end)s")
            % {"start": letter_date(survey.starts_on), "end": letter_date(survey.ends_on)},
            "index": number_text(index),
            "grade": rows.grade_text(band_of(instrument, index) if index is not None else None),
            "n": number_text(survey.published_n),
            "services": [*names[:_SERVICES_NAMED], *([_("dan %(n)s layanan lain") % {"n": more}] if more > 0 else [])],
            "profiles": _profiles(figures.profiles(survey, counted)),
            "elements": _elements(survey, figures.figure_of(instrument, counted)),
            "thanks": _("Terima kasih atas penilaian Anda. Masukan Anda memperbaiki pelayanan kami."),
            "base": _("%(title)s. Kelompok kecil disamarkan.") % {"title": survey.instrument.title},
            "address": address,
            "qr_svg": qr_svg(address),
        }


def _profiles(profiles: list[figures.Profile]) -> list[dict[str, Any]]:
    hidden, told = _("disamarkan"), {profile.key: profile for profile in profiles}
    return [
        {
            "label": _(told[key].label),
            "rows": [
                [_(share.label), hidden if share.n is None else number_text(share.n)]
                for share in told[key].shares
                if share.n is None or share.n
            ],
        }
        for key in _TRAITS
    ]


def _elements(survey: Survey, found: Any) -> list[dict[str, Any]]:
    listed = rows.element_rows(survey, found) if found else []
    return [
        {"label": row["label"], "value": row["converted"], "share": float(row["value"]) / 100}
        for row in listed[:_ELEMENTS_NAMED]
    ]


def sheet(survey: Survey) -> bytes:
    """Return the sheet of a published survey as PDF; raise LetterFailed when it could not be made."""

    def made() -> bytes:
        content = content_of(survey)
        head = letterhead_of(survey.agency, number="", on=clock.today(survey.agency.timezone), subject=content["title"])
        return bytes(render_letter("satisfaction/result", content, letterhead=head))

    return _SHEETS.get((survey.pk, survey.published_at), made)


def picture(survey: Survey) -> bytes:
    """Return the sheet as PNG, drawn from its PDF; raise LetterFailed."""

    def made() -> bytes:
        import pypdfium2

        drawn = io.BytesIO()
        with pypdfium2.PdfDocument(sheet(survey)) as paper:
            paper[0].render(scale=_DOTS_PER_INCH / 72).to_pil().save(drawn, "PNG", optimize=True)
        return drawn.getvalue()

    return _PICTURES.get((survey.pk, survey.published_at), made)
