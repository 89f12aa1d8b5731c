"""Words of the audit trail for what modules write down beside the steps of their cases."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# Name of an audit entry's action → words.
ACTIONS: Final[dict[str, Any]] = {
    "dip.decree": _("Tetapkan DIP"),
    "duty.add_item": _("Tambah butir kewajiban pengumuman"),
    "duty.arrange": _("Atur kewajiban pengumuman"),
    "duty.prove": _("Catat bukti pengumuman"),
    "duty.restore": _("Berlakukan lagi kewajiban pengumuman"),
    "duty.retract": _("Cabut bukti pengumuman"),
    "duty.waive": _("Kecualikan dari kewajiban pengumuman"),
    "link.ask_soon": _("Minta tautan diperiksa"),
    "notice.grant": _("Atur petugas siaga peringatan"),
    "open_data.license": _("Ubah lisensi data terbuka"),
    "past_result.import": _("Masukkan hasil survei terdahulu"),
    "public_answer.arrange": _("Atur pengumuman jawaban"),
    "review.freeze": _("Bekukan reviu laman"),
    "survey.begin_batch": _("Mulai tumpukan kuesioner kertas"),
    "survey.check_sheet": _("Periksa lembar kuesioner"),
    "survey.export": _("Unduh hasil survei"),
    "survey.freeze_report": _("Bekukan laporan survei"),
    "survey.invite": _("Undang mengisi survei"),
    "survey.make_kiosk": _("Tambah kios survei"),
    "survey.pair_kiosk": _("Pasangkan kios survei"),
    "survey.point_kiosk": _("Pindahkan kios survei"),
    "survey.publish_voice": _("Umumkan suara responden"),
    "survey.renew_code": _("Buat kode kios baru"),
    "survey.revoke_kiosk": _("Cabut kios survei"),
    "survey.settle_sheet": _("Selesaikan lembar kuesioner"),
    "survey.sort_voices": _("Pilah suara responden"),
    "survey.withdraw_voice": _("Tarik suara responden"),
    "survey_follow_up.cancel": _("Batalkan tindak lanjut survei"),
    "survey_follow_up.finish": _("Selesaikan tindak lanjut survei"),
    "survey_follow_up.plan": _("Rencanakan tindak lanjut survei"),
}
SUBJECTS: Final[dict[str, Any]] = {
    "dip": _("Daftar informasi publik"),
    "dip_decree": _("Penetapan DIP"),
    "dip_version": _("Daftar informasi publik"),
    "duty": _("Kewajiban pengumuman"),
    "kiosk": _("Kios survei"),
    "link": _("Tautan"),
    "notice": _("Peringatan serta-merta"),
    "past_result": _("Hasil survei terdahulu"),
    "public_answer": _("Jawaban yang diumumkan"),
    "review": _("Reviu laman"),
    "survey_follow_up": _("Tindak lanjut survei"),
}
