"""What people wrote: suggested by plain words, decided by a person, published with personal data covered, made a task."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from pendopo.kernel.audit.models import Entry
from pendopo.kernel.events import on
from pendopo.kernel.workflow.actions import NotAllowed
from pendopo.modules.satisfaction import actions as surveys
from pendopo.modules.satisfaction.actions import voices as actions
from pendopo.modules.satisfaction.actions.answers import forget_comments
from pendopo.modules.satisfaction.actions.reporting import freeze_report
from pendopo.modules.satisfaction.events import VoicesSorted
from pendopo.modules.satisfaction.models import FollowUp, Survey, Voice, VoiceElement
from pendopo.modules.satisfaction.queries import voices as queries
from pendopo.modules.satisfaction.rules import limits, voices
from pendopo.modules.satisfaction.tests.surveying import KEYS, Surveyed, answer

# Each a person: none of these may ever reach the public.
CANARIES = ("3174015502900077", "0812-3456-7890", "kenari@contoh.id", "Kenarini", "Burungwati")
SAID = (
    "Antreannya lama, petugas Bu Kenarini Burungwati ramah. NIK 3174015502900077, hubungi 0812-3456-7890 "
    "atau kenari@contoh.id."
)
COVERED = "Antreannya lama, petugas Bu […] ramah. NIK […], hubungi […] atau […]."


def said(office: Surveyed, *comments: str, period: str = "2026-Q2") -> Survey:
    """Return a closed survey with a comment for each answer, elements suggested."""
    survey = office.open(period)
    for comment in comments:
        answer(survey, "343333332", comment=comment)
    actions.suggest_elements()
    return office.fresh(surveys.close(survey=survey, by=office.ppid))


def sort(office: Surveyed, *some: Voice, **more: Any) -> actions.Sorting:
    chosen = {voice.pk: voice.version for voice in some}
    return actions.sort_voices(agency=office.agency, chosen=chosen, by=office.ppid, **more)


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruang tunggunya panas, antreannya lama!", {"sarana_prasarana": ("Ruang tunggunya", "panas"),
                                                     "waktu_penyelesaian": ("antreannya", "lama")}),
        ("Menunggu lama, LAMA sekali", {"waktu_penyelesaian": ("Menunggu", "lama", "LAMA")}),
        ("lama lama", {"waktu_penyelesaian": ("lama",)}),
        ("Pelayanannya bagus", {}),
        ("Satpamnya sopan", {"perilaku_pelaksana": ("sopan",)}),
        ("", {}),
        ("!!! 👍 123", {}),
    ],
)  # fmt: skip
def test_suggestions_say_which_words_led_to_them(text: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert voices.suggest(text, KEYS) == expected


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SAID, COVERED),
        ("pak budi ketus, bu lurah ramah", "pak […] ketus, bu lurah ramah"),
        ("Nama saya Siti Aminah Putri Sari Dewi", "Nama saya […] Dewi"),
        ("3174 0155 0290 0077", "[…]"),
        ("Ibu yang menjaga loket 3", "Ibu yang menjaga loket 3"),
    ],
)
def test_what_looks_like_a_person_is_covered(text: str, expected: str) -> None:
    assert voices.cover(text) == expected
    assert voices.traces(expected) == []
    assert voices.is_only_covered(expected, text)


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "original", "expected"),
    [
        ("Petugas […] ramah", "Petugas  Budi\nramah", True),
        ("Petugas ramah", "Petugas Budi ramah", False),
        ("[…]", "apa saja", True),
        ("[…] b […] d", "a b c d", True),
        ("[…] c […] b […]", "a b c d", False),
        ("a […] a", "a", False),
        ("x […]", "a b", False),
        ("a […] x", "a b", False),
    ],
)
def test_only_covering_may_change_a_text(text: str, original: str, expected: bool) -> None:
    assert voices.is_only_covered(text, original) is expected


def test_a_comment_is_heard_suggested_and_sorted_once(
    office: Surveyed, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[VoicesSorted] = []
    on(VoicesSorted, told.append)
    survey = said(office, "Antreannya lama", "", "Bagus")
    first, second = Voice.objects.order_by("pk")
    assert [(row.element, row.words, row.is_decided) for row in first.elements.all()] == [
        ("waktu_penyelesaian", "Antreannya, lama", False)
    ]
    assert (first.lexicon, second.elements.count()) == (voices.lexicon().version, 0)
    assert actions.suggest_elements() == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert sort(office, first, second, tone=voices.COMPLAINT) == actions.Sorting(2, 0)
    assert told == [VoicesSorted(office.agency.pk, survey.pk, (first.pk, second.pk), "-")]
    # Somebody else looked at them before that.
    assert sort(office, first, elements=["produk"]) == actions.Sorting(0, 1)
    assert queries.by_element(survey) == [queries.ElementVoices("waktu_penyelesaian", 1, 0, 1, 0)]
    assert queries.heard(survey) == queries.Heard(2, 2, 0)
    first.refresh_from_db()
    # Decided anew, about what the survey asks and nothing else.
    assert sort(office, first, elements=["produk", "zebra", "produk"]) == actions.Sorting(1, 0)
    assert [(row.element, row.is_decided) for row in VoiceElement.objects.all()] == [("produk", True)]
    assert Entry.objects.filter(action="survey.sort_voices").last().details == {  # type: ignore[union-attr]
        "voices": [first.pk], "elements": ["produk", "zebra", "produk"], "tone": "",
    }  # fmt: skip
    with pytest.raises(NotAllowed, match="Peran Anda"):
        actions.sort_voices(agency=office.agency, chosen={}, by=office.actor("front_office"))
    with pytest.raises(ValueError, match="no tone"):
        sort(office, tone="?")


def test_a_newer_list_suggests_anew_what_nobody_has_read(office: Surveyed) -> None:
    said(office, "Antreannya lama", "Ramah")
    read, waiting = Voice.objects.order_by("pk")
    sort(office, read, elements=[])
    Voice.objects.update(lexicon="2000-01-01")
    VoiceElement.objects.filter(voice=waiting).update(element="produk")
    assert actions.suggest_elements() == 1
    assert [row.element for row in waiting.elements.all()] == ["perilaku_pelaksana"]
    assert read.elements.count() == 0


def test_publishing_needs_a_person_and_leaves_nothing_personal(office: Surveyed) -> None:
    survey = said(office, SAID)
    voice = Voice.objects.get()
    by: dict[str, Any] = {"by": office.ppid}
    with pytest.raises(NotAllowed, match="Tentukan dahulu"):
        actions.publish_voice(voice=voice, version=0, public_text=COVERED, **by)
    sort(office, voice, tone=voices.PRAISE)
    for text, reason in (
        ("", "Hanya bagian"), (f"{COVERED} Bagus", "Hanya bagian"), (SAID, "Masih ada nomor"),
        (SAID.replace("3174015502900077", "[…]").replace("kenari@contoh.id", "[…]"), "Masih ada nomor"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed, match=reason):
            actions.publish_voice(voice=voice, version=1, public_text=text, **by)
    with pytest.raises(NotAllowed, match="orang lain"):
        actions.publish_voice(voice=voice, version=0, public_text=COVERED, **by)
    with pytest.raises(NotAllowed, match="Peran Anda"):
        actions.publish_voice(voice=voice, version=1, public_text=COVERED, by=office.actor("front_office"))
    with pytest.raises(NotAllowed, match="orang lain"):
        actions.withdraw_voice(voice=voice, version=1, **by)
    shown = actions.publish_voice(voice=voice, version=1, public_text=COVERED, **by)
    assert [row.public_text for row in queries.public_voices(survey, "waktu_penyelesaian").rows] == [COVERED]
    # Sorted anew it stays public.
    sort(office, shown, elements=["perilaku_pelaksana"])
    assert queries.by_element(survey) == [queries.ElementVoices("perilaku_pelaksana", 1, 0, 0, 1)]
    assert queries.public_voices(survey, "waktu_penyelesaian").rows == []
    actions.withdraw_voice(voice=voice, version=3, **by)
    assert (queries.heard(survey), Voice.objects.get().public_text) == (queries.Heard(1, 1, 0), "")


def test_nothing_personal_reaches_the_public(office: Surveyed) -> None:
    survey = said(office, SAID)
    ppid, anybody = office.visit("ppid"), office.visit("")
    [voice] = Voice.objects.all()
    assert ppid.post(office.url("sort_voices"), {"pilih": f"{voice.pk}.0", "tindakan": "saran"}).status_code == 303
    address = office.url("publish_voice", voice.pk)
    suggested = ppid.get(address).content.decode()
    assert COVERED in suggested
    assert ppid.post(address, {"versi": "1", "teks": COVERED}).status_code == 422
    raw = ppid.post(address, {"versi": "1", "teks": SAID, "diperiksa": "on"})
    assert (raw.status_code, Voice.objects.get().public_text) == (422, "")
    assert ppid.post(address, {"versi": "1", "teks": COVERED, "diperiksa": "on"}).status_code == 303
    assert anybody.get(office.url("published_voices", survey.pk)).status_code == 404
    survey = office.fresh(surveys.publish(survey=survey, by=office.ppid))
    report = freeze_report(survey=survey, by=office.ppid)
    public = [
        office.url("results"), office.url("published_result", survey.pk), office.url("published_voices", survey.pk),
        office.url("published_voices", survey.pk) + "?unsur=perilaku_pelaksana&sebelum=99", office.url("start"),
    ]  # fmt: skip
    seen = [anybody.get(each).content.decode() for each in public]
    assert COVERED in seen[2]
    assert COVERED in seen[3]
    # Whoever may not sort reads it covered.
    seen.append(office.visit("front_office").get(office.url("voice_list") + "?keadaan=semua").content.decode())
    assert COVERED in seen[-1]
    pdf = PdfReader(BytesIO(ppid.get(office.url("report_pdf", report.pk)).content))
    seen.append(" ".join(page.extract_text() for page in pdf.pages))
    paper = Document(BytesIO(ppid.get(office.url("report_docx", report.pk)).content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert COVERED in cells
    seen += [*cells, str(report.figures)]
    seen += [
        ppid.get(office.url("export", survey.pk, form)).content.decode("latin-1") for form in ("csv", "json", "sav")
    ]
    seen += [str(entry.details) for entry in Entry.objects.all()]
    assert [canary for canary in CANARIES for text in seen if canary in text] == []
    assert SAID in ppid.get(office.url("voice_list") + "?keadaan=p").content.decode()
    withdrawn = office.url("withdraw_voice", voice.pk)
    assert COVERED in ppid.get(withdrawn).content.decode()
    assert ppid.post(withdrawn, {"versi": "2"}).status_code == 303
    assert COVERED not in anybody.get(public[2] + "?unsur=zebra").content.decode()


def test_the_list_is_narrowed_paged_and_asked_in_few_queries(
    office: Surveyed, other_office: Surveyed, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "VOICES_SHOWN", 2)
    survey = said(office, "Antre lama", "Petugas ramah", "Ruang panas", period="2026-Q1")
    later = office.open("2026-Q2")
    answer(later, "333333333", service=1, comment="Kursi kurang")
    actions.suggest_elements()
    agency, ppid = office.agency, office.visit("ppid")

    def found(**wanted: Any) -> list[str]:
        return [voice.answer.comment for voice in queries.listed(agency, queries.Wanted(**wanted)).rows]

    assert found() == ["Kursi kurang", "Ruang panas"]
    page = queries.listed(agency, queries.Wanted(survey=survey.pk))
    assert page.next_before == page.rows[-1].pk
    assert found(survey=survey.pk, before=page.next_before) == ["Antre lama"]
    assert found(element="sarana_prasarana", state="n") == ["Kursi kurang", "Ruang panas"]
    # The first service belongs to the unit.
    assert found(unit=office.unit.pk) == ["Ruang panas", "Petugas ramah"]
    assert found(service=office.services[1].pk, state="n") == ["Kursi kurang"]
    assert found(state="s") == []
    list_url = office.url("voice_list")
    with django_assert_max_num_queries(16):
        text = ppid.get(list_url).content.decode()
    assert f"?sebelum={queries.listed(agency, queries.Wanted()).next_before}" in text
    assert "Antre lama" in ppid.get(f"{list_url}?survei={survey.pk}&sebelum={page.next_before}").content.decode()
    # What cannot be read narrows nothing.
    assert "Kursi kurang" in ppid.get(f"{list_url}?survei=1&unit=x&unsur=zebra&sebelum=y").content.decode()
    other = other_office.visit("ppid")
    assert "Tidak ada suara" in other.get(other_office.url("voice_list")).content.decode()
    assert other.get(other_office.url("publish_voice", page.rows[0].pk)).status_code == 404
    assert actions.sort_voices(
        agency=other_office.agency, chosen={page.rows[0].pk: 0}, by=other_office.ppid
    ) == actions.Sorting(0, 1)


def test_several_at_once_with_what_happened_meanwhile(office: Surveyed) -> None:
    said(office, "Antre lama", "Petugas ramah")
    first, second = Voice.objects.order_by("pk")
    ppid, address = office.visit("ppid"), office.url("sort_voices")
    ticked = [f"{each.pk}.0" for each in (first, second)]
    nothing = ppid.post(address, {"tindakan": "saran"})
    assert (nothing.status_code, "Tandai dahulu" in nothing.content.decode()) == (422, True)
    none_chosen = ppid.post(address, {"pilih": ticked, "tindakan": "pilihan"})
    assert (none_chosen.status_code, "Pilih sedikitnya satu unsur" in none_chosen.content.decode()) == (422, True)
    assert ppid.post(address, {"pilih": "1.x", "tindakan": "saran"}).status_code == 422
    sort(office, first, elements=["produk"])
    sent = ppid.post(address + "?keadaan=n", {"pilih": ticked, "tindakan": "tanpa", "nada": "+"}, follow=True)
    text = sent.content.decode()
    assert sent.redirect_chain == [(office.url("voice_list") + "?keadaan=n", 303)]
    assert "1 suara dipilah." in text
    assert "1 suara tidak diubah" in text
    second.refresh_from_db()
    assert (second.state, second.tone, second.elements.count()) == ("s", "+", 0)
    again = ppid.post(address, {"pilih": f"{second.pk}.1", "tindakan": "pilihan", "unsur": ["biaya_tarif", "produk"]})
    assert again.status_code == 303
    assert [row.element for row in second.elements.order_by("pk")] == ["biaya_tarif", "produk"]


def test_a_comment_becomes_a_line_of_the_plan(office: Surveyed) -> None:
    survey = said(office, "Antre lama")
    other = said(office, "Lain", period="2026-Q1")
    voice, elsewhere = Voice.objects.get(survey=survey), Voice.objects.get(survey=other)
    sort(office, voice)
    ppid = office.visit("ppid")
    address = office.url("plan", survey.pk, "waktu_penyelesaian") + f"?suara={voice.pk}"
    assert address in ppid.get(office.url("voice_list") + "?keadaan=s").content.decode()
    assert "Antre lama" in ppid.get(address).content.decode()
    line = {
        "programme": "Loket kedua", "year": str(survey.ends_on.year), "quarters": ["4"], "owner_unit": office.unit.pk
    }  # fmt: skip
    assert ppid.post(address, line).status_code == 303
    assert FollowUp.objects.get().voice == voice
    assert "menjawab suara responden" in ppid.get(office.url("follow_up", survey.pk)).content.decode()
    for wrong in (elsewhere.pk, "x", 10**9):
        assert ppid.get(office.url("plan", survey.pk, "produk") + f"?suara={wrong}").status_code == 404
    # Removed on request: the line stays, the words go.
    surveys.remove_answer(answer=voice.answer, reason="respondent", by=office.ppid)
    assert FollowUp.objects.get().voice is None


def test_comments_of_long_ago_are_forgotten(office: Surveyed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ANSWER_DAYS", -366)
    monkeypatch.setattr(limits, "FORGET_WINDOW_DAYS", 3650)
    survey = said(office, SAID, "Ramah")
    voice = Voice.objects.order_by("pk")[0]
    sort(office, voice)
    actions.publish_voice(voice=voice, version=1, public_text=COVERED, by=office.ppid)
    assert forget_comments() == 2
    assert [each.public_text for each in Voice.objects.all()] == [COVERED]
    assert set(survey.answers.values_list("comment", flat=True)) == {""}
