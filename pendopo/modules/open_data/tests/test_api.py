"""CKAN's action API: envelope, errors and codes, every action, of the installation and of one agency."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.open_data.api.reading import ACTIONS
from pendopo.modules.open_data.models import Terms
from pendopo.modules.open_data.queries.tables import table_id, tables
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.tests.shelf import Shelf

TABLES = len(tables())
_fresh = count()


def ask(name: str, slug: str = "dinas", /, **given: Any) -> Any:
    """Return the result of an action, asked for as ckanapi does; without `slug` at the installation."""
    answer = post(name, json.dumps(given), slug)
    assert answer.status_code == 200, answer.content
    return answer.json()["result"] if not answer.streaming else json.loads(answer.getvalue())["result"]


def post(name: str, body: str, slug: str = "dinas", content_type: str = "application/json", **headers: str) -> Any:
    at = f"/{slug}" if slug else ""
    return Client(enforce_csrf_checks=True, headers=headers).post(f"{at}/api/action/{name}", body, content_type)


def fails(name: str, slug: str = "dinas", /, **given: Any) -> tuple[int, Any]:
    answer = post(name, json.dumps(given), slug)
    assert answer.json()["success"] is False
    return answer.status_code, answer.json()["error"]


def entry_names(found: Any) -> list[str]:
    return [each["name"] for each in found["results"] if "-dip-" in each["name"]]


def dip(slug: str, number: int) -> str:
    return f"{slug}-dip-{number:032x}"


@pytest.mark.parametrize("prefix", ["/api/3/action", "/api/action", "/dinas/api/3/action", "/dinas/api/action"])
def test_get_and_post_answer_alike(agency: Agency, shelf: Shelf, prefix: str) -> None:
    shelf.put(agency, 1)
    got = Client().get(f"{prefix}/package_search?q=laporan&rows=1")
    posted = Client().post(f"{prefix}/package_search", {"q": "laporan", "rows": 1}, "application/json")
    form = Client().post(f"{prefix}/package_search", {"q": "laporan", "rows": "1"})
    curl = Client().post(f"{prefix}/package_search", '{"q": "laporan", "rows": 1}', "application/x-www-form-urlencoded")
    assert got.json() == posted.json() == form.json() == curl.json()
    assert got.headers["Content-Type"] == "application/json;charset=utf-8"
    found = got.json()
    of_3 = prefix.replace("/api/action", "/api/3/action")
    assert found["help"] == f"http://testserver{of_3}/help_show?name=package_search"
    assert (found["success"], found["result"]["count"]) == (True, 1)


def test_everybody_may_read_from_everywhere_without_cookies(agency: Agency, shelf: Shelf) -> None:
    answer = Client().get("/dinas/api/3/action/site_read", headers={"Origin": "https://portal.example"})
    assert answer.json()["result"] is True
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies
    asked = Client().options("/dinas/api/3/action/site_read")
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, POST, OPTIONS")
    assert Client().put("/dinas/api/3/action/site_read").status_code == 405
    assert Client().get("/api/3").json() == Client().get("/dinas/api/3").json() == {"version": 3}


def test_small_answers_stay_in_the_early_cache_and_large_ones_do_not(
    agency: Agency, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "/dinas/api/3/action/package_show?id="
    shelf.put(agency, 1)
    shelf.put(agency, 2)
    assert Client().get(f"{address}{dip('dinas', 1)}").headers["ETag"]
    shelf.all.pop(0)
    assert Client().get(f"{address}{dip('dinas', 1)}").status_code == 200
    monkeypatch.setattr(limits, "KEPT_BYTES_MAX", 10)
    assert "ETag" not in Client().get(f"{address}{dip('dinas', 2)}").headers


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{", "JSON Error: Error decoding"),
        ("[1]", "is no JSON object"),
        ("x" * (limits.BODY_MAX + 1), "The body may have"),
    ],
)
def test_a_body_that_cannot_be_read(agency: Agency, shelf: Shelf, body: str, words: str) -> None:
    answer = post("package_list", body)
    assert answer.status_code == 400
    assert answer.json().startswith("Bad request - ")
    assert words in answer.json()


def test_an_unknown_action_and_one_that_writes(agency: Agency, shelf: Shelf) -> None:
    answer = post("package_guess", "{}")
    assert (answer.status_code, answer.json()) == (400, "Bad request - Action name not known: package_guess")
    code, error = fails("package_create", name="x")
    assert (code, error["__type"]) == (403, "Authorization Error")
    assert Client().get("/tidak-ada/api/3/action/site_read").status_code == 404


@pytest.mark.parametrize(
    ("name", "given", "code", "wanted"),
    [
        ("package_show", {}, 409, {"__type": "Validation Error", "id": ["Missing value"]}),
        ("package_show", {"id": "x"}, 404, {"__type": "Not Found Error", "message": "Not found"}),
        ("package_show", {"id": ["x"]}, 409, {"__type": "Validation Error", "id": ["Must be a text"]}),
        ("tag_show", {"id": "a\x00"}, 409, {"__type": "Validation Error", "id": ["Must be a text"]}),
        ("package_search", {"q": "\ud800"}, 409, {"__type": "Validation Error", "q": ["Must be a text"]}),
        ("package_search", {"fq": 'tags:"\x00"'}, 409, {"__type": "Validation Error", "fq": ["Not a list of texts"]}),
        ("package_search", {"rows": "banyak"}, 409, {"__type": "Validation Error", "rows": ["Invalid integer"]}),
        ("package_search", {"rows": -1}, 409, {"__type": "Validation Error", "rows": ["Must be a natural number"]}),
        ("package_search", {"facet": "maybe"}, 409, {"__type": "Validation Error", "facet": ["Must be true or false"]}),
        ("package_search", {"facet.field": "[1"}, 409, {"__type": "Validation Error", "facet.field": ["Not a list"]}),
        ("package_search", {"fq_list": "[" * 9999}, 409, {"__type": "Validation Error", "fq_list": ["Not a list"]}),
        ("package_search", {"fq": [1]}, 409, {"__type": "Validation Error", "fq": ["Not a list of texts"]}),
        ("organization_show", {"id": "x"}, 404, {"__type": "Not Found Error", "message": "Not found"}),
        ("group_show", {"id": "x"}, 404, {"__type": "Not Found Error", "message": "Not found"}),
        ("tag_show", {"id": "x"}, 404, {"__type": "Not Found Error", "message": "Not found"}),
        ("resource_show", {"id": "x"}, 404, {"__type": "Not Found Error", "message": "Not found"}),
        ("help_show", {"name": "x"}, 404, {"__type": "Not Found Error", "message": "Not found"}),
    ],
)  # fmt: skip
def test_errors_are_those_that_clients_expect(
    agency: Agency, shelf: Shelf, name: str, given: dict[str, Any], code: int, wanted: dict[str, Any]
) -> None:
    assert fails(name, **given) == (code, wanted)


def test_a_query_that_is_not_understood(agency: Agency, shelf: Shelf) -> None:
    for given in ({"fq": "unknown:x"}, {"sort": "views desc"}, {"q": "-a"}):
        code, error = fails("package_search", **given)
        assert (code, error["__type"]) == (400, "Search Query Error")
    code, error = fails("package_search", **{"facet.field": ["author"]})
    assert (code, error["__type"]) == (409, "Validation Error")


def test_search_pages_without_a_gap_and_ends_with_the_tables(
    agency: Agency, other_agency: Agency, shelf: Shelf
) -> None:
    for number in range(1, 6):
        shelf.put(agency, number)
    shelf.put(other_agency, 9)
    seen = [ask("package_search", sort="id asc", start=start, rows=3) for start in range(0, 5 + TABLES, 3)]
    assert {each["count"] for each in seen} == {5 + TABLES}
    names = [found["name"] for each in seen for found in each["results"]]
    assert names == [dip("dinas", n) for n in range(1, 6)] + [f"dinas-{table.key}" for table in tables()]
    everywhere = ask("package_search", "", rows=limits.ROWS_MAX + 5)
    assert (everywhere["count"], len(everywhere["results"])) == (6 + 2 * TABLES, 6 + 2 * TABLES)
    assert ask("package_search", rows=0)["results"] == []


def test_search_narrows_as_clients_ask(agency: Agency, other_agency: Agency, shelf: Shelf) -> None:
    shelf.put(agency, 1, "Anggaran zebra", tags=("kas daerah",))
    shelf.put(agency, 2, group="immediate", resources=())
    shelf.put(other_agency, 3)
    Terms.objects.create(agency=other_agency, licence="cc-by", source="SK 1/2026")
    first, second, third = dip("dinas", 1), dip("dinas", 2), dip("badan", 3)
    for given, wanted in [
        ({}, {first, second, third}),
        ({"q": "anggaran zebra"}, {first}),
        ({"fq": "organization:dinas"}, {first, second}),
        ({"fq": "-organization:dinas"}, {third}),
        ({"fq": "organization:(dinas OR badan)"}, {first, second, third}),
        ({"fq": "organization:dinas organization:badan"}, set()),
        ({"fq": f"owner_org:{other_agency.pk}"}, {third}),
        ({"fq": "organization:tidak-ada"}, set()),
        ({"fq": "groups:serta-merta"}, {second}),
        ({"fq": "-groups:serta-merta"}, {first, third}),
        ({"fq": 'tags:"kas daerah"'}, {first}),
        ({"fq": "res_format:pdf"}, {first, third}),
        ({"fq": f"name:{first}"}, {first}),
        ({"fq": f"id:{shelf.all[1].id}"}, {second}),
        ({"fq": "license_id:cc-by"}, {third}),
        ({"fq": "-license_id:cc-by"}, {first, second}),
        ({"fq": "license_id:notspecified"}, {first, second}),
        ({"fq": "-license_id:notspecified"}, {third}),
        ({"fq": "license_id:(cc-by OR notspecified)"}, {first, second, third}),
        ({"fq": "metadata_modified:[2026-08-03T04:00:00Z TO *]"}, {second, third}),
        ({"fq": "metadata_modified:[* TO 2026-08-03T04:00:00Z]"}, {first, second}),
        ({"fq_list": ["organization:dinas", "groups:berkala"]}, {first}),
        ({"fq": "dataset_type:harvest"}, set()),
    ]:  # fmt: skip
        assert set(entry_names(ask("package_search", "", rows=99, **given))) == wanted, given
    of_table = ask("package_search", "", fq=f"name:dinas-{tables()[0].key}")
    assert [each["id"] for each in of_table["results"]] == [str(table_id(agency.pk, tables()[0].key))]
    assert ask("package_search", "", fq="name:badan-x-y-informasi-publik")["count"] == 0
    assert ask("package_search", "", fq="groups:register")["count"] == 2 * TABLES
    assert ask("package_search", "badan", fq="organization:dinas")["count"] == 0


def test_facets_count_by_what_machines_are_told(agency: Agency, other_agency: Agency, shelf: Shelf) -> None:
    shelf.put(agency, 1)
    shelf.put(agency, 2, group="immediate", tags=())
    shelf.put(other_agency, 3)
    Terms.objects.create(agency=other_agency, licence="cc-by", source="SK 1/2026")
    wanted = ["organization", "groups", "tags", "res_format", "license_id"]
    found = ask("package_search", "", rows=0, **{"facet.field": wanted})
    assert found["facets"] == {
        "organization": {"dinas": 2 + TABLES, "badan": 1 + TABLES},
        "groups": {"register": 2 * TABLES, "berkala": 2, "serta-merta": 1},
        "tags": {"register": 2 * TABLES, "anggaran": 2},
        "res_format": {"CSV": 2 * TABLES, "JSON": 2 * TABLES, "PDF": 3},
        "license_id": {"notspecified": 2 + TABLES, "cc-by": 1 + TABLES},
    }
    assert found["search_facets"]["groups"]["items"][2] == {
        "name": "serta-merta",
        "display_name": "Serta-merta",
        "count": 1,
    }
    assert found["search_facets"]["license_id"]["items"][0]["display_name"] == "Lisensi belum dinyatakan"
    one = ask("package_search", "", rows=0, **{"facet.field": '["groups"]', "facet.limit": 1})
    assert one["facets"] == {"groups": {"register": 2 * TABLES}}
    assert ask("package_search", rows=0, facet="false", **{"facet.field": wanted})["facets"] == {}
    nothing = ask("package_search", fq="organization:tidak", **{"facet.field": ["tags"]})
    assert nothing["facets"] == {"tags": {}}


def test_a_dataset_in_ckans_shape(agency: Agency, shelf: Shelf) -> None:
    put = shelf.put(agency, 1, "Anggaran kas")
    found = ask("package_show", id=str(put.id))
    assert found == ask("package_show", "", id=dip("dinas", 1)) == ask("package_show", id=put.id.hex)
    assert {key: found[key] for key in (
        "id", "name", "title", "notes", "url", "type", "state", "private", "author", "owner_org", "license_id",
        "license_title", "isopen", "metadata_created", "metadata_modified", "num_resources", "num_tags", "extras",
    )} == {
        "id": str(put.id), "name": dip("dinas", 1), "title": "Anggaran kas", "notes": "Ringkasan 1.",
        "url": f"http://testserver/dinas/informasi/{put.id}/", "type": "dataset", "state": "active", "private": False,
        "author": "Dinas Contoh", "owner_org": str(agency.pk), "license_id": "notspecified",
        "license_title": "Lisensi belum dinyatakan", "isopen": False, "metadata_created": "2026-08-03T02:00:00.000000",
        "metadata_modified": "2026-08-03T03:00:00.000000", "num_resources": 1, "num_tags": 1,
        "extras": [{"key": "form", "value": "Softcopy"}, {"key": "number", "value": "DIP-1"}],
    }  # fmt: skip
    assert "license_url" not in found
    assert (found["organization"]["name"], found["groups"][0]["name"], found["tags"][0]["name"]) == (
        "dinas", "berkala", "anggaran",
    )  # fmt: skip
    [file] = found["resources"]
    assert file == ask("resource_show", id=file["id"])
    assert (file["package_id"], file["url"], file["format"], file["mimetype"], file["size"], file["hash"]) == (
        str(put.id), f"http://testserver/dinas/informasi/{put.id}/a.pdf", "PDF", "application/pdf", 120, f"sha256:{'ab' * 32}",
    )  # fmt: skip


def test_a_chosen_licence_stands_in_every_dataset(agency: Agency, shelf: Shelf) -> None:
    shelf.put(agency, 1)
    Terms.objects.create(agency=agency, licence="cc-by", source="SK 1/2026")
    found = ask("package_show", id=dip("dinas", 1))
    assert (found["license_id"], found["license_url"], found["isopen"]) == (
        "cc-by", "https://creativecommons.org/licenses/by/4.0/", True,
    )  # fmt: skip
    licences = {each["id"]: each["od_conformance"] for each in ask("license_list")}
    assert (licences["notspecified"], licences["cc-by"]) == ("not reviewed", "approved")


def test_a_table_is_a_dataset_with_two_files(agency: Agency, shelf: Shelf) -> None:
    key = tables()[0].key
    found = ask("package_show", id=f"dinas-{key}")
    assert found == ask("package_show", "", id=str(table_id(agency.pk, key)))
    assert [(each["format"], each["url"]) for each in found["resources"]] == [
        ("CSV", f"http://testserver/dinas/data-terbuka/{key}.csv"), ("JSON", f"http://testserver/dinas/data-terbuka/{key}.json"),
    ]  # fmt: skip
    assert ask("resource_show", id=found["resources"][1]["id"])["format"] == "JSON"


def test_another_agencys_data_is_not_found_at_this_one(agency: Agency, other_agency: Agency, shelf: Shelf) -> None:
    put = shelf.put(other_agency, 1)
    for key in (str(put.id), dip("badan", 1), dip("dinas", 1), f"badan-{tables()[0].key}"):
        assert fails("package_show", id=key)[0] == 404
    assert fails("resource_show", id=put.resources[0].id)[0] == 404
    assert fails("organization_show", id="badan")[0] == 404
    assert fails("package_show", "", id=dip("dinas", 1))[0] == 404
    Agency.objects.filter(pk=other_agency.pk).update(is_active=False)
    assert fails("package_show", "", id=str(put.id))[0] == 404
    assert entry_names(ask("package_search", "", rows=50)) == []


def test_names_are_listed_whole_or_in_parts(agency: Agency, other_agency: Agency, shelf: Shelf) -> None:
    for number in (1, 2, 3):
        shelf.put(agency, number)
    shelf.put(other_agency, 4)
    names = [*(dip("dinas", n) for n in (1, 2, 3)), *(f"dinas-{table.key}" for table in tables())]
    assert ask("package_list") == names
    assert [ask("package_list", offset=n, limit=2) for n in range(0, len(names), 2)] == [
        names[n : n + 2] for n in range(0, len(names), 2)
    ]
    assert ask("package_list", offset=4) == names[4:]
    assert len(ask("package_list", "")) == 4 + 2 * TABLES
    assert ask("package_list", limit=0) == []


def test_a_long_list_of_names_is_written_as_it_comes(agency: Agency, shelf: Shelf) -> None:
    for number in range(1, 1005):
        shelf.put(agency, number)
    answer = Client().get("/dinas/api/3/action/package_list")
    assert answer.streaming
    assert len(json.loads(answer.getvalue())["result"]) == 1004 + TABLES


def test_datasets_with_their_files_the_last_changed_first(agency: Agency, shelf: Shelf) -> None:
    for number in (1, 2, 3):
        shelf.put(agency, number)
    found = ask("current_package_list_with_resources", limit=2)
    assert [each["name"] for each in found] == [dip("dinas", 3), dip("dinas", 2)]
    assert ask("current_package_list_with_resources", limit=2, page=2)[0]["name"] == dip("dinas", 1)
    assert ask("current_package_list_with_resources", limit=1, offset=1)[0]["name"] == dip("dinas", 2)


def test_organizations(agency: Agency, other_agency: Agency, shelf: Shelf) -> None:
    shelf.put(agency, 1)
    assert ask("organization_list", "") == ["badan", "dinas"]
    assert ask("organization_list", "", limit=1, offset=1) == ["dinas"]
    assert ask("organization_list") == ["dinas"]
    full = ask("organization_list", "", all_fields=True, organizations=["dinas"])
    assert [(each["name"], each["title"], each["package_count"]) for each in full] == [
        ("dinas", "Dinas Contoh", 1 + TABLES)
    ]
    assert "package_count" not in ask("organization_list", all_fields=True, include_dataset_count=False)[0]
    shown = ask("organization_show", "", id=str(agency.pk), include_datasets=True)
    assert (shown["name"], shown["package_count"], len(shown["packages"])) == ("dinas", 1 + TABLES, 1 + TABLES)
    assert "packages" not in ask("organization_show", id="dinas")


def test_groups_are_the_classes_of_the_law(agency: Agency, shelf: Shelf) -> None:
    shelf.put(agency, 1)
    assert ask("group_list") == ["berkala", "serta-merta", "setiap-saat", "register"]
    full = ask("group_list", all_fields=True, groups=["berkala"])
    assert [(each["title"], each["package_count"], each["description"]) for each in full] == [
        ("Berkala", 1, "UU 14/2008 Pasal 9")
    ]
    assert "package_count" not in ask("group_list", all_fields=True, include_dataset_count=False)[0]
    shown = ask("group_show", id="berkala", include_datasets=True)
    assert [each["name"] for each in shown["packages"]] == [dip("dinas", 1)]


def test_tags(agency: Agency, shelf: Shelf) -> None:
    shelf.put(agency, 1, tags=("kas", "anggaran"))
    assert ask("tag_list") == ["anggaran", "kas", "register"]
    assert [each["name"] for each in ask("tag_list", query="KA", all_fields=True)] == ["kas"]
    assert ask("tag_show", id="kas")["display_name"] == "kas"
    assert len(ask("tag_show", id="kas", include_datasets=True)["packages"]) == 1


def test_what_the_site_says_of_itself(agency: Agency, shelf: Shelf) -> None:
    assert (ask("status_show")["site_title"], ask("status_show", "")["site_title"]) == ("Dinas Contoh", "Pendopo")
    assert ask("status_show")["error_emails_to"] is None
    assert [name for name in ACTIONS if not ask("help_show", name=name)] == []


@pytest.mark.parametrize(("slug", "most"), [("dinas", 3), ("", 4)])
def test_one_and_fifty_rows_cost_the_same(agency: Agency, shelf: Shelf, slug: str, most: int) -> None:
    costs = []
    for rows in (1, 50):
        for number in range(len(shelf.all) + 1, rows + 1):
            shelf.put(agency, number)
        with CaptureQueriesContext(connection) as seen:
            assert len(ask("package_search", slug, rows=60)["results"]) >= rows
        costs.append(len(seen))
    assert costs[0] == costs[1] <= most


def test_words_for_machines_are_indonesian_whatever_the_reader_chose(agency: Agency, shelf: Shelf) -> None:
    client = Client()
    client.cookies["django_language"] = "en"
    shelf.put(agency, 1)
    found = client.get(f"/dinas/api/3/action/package_show?id={dip('dinas', 1)}&x={next(_fresh)}").json()
    assert found["result"]["license_title"] == "Lisensi belum dinyatakan"
