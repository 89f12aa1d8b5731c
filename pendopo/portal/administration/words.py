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
from pendopo.kernel.documents.models import Purpose, Visibility
from pendopo.kernel.people.models import Role
from pendopo.kernel.privacy.rules import destroying, incidents
from pendopo.kernel.privacy.rules import requests as subject_requests
from pendopo.kernel.workflow.rules import Procedure
from pendopo.modules.annual_reports import rules as annual_reports
from pendopo.modules.dip.rules import procedure as dip
from pendopo.modules.disclosure.rules import procedure as disclosure
from pendopo.modules.disputes import rules as disputes
from pendopo.modules.exemptions.rules import procedure as exemptions
from pendopo.modules.information.deadline_rules import REGIMES
from pendopo.modules.information.rules.notice import DECISIONS
from pendopo.modules.information.rules.procedure import PROCEDURE
from pendopo.modules.information.rules.request import CHANNELS, NIK_REASONS, SUBJECT_TYPE
from pendopo.modules.objections.rules import objecting
from pendopo.modules.objections.rules import procedure as objections
from pendopo.modules.publishing.rules import notices
from pendopo.modules.satisfaction.rules import procedure as satisfaction
from pendopo.portal.administration import module_words
from pendopo.portal.administration.actions.refused import Refused
from pendopo.portal.administration.queries.setup import REGISTERS
from pendopo.portal.signin.rules import FACTORS, RESET_REASONS

_translated = lazy(gettext, str)

# Kind of case → its procedure, which names its steps and states.
_PROCEDURES: Final[Mapping[str, Procedure]] = {
    SUBJECT_TYPE: PROCEDURE,
    objecting.SUBJECT_TYPE: objections.PROCEDURE,
    disputes.SUBJECT_TYPE: disputes.PROCEDURE,
    "exemption": exemptions.PROCEDURE,
    "dip": dip.PROCEDURE,
    annual_reports.SUBJECT_TYPE: annual_reports.PROCEDURE,
    satisfaction.SUBJECT_TYPE: satisfaction.PROCEDURE,
    disclosure.PROCEDURE.key: disclosure.PROCEDURE,
    notices.PROCEDURE.key: notices.PROCEDURE,
    **{each.SUBJECT_TYPE: each.PROCEDURE for each in (subject_requests, destroying, incidents)},
}

# Name of an audit entry's action → words. Steps of a case are called as its procedure calls them.
ACTIONS: Final[dict[str, Any]] = {
    f"{kind}.{step.name}": _translated(step.label) for kind, found in _PROCEDURES.items() for step in found.steps
} | {
    **module_words.ACTIONS,
    "exemption.arrange": _("Atur persetujuan pengecualian"),
    "inquiry.reveal_nik": _("Buka NIK pemohon"),
    "inquiry.reissue_code": _("Terbitkan kode lacak baru"),
    "inquiry.erase_identity": _("Hapus identitas pemohon"),
    "inquiry.import": _("Masukkan permohonan dari register lama"),
    "objection.reissue_code": _("Terbitkan kode lacak keberatan"),
    "objection.erase_identity": _("Hapus identitas pemohon keberatan"),
    "dispute.dossier": _("Unduh berkas sengketa"),
    "documents.view_identity": _("Buka berkas identitas"),
    "privacy.arrange": _("Atur pelindungan data pribadi"),
    "privacy.choose_period": _("Tetapkan masa simpan"),
    "privacy.copy": _("Ambil salinan data pribadi"),
    "privacy.correct": _("Perbaiki data pribadi"),
    "privacy.erase": _("Hapus data pribadi"),
    "privacy.hold": _("Tahan atau batasi data pribadi"),
    "privacy.lift": _("Akhiri penahanan data pribadi"),
    "privacy.state": _("Tulis pemberitahuan pemrosesan"),
    "imports.begin": _("Unggah berkas impor"),
    "imports.map": _("Cocokkan kolom impor"),
    "imports.check": _("Periksa berkas impor"),
    "imports.checked": _("Selesai memeriksa berkas impor"),
    "imports.run": _("Jalankan impor"),
    "imports.done": _("Selesai mengimpor"),
    "imports.fail": _("Impor terhenti"),
    "signing.ask": _("Minta tanda tangan surat"),
    "signing.sign": _("Tanda tangani surat"),
    "signing.decline": _("Tolak menandatangani surat"),
    "signing.open": _("Siapkan surat untuk ditandatangani"),
    "signing.withdraw": _("Cabut tanda tangan surat"),
    "documents.store": _("Simpan berkas"),
    "documents.set_visibility": _("Ubah siapa yang melihat berkas"),
    "documents.remove": _("Hapus berkas"),
    "documents.scan": _("Pindai berkas"),
    "documents.reassign": _("Pindahkan berkas"),
    "documents.redact": _("Buat salinan yang dihitamkan"),
    "documents.confirm_release": _("Periksa berkas sebelum dibuka"),
    "notifications.send_again": _("Kirim ulang surel"),
    "reporting.export": _("Unduh register"),
    "reporting.snapshot": _("Bekukan angka laporan"),
    "calendar.amend_day": _("Tetapkan hari instansi"),
    "calendar.forget_day": _("Batalkan hari instansi"),
    "calendar.recompute": _("Hitung ulang tenggat"),
    "calendar.load_decree": _("Muat keputusan hari libur"),
    "calendar.create_feed": _("Buat alamat kalender pribadi"),
    "calendar.revoke_feed": _("Cabut alamat kalender pribadi"),
    "agency.change_settings": _("Ubah pengaturan instansi"),
    "agency.change_branding": _("Ubah tampilan instansi"),
    "agency.set_number_template": _("Ubah pola nomor"),
    "unit.add": _("Tambah unit"),
    "unit.rename": _("Ganti nama unit"),
    "unit.set_active": _("Aktifkan atau nonaktifkan unit"),
    "service.add": _("Tambah layanan"),
    "service.change": _("Ubah layanan"),
    "service.set_active": _("Aktifkan atau nonaktifkan layanan"),
    "instrument.adapt": _("Susun instrumen survei"),
    "survey.import_answers": _("Masukkan jawaban dari berkas"),
    "survey.correct_answer": _("Perbaiki jawaban survei"),
    "survey.remove_answer": _("Hapus jawaban survei"),
    "survey.recount": _("Perbaiki tabulasi survei"),
    "account.create": _("Buat akun"),
    "account.give_role": _("Beri peran"),
    "account.take_role": _("Cabut peran"),
    "account.set_active": _("Aktifkan atau nonaktifkan akun"),
    "account.set_password": _("Ganti kata sandi akun"),
    "account.change_password": _("Ganti kata sandi sendiri"),
    "account.log_in": _("Masuk"),
    "account.fail_log_in": _("Gagal masuk"),
    "account.ask_new_password": _("Minta tautan kata sandi baru"),
    "account.reset_password": _("Buat kata sandi baru lewat tautan"),
    "account.add_factor": _("Pasang langkah kedua saat masuk"),
    "account.remove_factor": _("Hapus langkah kedua saat masuk"),
    "account.renew_codes": _("Buat kode cadangan baru"),
    "account.reset_second_step": _("Atur ulang langkah kedua akun"),
    "account.end_session": _("Akhiri sesi"),
    "account.bind_provider": _("Hubungkan akun dengan SSO"),
    "audit.verify": _("Periksa keutuhan rantai"),
    "api_token.make": _("Buat kunci API"),
    "api_token.revoke": _("Cabut kunci API"),
    "api_token.read_identities": _("Identitas dibaca program"),
    "webhook.register": _("Tambah webhook"),
    "webhook.remove": _("Hapus webhook"),
    "webhook.ping": _("Kirim percobaan webhook"),
}
SUBJECTS: Final[dict[str, Any]] = {
    **module_words.SUBJECTS,
    "inquiry": _("Permohonan informasi"),
    "objection": _("Keberatan"),
    "dispute": _("Sengketa"),
    "exemption": _("Pengecualian"),
    "subject_request": _("Permintaan subjek data"),
    "destruction": _("Pemusnahan data pribadi"),
    "incident": _("Insiden data pribadi"),
    "annual_report": _("Laporan tahunan"),
    "snapshot": _("Angka laporan"),
    "import_run": _("Impor register lama"),
    "register": _("Register"),
    "agency_day": _("Hari instansi"),
    "decree": _("Keputusan hari libur"),
    "agency": _("Instansi"),
    "unit": _("Unit kerja"),
    "service": _("Layanan"),
    "instrument": _("Instrumen survei"),
    "survey": _("Survei kepuasan"),
    "account": _("Akun"),
    "api_token": _("Kunci API"),
    "webhook": _("Webhook"),
}
DETAILS: Final[dict[str, Any]] = {
    "from": _("Keadaan sebelumnya"),
    "to": _("Keadaan sesudahnya"),
    "unit": _("Unit kerja"),
    "role": _("Peran"),
    "username": _("Nama pengguna"),
    "active": _("Aktif"),
    "second_step": _("Langkah kedua saat masuk"),
    "factor": _("Langkah kedua saat masuk"),
    "tries": _("Jumlah percobaan"),
    "sessions": _("Jumlah sesi"),
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
    "timing": _("Kapan diuji"),
    "documents": _("Jumlah dokumen"),
    "letters": _("Huruf Pasal 17"),
    "result": _("Hasil uji"),
    "until": _("Sampai dengan"),
    "stage": _("Tahap persetujuan"),
    "chain": _("Rantai persetujuan"),
    "months": _("Bulan pengingat"),
    "ended_on": _("Berakhir"),
    "missed_check": _("Pemeriksaan kelengkapan yang terlewat"),
    "missed_repair": _("Perbaikan yang tidak datang"),
    "regime": _("Aturan tenggat"),
    "decree_on": _("Tanggal keputusan"),
    "added": _("Hari ditambahkan"),
    "changed": _("Hari diubah"),
    "withdrawn": _("Hari dicabut"),
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
    "report": _("Laporan"),
    "rows": _("Baris"),
    "year": _("Tahun"),
    "inquiry": _("Permohonan informasi"),
    "objection": _("Keberatan"),
    "late": _("Terlambat"),
    "due_on": _("Tenggat"),
    "due_at": _("Tenggat"),
    "letter": _("Surat"),
    "signature": _("Tanda tangan"),
    "purpose": _("Kegunaan"),
    "visibility": _("Siapa yang melihat"),
    "size": _("Ukuran"),
    "boxes": _("Jumlah kotak"),
    "copy": _("Salinan"),
    "registered_on": _("Tanggal registrasi"),
    "part": _("Bagian"),
    "days": _("Jumlah hari"),
    "new": _("Baris baru"),
    "known": _("Sudah ada"),
    "wrong": _("Bermasalah"),
    "scopes": _("Cakupan"),
    "children": _("Juga bagi instansi di bawahnya"),
    "topics": _("Peristiwa"),
    "numbers": _("Nomor"),
}

_STATES: Final = {
    kind: {state.name: _translated(state.label) for state in found.states} for kind, found in _PROCEDURES.items()
}
# Name of a detail → what its values are called; states are named by the kind of case.
VALUES: Final[dict[str, Mapping[str, Any]]] = {
    "role": dict(Role.choices),
    "second_step": {key: _translated(label) for key, label in FACTORS.items()},
    "factor": {key: _translated(label) for key, label in FACTORS.items()},
    "purpose": dict(Purpose.choices),
    "visibility": dict(Visibility.choices),
    "decision": {key: _translated(label) for key, label in {**objecting.DECISIONS, **DECISIONS}.items()},
    "channel": {key: _translated(label) for key, label in CHANNELS.items()},
    "kind": dict(AgencyKind.choices),
    "register": {key: _translated(title) for key, title in REGISTERS.items()},
    "reason": {
        **{key: _translated(label) for key, label in NIK_REASONS.items()},
        **{key: _translated(label) for key, label in RESET_REASONS.items()},
        **{sentence: _translated(sentence) for sentence in REASONS},
    },
    "calendar_scope": {"full": _("Libur nasional dan cuti bersama"), "national": _("Libur nasional saja")},
    "receipt_policy": {
        "as_is": _("Diterima tanggal itu juga"),
        "next_working_day": _("Diterima hari kerja berikutnya"),
    },
    "notice_basis": {"complete": _("Permohonan dinyatakan lengkap"), "receipt": _("Permohonan diterima")},
    "missed_check": {"complete": _("Dianggap lengkap"), "wait": _("Menunggu petugas")},
    "missed_repair": {"close": _("Ditutup, tetap tercatat"), "wait": _("Menunggu petugas")},
    "regime": {each.code: _translated(each.title) for each in REGIMES},
}


def action_choices() -> list[tuple[str, Any]]:
    """Return the actions by their words, for a list to choose from."""
    return sorted(ACTIONS.items(), key=lambda pair: str(pair[1]))


def action_words(entry: Entry) -> str:
    """Return what was done in words; an action that has none yet is called by its name."""
    return str(ACTIONS.get(entry.action, entry.action))


def actor_words(entry: Entry) -> str:
    """Return who did it; whoever has no account is a msgid, not a name."""
    return entry.actor if entry.user_id or not entry.actor else gettext(entry.actor)


def subject_words(entry: Entry) -> str:
    """Return what it was about in words."""
    return str(SUBJECTS.get(entry.subject_type, entry.subject_type))


def detail_rows(
    details: Mapping[str, Any], *, about: str = SUBJECT_TYPE, units: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return the details of an entry as names and values; a change is what was and what is now.

    `about` is the kind of case, whose states may be meant; `units` names the units, one that is not there is shown by
    its key.
    """
    states = _STATES.get(about, _STATES[SUBJECT_TYPE])
    known = {**VALUES, "from": states, "to": states, "unit": units or {}}
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
