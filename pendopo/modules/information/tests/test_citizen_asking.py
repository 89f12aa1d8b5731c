"""The three pages of asking: the draft between them, every sentence of their forms, spam."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.tracking.actions import draft_answers
from pendopo.kernel.tracking.models import Draft
from pendopo.modules.information.tests.citizen_cases import (
    PAGES,
    REQUESTER,
    WAY,
    WISH,
    PublicThings,
    make_agency,
    path,
)
from pendopo.modules.information.views.citizen.drafting import COOKIE

pytestmark = pytest.mark.django_db
Errors = dict[str, list[str]]


@pytest.fixture
def agency() -> Agency:
    return make_agency()


def page(agency: Agency, name: str) -> str:
    return path(agency, f"permohonan/baru/{name}/")


def errors_of(response: Any) -> Errors:
    assert response.status_code == 422, response.status_code
    return dict(response.context["form"].errors.items())


def answers_of(client: Client, agency: Agency) -> dict[str, Any]:
    return draft_answers(agency=agency, kind="inquiry", token=client.cookies[COOKIE].value)


# ------------------------------------------------------------------------------------------------------ the draft


def test_answers_survive_from_page_to_page(client: Client, agency: Agency) -> None:
    places = [client.post(page(agency, name), values)["Location"] for name, values in PAGES.items()]
    assert places == [page(agency, "pemohon"), page(agency, "cara"), page(agency, "periksa")]
    kept = answers_of(client, agency)
    assert {name: kept[name] for name in ("wish", "way")} == {"wish": WISH, "way": WAY}
    assert kept["requester"] == REQUESTER | {"nik": "3304011201900001", "phone": "081234567890"}
    shown = client.get(page(agency, "pemohon")).content.decode()
    assert 'value="Sri Rahayu"' in shown
    assert "Simpan perubahan" in shown


def test_the_cookie_is_for_these_pages_only(client: Client, agency: Agency) -> None:
    cookie = client.post(page(agency, "informasi"), WISH).cookies[COOKIE]
    told = {name: cookie[name] for name in ("path", "httponly", "samesite", "secure", "max-age")}
    assert told == {"path": "/contoh/permohonan/", "httponly": True, "samesite": "Lax", "secure": "", "max-age": 86400}


def test_the_cookie_is_secure_over_https(client: Client, agency: Agency, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    assert client.post(page(agency, "informasi"), WISH).cookies[COOKIE]["secure"] is True


@pytest.mark.parametrize("name", ["pemohon", "cara", "periksa"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_skips_a_page(client: Client, agency: Agency, name: str, method: str) -> None:
    response = getattr(client, method)(page(agency, name), {})
    assert (response.status_code, response["Location"]) == (303, page(agency, "informasi"))


def test_what_is_sent_after_the_draft_is_gone_is_given_back(client: Client, agency: Agency) -> None:
    for name, typed, texts in (
        ("pemohon", REQUESTER, "\n\n".join(REQUESTER[field] for field in ("name", "nik", "address", "phone", "email"))),
        ("cara", PAGES["cara"], ""),
        ("periksa", {"statement": "on"}, ""),
    ):
        response = client.post(page(agency, name), typed)
        assert (response.status_code, response["Cache-Control"]) == (409, "no-store, private"), name
        assert (response.context["typed"], response.context["start"]) == (texts, page(agency, "informasi"))
        assert "Kiriman tadi belum tersimpan." in response.content.decode()


def test_the_third_page_leads_to_the_second_when_that_is_missing(client: Client, agency: Agency) -> None:
    client.post(page(agency, "informasi"), WISH)
    assert client.get(page(agency, "cara"))["Location"] == page(agency, "pemohon")
    assert client.get(page(agency, "periksa"))["Location"] == page(agency, "pemohon")


def test_a_changed_page_leads_back_to_the_check(client: Client, agency: Agency) -> None:
    for name, values in PAGES.items():
        client.post(page(agency, name), values)
    response = client.post(page(agency, "informasi"), WISH | {"details": "Yang lain"})
    assert response["Location"] == page(agency, "periksa")
    assert client.get(page(agency, "cara")).context["back"] == page(agency, "periksa")


def test_back_links_lead_to_the_page_before(client: Client, agency: Agency) -> None:
    backs = [client.get(page(agency, "informasi")).context["back"]]
    client.post(page(agency, "informasi"), WISH)
    backs.append(client.get(page(agency, "pemohon")).context["back"])
    client.post(page(agency, "pemohon"), REQUESTER)
    backs.append(client.get(page(agency, "cara")).context["back"])
    assert backs == [path(agency, "permohonan/"), page(agency, "informasi"), page(agency, "pemohon")]


def test_two_visitors_never_see_each_others_answers(agency: Agency) -> None:
    one, two = Client(), Client()
    one.post(page(agency, "informasi"), WISH | {"details": "rahasia satu"})
    two.post(page(agency, "informasi"), WISH | {"details": "rahasia dua"})
    assert "rahasia dua" not in one.get(page(agency, "informasi")).content.decode()
    assert "rahasia satu" not in two.get(page(agency, "informasi")).content.decode()
    assert one.cookies[COOKIE].value != two.cookies[COOKIE].value


def test_a_cookie_of_one_agency_opens_nothing_at_another(client: Client, agency: Agency) -> None:
    other = make_agency("lain")
    client.post(page(agency, "informasi"), WISH)
    stolen = client.cookies[COOKIE].value
    stranger = Client(headers={"cookie": f"{COOKIE}={stolen}"})
    assert "Laporan keuangan" not in stranger.get(page(other, "informasi")).content.decode()
    response = stranger.post(page(other, "informasi"), WISH)
    assert response.cookies[COOKIE].value != stolen
    assert set(Draft.objects.values_list("agency__slug", flat=True)) == {"contoh", "lain"}
    assert draft_answers(agency=agency, kind="inquiry", token=stolen)["wish"] == WISH


@pytest.mark.parametrize("value", ["", "x", "../../../../etc/passwd", "a" * 500, "å" * 22])
def test_a_cookie_that_is_none_of_ours_is_passed_over(agency: Agency, value: str) -> None:
    client = Client()
    client.cookies[COOKIE] = value
    response = client.post(page(agency, "informasi"), WISH)
    assert response.status_code == 303
    assert response.cookies[COOKIE].value != value


def test_a_draft_ends_after_a_week(client: Client, agency: Agency) -> None:
    begun = dt.datetime(2026, 8, 3, 3, tzinfo=dt.UTC)
    with clock.frozen(begun):
        client.post(page(agency, "informasi"), WISH)
    with clock.frozen(begun + dt.timedelta(days=7, seconds=1)):
        assert client.get(page(agency, "pemohon"))["Location"] == page(agency, "informasi")


def test_personal_pages_are_stored_nowhere(client: Client, agency: Agency) -> None:
    client.post(page(agency, "informasi"), WISH)
    responses = [client.get(page(agency, "pemohon")), client.post(page(agency, "pemohon"), {})]
    assert [response["Cache-Control"] for response in responses] == ["no-store, private"] * 2
    assert "sessionid" not in client.cookies


# ------------------------------------------------------------------------------------------- the wish, suggestions


def test_every_missing_part_of_the_wish_is_named(client: Client, agency: Agency) -> None:
    assert errors_of(client.post(page(agency, "informasi"), {})) == {
        "details": ["Tulis informasi yang Anda perlukan."],
        "purpose": ["Tulis tujuan penggunaan informasi, satu kalimat saja cukup."],
    }
    assert not Draft.objects.exists()


def test_nothing_typed_is_lost_with_an_error(client: Client, agency: Agency) -> None:
    long = "kata " * 1001
    response = client.post(page(agency, "informasi"), {"details": long, "purpose": "tanda \u202e arah"})
    assert errors_of(response) == {
        "details": ["Paling banyak 5.000 karakter, isian Anda 5.004 karakter. Ringkaskan isian ini."],
        "purpose": ["Ada karakter tersembunyi setelah “tanda”. Hapus, lalu ketik ulang bagian itu."],
    }
    shown = response.content.decode()
    assert long.strip() in shown
    assert "tanda \u202e arah" in shown
    assert "<title>Kesalahan: " in shown


def test_the_trap_is_explained(client: Client, agency: Agency) -> None:
    response = client.post(page(agency, "informasi"), WISH | {"homepage": "http://spam.example"})
    sentence = "Kolom ini terisi, biasanya oleh program otomatis. Kosongkan, lalu tekan Lanjutkan lagi."
    assert errors_of(response) == {"homepage": [sentence]}
    assert "<div hidden>" not in response.content.decode()
    assert "<div hidden>" in client.get(page(agency, "informasi")).content.decode()


def test_a_request_about_something_public_begins_with_its_title(
    client: Client, agency: Agency, public_things: PublicThings
) -> None:
    shown = [client.get(page(agency, "informasi"), {"tentang": about}) for about in (public_things.id, uuid4(), "x")]
    begun = [response.context["form"]["details"].value() for response in shown]
    assert begun == ["Tentang “Rencana kerja 2025”: ", None, None]


def test_what_was_sought_goes_on_into_the_form(client: Client, agency: Agency) -> None:
    shown = client.post(page(agency, "informasi"), {"sought": "Laporan keuangan\n\n2025 <b>"})
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store, private")
    assert shown.context["form"]["details"].value() == "Laporan keuangan\n\n2025 <b>"
    # Nothing is kept before the citizen goes on, and nothing answered before is lost.
    assert not Draft.objects.exists()
    client.post(page(agency, "informasi"), WISH)
    again = client.post(page(agency, "informasi"), {"sought": "Lain"})
    assert [again.context["form"][name].value() for name in ("details", "purpose")] == ["Lain", WISH["purpose"]]


def test_what_is_public_already_is_shown_once(client: Client, agency: Agency, public_things: PublicThings) -> None:
    response = client.post(page(agency, "informasi"), {"details": "Mohon laporan keuangan 2025.", "purpose": "x"})
    assert response["Location"] == f"{page(agency, 'informasi')}?mirip"
    shown = client.get(response["Location"])
    assert (public_things.asked, shown.context["onward"]) == (["Mohon laporan keuangan 2025."], page(agency, "pemohon"))
    again = client.post(page(agency, "informasi"), WISH)
    assert again["Location"] == page(agency, "pemohon")


def test_the_page_of_what_is_alike_goes_on_when_nothing_is(client: Client, agency: Agency) -> None:
    client.post(page(agency, "informasi"), WISH)
    assert client.get(f"{page(agency, 'informasi')}?mirip")["Location"] == page(agency, "pemohon")
    assert Client().get(f"{page(agency, 'informasi')}?mirip").status_code == 200


# -------------------------------------------------------------------------------------------------- the requester


@pytest.fixture
def asking(client: Client, agency: Agency) -> Client:
    client.post(page(agency, "informasi"), WISH)
    return client


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"kind": "person"},
            {
                "name": ["Tulis nama lengkap."],
                "address": ["Tulis alamat lengkap agar surat jawaban dapat dikirim."],
                "phone": ["Tulis nomor telepon atau alamat surel, salah satu saja cukup."],
                "nik": ["Tulis NIK, atau identitas lain bila Anda tidak memilikinya."],
            },
        ),
        (REQUESTER | {"kind": ""}, {"kind": ["Pilih jenis pemohon."]}),
        (REQUESTER | {"kind": "raja"}, {"kind": ["Pilih jenis pemohon dari daftar."]}),
        (REQUESTER | {"kind": "group"}, {"on_behalf_of": ["Tulis nama kelompok yang Anda wakili."]}),
        (
            REQUESTER | {"kind": "legal_entity", "nik": ""},
            {"decree_number": ["Tulis nomor keputusan pengesahan badan hukum."]},
        ),
        (
            REQUESTER | {"nik": "12"},
            {"nik": ["NIK terdiri atas 16 angka, yang tertulis 2 angka. Periksa lagi pada KTP Anda."]},
        ),
        (
            REQUESTER | {"phone": "", "email": "salah"},
            {"email": ["Tulis alamat surel lengkap, misalnya nama@contoh.id."]},
        ),
        (
            REQUESTER | {"phone": "salah", "email": ""},
            {"phone": ["Tulis nomor telepon dengan angka saja, misalnya 0812 3456 7890."]},
        ),
        (
            REQUESTER | {"name": "Sri\x00"},
            {"name": ["Ada karakter tersembunyi setelah “Sri”. Hapus, lalu ketik ulang bagian itu."]},
        ),
    ],
)
def test_every_fault_of_the_requester_is_named(
    asking: Client, agency: Agency, typed: dict[str, str], errors: Errors
) -> None:
    assert errors_of(asking.post(page(agency, "pemohon"), typed)) == errors
    assert "requester" not in answers_of(asking, agency)


@pytest.mark.parametrize(
    "typed",
    [
        REQUESTER | {"nik": "", "other_id": "Paspor X123"},
        REQUESTER | {"phone": ""},
        REQUESTER | {"email": ""},
        REQUESTER | {"kind": "group", "on_behalf_of": "Warga RT 3"},
        REQUESTER | {"kind": "legal_entity", "nik": "", "decree_number": "AHU-1.AH.01"},
    ],
)
def test_each_kind_of_requester_is_accepted(asking: Client, agency: Agency, typed: dict[str, str]) -> None:
    assert asking.post(page(agency, "pemohon"), typed)["Location"] == page(agency, "cara")


def test_folded_fields_open_when_they_matter(asking: Client, agency: Agency) -> None:
    def opened(response: Any) -> tuple[bool, bool]:
        form = response.context["form"]
        return form.asks_other_id, form.asks_other_kinds

    address = page(agency, "pemohon")
    assert opened(asking.get(address)) == (False, False)
    assert opened(asking.post(address, {"kind": "group"})) == (False, True)
    assert opened(asking.post(address, {"kind": "person", "other_id": "Paspor"})) == (True, False)
    assert opened(asking.post(address, {"kind": "person", "decree_number": "x\x00"})) == (False, True)


# -------------------------------------------------------------------------------------------------------- the way


@pytest.fixture
def known(asking: Client, agency: Agency) -> Client:
    asking.post(page(agency, "pemohon"), REQUESTER)
    return asking


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {},
            {
                "obtain_way": ["Pilih cara memperoleh informasi."],
                "delivery_way": ["Pilih cara pengiriman."],
                "accommodation": ["Pilih bantuan dari daftar."],
            },
        ),
        (
            {"obtain_way": "x", "delivery_way": "x", "accommodation": "x"},
            {
                "obtain_way": ["Pilih cara dari daftar."],
                "delivery_way": ["Pilih cara dari daftar."],
                "accommodation": ["Pilih bantuan dari daftar."],
            },
        ),
        (
            WAY | {"obtain_way": "hardcopy"},
            {"delivery_way": ["Salinan cetak hanya dapat diambil, dipos, atau dikirim kurir. Pilih salah satunya."]},
        ),
    ],
)
def test_every_fault_of_the_way_is_named(known: Client, agency: Agency, typed: dict[str, str], errors: Errors) -> None:
    assert errors_of(known.post(page(agency, "cara"), typed)) == errors


def test_mail_needs_an_address(asking: Client, agency: Agency) -> None:
    by_mail = WAY | {"delivery_way": "email"}
    asking.post(page(agency, "pemohon"), REQUESTER | {"email": ""})
    sentence = "Anda belum menulis alamat surel. Kembali ke data pemohon, atau pilih cara lain."
    assert errors_of(asking.post(page(agency, "cara"), by_mail)) == {"delivery_way": [sentence]}
    asking.post(page(agency, "pemohon"), REQUESTER)
    assert asking.post(page(agency, "cara"), by_mail).status_code == 303


def test_who_comes_to_look_needs_no_delivery(known: Client, agency: Agency) -> None:
    typed = {"obtain_way": "view", "accommodation": "mobility"}
    assert known.post(page(agency, "cara"), typed).status_code == 303
    assert answers_of(known, agency)["way"] == typed | {"delivery_way": "pick_up"}
