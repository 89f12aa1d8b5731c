"""What the report of a survey says, in the chapters of the official reports: frozen as it stands, in Indonesian.

Chapters and their parts as two published reports have them (V); population and sample, follow-up, trend and the result of the
follow-up before are added by newer templates (M) and stand as parts of the third chapter.
"""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.modules.satisfaction.models import Survey
from pendopo.modules.satisfaction.queries import figure_rows as rows
from pendopo.modules.satisfaction.queries import figures, follow_up, voices
from pendopo.modules.satisfaction.queries.plan_rows import line_rows
from pendopo.modules.satisfaction.queries.surveys import answers_of, asked_about
from pendopo.modules.satisfaction.queries.trend import trend
from pendopo.modules.satisfaction.rules import limits
from pendopo.modules.satisfaction.rules.index import Figure
from pendopo.ui.formats import medium_date, number_text

Part = dict[str, Any]


def frozen_content(survey: Survey, figure: Figure) -> dict[str, Any]:
    """Return the whole report as data: chapters of parts with paragraphs and tables, the annex, and the key figures.

    The annex holds values only: no traits and no words of respondents.
    """
    with translation.override("id"):
        services = asked_about(survey)
        *who, channels = figures.profiles(survey)
        place = {asked.service_id: number for number, asked in enumerate(services)}
        found = answers_of(survey).values_list("service_id", "marks")[: limits.REPORT_ROWS]
        return {
            "title": _("Laporan %(title)s") % {"title": survey.title},
            "index": str(figure.converted),
            "grade": rows.grade_text(figure.band),
            "n": figure.n,
            "chapters": [
                {"title": _("BAB I Pendahuluan"), "parts": _opening(survey)},
                {"title": _("BAB II Metodologi"), "parts": _method(survey, figure, channels)},
                {"title": _("BAB III Hasil"), "parts": _results(survey, figure, who)},
                {"title": _("BAB IV Kesimpulan dan Saran"), "parts": _conclusion(survey, figure)},
                {"title": _("Lampiran"), "parts": [_questionnaire(survey)]},
            ],
            "annex": {
                "elements": [element.key for element in survey.instrument.definition.elements],
                "names": [_(element.name) for element in survey.instrument.definition.elements],
                "services": [asked.service.name for asked in services],
                "rows": [[place[service], marks] for service, marks in found],
            },
        }


def _part(heading: str, *paragraphs: str, tables: list[dict[str, Any]] | None = None) -> Part:
    return {"heading": heading, "paragraphs": list(paragraphs), "tables": tables or []}


def _table(title: str, headings: list[str], lines: list[list[str]], bar: int | None = None) -> dict[str, Any]:
    """Return a table; `bar` is the column whose value, of 100, is drawn as a bar beside it."""
    return {"title": title, "headings": headings, "rows": lines, "bar": bar}


def _opening(survey: Survey) -> list[Part]:
    words = {"agency": survey.agency.name, "unit": survey.unit.name if survey.unit else survey.agency.name}
    basis = survey.instrument.definition.basis
    return [
        _part(
            _("Latar belakang"),
            _(
                "Penyelenggara pelayanan publik wajib mengukur kepuasan masyarakat secara berkala, sedikitnya sekali setahun. "
                "Laporan ini memuat hasil pengukuran pada %(unit)s."
            )
            % words,
        ),
        _part(
            _("Dasar hukum"),
            _("Undang-Undang Nomor 25 Tahun 2009 tentang Pelayanan Publik."),
            _("Instrumen: %(basis)s.") % {"basis": basis},
        ),
        _part(
            _("Maksud dan tujuan"),
            _(
                "Mengetahui mutu pelayanan %(unit)s menurut penggunanya dan menentukan unsur yang diperbaiki lebih dahulu."
            )
            % words,
        ),
        _part(
            _("Sasaran"),
            _("Mendorong partisipasi masyarakat dalam menilai pelayanan, dan mendorong %(unit)s meningkatkan mutunya.")
            % words,
        ),
        _part(
            _("Manfaat"),
            _(
                "Kelemahan dan kekuatan tiap unsur diketahui, perbaikan direncanakan, dan hasilnya dapat diikuti masyarakat."
            ),
        ),
    ]


def _method(survey: Survey, figure: Figure, channels: figures.Profile) -> list[Part]:
    instrument = figure.instrument
    sample = [
        [
            asked.service.name,
            _dash(each.population),
            _dash(each.target or None),
            number_text(each.n),
            _("tipis") if each.is_thin else _("cukup"),
        ]
        for asked, each in figures.progress(survey)
    ]
    ways = [[_(share.label), number_text(share.n)] for share in channels.shares if share.n]
    bands = [[band.grade, number_text(band.at_least), _(band.name)] for band in instrument.bands]
    return [
        _part(
            _("Periode survei"),
            _("%(start)s sampai %(end)s.")
            % {"start": medium_date(survey.starts_on), "end": medium_date(survey.ends_on)},
        ),
        _part(
            _("Metode dan pelaksanaan"),
            _("Kuesioner tanpa nama dengan %(elements)s unsur, skala 1 sampai %(scale)s.")
            % {"elements": len(instrument.elements), "scale": instrument.scale},
            tables=[_table(_("Cara pengisian"), [_("Cara"), _("Responden")], ways)],
        ),
        _part(
            _("Penentuan jumlah responden"),
            _(
                "Sasaran dihitung menurut Krejcie dan Morgan dari jumlah pengguna tiap layanan, dibulatkan setengah ke atas."
            ),
            tables=[
                _table(
                    _("Populasi dan sampel"),
                    [_("Layanan"), _("Pengguna"), _("Sasaran"), _("Responden"), _("Sampel")],
                    sample,
                )
            ],
        ),
        _part(
            _("Pengolahan dan analisis"),
            _(
                "Nilai rata-rata (NRR) tiap unsur dikalikan bobotnya, dijumlahkan, lalu dikali 25. Pembulatan hanya pada akhir."
            ),
            _("%(n)s kuesioner tidak lengkap tidak ikut dihitung.") % {"n": number_text(figure.incomplete)},
            tables=[_table(_("Mutu pelayanan"), [_("Mutu"), _("Mulai dari nilai"), _("Kinerja")], bands)]
            if bands
            else [],
        ),
    ]


def _dash(value: int | None) -> str:
    return "–" if value is None else number_text(value)


def _respondents(profiles: list[figures.Profile]) -> Part:
    hidden = _("disamarkan")
    who = [
        _table(
            profile["label"],
            [_("Kelompok"), _("Responden"), _("Bagian")],
            [
                [row["label"], hidden if row["n"] is None else number_text(row["n"]), row["percent"]]
                for row in profile["rows"]
            ],
        )
        for profile in rows.profile_rows(profiles)
    ]
    said = _("Kelompok kecil disamarkan agar responden tidak dapat dikenali.")
    return _part(_("Data responden"), said, tables=who)


def _results(survey: Survey, figure: Figure, who: list[figures.Profile]) -> list[Part]:
    elements = rows.element_rows(survey, figure)
    shares = rows.share_rows(figure)
    ranked = [[row["label"], str(row["rank"]), row["nrr"], row["converted"], row["note"]] for row in elements]
    services = [
        [asked.service.name, number_text(each.converted), rows.grade_text(each.band), number_text(each.n)]
        for asked, each in figures.figures_by_service(survey)
        if each
    ]
    categories = [[row["label"], number_text(row["n"]), row["percent"]] for row in shares["rows"]]
    periods = rows.trend_rows(trend(survey.agency, survey.unit, is_public=False))
    past = [[row["period"], row["converted"], row["grade"], _dash(row["n"]), row["way"]] for row in periods["rows"]]
    return [
        _respondents(who),
        _part(
            _("Indeks kepuasan masyarakat"),
            _("Nilai IKM %(value)s, mutu %(grade)s, dari %(n)s responden.")
            % {
                "value": number_text(figure.converted),
                "grade": rows.grade_text(figure.band),
                "n": number_text(figure.n),
            },
            tables=[
                _table(
                    _("Nilai dan peringkat tiap unsur"),
                    [_("Unsur"), _("Peringkat"), _("NRR"), _("Nilai"), _("Mutu")],
                    ranked,
                    bar=3,
                ),
                _table(_("Nilai tiap layanan"), [_("Layanan"), _("Nilai"), _("Mutu"), _("Responden")], services, bar=1),
            ],
        ),
        _part(
            _("Jawaban menurut kategori"),
            shares["base"],
            tables=[_table(_("Jawaban menurut kategori"), [_("Kategori"), _("Jawaban"), _("Bagian")], categories)],
        ),
        _voices(survey),
        _part(
            _("Tren nilai SKM"),
            tables=[
                _table(
                    _("Nilai tiap periode"),
                    [_("Periode"), _("Nilai"), _("Mutu"), _("Responden"), _("Cara hitung")],
                    past,
                    bar=1,
                )
            ],
        ),
        *_following(survey, elements),
    ]


def _voices(survey: Survey) -> Part:
    """Return what respondents wrote: counts as a person decided, and the words that everybody may read."""
    definition, found = survey.instrument.definition, voices.heard(survey)
    said = _("%(said)s responden menulis saran; %(read)s sudah dibaca petugas.") % {
        "said": number_text(found.said),
        "read": number_text(found.read),
    }
    counted = [
        [_(definition.element(each.element).name), *map(number_text, (each.n, each.praise, each.complaints))]
        for each in voices.by_element(survey)
    ]
    quotes = [
        ["; ".join(_(definition.element(each.element).name) for each in voice.elements.all()), voice.public_text]
        for voice in voices.quoted(survey)
    ]
    tables = [
        _table(_("Suara tiap unsur"), [_("Unsur"), _("Suara"), _("Pujian"), _("Keluhan")], counted),
        _table(_("Suara yang diumumkan"), [_("Unsur"), _("Yang ditulis")], quotes),
    ]
    return _part(_("Saran responden"), said, tables=[table for table in tables if table["rows"]])


def _following(survey: Survey, elements: list[dict[str, Any]]) -> list[Part]:
    weakest = [row["label"] for row in reversed(elements) if row["is_weak"]]
    found = [
        _part(
            _("Rencana tindak lanjut"),
            _("Unsur terlemah, untuk diperbaiki lebih dahulu: %(names)s.") % {"names": "; ".join(weakest)},
            tables=_plan(survey, follow_up.plan_of(survey)),
        )
    ]
    before = follow_up.survey_before(survey)
    old = follow_up.plan_of(before) if before else None
    if before is not None and old is not None and old.lines:
        said = _("Terlaksana %(percent)s %%: %(done)s dari %(planned)s kegiatan.") % {
            "percent": number_text(old.percent),
            "done": old.done,
            "planned": old.planned,
        }
        found.append(_part(_("Hasil tindak lanjut periode sebelumnya"), said, tables=_plan(before, old)))
    return found


def _plan(survey: Survey, plan: follow_up.Plan) -> list[dict[str, Any]]:
    lines = [
        [row["element"], row["line"].programme, f"{row['quarters']} {row['line'].year}", row["owner"], row["standing"]]
        for row in line_rows(survey, plan)
    ]
    headings = [_("Unsur"), _("Program atau kegiatan"), _("Waktu"), _("Penanggung jawab"), _("Keadaan")]
    return [_table(_("Rencana tindak lanjut"), headings, lines)] if lines else []


def _conclusion(survey: Survey, figure: Figure) -> list[Part]:
    elements = rows.element_rows(survey, figure)
    words = {
        "value": number_text(figure.converted),
        "grade": rows.grade_text(figure.band),
        "best": elements[0]["label"],
        "worst": elements[-1]["label"],
    }
    return [
        _part(
            _("Kesimpulan"),
            _("Nilai IKM %(value)s, mutu %(grade)s. Unsur tertinggi %(best)s, unsur terendah %(worst)s.") % words,
        ),
        _part(_("Saran"), _("Perbaikan dimulai dari %(worst)s, sesuai dengan rencana tindak lanjut.") % words),
    ]


def _questionnaire(survey: Survey) -> Part:
    lines = [
        [f"U{element.numbers[survey.numbering]}", _(element.question), " / ".join(_(label) for label in element.labels)]
        for element in survey.instrument.definition.shown(survey.numbering)
    ]
    table = _table(_("Kuesioner"), [_("Unsur"), _("Pertanyaan"), _("Jawaban 1, 2, …")], lines)
    return _part(_("Kuesioner"), _("Olah data tiap responden terdapat dalam berkas XLSX."), tables=[table])
