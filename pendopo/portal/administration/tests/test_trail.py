from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.audit.actions import digested, record
from pendopo.kernel.audit.models import Chain, Entry
from pendopo.kernel.clock import frozen
from pendopo.kernel.people.actors import CITIZEN, Actor
from pendopo.kernel.people.models import User
from pendopo.portal.administration import actions, words
from pendopo.portal.administration.tests.cases import MONDAY

AT = "/dinas-contoh/meja/audit/"
SUBJECT = uuid.UUID(int=7)


@pytest.fixture
def auditor(client: Client, agency: Agency, hire: Callable[..., User]) -> Client:
    client.force_login(hire("auditor", agency, role="auditor"))
    return client


def write(
    agency: Agency, by: Actor = CITIZEN, *, action: str = "unit.add", at: dt.datetime = MONDAY, **more: object
) -> None:
    given = {"subject_type": "unit", "subject_id": uuid.UUID(int=1), **more}
    with frozen(at), transaction.atomic():
        record(agency=agency, action=action, by=by, **given)


def shown(answer: object) -> list[int]:
    return [row["entry"].seq for row in answer.context["rows"]]


@pytest.mark.parametrize("count", [1, 50])
def test_entries_stand_newest_first_in_few_queries(
    auditor: Client, agency: Agency, other_agency: Agency, count: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for _n in range(count):
        write(agency)
    write(other_agency)
    with django_assert_max_num_queries(6) as asked:
        answer = auditor.get(AT)
    assert shown(answer) == list(range(count, 0, -1))
    assert (answer.context["older_url"], answer.context["newest_url"]) == ("", "")
    assert [
        query["sql"] for query in asked.captured_queries if "COUNT(" in query["sql"] and "audit" in query["sql"]
    ] == []


def test_pages_of_fifty_by_key(auditor: Client, agency: Agency) -> None:
    for _n in range(51):
        write(agency)
    answer = auditor.get(AT)
    assert (shown(answer), answer.context["older_url"]) == (list(range(51, 1, -1)), "?sebelum=2")
    answer = auditor.get(f"{AT}?tindakan=unit.add&sebelum=2")
    assert (shown(answer), answer.context["older_url"], answer.context["newest_url"]) == ([1], "", "?tindakan=unit.add")


def test_narrowing(auditor: Client, agency: Agency, by: Actor) -> None:
    write(agency)
    write(agency, by, action="agency.change_settings", at=MONDAY + dt.timedelta(days=1), subject_id=SUBJECT)
    # 23.30 in Jakarta on the 5th, and half past midnight on the 6th.
    write(agency, action="unit.rename", at=dt.datetime(2026, 8, 5, 16, 30, tzinfo=dt.UTC))
    write(agency, action="unit.rename", at=dt.datetime(2026, 8, 5, 17, 30, tzinfo=dt.UTC))
    wanted = {
        "tindakan=unit.rename": [4, 3],
        "pelaku=petugas%20ADMIN": [2],
        "pelaku=Pemohon": [4, 3, 1],
        f"perkara={SUBJECT}": [2],
        "dari=2026-08-05&sampai=2026-08-05": [3],
        "dari=2026-08-06": [4],
        "sampai=2026-08-03": [1],
        "tindakan=unit.add&pelaku=admin": [],
    }
    assert {query: shown(auditor.get(f"{AT}?{query}")) for query in wanted} == wanted
    assert "Tidak ada catatan yang cocok" in auditor.get(f"{AT}?pelaku=x").content.decode()


def test_empty_trail_says_so(auditor: Client) -> None:
    assert "Belum ada catatan" in auditor.get(AT).content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("tindakan=lain", "Tindakan ini tidak ada. Pilih dari daftar."),
        ("perkara=abc", "Salin pengenal seutuhnya, misalnya dari rincian sebuah catatan."),
        ("dari=31-31", "Tulis tanggal yang ada dalam kalender."),
        ("dari=0001-01-01", "Tulis tanggal mulai tahun 1900."),
        ("sampai=9999-12-31", "Tulis tanggal sebelum tahun 3000."),
        ("dari=2026-08-02&sampai=2026-08-01", "Tanggal akhir harus sama dengan atau setelah tanggal awal."),
    ],
)
def test_filters_that_cannot_be_read(auditor: Client, query: str, sentence: str) -> None:
    answer = auditor.get(f"{AT}?{query}")
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert "Belum ada catatan" not in answer.content.decode()


@pytest.mark.parametrize("before", ["x", "-1", "9" * 19, "١"])
def test_pages_that_are_none(auditor: Client, before: str) -> None:
    assert auditor.get(AT, {"sebelum": before}).status_code == 404


def test_one_entry_with_its_details_and_hashes(auditor: Client, agency: Agency, other_agency: Agency) -> None:
    write(agency)
    details = {
        "week_days": {"before": "5", "now": "6"}, "phone": {"before": "", "now": digested("0812")}, "active": True,
        "grounds": ["17a", "17b"], "filters": {"unit": "Data"}, "unit": None, "anything": 3,
    }  # fmt: skip
    write(agency, details=details, subject_id=SUBJECT)
    answer = auditor.get(f"{AT}2/")
    assert {str(row["label"]): row["value"] for row in answer.context["details"]} == {
        "Hari kerja dalam seminggu": "5 → 6",
        "Telepon": f"– → disamarkan ({digested('0812')[7:19]})",
        "Aktif": "Ya",
        "Alasan pengecualian": "17a, 17b",
        "Saringan": ["Unit kerja: Data"],
        "Unit kerja": "",
        "anything": "3",
    }
    assert answer.context["previous"] == Entry.objects.for_agency(agency).get(seq=1).hash
    page = answer.content.decode()
    assert f'href="{AT}?perkara={SUBJECT}"' in page
    assert f'href="{AT}1/"' in page
    first = auditor.get(f"{AT}1/")
    assert (first.context["previous"], "Tanpa rincian." in first.content.decode()) == ("", True)
    write(other_agency)
    assert [auditor.get(f"{AT}{seq}/").status_code for seq in (0, 3, 10**18, 10**30)] == [404] * 4


def test_reasons_are_told_in_words(agency: Agency) -> None:
    told = {
        "match": "Mencocokkan dengan KTP atau berkas identitas",
        "catatan ini hilang": "catatan ini hilang",
        "Hari jadi daerah": "Hari jadi daerah",
    }
    assert {reason: words.detail_rows({"reason": reason})[0]["value"] for reason in told} == told
    with translation.override("en"):
        assert words.detail_rows({"reason": "catatan ini hilang"})[0]["value"] == "this entry is missing"


def test_unknown_words_are_shown_as_they_are(agency: Agency) -> None:
    entry = Entry(agency=agency, action="lain.apa", subject_type="lain")
    assert (words.action_words(entry), words.subject_words(entry)) == ("lain.apa", "lain")
    assert words.detail_rows({"x": False}) == [{"label": "x", "value": "Tidak"}]


@pytest.mark.once
def test_every_action_that_is_written_down_has_words() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in _sources())
    written = set(re.findall(r'action="([a-z_]+\.[a-z_]+)"', source))
    written |= {f"survey.{name}" for name in re.findall(r'note_down\((?:survey|found\.survey), "([a-z_]+)"', source)}
    assert len(written) > 30
    assert sorted(written - set(words.ACTIONS)) == []


def _sources() -> list[Path]:
    root = Path(words.__file__).parents[2]
    return [path for path in root.rglob("*.py") if "tests" not in path.parts]


def test_every_kind_of_case_names_its_own_states_and_steps(agency: Agency) -> None:
    told = {kind: words.detail_rows({"to": "registered"}, about=kind)[0]["value"] for kind in ("dispute", "exemption")}
    assert told == {"dispute": "Terdaftar, pemeriksaan awal", "exemption": "registered"}
    entry = Entry(agency=agency, action="objection.answer", subject_type="objection", actor="Pemohon")
    with translation.override("en"):
        assert (words.actor_words(entry), words.subject_words(entry)) == ("Requester", "Objections")
        assert words.action_words(entry) == words.action_words(Entry(action="objection.answer")) != "objection.answer"
        assert words.detail_rows({"to": "in_court"}, about="dispute")[0]["value"] == "In court"


def test_values_are_called_as_people_call_them(auditor: Client, agency: Agency, other_agency: Agency) -> None:
    unit, foreign = (Unit.objects.create(agency=place, name="Bidang Data") for place in (agency, other_agency))
    write(agency, details={"role": "ppid", "unit": str(unit.pk), "to": "granted", "register": "inquiry"})
    write(agency, details={"unit": str(foreign.pk), "to": "lain", "receipt_policy": {"before": "as_is", "now": "x"}})
    first, second = (
        {str(row["label"]): row["value"] for row in auditor.get(f"{AT}{seq}/").context["details"]} for seq in (1, 2)
    )
    assert first == {
        "Peran": "PPID",
        "Unit kerja": "Bidang Data",
        "Keadaan sesudahnya": "Dikabulkan, belum diserahkan",
        "Register": "Permohonan informasi publik",
    }
    assert second == {
        "Unit kerja": str(foreign.pk),
        "Keadaan sesudahnya": "lain",
        "Diterima di luar jam layanan": "Diterima tanggal itu juga → x",
    }


def test_sound_chain_is_verified_and_that_is_an_entry(auditor: Client, agency: Agency) -> None:
    write(agency)
    write(agency)
    answer = auditor.post(f"{AT}periksa/")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{AT}3/")
    answer = auditor.get(f"{AT}3/")
    assert answer.context["verdict"] == {"intact": True, "bad_seq": None, "reason": "", "entries": 2}
    assert "2 catatan diperiksa dari yang pertama; semuanya cocok." in answer.content.decode()
    entry = Entry.objects.for_agency(agency).get(seq=3)
    assert (entry.action, entry.details, entry.actor) == (
        "audit.verify", {"entries": 2, "bad_seq": None, "reason": ""}, "Petugas auditor",
    )  # fmt: skip


def test_altered_row_is_named(auditor: Client, agency: Agency) -> None:
    for _n in range(3):
        write(agency)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET actor = 'Orang lain' WHERE seq = 2")
    answer = auditor.get(auditor.post(f"{AT}periksa/").headers["Location"])
    assert answer.context["verdict"] == {
        "intact": False, "bad_seq": 2, "reason": "isi catatan tidak cocok dengan sidik rantainya", "entries": 2,
    }  # fmt: skip
    assert "Catatan ke-2 tidak cocok: isi catatan tidak cocok dengan sidik rantainya." in answer.content.decode()


def test_long_chain_is_left_to_the_console(auditor: Client, agency: Agency, by: Actor) -> None:
    write(agency)
    Chain.objects.update(seq=50_001)
    answer = auditor.post(f"{AT}periksa/")
    assert answer.status_code == 409
    assert "pendopo audit verify --agency dinas-contoh" in answer.content.decode()
    Chain.objects.update(seq=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET seq = 50001")
    with pytest.raises(actions.Refused):
        actions.verify_chain(agency=agency, by=by)
    assert Entry.objects.count() == 1


def test_chain_that_has_not_begun_is_sound(agency: Agency, by: Actor) -> None:
    assert actions.verify_chain(agency=agency, by=by).details == {"entries": 0, "bad_seq": None, "reason": ""}


def test_verifying_is_asked_for_by_post(auditor: Client) -> None:
    assert auditor.get(f"{AT}periksa/").status_code == 405
