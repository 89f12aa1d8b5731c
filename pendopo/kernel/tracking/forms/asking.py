"""What the forms of a citizen's case share: the trap, files kept from one press to the next, the desk's moment of receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel import clock
from pendopo.kernel.documents.inspection import Inspected
from pendopo.kernel.tracking.forms.fields import KeptFilesField, PlainForm
from pendopo.kernel.tracking.rules import OLDEST_DAYS, TOKEN
from pendopo.ui.widgets import CheckboxSelectMultiple, TimeInput


class TrapForm(PlainForm):
    """A form with a trap for programs that fill in every field they find; people do not see it."""

    homepage = forms.CharField(
        required=False, label=_("Biarkan kosong"), widget=forms.TextInput({"autocomplete": "off"})
    )

    def clean_homepage(self) -> str:
        """Raise ValidationError when the field that nobody sees was filled in."""
        if self.cleaned_data["homepage"]:
            raise ValidationError(
                gettext("Kolom ini terisi, biasanya oleh program otomatis. Kosongkan, lalu tekan Lanjutkan lagi."),
                code="trap",
            )
        return ""


class _StoredFilesField(forms.MultipleChoiceField):
    """Kept files to be deleted; one that is gone already is no fault of the reader."""

    def validate(self, value: Any) -> None:
        """Accept any identifiers; who deletes looks only among the draft's own."""


class KeptFilesForm(PlainForm):
    """A form with `files`, a KeptFilesField, and the removal of those that the draft holds already."""

    remove = _StoredFilesField(
        label=_("Hapus berkas yang sudah tersimpan"), required=False, widget=CheckboxSelectMultiple()
    )

    def __init__(self, *given: Any, stored: Iterable[Mapping[str, Any]] = (), **options: Any) -> None:
        """Take the files that the draft holds already: mappings with `id` and `name`."""
        super().__init__(*given, **options)
        self.show_stored(stored)

    def show_stored(self, stored: Iterable[Mapping[str, Any]]) -> None:
        """Offer the kept files for removal, and so many new ones as there is room for."""
        self.stored = list(stored)
        kept = [(each["id"], each["name"]) for each in self.stored]
        cast(forms.MultipleChoiceField, self.fields["remove"]).choices = kept
        most = cast(KeptFilesField, self.base_fields["files"]).limit
        cast(KeptFilesField, self.fields["files"]).limit = most - len(self.stored)

    def accepted_files(self) -> Sequence[Inspected]:
        """Return the uploads that passed inspection, also when something else on the page is wrong."""
        return cast(KeptFilesField, self.fields["files"]).accepted


class ReceivedForm(PlainForm):
    """A form of the desk for what was received before: on which day, at what time; a second press is known by `token`.

    Its own form adds the day (`received_on`); `parts` are the headings of the page with the fields below them.
    """

    parts: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

    received_time = forms.TimeField(
        label=_("Jam diterima"),
        widget=TimeInput,
        error_messages={
            "required": _("Tulis jam diterima."),
            "invalid": _("Tulis jam sebagai jam:menit, misalnya 10:05."),
        },
    )
    token = forms.CharField(widget=forms.HiddenInput)

    def sections(self) -> list[tuple[Any, list[Any]]]:
        """Return the page's sections: heading and fields."""
        return [(heading, [self[name] for name in names]) for heading, names in self.parts]

    def clean_token(self) -> str:
        """Refuse a token that this program did not make."""
        token = str(self.cleaned_data["token"])
        if not TOKEN.fullmatch(token):
            raise ValidationError(_("Muat ulang halaman ini, lalu kirim sekali lagi."), code="token")
        return token

    def check_moment(self, given: Mapping[str, Any]) -> None:
        """Put the moment of receipt together; add an error for one that has not come, or is too long ago."""
        on, at = given.get("received_on"), given.get("received_time")
        if not (on and at):
            return
        here = timezone.get_current_timezone()
        moment, now = dt.datetime.combine(on, at, tzinfo=here), clock.now()
        if moment > now:
            wrong = "received_on" if on > now.astimezone(here).date() else "received_time"
            self.add_error(wrong, gettext("Waktu diterima tidak boleh sesudah sekarang. Periksa tanggal dan jamnya."))
        elif moment < now - dt.timedelta(days=OLDEST_DAYS):
            self.add_error("received_on", gettext("Tanggal ini lebih dari satu tahun yang lalu. Periksa tahunnya."))
        self.cleaned_data["received_at"] = moment

    @property
    def received_at(self) -> dt.datetime:
        """Return when it reached the agency; valid forms only."""
        return cast(dt.datetime, self.cleaned_data["received_at"])
