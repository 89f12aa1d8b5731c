"""Pages of signing in, where a second step is required: with one, before the first, and from outside."""

from __future__ import annotations

from pendopo.portal.demo import PASSWORD

from tests.journeys.page import Page, error, written

OWN = "/akun/langkah-kedua/"

SIGN_IN: tuple[Page, ...] = (
    Page("second-step", "empty", "/masuk/", send="Masuk", first=written(username="auditor", password=PASSWORD)),
    Page("passkey-sign-in", "empty", "/masuk/kunci-sandi/"),
    Page("forgotten-password", "empty", "/masuk/lupa-sandi/"),
    error("forgotten-password", "/masuk/lupa-sandi/", "Kirim tautan"),
    Page("forgotten-password", "sent", "/masuk/lupa-sandi/?terkirim=1"),
    Page("new-password", "full", "/masuk/sandi-baru/", cookies=lambda town: town.link("unit2")),
    error("new-password", "/masuk/sandi-baru/", "Simpan kata sandi", cookies=lambda town: town.link("unit2")),
    Page("new-password", "stale", "/masuk/sandi-baru/", status=410),
    Page("own-second-step", "full", OWN, "auditor"),
    Page("own-second-step", "none yet", OWN, cookies=lambda town: town.login("ult", second_step=False)),
    Page("confirm-identity", "empty", "/akun/konfirmasi/", "auditor"),
    Page("confirm-identity", "code", "/akun/konfirmasi/", cookies=lambda town: town.login("auditor", second_step=False)),
    error("confirm-identity", "/akun/konfirmasi/", "Lanjutkan", "auditor"),
    Page("enrol-app", "empty", f"{OWN}aplikasi/", "ult"),
    error("enrol-app", f"{OWN}aplikasi/", "Pasang", "ult"),
    Page("enrol-passkey", "empty", f"{OWN}kunci/", "ult"),
    Page("recovery-codes", "full", f"{OWN}kode/", "auditor"),
    Page("own-sessions", "full", "/akun/sesi/", "tamu"),
)  # fmt: skip
