"""Input for duties, proofs and reviews."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.documents.forms import DocumentField
from pendopo.kernel.documents.rules import EXTENSIONS_BY_PURPOSE
from pendopo.kernel.people.models import User
from pendopo.kernel.tracking.forms.fields import AskedLaterField, PlainField, PlainForm
from pendopo.modules.publishing.queries.duties import Line, possible_owners
from pendopo.modules.publishing.rules import catalogue, duties, limits
from pendopo.ui.fields import DateField
from pendopo.ui.widgets import RadioSelect


class ProveForm(PlainForm):
    """A proof: a page's address, a file, or a picture of the screen."""

    proved_on = DateField(
        label=_("Tanggal diumumkan"),
        error_messages={"required": _("Isi tanggal informasi itu diumumkan."), "invalid": _("Isi tanggal yang benar.")},
    )
    kind = forms.ChoiceField(label=_("Bukti"), widget=RadioSelect(), initial=duties.LINK)
    url = AskedLaterField(
        label=_("Alamat halaman"),
        help_text=_("Mulai dengan https://. Tautan ini diperiksa secara berkala."),
        required=False,
        max_length=limits.URL_MAX,
        widget=forms.URLInput(),
    )
    files = DocumentField(
        label=_("Berkas atau tangkapan layar"), allowed=EXTENSIONS_BY_PURPOSE["material"], required=False
    )
    note = PlainField(label=_("Catatan"), required=False, max_length=limits.LINE_MAX)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        kinds = (duties.LINK, duties.FILE, duties.PICTURE)
        self.fields["kind"].choices = [(kind, gettext(duties.PROOF_KINDS[kind])) for kind in kinds]  # type: ignore[attr-defined]

    def clean_url(self) -> str:
        """Return the address; raise ValidationError for what is none."""
        url = str(self.cleaned_data["url"])
        parts = _parts(url)
        if url and (parts is None or parts.scheme not in {"http", "https"} or not parts.hostname or parts.username):
            raise forms.ValidationError(gettext("Tulis alamat lengkap, misalnya https://contoh.go.id/profil."))
        return url

    def clean(self) -> dict[str, Any]:
        """Return what was given; say what is missing for the chosen kind."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        wants_page = given.get("kind") == duties.LINK
        if wants_page and not given.get("url") and "url" not in self.errors:
            self.add_error("url", gettext("Tulis alamat halaman yang memuat informasinya."))
        if not wants_page and not given.get("files") and "files" not in self.errors:
            self.add_error("files", gettext("Pilih berkas atau tangkapan layar."))
        return given


def _parts(url: str) -> Any:
    try:
        return urlsplit(url)
    except ValueError:
        return None


class _Months(forms.TypedChoiceField):
    """A whole number of months, or none."""

    def __init__(self, **options: Any) -> None:
        months = (1, 2, 3, 4, 6, 12, 24, 36, limits.MONTHS_MAX)
        choices = [("", _("Tanpa jangka waktu sendiri")), *[(n, _("%(n)s bulan") % {"n": n}) for n in months]]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False, **options)


class ArrangeForm(PlainForm):
    """Owner, period and reminder of a duty."""

    unit = forms.ModelChoiceField(
        label=_("Unit pemilik"), queryset=Unit.objects.none(), required=False, empty_label=_("PPID")
    )
    owner = forms.ModelChoiceField(
        label=_("Penanggung jawab"),
        help_text=_("Tanpa nama, pengingat dikirim ke unit pemilik."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Tidak ditunjuk"),
    )
    months = _Months(
        label=_("Perbarui paling lama setiap"),
        help_text=_("Hanya bila lebih ketat daripada yang diwajibkan peraturan."),
    )
    soon_days = forms.IntegerField(
        label=_("Ingatkan sebelum jatuh tempo"),
        min_value=1,
        max_value=limits.SOON_DAYS_MAX,
        widget=forms.NumberInput({"data-width": "xs", "data-suffix": _("hari")}),
    )

    def __init__(self, *given: Any, agency: Agency, line: Line) -> None:
        duty = line.duty
        initial: dict[str, Any] = {"soon_days": line.soon_days}
        if duty is not None:
            initial |= {"unit": duty.unit_id, "owner": duty.owner_id, "months": duty.months}
        super().__init__(*given, initial=initial)
        self.fields["unit"].queryset = active_units(agency)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = possible_owners(agency)  # type: ignore[attr-defined]


class OwnItemForm(PlainForm):
    """An item of the agency's own."""

    kind = forms.ChoiceField(label=_("Jenis"), widget=RadioSelect())
    text = PlainField(label=_("Yang diumumkan"), max_length=limits.TITLE_MAX)
    article = PlainField(
        label=_("Dasar"), help_text=_("Misalnya peraturan kepala daerah."), required=False, max_length=limits.LINE_MAX
    )
    months = _Months(label=_("Perbarui paling lama setiap"))

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.fields["kind"].choices = [(kind, gettext(catalogue.KINDS[kind])) for kind in catalogue.OWN_KINDS]  # type: ignore[attr-defined]


class ReasonForm(PlainForm):
    """Why: an item does not apply, or a proof is taken back."""

    reason = PlainField(
        label=_("Alasan"), block=True, max_length=limits.LINE_MAX, error_messages={"required": _("Tulis alasannya.")}
    )


class FreezeForm(PlainForm):
    """A word about the review."""

    note = PlainField(label=_("Catatan reviu"), block=True, required=False, max_length=limits.TEXT_MAX)
