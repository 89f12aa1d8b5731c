"""What everybody reads, finds and downloads; and what nobody ever may."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.search.queries import search
from pendopo.modules.disclosure import actions
from pendopo.modules.disclosure.models import Answer, DayCount
from pendopo.modules.disclosure.queries.suggestions import near, public_title
from pendopo.modules.disclosure.tests.desk import CLEAN, Desk

ATOM = "{http://www.w3.org/2005/Atom}"


def many(desk: Desk, wanted: int) -> None:
    """Publish more answers, each to a request of its own."""
    for n in range(wanted):
        desk.shelf.keys.append(key := uuid4())
        desk.published(replace(CLEAN, title=f"Anggaran jembatan {n}"), inquiry=key)


def titles(response: Any) -> list[str]:
    return [row["edition"].title for row in response.context["rows"]]


def test_the_list_is_narrowed_by_year_and_unit_and_searched(desk: Desk, client: Client, index: Any) -> None:
    desk.shelf.unit = Unit.objects.create(agency=desk.agency, name="Bidang Jalan")
    roads = desk.published()
    desk.shelf.unit = None
    many(desk, 1)
    Answer.objects.filter(pk=roads.pk).update(answered_on=dt.date(2025, 5, 6))
    roads.edition.answered_on = dt.date(2025, 5, 6)
    roads.edition.save()
    index.bring_up_to_date()
    everything = client.get(desk.url("listed"))
    assert titles(everything) == ["Anggaran jembatan 0", CLEAN.title]
    assert [(each.label, each.count) for each in everything.context["years"]] == [("2026", 1), ("2025", 1)]
    assert [(each.label, each.count) for each in everything.context["units"]] == [("Bidang Jalan", 1)]
    for query, found in (
        ("?tahun=2025", [CLEAN.title]),
        (f"?unit={desk.agency.pk}", []),
        (f"?unit={roads.unit_id}", [CLEAN.title]),
        ("?tahun=x", []),
        ("?tahun=0000", []),
        ("?tahun=3174015502900077", []),
        ("?unit=x", []),
        ("?q=jembatan", ["Anggaran jembatan 0"]),
        ("?q=zebra", []),
    ):
        assert (query, titles(client.get(desk.url("listed") + query))) == (query, found)


def test_the_format_is_named_as_other_kinds_name_it(desk: Desk, index: Any) -> None:
    desk.published(replace(CLEAN, files=(desk.file("ruas.csv").pk,)))
    index.bring_up_to_date()
    assert [each.value for each in search("anggaran").facets["format"]] == ["CSV"]


def test_an_answer_tells_all_and_leads_on(desk: Desk, client: Client) -> None:
    answer = desk.published(replace(CLEAN, files=(desk.file().pk,), question="Berapa <b>?", way="objection"))
    response = client.get(desk.url("answer", answer.pk))
    page = response.content.decode()
    assert "Berapa &lt;b&gt;?" in page
    assert "Pasal 11 ayat (2)" in page
    assert "Dijawab 11 November 2026" in page
    assert f'href="/contoh/permohonan/baru/informasi/?tentang={answer.pk}"' in page
    assert (response["Cache-Control"], dict(response.cookies)) == ("public, max-age=0, s-maxage=10", {})
    (file,) = response.context["files"]
    got = client.get(file["url"])
    assert b"".join(got.streaming_content) == b"ruas,anggaran\nMelati,1000\n"
    assert "attachment" in got["Content-Disposition"]
    assert client.get(desk.url("file", answer.pk, uuid4())).status_code == 404
    assert public_title(desk.agency, answer.pk) == CLEAN.title


def test_a_correction_tells_what_it_changed_and_never_what_was(desk: Desk, client: Client) -> None:
    wrong = replace(CLEAN, summary="Canarylama miliar.")
    answer = actions.correct(answer=desk.published(wrong), by=desk.ppid)
    answer = actions.write(answer=answer, draft=CLEAN, harmless=[], by=desk.ppid)
    actions.publish(answer=answer, note="Angka diperbaiki.", by=desk.ppid)
    page = client.get(desk.url("answer", answer.pk)).content.decode()
    assert ("Angka diperbaiki." in page, "Canarylama" in page) == (True, False)


def test_month_only(desk: Desk, client: Client) -> None:
    actions.arrange(agency=desk.agency, four_eyes=False, by_month=True, by=desk.actor("agency_admin"))
    answer = desk.published()
    for place in (desk.url("answer", answer.pk), desk.url("listed")):
        page = client.get(place).content.decode()
        assert ("Dijawab November 2026" in page, "11 November" in page) == (True, False)


@pytest.mark.parametrize("name", ["begun", "proposed", "withdrawn"])
def test_what_is_not_public_is_nowhere(desk: Desk, client: Client, index: Any, name: str) -> None:
    answer = getattr(desk, name)()
    index.bring_up_to_date()
    shown = [client.get(desk.url(page)).content.decode() for page in ("listed", "feed")]
    assert not any(word in page for page in shown for word in (CLEAN.title, CLEAN.summary, str(answer.pk)))
    assert client.get(desk.url("answer", answer.pk)).status_code == 404
    assert search("pemeliharaan").total == 0
    assert near(desk.agency, "pemeliharaan jalan") == []
    assert client.get(desk.url("open_item", "answer", answer.pk)).status_code == 404


def test_a_withdrawn_answer_is_suggested_no_more_at_once(desk: Desk, client: Client, index: Any) -> None:
    answer = desk.published()
    index.bring_up_to_date()
    assert [hit.id for hit in near(desk.agency, "pemeliharaan jalan")] == [answer.pk]
    actions.withdraw(answer=answer, reason="Nama.", by=desk.ppid)
    # The index follows within seconds; the page does not wait for it.
    assert (search("pemeliharaan").total, near(desk.agency, "pemeliharaan jalan")) == (1, [])
    index.bring_up_to_date()
    assert search("pemeliharaan").total == 0


def test_another_agency_has_none_of_it(desk: Desk, client: Client, index: Any) -> None:
    answer = desk.published()
    Agency.objects.create(slug="lain", name="Lain", short_name="Lain")
    index.bring_up_to_date()
    assert client.get(f"/lain/jawaban/{answer.pk}/").status_code == 404
    assert client.get(f"/lain/saran/buka/answer/{answer.pk}/").status_code == 404
    assert CLEAN.title not in client.get("/lain/saran/?q=pemeliharaan+jalan").content.decode()
    Agency.objects.filter(pk=desk.agency.pk).update(is_active=False)
    assert public_title(desk.agency, answer.pk) == ""


@pytest.mark.parametrize("page", ["listed", "feed", "suggest"])
def test_questions_to_the_database_do_not_grow(desk: Desk, client: Client, index: Any, page: str) -> None:
    asked_for = []
    for wanted in (1, 25):
        many(desk, wanted)
        index.bring_up_to_date()
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{desk.url(page)}?q=jembatan&n={wanted}")
        asked_for.append(len(asked))
    # The first search of the day sets up what the second only counts.
    assert asked_for[0] >= asked_for[1]
    assert asked_for[1] <= 8


def test_the_feed_is_atom(desk: Desk, client: Client) -> None:
    answer = desk.published(replace(CLEAN, title="Anggaran & <jalan>"))
    response = client.get(desk.url("feed"))
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(response.content)
    # RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have, each once.
    assert root.tag == f"{ATOM}feed"
    for element, names in ((root, ("id", "title", "updated")), (root.find(f"{ATOM}entry"), ("id", "title", "updated"))):
        assert element is not None
        assert [len(element.findall(f"{ATOM}{name}")) for name in names] == [1, 1, 1]
        dt.datetime.fromisoformat(element.findtext(f"{ATOM}updated"))
        assert re.match(r"(urn|https?):", element.findtext(f"{ATOM}id"))
    assert root.findtext(f"{ATOM}author/{ATOM}name") == desk.agency.name
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"].endswith("/contoh/jawaban/atom.xml")
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Anggaran & <jalan>"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{answer.pk}"
    assert entry.find(f"{ATOM}link").get("href").endswith(f"/contoh/jawaban/{answer.pk}/")


# ------------------------------------------------------------------------------------------- before a request


def test_the_part_that_follows_the_typing_is_small_and_stored_nowhere(desk: Desk, client: Client, index: Any) -> None:
    desk.published()
    index.bring_up_to_date()
    response = client.get(desk.url("suggest"), {"q": "pemeliharaan jal"})
    page = response.content.decode()
    assert (response["Cache-Control"], "<html" in page, len(page) < 4000) == ("no-store, private", False, True)
    assert 'data-status="1 yang cocok sudah diumumkan."' in page
    assert "Bukan ini, tetap ajukan permohonan" in page
    none = client.get(desk.url("suggest"), {"q": "zebra kutub"}).content.decode()
    assert 'data-status="Belum ada yang cocok."' in none
    assert 'name="sought" value="zebra kutub"' in none
    assert 'data-status=""' in client.get(desk.url("suggest"), {"q": "ab"}).content.decode()


def test_a_citizen_is_done_and_counted_once(desk: Desk, index: Any) -> None:
    answer = desk.published()
    index.bring_up_to_date()
    client = Client(enforce_csrf_checks=True)
    page = client.get(desk.url("suggest"), {"q": "anggaran jalan"}).content.decode()
    token, csrf = (re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("t", "csrfmiddlewaretoken"))
    opened = client.get(desk.url("open_item", "answer", answer.pk), {"t": token})
    assert (opened.status_code, opened["Location"]) == (302, desk.url("answer", answer.pk))
    sent = {"t": token, "item": f"answer:{answer.pk}", "csrfmiddlewaretoken": csrf}
    assert client.post(desk.url("finish"), sent | {"csrfmiddlewaretoken": ""}).status_code == 403
    for _press in range(2):
        done = client.post(desk.url("finish"), sent, follow=True)
        assert (done.status_code, "Senang dapat membantu" in done.content.decode()) == (200, True)
    row = DayCount.objects.get()
    assert (row.kind, row.item_id, row.shown, row.opened, row.answered) == ("answer", answer.pk, 1, 1, 1)


def test_looking_ahead_opens_nothing_and_nonsense_leads_back(desk: Desk, client: Client, index: Any) -> None:
    answer = desk.published()
    index.bring_up_to_date()
    token = client.get(desk.url("suggest"), {"q": "jalan"}).context["panel"]["token"]
    client.head(desk.url("open_item", "answer", answer.pk) + f"?t={token}")
    assert DayCount.objects.get().opened == 0
    assert client.post(desk.url("finish"), {"item": "x"})["Location"] == "/contoh/permohonan/"
    assert client.get(desk.url("open_item", "user", answer.pk)).status_code == 404


def test_without_the_script_the_page_does_the_same(desk: Desk, client: Client, index: Any) -> None:
    desk.published()
    index.bring_up_to_date()
    page = client.get("/contoh/permohonan/?q=anggaran+jalan").content.decode()
    for words in ("Ini menjawab kebutuhan saya", "Bukan ini, tetap ajukan permohonan", 'name="item" value="answer:'):
        assert words in page
    assert 'name="sought" value="anggaran jalan"' in page
    quiet = client.get("/contoh/permohonan/")
    assert (quiet["Cache-Control"], "csrfmiddlewaretoken" in quiet.content.decode()) == (
        "public, max-age=0, s-maxage=10",
        False,
    )


def test_a_few_of_many_words_are_enough_and_one_is_not(desk: Desk, index: Any) -> None:
    answer = desk.published()
    index.bring_up_to_date()
    long = "Mohon rincian anggaran untuk pemeliharaan jembatan gantung dan trotoar"
    assert [hit.id for hit in near(desk.agency, long)] == [answer.pk]
    assert near(desk.agency, "Mohon rincian anggaran trotoar gantung") == []
    assert near(desk.agency, "saya mohon data") == []
