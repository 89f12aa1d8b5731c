"""What kernel.documents asks about a file of a request: whose it is, who may redact it, and by which lawful reasons."""

from __future__ import annotations

from django.urls import reverse

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.cases import FileCase
from pendopo.kernel.documents.models import Document, Purpose
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict, may
from pendopo.lib.text import gettext_noop as _
from pendopo.modules.information.models import Inquiry
from pendopo.modules.information.permissions import may_change_file, may_open
from pendopo.modules.information.queries.inquiries import inquiry_for
from pendopo.modules.information.rules.grounds import GROUNDS


def file_case(agency: Agency, actor: Actor, document: Document) -> FileCase | None:
    """Return the request that a document belongs to, None when the actor must not see it. One query."""
    inquiry = inquiry_for(agency, actor, document.subject_id)
    if inquiry is None:
        return None
    hidden = Denied(_("Berkas ini memuat identitas pemohon dan hanya dibuka oleh meja layanan dan PPID."))
    return FileCase(
        label=inquiry.number,
        back_url=reverse("information:detail", args=[agency.slug, inquiry.pk]) + "#berkas",
        may_read=ALLOWED if may_open(actor, document) else hidden,
        may_change=may_redact(actor, inquiry, document),
        reasons={ground.code: (ground.article, ground.text) for ground in GROUNDS.values()},
    )


def may_redact(actor: Actor, inquiry: Inquiry, document: Document) -> Verdict:
    """Say whether `actor` may blacken parts of a file: of the answer and its material, by those who answer."""
    if document.purpose not in {Purpose.ANSWER, Purpose.MATERIAL}:
        return Denied(_("Hanya berkas jawaban dan bahan yang dihitamkan; berkas lain tidak dibuka untuk orang lain."))
    if not may(actor, "information.answer"):
        return Denied(_("Bagian yang dikecualikan dihitamkan oleh unit yang menjawab dan PPID."))
    return may_change_file(actor, inquiry, document)
