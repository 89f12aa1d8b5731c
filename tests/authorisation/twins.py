"""Copies of a whole agency: every row of every model again, under other keys, with a canary word in every free text.

What is copied is found through Django's own knowledge of the models, so that a new module is copied without a line
here. Two copies differ only in their canaries: what one agency sees of the other is seen at once.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management.color import no_style
from django.db import connection, models

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.storage import private_files
from pendopo.kernel.people.models import Contact, RoleGrant, User
from pendopo.kernel.people.personal import unseal
from pendopo.lib.ids import uuid7

# Text that the program itself reads again, so that a word behind it would change what it means.
READ_BY_PROGRAMS = frozenset(
    {
        "agencies.Agency.timezone", "agencies.NumberTemplate.template", "audit.Entry.hash", "audit.Entry.previous",
        "documents.Document.media_type", "publishing.Duty.key", "publishing.Proof.key",
    }
)  # fmt: skip
# What never has a space in it, and is text all the same.
ALSO_TEXT = frozenset({"number", "name", "email", "occupation", "phone", "url", "address"})
# JSON whose strings are read by programs, key by key.
READ_AS_JSON = frozenset({"calendar.PlannedMove.moves"})


class Twin:
    """A copy of an agency: the agency, its canaries, and what became of each key."""

    def __init__(self, source: Agency, slug: str, canary: str) -> None:
        self.source, self.slug, self.canary = source, slug, canary
        self.identity = f"{canary}warga"
        self.uuids: dict[UUID, UUID] = {}
        self.numbers: dict[tuple[type[models.Model], Any], Any] = {}
        self.nik = f"9999{int.from_bytes(hashlib.sha256(canary.encode()).digest()[:5]) % 10**12:012d}"
        self.agency = self._agency()
        self._users()
        self._rows()

    def of(self, value: Any) -> Any:
        """Return the key of this copy for a key of the source; a UUID that was not copied is refused by KeyError."""
        return self.uuids[value]

    # -------------------------------------------------------------------------------------------------- copying

    def _agency(self) -> Agency:
        facts = {field.attname: getattr(self.source, field.attname) for field in Agency._meta.concrete_fields}
        facts |= {"id": uuid7(), "slug": self.slug, "name": f"{self.source.name} {self.canary}"}
        facts |= {"short_name": f"{self.source.short_name[:30]} {self.canary}", "address": f"Jalan {self.canary} 1"}
        agency = Agency.objects.create(**facts)
        self.uuids[self.source.pk] = agency.pk
        return agency

    def _users(self) -> None:
        for user in User.objects.filter(grants__agency=self.source).distinct():
            copy = User(**{field.attname: getattr(user, field.attname) for field in User._meta.concrete_fields})
            copy.pk, copy.username = uuid7(), f"{user.username}-{self.slug}"
            copy.name, copy.email = f"{user.name} {self.canary}", f"{user.username}.{self.canary}@kantor.example"
            copy.save(force_insert=True)
            self.uuids[user.pk] = copy.pk

    def _rows(self) -> None:
        kinds = [model for model in apps.get_models() if _belongs(model)]
        rows = {model: list(model._base_manager.filter(agency=self.source).order_by("pk")) for model in kinds}
        for model, found in rows.items():
            if isinstance(model._meta.pk, models.UUIDField):
                self.uuids |= {row.pk: uuid7() for row in found}
            elif isinstance(model._meta.pk, models.AutoField | models.IntegerField):
                last = model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0
                self.numbers |= {(model, row.pk): last + n for n, row in enumerate(found, 1)}
        free = {model: _free_text(model, found) for model, found in rows.items()}
        for model, found in rows.items():
            copies = [self._copy(model, row, free[model]) for row in found]
            model._base_manager.bulk_create(copies, batch_size=200)
        # PostgreSQL counts on from what it gave itself, not from the keys given here.
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), kinds):
                cursor.execute(statement)

    def _copy(self, model: type[models.Model], row: models.Model, free: frozenset[str]) -> models.Model:
        facts = {}
        apart = _told_apart(model)
        for field in model._meta.concrete_fields:
            if getattr(field, "generated", False):
                continue
            value = getattr(row, field.attname)
            if field.attname in free:
                value = self._marked(model, field, value)
            elif field.name in apart and isinstance(value, str) and value:
                value = _another(value, self.canary)
            elif isinstance(field, models.ForeignKey):
                value = self._key(field.related_model, value)
            elif field.primary_key:
                value = self._key(model, value)
            elif isinstance(field, models.UUIDField):
                value = self.uuids.get(value, value)
            elif isinstance(field, models.JSONField) and f"{model._meta.label}.{field.name}" not in READ_AS_JSON:
                value = self._json(value)
            facts[field.attname] = value
        if model is Document:
            facts |= self._file(row)
        if model is Contact:
            facts |= self._identity(facts)
        return model(**facts)

    def _key(self, model: type[models.Model], value: Any) -> Any:
        if isinstance(value, UUID):
            return self.uuids.get(value, value)
        return self.numbers.get((model, value), value)

    def _marked(self, model: type[models.Model], field: models.Field[Any, Any], value: Any) -> Any:
        if not value:
            return value
        word = self.identity if model is Contact else self.canary
        if "@" in value and " " not in value:
            return f"{word}.{value}"[-(field.max_length or 254) :]
        if re.match(r"https?://", value):
            return f"{value.rstrip('/')}/{word}"
        text = f"{value} {word}" if field.name != "number" else f"{value}.{word}"
        spare = len(text) - (field.max_length or len(text))
        return text if spare <= 0 else f"{value[: -spare or None]}{text[len(value) :]}"

    def _json(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {self._json_id(name): self._json(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [self._json(each, key) for each in value]
        if isinstance(value, str):
            return f"{value} {self.canary}" if " " in value else self._json_id(value)
        return value

    def _json_id(self, value: str) -> str:
        if len(value) not in {32, 36}:
            return value
        try:
            found = self.uuids.get(UUID(value))
        except ValueError:
            return value
        return value if found is None else (found.hex if len(value) == 32 else str(found))

    def _file(self, row: Any) -> dict[str, Any]:
        """Keep the file again with the canary behind its end, which every reader of PDF, ZIP and text passes over."""
        names_somebody = row.purpose in {"identity", "letter"} and row.subject_type in {"inquiry", "objection"}
        word = self.identity if names_somebody else self.canary
        if not private_files().exists(row.storage_name):
            return {"storage_name": f"gone-{uuid7().hex}"}
        with private_files().open(row.storage_name, "rb") as kept:
            content = kept.read()
        content += b"\n%" + f"berkas-{word}".encode() + b"\n"
        name = private_files().save(f"{row.storage_name}-{self.canary}", ContentFile(content))
        return {"storage_name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    def _identity(self, facts: dict[str, Any]) -> dict[str, Any]:
        from pendopo.kernel.people.personal import seal

        if not facts["nik_sealed"] or not unseal(facts["nik_sealed"], purpose="nik"):
            return {}
        return {"nik_sealed": seal(self.nik, purpose="nik")}


def _belongs(model: type[models.Model]) -> bool:
    names = {field.name for field in model._meta.concrete_fields}
    return "agency" in names and model not in {Agency, User}


def _told_apart(model: type[models.Model]) -> frozenset[str]:
    """Return the text fields that no two rows may share, whosever they are."""
    alone = {field.name for field in model._meta.concrete_fields if field.unique and not field.primary_key}
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and "agency" not in constraint.fields:
            related = any(model._meta.get_field(name).is_relation for name in constraint.fields)
            alone |= set() if related else set(constraint.fields)
    return frozenset(alone)


def _another(value: str, canary: str) -> str:
    """Return another value of the same length that looks alike (a digest, a code)."""
    digest = hashlib.sha512(f"{canary}{value}".encode())
    if re.fullmatch(r"[0-9a-f]+", value):
        return (digest.hexdigest() * 2)[: len(value)]
    if re.fullmatch(r"[2-7a-z]+", value):
        return base64.b32encode(digest.digest()).decode().lower()[: len(value)]
    return f"{value[:-8]}{digest.hexdigest()[:8]}"[-len(value) :]


def _free_text(model: type[models.Model], rows: Iterable[models.Model]) -> frozenset[str]:
    """Return the fields that hold people's words: those with a space in some row, and a few that are known."""
    found = set()
    apart = _told_apart(model)
    for field in model._meta.concrete_fields:
        label = f"{model._meta.label}.{field.name}"
        if not isinstance(field, models.CharField | models.TextField) or field.choices or field.name in apart:
            continue
        if label in READ_BY_PROGRAMS or field.primary_key:
            continue
        if field.name in ALSO_TEXT or any(" " in (getattr(row, field.attname) or "") for row in rows):
            found.add(field.attname)
    return frozenset(found)


def grant(agency: Agency, username: str, *roles: str, unit: Any = None, **more: Any) -> User:
    """Return a new account with these roles in an agency; `unit` is the one of the back office."""
    user, _new = User.objects.get_or_create(username=username, defaults={"name": f"Petugas {username}", **more})
    for role in roles:
        RoleGrant.objects.get_or_create(
            user=user, agency=agency, role=role, unit=unit if role == "back_office" else None
        )
    return user


def token() -> str:
    """Return something that nobody has guessed before."""
    return secrets.token_urlsafe(16)


Maker = Callable[[Agency], list[dict[str, Any]]]
Groups = defaultdict[str, list[dict[str, Any]]]
