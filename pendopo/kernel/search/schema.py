"""What the index holds of an entry."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import tantivy

from pendopo.kernel.search.registry import Entry
from pendopo.kernel.search.rules import FACETS, KEPT_TEXT, MAX_TEXT, MAX_TITLE, STOP_WORDS, freshness, tokens
from pendopo.kernel.search.stems import stem

# Roots of the title, roots of title and text, words of the title, words of title and text.
TITLE, BODY, NAMED, WORDS = "title", "body", "named", "words"
KEY, KIND, AGENCY, FRESH, CARD = "key", "kind", "agency", "fresh", "card"


@cache
def schema() -> tantivy.Schema:
    """Return the fields. Facets and filters are kept as they are, texts come in already cut into words."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(KEY, tokenizer_name="raw", index_option="basic")
    for name in (KIND, AGENCY, *FACETS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (TITLE, BODY):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in (NAMED, WORDS):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_float_field(FRESH, fast=True)
    builder.add_bytes_field(CARD, stored=True)
    return builder.build()


def key_of(kind: str, pk: Any) -> str:
    """Return the term under which an entry is found again."""
    return f"{kind}:{pk}"


def document(entry: Entry) -> tantivy.Document:
    """Return what the index keeps of an entry."""
    title, text = entry.title[:MAX_TITLE], entry.text[:MAX_TEXT]
    named, words = tokens(title), tokens(text)
    title_roots = [stem(word) for word in named if word not in STOP_WORDS]
    roots = [stem(word) for word in words if word not in STOP_WORDS]
    found = tantivy.Document()
    found.add_text(KEY, key_of(entry.kind, entry.id))
    found.add_text(KIND, entry.kind)
    found.add_text(AGENCY, str(entry.agency_id))
    for name in FACETS:
        for value in dict.fromkeys(entry.facets.get(name, ())):
            found.add_text(name, value)
    found.add_text(TITLE, " ".join(title_roots))
    found.add_text(BODY, " ".join([*title_roots, *roots]))
    found.add_text(NAMED, " ".join(named))
    found.add_text(WORDS, " ".join(dict.fromkeys([*named, *words])))
    found.add_float(FRESH, freshness(entry.on))
    found.add_bytes(CARD, card(entry, title, text))
    return found


def card(entry: Entry, title: str, text: str) -> bytes:
    """Return what a hit shows, as it is kept."""
    shown = {
        "k": entry.kind,
        "i": str(entry.id),
        "a": str(entry.agency_id),
        "t": title,
        "x": text[:KEPT_TEXT],
        "u": entry.url,
        "o": entry.on.isoformat(),
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
