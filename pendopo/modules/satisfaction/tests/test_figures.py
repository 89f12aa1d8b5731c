"""Figures from tallies: exact values, hidden cells, breaks in a trend, comparisons, and how many queries they take."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.services.models import Service
from pendopo.modules.satisfaction import actions
from pendopo.modules.satisfaction.models import Instrument, PastResult, Survey
from pendopo.modules.satisfaction.queries import comparison, figure_rows, figures, trend
from pendopo.modules.satisfaction.queries.surveys import answer_for, asked_about, shipped_instrument
from pendopo.modules.satisfaction.rules import index, instruments
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed, answer


def publish(office: Surveyed, survey: Survey) -> Survey:
    actions.close(survey=survey, by=office.ppid)
    actions.publish(survey=survey, by=office.ppid)
    return office.fresh(survey)


def test_index_of_a_survey_and_of_its_services(office: Surveyed, django_assert_num_queries: Any) -> None:
    survey = office.open()
    answer(survey, "444444444", service=0)
    answer(survey, "222222222", service=1)
    answer(survey, "111111110", service=1)
    with django_assert_num_queries(1):
        whole = figures.figure(survey)
    assert whole is not None
    assert (whole.n, whole.incomplete, str(whole.converted)) == (2, 1, "75.00")
    with django_assert_num_queries(2):
        by_service = figures.figures_by_service(survey)
    assert [(str(asked.service), figure and str(figure.converted)) for asked, figure in by_service] == [
        ("Permohonan informasi", "100.00"), ("Perpustakaan", "50.00"),
    ]  # fmt: skip
    old = figures.figure(survey, service=by_service[1][0], method=index.METHODS["weight_0_11"])
    assert old is not None
    assert (old.n, str(old.converted)) == (1, "49.50")
    assert figures.figure(office.open("2026-Q4")) is None


def test_shares_say_of_what(office: Surveyed, django_assert_num_queries: Any) -> None:
    survey = office.open()
    for number in range(12):
        told = (
            {}
            if number == 11
            else {"gender": "female" if number < 9 else "male", "age": "20s" if number < 6 else "30s"}
        )
        answer(survey, "333333344" if number else "111111111", told=told, channel="LT"[number % 2])
    with django_assert_num_queries(1):
        found = {profile.key: profile for profile in figures.profiles(survey)}
    assert list(found) == ["gender", "age", "education", "occupation", "disability", "channel"]
    # Two men: hidden; one told nothing, so that three people are not women, and with nine women hidden nothing is left.
    assert [(share.key, share.n) for share in found["gender"].shares] == [
        ("gender=male", None),
        ("gender=female", None),
    ]
    assert (found["gender"].total, found["gender"].untold) == (12, None)
    inside = {profile.key: profile for profile in figures.profiles(survey, is_public=False)}
    assert [(share.n, share.percent, share.base) for share in inside["gender"].shares] == [
        (2, Decimal("16.67"), "respondents"), (9, Decimal("75.00"), "respondents"),
    ]  # fmt: skip
    assert inside["gender"].untold == 1
    assert [(share.key, share.n) for share in found["channel"].shares if share.n] == [
        ("channel=token", 6),
        ("channel=link", 6),
    ]
    figure = figures.figure(survey)
    assert figure is not None
    assert [(share.n, share.percent, share.base) for share in figures.answer_shares(figure)] == [
        (9, Decimal("8.33"), "answers"), (0, Decimal("0.00"), "answers"),
        (77, Decimal("71.30"), "answers"), (22, Decimal("20.37"), "answers"),
    ]  # fmt: skip
    assert figures.percent(1, 0) == Decimal("0.00")
    assert set(figures.BASES) == {"respondents", "answers"}


def test_segments_too_small_are_hidden(office: Surveyed, django_assert_num_queries: Any) -> None:
    survey = office.open()
    for number in range(14):
        education = "sma" if number < 6 else "s1" if number < 11 else "s2"
        answer(survey, "333333333" if education == "sma" else "444444444", told={"education": education})
    with django_assert_num_queries(1):
        found = {each.key: each for each in figures.segments(survey, "education")}
    # S2 has three; S1, the next smallest, goes with it, or S2 would be the whole minus the others.
    told = {key: (each.n, each.figure and str(each.figure.converted)) for key, each in found.items() if each.n != 0}
    assert told == {"education=sma": (6, "75.00"), "education=s1": (None, None), "education=s2": (None, None)}
    inside = {each.key: each.n for each in figures.segments(survey, "education", is_public=False) if each.n}
    assert inside == {"education=sma": 6, "education=s1": 5, "education=s2": 3}
    assert {each.n for each in figures.segments(office.open("2026-Q4"), "age")} == {0}
    with pytest.raises(KeyError):
        figures.segments(survey, "faith")


def test_progress_of_the_sample(office: Surveyed, django_assert_num_queries: Any) -> None:
    survey = office.open()
    actions.plan_sample(asked=asked_about(survey)[0], population=10, by=office.ppid, quotas={"gender=female": 2})
    answer(survey, "333333333", told={"gender": "female"})
    answer(survey, "333333330")
    with django_assert_num_queries(2):
        (first, second) = figures.progress(survey)
    assert (first[1].n, first[1].target, first[1].percent, first[1].wanted) == (2, 10, 20, {"gender=female": 1})
    assert (second[1].n, second[1].is_thin) == (0, True)


def test_a_trend_marks_where_the_method_changed(office: Surveyed, django_assert_num_queries: Any) -> None:
    kep = shipped_instrument("kep25_2004")
    permen = shipped_instrument("permen14_2017")
    for period, instrument, value, method in (
        ("2016", kep, "81.00", "exact"), ("2024", permen, "88.00", "weight_0_11"), ("2025", permen, "90.00", "exact"),
    ):  # fmt: skip
        PastResult.objects.create(
            agency=office.agency, instrument=instrument, period=period, ends_on=dt.date(int(period), 12, 31),
            published_index=Decimal(value), method=method, source=f"Laporan {period}",
        )  # fmt: skip
    one = office.open("2026-Q1")
    answer(one, "444444444")
    publish(office, one)
    two = office.open("2026-Q2")
    answer(two, "333333333")
    actions.close(survey=two, by=office.ppid)
    office.open("2026-Q3")
    empty = office.open("2025-Q4")
    actions.close(survey=empty, by=office.ppid)
    with django_assert_num_queries(3):
        public = trend.trend(office.agency)
    assert [(point.period, str(point.converted), point.band and point.band.grade, point.is_break) for point in public] == [
        ("2016", "81.00", "B", False), ("2024", "88.00", "B", True), ("2025", "90.00", "A", True), ("2026-Q1", "100.00", "A", False),
    ]  # fmt: skip
    assert (public[0].source, public[0].figure, public[-1].n) == ("Laporan 2016", None, 1)
    inside = trend.trend(office.agency, is_public=False)
    assert [point.period for point in inside] == ["2016", "2024", "2025", "2026-Q1", "2026-Q2"]
    assert trend.trend(office.agency, office.unit) == []
    # What was published is what the trend shows, whatever was removed since.
    actions.remove_answer(answer=one.answers.get(), reason="respondent", by=office.ppid)
    assert [point.period for point in trend.trend(office.agency)] == ["2016", "2024", "2025", "2026-Q1"]
    assert trend.index_before(office.fresh(two)) == Decimal("100.00")


def ministry() -> Agency:
    return Agency.objects.create(slug="kementerian", name="Kementerian", short_name="Kem", kind="ministry")


def others(count: int, parent: Agency | None, kind: str = "jenis-0") -> list[Surveyed]:
    """Return agencies beneath `parent`, each with a published survey, better from one to the next."""
    found = []
    for number in range(count):
        agency = Agency.objects.create(slug=f"kantor-{number}", name=f"Kantor {number}", short_name="K", parent=parent)
        office = Surveyed(agency, service_names=("Layanan",))
        Service.objects.filter(agency=agency).update(kind=kind)
        survey = office.open()
        for place in range(4):
            answer(survey, "4" * 9 if place < number else "2" * 9)
        publish(office, survey)
        found.append(office)
    return found


def test_units_of_a_tree_are_compared(db: None, django_assert_num_queries: Any) -> None:
    actions.install_instruments()
    top = ministry()
    others(3, top)
    own = Surveyed(top, service_names=("Izin",))
    survey = own.open()
    answer(survey, "222222222")
    outside = Surveyed(Agency.objects.create(slug="luar", name="Luar", short_name="Luar"), service_names=("X",))
    answer(outside.open(), "444444444")
    with django_assert_num_queries(3):
        found = comparison.compare_units(top, "2026-Q3")
    # The ministry's own survey is still open.
    assert [(unit.agency_slug, str(unit.converted), unit.rank, unit.n) for unit in found] == [
        ("kantor-2", "75.00", 1, 4), ("kantor-1", "62.50", 2, 4), ("kantor-0", "50.00", 3, 4),
    ]  # fmt: skip
    actions.close(survey=survey, by=own.ppid)
    found = comparison.compare_units(top, "2026-Q3")
    assert [(unit.agency_slug, unit.unit_name, unit.rank) for unit in found][2:] == [
        ("kantor-0", "Bidang Layanan", 3), ("kementerian", "Bidang Layanan", 3),
    ]  # fmt: skip
    assert [unit.agency_slug for unit in comparison.compare_units(Agency.objects.get(slug="kantor-1"), "2026-Q3")] == [
        "kantor-1"
    ]
    assert comparison.compare_units(top, "2026-Q1") == []


def test_everybody_on_one_page(db: None, django_assert_num_queries: Any) -> None:
    actions.install_instruments()
    first = others(3, None)[0]
    base = shipped_instrument("permen14_2017")
    added = [{"key": "aman", "name": "Aman", "question": "Aman?", "labels": ["a", "b", "c", "d"]}]
    adapted = actions.adapt_instrument(
        agency=first.agency, base=base, title="Sepuluh", version="x", added=added, by=first.ppid
    )
    extra = first.open(unit=first.unit, instrument=adapted)
    from uuid import uuid4

    from pendopo.modules.satisfaction.actions import Filled

    ten = Filled(uuid4(), asked_about(extra)[0], dict.fromkeys((*KEYS, "aman"), 1))
    actions.record_answer(survey=extra, filled=ten, channel="L", by=first.ppid)
    publish(first, extra)
    with django_assert_num_queries(3):
        found = comparison.national("2026-Q3")
    assert found.figure is not None
    # 12 questionnaires with the same instrument: 3 of them with 4, 9 with 2.
    assert (found.figure.n, str(found.figure.converted)) == (12, "62.50")
    assert [str(unit.converted) for unit in found.units] == ["75.00", "62.50", "50.00", "25.00"]
    nothing = comparison.national("2026-Q1")
    assert (nothing.figure, nothing.units) == (None, [])
    assert comparison.national("2026-Q3", "unknown") == comparison.National(None, [])


def test_the_median_of_like_services(office: Surveyed, django_assert_num_queries: Any) -> None:
    near = [each.agency.pk for each in others(5, None)][:4]
    mine, without_like = office.services
    kindless = Service(agency=office.agency)
    asked = (office.agency, [mine, without_like, kindless], "2026-Q3")
    everywhere = comparison.Likened(5, 5, Decimal("75.00"))
    nobody = comparison.Likened(0, 0, None)
    with django_assert_num_queries(2):
        found = comparison.like_services(*asked)
    assert found == {mine.pk: everywhere, without_like.pk: nobody, kindless.pk: nobody}
    # One's own result is not among them.
    survey = office.open()
    answer(survey, "111111111", service=0)
    publish(office, survey)
    assert comparison.like_services(*asked)[mine.pk] == everywhere
    # A few would tell each other's index.
    assert comparison.like_services(*asked, within=near)[mine.pk] == comparison.Likened(4, 4, None)
    text = " ".join(office.visit("ppid").get(office.url("like_services", survey.pk)).content.decode().split())
    assert "75,00" in text
    assert "−50,00" in text
    assert "5 layanan, 5 instansi" in text
    assert "bila layanan sejenis kurang dari 5" in text


@pytest.mark.once
@pytest.mark.parametrize(
    ("difference", "expected"), [(Decimal("1.25"), "+1,25"), (Decimal("-0.50"), "−0,50"), (Decimal("0.00"), "0,00")]
)
def test_differences_have_a_sign(difference: Decimal, expected: str) -> None:
    assert figure_rows.signed_text(difference) == expected


def test_queries_do_not_grow_with_what_there_is(office: Surveyed, django_assert_num_queries: Any) -> None:
    Service.objects.bulk_create(Service(agency=office.agency, name=f"Layanan {n:02}") for n in range(50))
    survey = office.open(services=list(Service.objects.filter(agency=office.agency)))
    for place in range(50):
        answer(survey, "333333333", service=place)
    with django_assert_num_queries(1):
        figures.profiles(survey)
    with django_assert_num_queries(2):
        assert len(figures.figures_by_service(survey)) == 52
    with django_assert_num_queries(2):
        figures.progress(survey)
    publish(office, survey)
    with django_assert_num_queries(3):
        assert [(unit.unit_name, unit.n) for unit in comparison.compare_units(office.agency, "2026-Q3")] == [("", 50)]
    pk = survey.answers.all()[0].pk
    with django_assert_num_queries(1):
        assert answer_for(office.agency, pk) is not None


def test_instruments_that_count_incomplete_questionnaires(office: Surveyed) -> None:
    content = {**instruments.shipped()["permen14_2017"], "missing": "answered"}
    lenient = Instrument.objects.create(
        agency=office.agency, key="permen14_2017", version="longgar", title="Longgar", content=content
    )
    survey = office.open(instrument=lenient)
    for marks in ("444444444", "022222222"):
        answer(survey, marks)
    # Nobody answered one element about the second service: no index of it, here as in a list of like services.
    answer(survey, "044444444", service=1)
    publish(office, survey)
    (unit,) = [each for each in comparison.compare_units(office.agency, "2026-Q3") if each.unit_id == office.unit.pk]
    figure = figures.figure(survey, service=asked_about(survey)[0])
    assert figure is not None
    assert (str(unit.converted), figure.converted) == ("77.78", unit.converted)
    assert len(comparison.compare_units(office.agency, "2026-Q3")) == 1
    like = Service(agency=ministry(), kind="jenis-1")
    assert comparison.like_services(like.agency, [like], "2026-Q3")[like.pk].n == 0
