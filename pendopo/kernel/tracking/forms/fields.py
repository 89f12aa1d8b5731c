"""Form fields for what citizens type: tidied without losing anything, refused in words when something hides in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import EmailValidator
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.documents.forms import MultipleDocumentField
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.people.rules import NIK_LENGTH
from pendopo.lib.text import clean_block, clean_line, has_deceptive_characters
from pendopo.ui.fields import DateField
from pendopo.ui.formats import number_text

# Word processors and web pages leave these behind when text is copied; without them it reads the same.
_LEFT_BEHIND: Final = re.compile("[\u00ad\u200b\u2060\ufeff]")
_LINE_ENDS: Final = {0x0B: "\n", 0x2028: "\n", 0x2029: "\n"}
_DASHES: Final = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_NOT_IN_NUMBERS: Final = re.compile(r"[\s.\-()/]")
_QUOTED: Final = 25
# Signs of an address at most (RFC 5321), and of the columns that keep one.
MAIL_MAX: Final = 254
_NO_DAY: Final = _("Tulis tanggal sebagai tahun-bulan-hari, misalnya 2026-08-03.")

translated = lazy(gettext, str)


def choices_of(labels: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Return the choices of a field out of labels that the rules keep untranslated."""
    return [(value, translated(label)) for value, label in labels.items()]


class PlainField(forms.CharField):
    """A line or, with `block`, paragraphs of plain text.

    NUL, control characters and direction marks are refused with the place where they stand, never dropped silently.
    """

    def __init__(self, *, block: bool = False, **options: Any) -> None:
        self.block = block
        if block:
            options.setdefault("widget", forms.Textarea)
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """Return the tidied text; raise ValidationError for hidden characters."""
        text = _LEFT_BEHIND.sub("", str(super().to_python(value) or "").translate(_LINE_ENDS))
        if has_deceptive_characters(text):
            raise ValidationError(_hidden_in(text), code="hidden")
        return clean_block(text) if self.block else clean_line(text)

    def validate(self, value: str) -> None:
        """Raise ValidationError for an empty answer, or one that is too long, with both lengths."""
        super().validate(value)
        if self.max_length is not None and len(value) > self.max_length:
            sentence = gettext(
                "Paling banyak %(limit)s karakter, isian Anda %(length)s karakter. Ringkaskan isian ini."
            )
            words = {"limit": number_text(self.max_length), "length": number_text(len(value))}
            raise ValidationError(sentence % words, code="max_length")


def _hidden_in(text: str) -> str:
    at = next(i for i, sign in enumerate(text) if has_deceptive_characters(sign))
    before = clean_line(text[:at])[-_QUOTED:].strip()
    if not before:
        return gettext("Ada karakter tersembunyi di awal isian ini. Hapus, lalu ketik ulang bagian itu.")
    sentence = gettext("Ada karakter tersembunyi setelah “%(before)s”. Hapus, lalu ketik ulang bagian itu.")
    return sentence % {"before": before}


class AskedLaterField(PlainField):
    """A text whose need depends on other answers: no "(opsional)" beside it, and the form itself says when it misses."""

    def validate(self, value: str) -> None:
        """Raise ValidationError for a text that is too long; an empty one is the form's question."""
        if value:
            super().validate(value)


class TextField(AskedLaterField):
    """A line (`width` of its box: "m" or "l"), or with `rows` paragraphs; `missing` is the sentence for an empty one.

    With `later` it may stay empty, and the form or a later step asks for it; without either it is optional.
    """

    def __init__(
        self, *, missing: Any = "", later: bool = False, rows: int = 0, width: str = "", **options: Any
    ) -> None:
        self.later = later
        options |= {"required": bool(missing) or later, "error_messages": {"required": missing}}
        if rows:
            options |= {"block": True, "widget": forms.Textarea({"rows": rows})}
        elif width:
            options["widget"] = forms.TextInput({"data-width": width})
        super().__init__(**options)

    def validate(self, value: str) -> None:
        """Raise ValidationError for an empty text that is needed now, and for one that is too long."""
        if value or not self.later:
            PlainField.validate(self, value)


def day_field(label: Any, missing: Any = "", **options: Any) -> DateField:
    """Return a field for a date, with its own sentences."""
    messages = {"required": missing, "invalid": _NO_DAY}
    return DateField(label=label, error_messages=messages, **options)


class LaterDateField(DateField):
    """A date whose need depends on other answers: no "(opsional)" beside it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"invalid": _NO_DAY}, **options)

    def validate(self, value: Any) -> None:
        """Take an empty date too; the form asks for it where it is needed."""


class LaterChoicesField(forms.MultipleChoiceField):
    """Tick boxes whose need depends on other answers: no "(opsional)" beside them, and the form says when they miss."""

    def validate(self, value: Any) -> None:
        """Raise ValidationError for a choice that is not in the list."""
        if value:
            super().validate(value)


class NikField(AskedLaterField):
    """NIK: 16 digits, also when typed with blanks, dots or hyphens."""

    widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "data-width": "m"})

    def to_python(self, value: Any) -> str:
        """Return the digits alone; raise ValidationError that says how many there are."""
        digits = _NOT_IN_NUMBERS.sub("", super().to_python(value).translate(_DASHES))
        if digits and not (digits.isascii() and digits.isdigit()):
            raise ValidationError(gettext("NIK hanya terdiri atas angka. Periksa lagi pada KTP Anda."), code="digits")
        if digits and len(digits) != NIK_LENGTH:
            sentence = gettext(
                "NIK terdiri atas %(wanted)s angka, yang tertulis %(found)s angka. Periksa lagi pada KTP Anda."
            )
            raise ValidationError(sentence % {"wanted": NIK_LENGTH, "found": len(digits)}, code="length")
        return digits


class PhoneField(AskedLaterField):
    """A telephone number in one form: 0812… for Indonesian numbers, +65… for foreign ones."""

    def to_python(self, value: Any) -> str:
        """Return the normalised number; raise ValidationError for anything that cannot be dialled."""
        typed = _NOT_IN_NUMBERS.sub("", super().to_python(value).translate(_DASHES))
        if not typed:
            return ""
        digits = typed.removeprefix("+")
        if not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15):
            message = gettext("Tulis nomor telepon dengan angka saja, misalnya 0812 3456 7890.")
            raise ValidationError(message, code="phone")
        if digits.startswith("62") and (typed != digits or len(digits) > 9):
            return "0" + digits[2:].removeprefix("0")
        return typed


class MailField(AskedLaterField):
    """An e-mail address."""

    widget = forms.EmailInput
    default_validators = [EmailValidator(_("Tulis alamat surel lengkap, misalnya nama@contoh.id."))]

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": MAIL_MAX, **options})


class CodeField(PlainField):
    """A number or code copied from paper or heard on the telephone; any dash will do."""

    def to_python(self, value: Any) -> str:
        """Return the text with plain hyphens."""
        return super().to_python(value).translate(_DASHES)


class KeptFilesField(MultipleDocumentField):
    """Several files, of which the good ones are kept (`accepted`) also when others are refused."""

    accepted: Sequence[Inspected] = ()

    def clean(self, value: Sequence[UploadedFile[Any]] | None) -> list[Inspected]:
        """Return the inspected files; raise ValidationError that names every refused one."""
        chosen = list(value or [])
        if not 0 < len(chosen) <= self.limit:
            return super().clean(chosen)
        accepted: list[Inspected] = []
        refusals: list[ValidationError] = []
        for upload in chosen:
            try:
                accepted += super().clean([upload])
            except ValidationError as refused:
                refusals.append(refused)
        self.accepted = accepted
        if refusals:
            raise ValidationError(refusals)
        return accepted


class PlainForm(forms.Form):
    """A form whose own sentences come back with status 422, never the browser's bubbles."""

    use_required_attribute = False
