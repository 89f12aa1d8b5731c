"""What the desk's pages of citizens' cases share: who the citizen is, and secrets that a page shows for a moment."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pendopo.kernel.people.models import Contact, ContactKind
from pendopo.kernel.people.personal import seal, unseal

# A desk registers many cases in one session; older codes are given anew instead of being kept.
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Shelf:
    """Secrets of cases in the officer's session, sealed and never in an address; `name` sets them apart from others."""

    name: str

    def keep(self, request: HttpRequest, pk: UUID, secret: str) -> None:
        """Keep the secret of a case."""
        sealed = b64encode(seal(secret, purpose=self.name)).decode()
        kept = {**request.session.get(self.name, {}), str(pk): sealed}
        request.session[self.name] = dict(list(kept.items())[-_MOST:])

    def look(self, request: HttpRequest, pk: UUID) -> str:
        """Return what is kept for a case, empty when this session has nothing."""
        sealed = request.session.get(self.name, {}).get(str(pk), "")
        return unseal(b64decode(sealed), purpose=self.name) if sealed else ""

    def take(self, request: HttpRequest, pk: UUID) -> str:
        """Return what is kept for a case and forget it."""
        secret = self.look(request, pk)
        if secret:
            kept = request.session[self.name]
            request.session[self.name] = {key: value for key, value in kept.items() if key != str(pk)}
        return secret


def contact_rows(contact: Contact, *more: tuple[str, Any]) -> list[dict[str, Any]]:
    """Return who the citizen is, for `summary_list`; only for roles that see identities. The NIK stays masked."""
    rows = [
        (_("Nama"), contact.name),
        (_("Jenis pemohon"), ContactKind(contact.kind).label),
        (_("Bertindak untuk"), contact.on_behalf_of),
        (_("NIK"), contact.masked_nik),
        (_("Identitas lain"), contact.other_id),
        (_("Nomor pengesahan"), contact.decree_number),
        (_("Alamat"), contact.address),
        (_("Telepon"), contact.phone),
        (_("Surel"), contact.email),
        *more,
    ]
    return [{"label": label, "value": value} for label, value in rows if value]
