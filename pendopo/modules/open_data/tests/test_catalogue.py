"""The RDF catalogue: three formats say the same, the shapes of DCAT-AP hold, pages lead on, the client's wish is followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.open_data.api.graph import HYDRA, SPDX
from pendopo.modules.open_data.models import Terms
from pendopo.modules.open_data.ports import Resource
from pendopo.modules.open_data.queries.tables import tables
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.tests.shelf import Shelf

# Their own readers and writers of JSON-LD and SHACL have not followed rdflib's new names yet.
pytestmark = pytest.mark.filterwarnings(r"ignore:(ConjunctiveGraph|Dataset\.\w+) is deprecated:DeprecationWarning")

TABLES = len(tables())
SHAPES = Path(__file__).with_name("dcat_ap.shapes.ttl")
NAMES = {"jsonld": "json-ld", "rdf": "xml", "ttl": "turtle"}
BASE = "http://testserver"


def graph(suffix: str, slug: str = "dinas", query: str = "") -> Graph:
    at = f"/{slug}" if slug else ""
    answer = Client().get(f"{at}/katalog.{suffix}{query}")
    assert answer.status_code == 200
    return Graph().parse(data=answer.content, format=NAMES[suffix])


@pytest.fixture
def full(agency: Agency, other_agency: Agency, shelf: Shelf) -> Shelf:
    """Two agencies, of which one has stated a licence; titles and addresses with signs that formats must escape."""
    shelf.put(agency, 1, 'Anggaran <kas> & "dana" é')
    link = Resource("tautan-1234567", "Laman", "https://contoh.example/a b?q=<x>", is_download=False)
    shelf.put(agency, 2, notes="", tags=(), resources=(link,))
    odd = Resource("berkas-1234567", "a.jpg", "/badan/a.jpg", "JPG", "image/jpeg")
    shelf.put(other_agency, 3, group="unknown", resources=(odd,))
    Terms.objects.create(agency=agency, licence="cc-by", source="SK 1/2026")
    return shelf


@pytest.mark.parametrize("slug", ["dinas", ""])
def test_three_formats_say_the_same_and_the_shapes_hold(full: Shelf, slug: str) -> None:
    drawn = {suffix: graph(suffix, slug) for suffix in NAMES}
    # Each page names its own address in its own format; everything else is the same.
    for found in drawn.values():
        for page in list(found.subjects(RDF.type, HYDRA.PagedCollection)):
            found.remove((page, None, None))
            found.remove((None, HYDRA.view, page))
    assert isomorphic(drawn["jsonld"], drawn["ttl"])
    assert isomorphic(drawn["rdf"], drawn["ttl"])
    conforms, _report, words = validate(graph("ttl", slug), shacl_graph=str(SHAPES), inference="none")
    assert conforms, words
    assert len(set(drawn["ttl"].subjects(RDF.type, DCAT.Dataset))) == (2 + TABLES if slug else 3 + 2 * TABLES)


@pytest.mark.parametrize(
    "broken",
    [
        (DCTERMS.title, DCAT.Dataset),
        (DCTERMS.description, DCAT.Catalog),
        (DCTERMS.publisher, DCAT.Dataset),
        (DCAT.accessURL, DCAT.Distribution),
        (FOAF.name, FOAF.Agent),
        (SPDX.checksumValue, SPDX.Checksum),
    ],
)
def test_the_shapes_would_notice(full: Shelf, broken: tuple[URIRef, URIRef]) -> None:
    found = graph("ttl")
    predicate, kind = broken
    found.remove((next(found.subjects(RDF.type, kind)), predicate, None))
    assert not validate(found, shacl_graph=str(SHAPES), inference="none")[0]


def test_a_dataset_leads_to_its_page_files_publisher_and_licence(full: Shelf) -> None:
    found = graph("ttl")
    put = full.all[0]
    me = URIRef(f"{BASE}{put.page}#data")
    assert str(found.value(me, DCTERMS.title)) == 'Anggaran <kas> & "dana" é'
    assert found.value(me, DCAT.landingPage) == URIRef(f"{BASE}{put.page}")
    assert str(found.value(found.value(me, DCTERMS.publisher), FOAF.name)) == "Dinas Contoh"
    file = found.value(me, DCAT.distribution)
    assert file is not None
    assert found.value(file, DCAT.downloadURL) == URIRef(f"{BASE}{put.resources[0].url}")
    assert found.value(file, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert found.value(file, DCTERMS["format"]) == URIRef(
        "http://publications.europa.eu/resource/authority/file-type/PDF"
    )
    assert int(found.value(file, DCAT.byteSize) or 0) == 120
    link = found.value(URIRef(f"{BASE}{full.all[1].page}#data"), DCAT.distribution)
    assert found.value(link, DCAT.accessURL) == URIRef("https://contoh.example/a%20b?q=%3Cx%3E")
    assert found.value(link, DCAT.downloadURL) is None


def test_without_a_statement_no_licence_is_claimed(full: Shelf) -> None:
    found = graph("ttl", "badan")
    assert list(found.triples((None, DCTERMS.license, None))) == []
    assert (
        None,
        DCTERMS.accessRights,
        URIRef("http://publications.europa.eu/resource/authority/access-right/PUBLIC"),
    ) in found


def test_pages_lead_on_until_everything_was_seen(agency: Agency, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CATALOGUE_PAGE", 3)
    for number in range(1, 6):
        shelf.put(agency, number)
    address: Any = f"{BASE}/dinas/katalog.ttl"
    seen: list[str] = []
    while address:
        found = graph("ttl", query="?" + str(address).partition("?")[2])
        seen += [str(each) for each in found.objects(None, DCAT.dataset)]
        [page] = found.subjects(RDF.type, HYDRA.PagedCollection)
        assert int(found.value(page, HYDRA.totalItems) or 0) == 5 + TABLES
        assert found.value(page, HYDRA.next) == found.value(page, HYDRA.nextPage)
        address = found.value(page, HYDRA.nextPage)
    assert len(seen) == len(set(seen)) == 5 + TABLES
    for query in ("?page=0", "?page=9", "?page=x", "?page=9999999999"):
        assert Client().get(f"/dinas/katalog.ttl{query}").status_code == 404
    assert Client().get("/dinas/katalog.n3").status_code == 404


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("application/ld+json", "jsonld"),
        ("application/json", "jsonld"),
        ("application/rdf+xml", "rdf"),
        ("text/turtle", "ttl"),
        ("text/html;q=0.9, application/rdf+xml;q=0.5, text/turtle;q=0.1", "rdf"),
        ("*/*", "ttl"),
        ("image/png", "ttl"),
    ],
)
def test_the_clients_wish_is_followed(agency: Agency, shelf: Shelf, accept: str, suffix: str) -> None:
    answer = Client().get("/dinas/katalog?page=2", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/dinas/katalog.{suffix}?page=2")
    assert "Accept" in answer.headers["Vary"]
    everywhere = Client().get("/katalog", headers={"Accept": accept})
    assert everywhere.headers["Location"] == f"/katalog.{suffix}"


def test_the_installation_is_called_by_its_address(full: Shelf) -> None:
    found = graph("ttl", "")
    publisher = found.value(URIRef(f"{BASE}/katalog"), DCTERMS.publisher)
    assert found.value(publisher, FOAF.name) == Literal("testserver")


def test_one_and_fifty_datasets_cost_the_same(agency: Agency, shelf: Shelf) -> None:
    costs = []
    for rows in (1, 50):
        for number in range(len(shelf.all) + 1, rows + 1):
            shelf.put(agency, number)
        with CaptureQueriesContext(connection) as seen:
            graph("jsonld", query=f"?x={rows}")
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 4
