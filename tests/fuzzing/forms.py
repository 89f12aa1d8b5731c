"""The forms of a page as a browser would find them: where they go, their fields, and what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from lxml import html


@dataclass(slots=True)
class Field:
    """One name of a form: its kind (text, date, file, select …), what it offers, what stands in it, how long it may be."""

    name: str
    kind: str
    options: list[str] = field(default_factory=list)
    value: str = ""
    most: int = 0


@dataclass(slots=True)
class Form:
    """A form of a page: `path` with its query, `method` in capitals, fields by name."""

    path: str
    method: str
    fields: list[Field]

    @property
    def has_files(self) -> bool:
        """Return whether a file can be chosen."""
        return any(each.kind == "file" for each in self.fields)


def forms_of(page: bytes, path: str) -> list[Form]:
    """Return the forms of a page at `path` that lead to this site."""
    try:
        tree = html.document_fromstring(page.decode("utf-8", "replace"))
    except (ValueError, html.etree.ParserError):
        return []
    found = []
    for form in tree.iter("form"):
        target = urlsplit(urljoin(path, (form.get("action") or path).strip()))
        if target.netloc:
            continue
        where = target.path + (f"?{target.query}" if target.query else "")
        found.append(Form(where, (form.get("method") or "get").upper(), _fields(form, tree)))
    return found


def links_of(page: bytes, path: str) -> list[str]:
    """Return where a page's links lead on this site."""
    try:
        tree = html.document_fromstring(page.decode("utf-8", "replace"))
    except (ValueError, html.etree.ParserError):
        return []
    targets = (urlsplit(urljoin(path, link.get("href", ""))) for link in tree.iter("a"))
    return [
        each.path + (f"?{each.query}" if each.query else "") for each in targets if not each.netloc and not each.scheme
    ]


def _fields(form: html.HtmlElement, tree: html.HtmlElement) -> list[Field]:
    fields: dict[str, Field] = {}
    inside = list(form.iter("input", "select", "textarea", "button"))
    if form.get("id"):
        inside += [
            each for each in tree.iter("input", "select", "textarea", "button") if each.get("form") == form.get("id")
        ]
    for each in inside:
        name = each.get("name")
        if not name:
            continue
        kind = each.tag if each.tag in {"select", "textarea", "button"} else (each.get("type") or "text")
        one = fields.setdefault(name, Field(name, kind, most=int(each.get("maxlength", 0))))
        if each.tag == "select":
            one.options += [option.get("value", option.text or "") for option in each.iter("option")]
        elif kind in {"radio", "checkbox", "button", "submit"}:
            one.options.append(each.get("value", "on"))
        elif each.tag == "textarea":
            one.value = each.text or ""
        else:
            one.value = each.get("value", "")
    return list(fields.values())
