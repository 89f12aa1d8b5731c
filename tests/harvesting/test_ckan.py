"""A real server, and the real client of CKAN: it lists, searches, shows, downloads, and harvests as portals do."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from ckanapi import RemoteCKAN
from ckanapi.errors import CKANAPIError, NotAuthorized, NotFound, SearchQueryError, ValidationError
from django.core.files.storage import storages
from rdflib import Graph
from rdflib.namespace import DCAT, RDF

from pendopo.modules.dip.actions import Attached
from pendopo.modules.dip.tests.desk import LINK, Desk, make_desk, upload
from pendopo.modules.open_data.queries.tables import tables

from tests.concurrency.crowd import live_server

pytestmark = pytest.mark.django_db(transaction=True)


def walked(ckan: RemoteCKAN, *, fq: str = "", rows: int = 2) -> list[dict[str, Any]]:
    """Return every dataset as a harvester gathers them: pages in the order of ids, until one comes back empty."""
    found: list[dict[str, Any]] = []
    while True:
        page = ckan.action.package_search(q="*:*", fq=fq, sort="id asc", start=len(found), rows=rows)["results"]
        if not page:
            return found
        found += page


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Desk]]:
    """A running server with two agencies: three entries, of which one has a file and a link, and one entry."""
    desk, other = make_desk(), make_desk("lain")
    desk.published("Kas daerah", attached=Attached(links=[LINK], uploads=[upload()]))
    for whose, title in ((desk, "Rencana kerja"), (desk, "Profil"), (other, "Bantuan sosial")):
        whose.published(title)
    desk.draft()
    (tmp_path / "files").symlink_to(storages["private"].location, target_is_directory=True)
    with live_server(tmp_path, workers=1) as address:
        yield address, desk


def test_the_client_of_ckan_lists_searches_downloads_and_harvests(site: tuple[str, Desk]) -> None:
    address, desk = site
    count = 3 + len(tables())
    with RemoteCKAN(address) as everywhere, RemoteCKAN(f"{address}/sukamaju") as here:
        assert everywhere.action.organization_list() == ["lain", "sukamaju"]
        assert here.action.status_show()["site_title"] == desk.agency.name
        names = here.action.package_list()
        assert len(names) == count
        assert here.action.package_search(q="kas daerah")["results"][0]["title"] == "Kas daerah"
        assert here.action.package_search(fq="res_format:CSV groups:berkala")["count"] == 1
        gathered = walked(here)
        assert [each["name"] for each in gathered] == names
        assert gathered == [here.action.package_show(id=name) for name in names]
        assert [each["name"] for each in walked(everywhere, fq="organization:sukamaju", rows=3)] == names
        latest = max(each["metadata_modified"] for each in gathered if each["groups"][0]["name"] != "register")
        since = f"metadata_modified:[{latest}Z TO *] groups:berkala"
        assert [each["title"] for each in walked(here, fq=since)] == ["Profil"]
        downloads(next(each for each in gathered if each["title"] == "Kas daerah"))
        table(next(each for each in gathered if each["title"].startswith("Daftar Informasi Publik")))
        refuses(everywhere)
    with RemoteCKAN(f"{address}/sukamaju", get_only=True) as reader:
        assert reader.action.package_list() == names
    turtle = requests.get(f"{address}/sukamaju/katalog", headers={"Accept": "text/turtle"}, timeout=10)
    graph = Graph().parse(data=turtle.content, format="turtle")
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == count


def downloads(dataset: dict[str, Any]) -> None:
    """Expect the file to be what the catalogue says it is, and the link to lead elsewhere."""
    file, link = sorted(dataset["resources"], key=lambda each: not each["hash"])
    taken = requests.get(file["url"], timeout=10)
    assert (taken.status_code, len(taken.content)) == (200, file["size"])
    assert f"sha256:{hashlib.sha256(taken.content).hexdigest()}" == file["hash"]
    assert taken.headers["Content-Type"].startswith(file["mimetype"])
    assert (link["url"], link["hash"]) == (LINK.url, "")


def table(dataset: dict[str, Any]) -> None:
    """Expect the same rows in both files of the table, and nothing sent twice."""
    by_format = {each["format"]: each["url"] for each in dataset["resources"]}
    as_csv = requests.get(by_format["CSV"], timeout=10)
    rows = list(csv.DictReader(io.StringIO(as_csv.content.decode(), newline="")))
    objects = requests.get(by_format["JSON"], timeout=10).json()["rows"]
    assert (
        [row["title"] for row in rows]
        == [each["title"] for each in objects]
        == ["Kas daerah", "Rencana kerja", "Profil"]
    )
    again = requests.get(by_format["CSV"], headers={"If-None-Match": as_csv.headers["ETag"]}, timeout=10)
    assert (again.status_code, again.content) == (304, b"")


def refuses(ckan: RemoteCKAN) -> None:
    """Expect the client to understand each refusal."""
    for error, call in [
        (NotFound, lambda: ckan.action.package_show(id="tidak-ada")),
        (NotAuthorized, lambda: ckan.action.package_create(name="x")),
        (SearchQueryError, lambda: ckan.action.package_search(fq="unknown:x")),
        (ValidationError, lambda: ckan.action.package_search(rows="banyak")),
        (CKANAPIError, ckan.action.package_guess),
    ]:
        with pytest.raises(error):
            call()
