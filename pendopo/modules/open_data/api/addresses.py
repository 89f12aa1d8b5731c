"""Where the RDF catalogue stands, in which formats, without loading what writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.urls import reverse

from pendopo.kernel.agencies.models import Agency

# Ending of the address → rdflib's name of the format, media type.
FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "jsonld": ("json-ld", "application/ld+json"),
    "rdf": ("xml", "application/rdf+xml"),
    "ttl": ("turtle", "text/turtle"),
}


def catalogue_path(place: Agency | None, suffix: str = "") -> str:
    """Return the address of the catalogue in one format, or of the catalogue itself."""
    name = f"open_data:catalogue{'_agency' if place else ''}{'_as' if suffix else ''}"
    args = [place.slug] if place else []
    return reverse(name, args=[*args, suffix] if suffix else args)
