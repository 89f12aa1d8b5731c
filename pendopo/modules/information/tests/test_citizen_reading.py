"""Pages for everybody: cacheable and without cookies."""

from __future__ import annotations

import pytest
from django.test import Client

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.tests.citizen_cases import PublicThings, make_agency, path
from pendopo.modules.information.urls import citizen

pytestmark = pytest.mark.django_db
PUBLIC = ["permohonan/", "prosedur/permohonan/"]


@pytest.fixture
def agency() -> Agency:
    return make_agency()


@pytest.mark.parametrize("place", PUBLIC)
def test_public_pages_are_cacheable_and_set_no_cookie(client: Client, agency: Agency, place: str) -> None:
    response = client.get(path(agency, place))
    assert response.status_code == 200
    assert (dict(response.cookies), response["Cache-Control"].startswith("public, max-age=0, s-maxage=")) == ({}, True)
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("place", [*PUBLIC, "lacak/", "permohonan/tanda-terima/", "permohonan/baru/informasi/"])
def test_a_first_visit_is_light(client: Client, agency: Agency, place: str) -> None:
    response = client.get(path(agency, place), headers={"accept-encoding": "gzip"})
    # Style, script, icons and font together stay below 30 KB; a test of the ui holds them to it.
    assert len(response.content) < 10_000


def test_the_start_asks_what_is_sought_and_shows_what_is_near(
    client: Client, agency: Agency, public_things: PublicThings
) -> None:
    assert client.get(path(agency, "permohonan/")).context["panel"]["words"] == ""
    sought = client.get(path(agency, "permohonan/?q=<rencana>"))
    # What was typed is handed to whoever knows what is public, and the answer is kept nowhere.
    assert (public_things.asked, sought.context["part"].found) == (["", "<rencana>"], 1)
    assert (sought["Cache-Control"], sought["X-Robots-Tag"]) == ("no-store, private", "noindex")
    assert "&lt;rencana&gt;" in sought.content.decode()


def test_the_procedure_tells_every_state_and_step(client: Client, agency: Agency) -> None:
    response = client.get(path(agency, "prosedur/permohonan/"))
    told = response.context
    assert [state["label"] for state in told["states"]] == [state.public_label for state in PROCEDURE.states]
    assert sorted(step["label"] for step in told["steps"] + told["inner_steps"]) == sorted(
        step.label for step in PROCEDURE.steps
    )
    assert [(row["title"], row["when"]) for row in told["main_way"]] == [
        ("Permohonan diterima dan diberi nomor pendaftaran.", ""),
        ("Permohonan dinyatakan lengkap.", "paling lama 3 hari kerja"),
        ("Pemberitahuan tertulis terbit: permohonan dikabulkan.", "paling lama 10 hari kerja"),
        ("Informasi diserahkan kepada pemohon.", ""),
    ]
    extend = next(row for row in told["steps"] if row["label"] == "Perpanjang waktu")
    assert extend == {
        "label": "Perpanjang waktu",
        "who": "PPID",
        "days": "sebelum 10 hari kerja berakhir; bertambah paling lama 7 hari kerja",
        "legal_basis": "UU 14/2008 Pasal 22 ayat (8)",
        "moves": True,
    }
    onward = {state["label"]: [way["label"] for way in state["onward"]] for state in told["states"]}
    assert onward["Perlu dilengkapi"] == [
        "Diterima dan terdaftar",
        "Tidak dapat diproses karena tidak dilengkapi",
        "Dicabut oleh pemohon",
    ]
    assert all(state["onward"] == [] for state in told["states"] if state["is_final"])


def test_every_page_of_citizens_has_the_public_door_and_a_closed_agency_has_none(client: Client) -> None:
    assert {pattern.callback.door for pattern in citizen.urlpatterns} == {"public"}
    agency = make_agency("tutup", is_active=False)
    pages = [pattern for pattern in citizen.urlpatterns if "<" not in str(pattern.pattern)]
    assert len(pages) == 12
    assert {client.get(path(agency, str(pattern.pattern))).status_code for pattern in pages} == {404}
