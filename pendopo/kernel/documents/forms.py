"""Form fields for uploads: inspected while the form is validated, refused in words beside the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.documents import rules
from pendopo.kernel.documents.inspection import Inspected, inspect
from pendopo.kernel.documents.rules import FileRefused
from pendopo.ui.widgets import FileInput


def _accept(allowed: frozenset[str]) -> str:
    return ",".join(f".{extension}" for extension in rules.KINDS if extension in allowed)


def limits_in_words(allowed: frozenset[str], *, files: int = 1) -> str:
    """Return the help text of an upload field: kinds, size, number."""
    kinds, size = rules.kinds_in_words(allowed), rules.MAX_FILE_BYTES // rules.MEGABYTE
    if files == 1:
        return gettext("%(kinds)s, paling besar %(size)d MB.") % {"kinds": kinds, "size": size}
    return gettext("%(kinds)s, paling besar %(size)d MB tiap berkas, paling banyak %(files)d berkas.") % {
        "kinds": kinds,
        "size": size,
        "files": files,
    }


# Fields are made when a form class is read; the language is known only when the form is shown.
_limits_shown_later = lazy(limits_in_words, str)


def _refusal(refused: FileRefused, name: str = "") -> ValidationError:
    params = dict(refused.params)
    if found := params.get("found"):
        params["found"] = gettext(found)
    if not name:
        return ValidationError(gettext(refused.template), code=refused.code, params=params)
    sentence = gettext(refused.template) % params
    return ValidationError("%(name)s: %(sentence)s", code=refused.code, params={"name": name, "sentence": sentence})


class DocumentField(forms.Field):
    """One file; the cleaned value is `Inspected`, ready for actions.store, or None when nothing was chosen."""

    default_error_messages = {"required": _("Pilih berkas.")}

    def __init__(self, *, allowed: frozenset[str] = rules.ATTACHMENT_EXTENSIONS, **options: Any) -> None:
        self.allowed = allowed
        options.setdefault("widget", FileInput(accept=_accept(allowed)))
        options.setdefault("help_text", _limits_shown_later(allowed))
        super().__init__(**options)

    def clean(self, value: UploadedFile[Any] | None) -> Inspected | None:
        """Return the inspected file; raise ValidationError with the refusal's code and sentence."""
        super().clean(value)
        if value is None:
            return None
        try:
            return inspect(value, allowed=self.allowed)
        except FileRefused as refused:
            raise _refusal(refused) from refused


class MultipleDocumentField(forms.Field):
    """Several files; the cleaned value is a list of `Inspected`, at most `limit` of them."""

    default_error_messages = {"required": _("Pilih paling sedikit satu berkas.")}

    def __init__(
        self,
        *,
        allowed: frozenset[str] = rules.ATTACHMENT_EXTENSIONS,
        limit: int = rules.MAX_FILES_PER_SUBJECT,
        **options: Any,
    ) -> None:
        self.allowed = allowed
        self.limit = limit
        options.setdefault("widget", FileInput(multiple=True, accept=_accept(allowed)))
        options.setdefault("help_text", _limits_shown_later(allowed, files=limit))
        super().__init__(**options)

    def clean(self, value: Sequence[UploadedFile[Any]] | None) -> list[Inspected]:
        """Return all files inspected; raise ValidationError that names every refused file with its remedy."""
        chosen = list(value or [])
        super().clean(chosen)
        try:
            rules.check_count(len(chosen), limit=self.limit)
        except FileRefused as refused:
            raise _refusal(refused) from refused
        inspected, refusals = [], []
        for upload in chosen:
            try:
                inspected.append(inspect(upload, allowed=self.allowed))
            except FileRefused as refused:
                refusals.append(_refusal(refused, upload.name or gettext("Berkas")))
        if refusals:
            raise ValidationError(refusals)
        return inspected
