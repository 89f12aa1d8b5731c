"""A case of a kind of its own, with a file in it and officers around it, for the tests of redaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.test import Client

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.documents.actions import store_bytes
from pendopo.kernel.documents.cases import FileCase
from pendopo.kernel.documents.models import Document, RedactionDraft
from pendopo.kernel.documents.redaction import actions
from pendopo.kernel.documents.tests.redaction_corpus import CORPUS, SECRET
from pendopo.kernel.people.actors import Actor, staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.permissions import ALLOWED, Denied

KIND = "redaction-test"
REASONS = {"17h": ("UU 14/2008 Pasal 17 huruf h", "mengungkap rahasia pribadi")}
BACK = "/perkara/7/"


def find(agency: Agency, actor: Actor, document: Document) -> FileCase | None:
    """Return the case; the back office reads and does not change, the front office knows nothing of it."""
    return FileCase(
        label="PERKARA-7",
        back_url=BACK,
        may_read=Denied("Tidak untuk Anda.") if actor.has("front_office") else ALLOWED,
        may_change=ALLOWED if actor.has("ppid") else Denied("Hanya PPID yang menghitamkan."),
        reasons=REASONS,
    )


def person(agency: Agency, role: str) -> Actor:
    user, _made = User.objects.get_or_create(username=f"{role}-{agency.slug}", defaults={"name": role.title()})
    unit = Unit.objects.get_or_create(agency=agency, name="Unit")[0] if role == "back_office" else None
    RoleGrant.objects.get_or_create(user=user, agency=agency, role=role, unit=unit)
    return staff(user, agency)


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def kept(agency: Agency, subject: UUID, by: Actor, *, sample: str = "plain text", **words: Any) -> Document:
    """Return a stored file of the corpus."""
    made = CORPUS[sample](SECRET)
    told = {"purpose": "answer", "name": f"daftar.{made.extension}"} | words
    return store_bytes(agency=agency, subject_type=KIND, subject_id=subject, content=made.content, by=by, **told)


def boxed(document: Document, by: Actor, *, sample: str = "plain text") -> RedactionDraft:
    """Return a draft with the corpus' own boxes."""
    draft = actions.start(document=document, by=by)
    places = [(box.page, box.x, box.y, box.width, box.height) for box in CORPUS[sample](SECRET).boxes]
    actions.add_boxes(draft=draft, places=places, reason="17h", by=by)
    return draft
