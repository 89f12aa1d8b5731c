"""Words of the audit trail, of settings that are summarised, and of what a change did to deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from pendopo.kernel.agencies.models import AgencyKind
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.audit.rules import REASONS
from pendopo.kernel.calendar.actions import Recomputed
from pendopo.kernel.people.models import Role
from pendopo.modules.information.rules.notice import DECISIONS
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.rules.request import CHANNELS, NIK_REASONS, SUBJECT_TYPE
from pendopo.portal.administration.actions.refused import Refused
from pendopo.portal.administration.queries.setup import REGISTERS

_translated = lazy(gettext, str)

# Name of an audit entry's action → words. Steps of a case are called as its procedure calls them.
ACTIONS: Final[dict[str, Any]] = {
    **{f"{SUBJECT_TYPE}.{step.name}": _translated(step.label) for step in PROCEDURE.steps},
    "inquiry.reveal_nik": _("Buka NIK pemohon"),
    "inquiry.reissue_code": _("Terbitkan kode lacak baru"),
    "documents.store": _("Simpan berkas"),
    "documents.set_visibility": _("Ubah siapa yang melihat berkas"),
    "documents.remove": _("Hapus berkas"),
    "documents.reassign": _("Pindahkan berkas"),
    "notifications.send_again": _("Kirim ulang surel"),
    "reporting.export": _("Unduh register"),
    "calendar.amend_day": _("Tetapkan hari instansi"),
    "calendar.forget_day": _("Batalkan hari instansi"),
    "agency.change_settings": _("Ubah pengaturan instansi"),
    "agency.change_branding": _("Ubah tampilan instansi"),
    "agency.set_number_template": _("Ubah pola nomor"),
    "unit.add": _("Tambah unit"),
    "unit.rename": _("Ganti nama unit"),
    "unit.set_active": _("Aktifkan atau nonaktifkan unit"),
    "account.create": _("Buat akun"),
    "account.give_role": _("Beri peran"),
    "account.take_role": _("Cabut peran"),
    "account.set_active": _("Aktifkan atau nonaktifkan akun"),
    "account.set_password": _("Ganti kata sandi akun"),
    "account.change_password": _("Ganti kata sandi sendiri"),
    "audit.verify": _("Periksa keutuhan rantai"),
}
SUBJECTS: Final[dict[str, Any]] = {
    "inquiry": _("Permohonan informasi"),
    "register": _("Register"),
    "agency_day": _("Hari instansi"),
    "agency": _("Instansi"),
    "unit": _("Unit kerja"),
    "account": _("Akun"),
}
DETAILS: Final[dict[str, Any]] = {
    "from": _("Keadaan sebelumnya"),
    "to": _("Keadaan sesudahnya"),
    "unit": _("Unit kerja"),
    "role": _("Peran"),
    "username": _("Nama pengguna"),
    "active": _("Aktif"),
    "name": _("Nama"),
    "short_name": _("Nama pendek"),
    "kind": _("Jenis"),
    "region_code": _("Kode wilayah"),
    "address": _("Alamat"),
    "phone": _("Telepon"),
    "email": _("Surel"),
    "timezone": _("Zona waktu"),
    "week_days": _("Hari kerja dalam seminggu"),
    "opens_at": _("Jam buka"),
    "closes_at": _("Jam tutup"),
    "calendar_scope": _("Hari yang tidak dihitung"),
    "receipt_policy": _("Diterima di luar jam layanan"),
    "notice_basis": _("Dasar ketepatan waktu"),
    "brand_name": _("Nama pada kepala halaman"),
    "brand_kind": _("Baris di bawahnya"),
    "logo_text": _("Huruf pada lambang"),
    "colour_primary": _("Warna utama"),
    "colour_dark": _("Warna tua"),
    "colour_light": _("Warna muda"),
    "register": _("Register"),
    "template": _("Pola nomor"),
    "code": _("Singkatan instansi"),
    "on": _("Tanggal"),
    "is_working": _("Hari kerja"),
    "reason": _("Alasan"),
    "decree": _("Nomor keputusan"),
    "entries": _("Catatan diperiksa"),
    "bad_seq": _("Catatan pertama yang tidak cocok"),
    "decision": _("Keputusan"),
    "grounds": _("Alasan pengecualian"),
    "files": _("Berkas"),
    "items": _("Yang perlu dilengkapi"),
    "channel": _("Cara masuk"),
    "seq": _("Nomor urut"),
    "requester": _("Pemohon"),
    "document": _("Berkas"),
    "format": _("Bentuk"),
    "start": _("Awal periode"),
    "end": _("Akhir periode"),
    "filters": _("Saringan"),
    "identities": _("Memuat identitas"),
}

_STATES: Final = {state.name: _translated(state.label) for state in PROCEDURE.states}
# Name of a detail → what its values are called.
VALUES: Final[dict[str, Mapping[str, Any]]] = {
    "from": _STATES,
    "to": _STATES,
    "role": dict(Role.choices),
    "decision": {key: _translated(label) for key, label in DECISIONS.items()},
    "channel": {key: _translated(label) for key, label in CHANNELS.items()},
    "kind": dict(AgencyKind.choices),
    "register": {key: _translated(title) for key, title in REGISTERS.items()},
    "reason": {
        **{key: _translated(label) for key, label in NIK_REASONS.items()},
        **{sentence: _translated(sentence) for sentence in REASONS},
    },
    "calendar_scope": {"full": _("Libur nasional dan cuti bersama"), "national": _("Libur nasional saja")},
    "receipt_policy": {
        "as_is": _("Diterima tanggal itu juga"),
        "next_working_day": _("Diterima hari kerja berikutnya"),
    },
    "notice_basis": {"complete": _("Permohonan dinyatakan lengkap"), "receipt": _("Permohonan diterima")},
}


def action_choices() -> list[tuple[str, Any]]:
    """Return the actions by their words, for a list to choose from."""
    return sorted(ACTIONS.items(), key=lambda pair: str(pair[1]))


def action_words(entry: Entry) -> str:
    """Return what was done in words; an action that has none yet is called by its name."""
    return str(ACTIONS.get(entry.action, entry.action))


def subject_words(entry: Entry) -> str:
    """Return what it was about in words."""
    return str(SUBJECTS.get(entry.subject_type, entry.subject_type))


def detail_rows(details: Mapping[str, Any], *, units: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return the details of an entry as names and values; a change is what was and what is now.

    `units` names the units that may be meant; one that is not there is shown by its key.
    """
    known = {**VALUES, "unit": units or {}}
    return [
        {"label": DETAILS.get(name, name), "value": _value(value, known.get(name, {}))}
        for name, value in details.items()
    ]


def _value(value: Any, known: Mapping[str, Any]) -> Any:
    if isinstance(value, bool):
        return gettext("Ya") if value else gettext("Tidak")
    if isinstance(value, str) and value.startswith("digest:"):
        return gettext("disamarkan (%(digest)s)") % {"digest": value.removeprefix("digest:")[:12]}
    if isinstance(value, dict) and value.keys() == {"before", "now"}:
        before, now = (_value(value[when], known) or "–" for when in ("before", "now"))
        return gettext("%(before)s → %(now)s") % {"before": before, "now": now}
    if isinstance(value, list):
        return ", ".join(str(_value(each, known)) for each in value)
    if isinstance(value, dict):
        return [f"{DETAILS.get(name, name)}: {_value(each, {})}" for name, each in value.items()]
    return "" if value is None else str(known.get(str(value), value))


def moved_words(done: Recomputed) -> str:
    """Return how many deadlines moved, and how many could not be computed."""
    words = (
        ngettext("%(count)s tenggat bergeser.", "%(count)s tenggat bergeser.", done.moved) % {"count": done.moved}
        if done.moved
        else gettext("Tidak ada tenggat yang bergeser.")
    )
    if done.unresolved:
        left = ngettext(
            "%(count)s tenggat tetap pada tanggal lama karena kalender tahunnya belum dimuat.",
            "%(count)s tenggat tetap pada tanggal lama karena kalender tahunnya belum dimuat.",
            len(done.unresolved),
        )
        words = f"{words} {left % {'count': len(done.unresolved)}}"
    return words


def refusal(refused: Refused) -> str:
    """Return the reason of a refusal in the reader's language."""
    return gettext(refused.reason) % refused.params
