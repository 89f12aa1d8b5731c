"""The catalogue as RDF after DCAT-AP 3: one page of it as a graph, written as JSON-LD, RDF/XML or Turtle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Namespace

from pendopo.kernel.agencies.models import Agency
from pendopo.modules.open_data.api.addresses import FORMATS, catalogue_path
from pendopo.modules.open_data.api.calling import Call
from pendopo.modules.open_data.ports import Group, Resource
from pendopo.modules.open_data.queries import catalogue, terms
from pendopo.modules.open_data.queries.catalogue import Answer, Item
from pendopo.modules.open_data.rules import limits
from pendopo.modules.open_data.rules.licences import NOT_STATED, Licence

HYDRA: Final = Namespace("http://www.w3.org/ns/hydra/core#")
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX: Final = Namespace("http://spdx.org/rdf/terms#")
_EU: Final = "http://publications.europa.eu/resource/authority"
_PUBLIC: Final = URIRef(f"{_EU}/access-right/PUBLIC")
_INDONESIAN: Final = URIRef(f"{_EU}/language/IND")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
# Codes of the EU's list of file types for the formats that occur; another one is named by a text.
_FILE_TYPES: Final = frozenset(
    "CSV DOC DOCX GIF HTML JPEG JSON MP3 MP4 ODS ODT PDF PNG PPT PPTX RDF_XML RTF TXT XLS XLSX XML ZIP".split()
)
_ALIASES: Final = {"JPG": "JPEG"}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the catalogue: its number from 1, what stands on it, the ending of the address."""

    number: int
    answer: Answer
    suffix: str

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return max(1, -(-self.answer.total // limits.CATALOGUE_PAGE))


def written(call: Call, page: Page) -> bytes:
    """Return one page of the catalogue in its format, UTF-8."""
    graph = _Drawing(call, page).draw()
    return graph.serialize(format=FORMATS[page.suffix][0], encoding="utf-8", auto_compact=True)


class _Drawing:
    """A page under construction."""

    def __init__(self, call: Call, page: Page) -> None:
        self.call, self.page = call, page
        self.groups: dict[str, Group] = {group.code: group for group in catalogue.groups()}
        self.graph = Graph()
        for prefix, space in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("hydra", HYDRA), ("spdx", SPDX),
                              ("vcard", VCARD), ("skos", SKOS)):  # fmt: skip
            self.graph.bind(prefix, space)
        self.catalogue = self.node(catalogue_path(call.place))

    def node(self, path: str) -> URIRef:
        """Return the name of something that has an address here or elsewhere; what no URI may hold is escaped."""
        return URIRef(quote(self.call.absolute(path), safe=":/?#[]@!$&'()*+,;=%~"))

    def add(self, subject: URIRef | BNode, predicate: URIRef, found: URIRef | BNode | Literal) -> None:
        """Add one statement."""
        self.graph.add((subject, predicate, found))

    def words(self, subject: URIRef | BNode, predicate: URIRef, text: str) -> None:
        """Add a text in Indonesian, nothing for an empty one."""
        if text:
            self.add(subject, predicate, Literal(text, lang="id"))

    def draw(self) -> Graph:
        """Draw catalogue, paging, datasets."""
        place = self.call.place
        me = self.catalogue
        title = _("Katalog data %(name)s") % {"name": place.name if place else "Pendopo"}
        self.add(me, RDF.type, DCAT.Catalog)
        self.words(me, DCTERMS.title, title)
        self.words(me, DCTERMS.description, _("Informasi publik yang diumumkan, dengan berkas dan tabel registernya."))
        self.add(me, DCTERMS.language, _INDONESIAN)
        self.add(me, FOAF.homepage, self.document(reverse("agency-home", args=[place.slug]) if place else "/"))
        self.add(me, DCTERMS.publisher, self.publisher(place))
        if place:
            self.licence(me, terms.licence(terms.terms_of(place).licence))
        self.service()
        self.paging()
        for item in self.page.answer.items:
            self.add(me, DCAT.dataset, self.dataset(item))
        return self.graph

    def document(self, path: str) -> URIRef:
        """Return a web page."""
        found = self.node(path)
        self.add(found, RDF.type, FOAF.Document)
        return found

    def publisher(self, agency: Agency | None) -> URIRef:
        """Return who publishes: the agency, or whoever runs the installation."""
        me = self.node(f"{reverse('agency-home', args=[agency.slug]) if agency else '/'}#penerbit")
        self.add(me, RDF.type, FOAF.Agent)
        if agency:
            self.words(me, FOAF.name, agency.name)
            self.add(me, FOAF.homepage, self.document(reverse("agency-home", args=[agency.slug])))
        else:
            self.add(me, FOAF.name, Literal(self.call.base.split("//")[-1].strip("/")))
        return me

    def licence(self, subject: URIRef | BNode, licence: Licence) -> None:
        """State a licence where the agency has stated one; where it has not, nothing is claimed."""
        if licence.code != NOT_STATED:
            found = URIRef(licence.url)
            self.add(found, RDF.type, DCTERMS.LicenseDocument)
            self.add(subject, DCTERMS.license, found)

    def service(self) -> None:
        """Describe the API that answers the same as this catalogue."""
        place = self.call.place
        root = f"/{place.slug}/api/3/" if place else "/api/3/"
        me = self.node(root)
        self.add(me, RDF.type, DCAT.DataService)
        self.words(me, DCTERMS.title, _("API baca yang sesuai dengan CKAN"))
        self.add(me, DCAT.endpointURL, self.node(root))
        self.add(me, DCTERMS.accessRights, self.access())
        self.add(self.catalogue, DCAT.service, me)

    def access(self) -> URIRef:
        """Return the right of everybody to read."""
        self.add(_PUBLIC, RDF.type, DCTERMS.RightsStatement)
        return _PUBLIC

    def paging(self) -> None:
        """Say how many there are and where the other pages lie, in both vocabularies of Hydra that harvesters read."""
        page = self.page
        path = catalogue_path(self.call.place, page.suffix)
        to = lambda number: self.node(f"{path}?{urlencode({'page': number})}")  # noqa: E731 - one word for an address
        me = to(page.number)
        self.add(me, RDF.type, HYDRA.PagedCollection)
        self.add(me, RDF.type, HYDRA.PartialCollectionView)
        self.add(me, HYDRA.totalItems, Literal(page.answer.total, datatype=XSD.integer))
        self.add(me, HYDRA.itemsPerPage, Literal(limits.CATALOGUE_PAGE, datatype=XSD.integer))
        near = {"first": 1, "last": page.last, "previous": page.number - 1, "next": page.number + 1}
        for name, number in near.items():
            if 1 <= number <= page.last:
                self.add(me, HYDRA[name], to(number))
                self.add(me, HYDRA[f"{name}Page"], to(number))
        self.add(self.catalogue, HYDRA.view, me)

    def dataset(self, item: Item) -> URIRef:
        """Describe a dataset; its name is its page's with a mark, so that the name leads to something readable."""
        found = item.dataset
        me = self.node(found.page if "#" in found.page else f"{found.page}#data")
        self.add(me, RDF.type, DCAT.Dataset)
        self.add(me, DCTERMS.identifier, Literal(str(found.id)))
        self.words(me, DCTERMS.title, found.title)
        self.words(me, DCTERMS.description, found.notes or found.title)
        self.add(me, DCTERMS.issued, Literal(found.created_at))
        self.add(me, DCTERMS.modified, Literal(found.modified_at))
        self.add(me, DCTERMS.language, _INDONESIAN)
        self.add(me, DCTERMS.accessRights, self.access())
        self.add(me, DCTERMS.publisher, self.publisher(item.agency))
        self.add(me, DCAT.landingPage, self.document(found.page.partition("#")[0]))
        for word in found.tags:
            self.words(me, DCAT.keyword, word)
        if group := self.groups.get(found.group):
            self.add(me, DCAT.theme, self.theme(group))
        if item.agency.email:
            self.add(me, DCAT.contactPoint, self.contact(item.agency))
        for resource in found.resources:
            self.add(me, DCAT.distribution, self.distribution(item, resource))
        return me

    def theme(self, group: Group) -> URIRef:
        """Describe a class of information."""
        me = self.node(f"{catalogue_path(None)}#{group.name}")
        scheme = self.node(f"{catalogue_path(None)}#klasifikasi")
        self.add(scheme, RDF.type, SKOS.ConceptScheme)
        self.words(scheme, DCTERMS.title, _("Klasifikasi informasi publik"))
        self.add(me, RDF.type, SKOS.Concept)
        self.words(me, SKOS.prefLabel, _(group.title))
        self.add(me, SKOS.inScheme, scheme)
        return me

    def contact(self, agency: Agency) -> URIRef:
        """Describe where the agency is reached."""
        me = self.node(f"{reverse('agency-home', args=[agency.slug])}#kontak")
        self.add(me, RDF.type, VCARD.Organization)
        self.words(me, VCARD.fn, agency.name)
        self.add(me, VCARD.hasEmail, URIRef(f"mailto:{quote(agency.email, safe='@+')}"))
        return me

    def distribution(self, item: Item, resource: Resource) -> URIRef:
        """Describe a file or link of a dataset."""
        me = self.node(f"{catalogue_path(item.agency)}#{resource.id}")
        address = self.node(resource.url)
        self.add(me, RDF.type, DCAT.Distribution)
        self.words(me, DCTERMS.title, resource.name)
        self.add(me, DCAT.accessURL, address)
        if resource.is_download:
            self.add(me, DCAT.downloadURL, address)
        self.licence(me, item.licence)
        self.media(me, resource)
        if resource.size is not None:
            self.add(me, DCAT.byteSize, Literal(resource.size, datatype=XSD.nonNegativeInteger))
        if resource.sha256:
            checksum = BNode()
            self.add(checksum, RDF.type, SPDX.Checksum)
            self.add(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
            self.add(checksum, SPDX.checksumValue, Literal(resource.sha256, datatype=XSD.hexBinary))
            self.add(me, SPDX.checksum, checksum)
        return me

    def media(self, me: URIRef, resource: Resource) -> None:
        """Say what kind of file it is."""
        if resource.mimetype:
            kind = URIRef(f"{_MEDIA}{quote(resource.mimetype)}")
            self.add(kind, RDF.type, DCTERMS.MediaType)
            self.add(me, DCAT.mediaType, kind)
        code = _ALIASES.get(resource.format, resource.format)
        if code in _FILE_TYPES:
            form = URIRef(f"{_EU}/file-type/{code}")
            self.add(form, RDF.type, DCTERMS.MediaTypeOrExtent)
            self.add(me, DCTERMS["format"], form)
