"""Addresses of signing in and of one's own account."""

from __future__ import annotations

from django.urls import path

from pendopo.portal.signin import provider
from pendopo.portal.signin.views import entering, forgotten, own, own_sessions

# allauth asks for these two by these names, and with this key.
_KEY = {"provider_id": provider.KEY}

urlpatterns = [
    path("masuk/", entering.login, name="login"),
    path("masuk/kunci-sandi/", entering.passkey_sign_in, name="passkey-sign-in"),
    path("masuk/langkah-kedua/", entering.second_step, name="second-step"),
    path("masuk/sso/", entering.begin_provider, name="begin-provider"),
    path("masuk/sso/kembali/", entering.finish_provider, _KEY, name="openid_connect_callback"),
    path("masuk/lupa-sandi/", forgotten.forgotten_password, name="forgotten-password"),
    path("masuk/sandi-baru/", forgotten.new_password, name="new-password"),
    path("masuk/sandi-baru/<uuid:user_pk>/<slug:token>/", forgotten.open_new_password, name="open-new-password"),
    path("keluar/", entering.logout, name="logout"),
    path("akun/konfirmasi/", own.confirm_identity, name="confirm-identity"),
    path("akun/langkah-kedua/", own.own_second_step, name="own-second-step"),
    path("akun/langkah-kedua/aplikasi/", own.enrol_app, name="enrol-app"),
    path("akun/langkah-kedua/kunci/", own.enrol_passkey, name="enrol-passkey"),
    path("akun/langkah-kedua/kode/", own.recovery_codes, name="recovery-codes"),
    path("akun/langkah-kedua/kode/unduh/", own.download_codes, name="download-codes"),
    path("akun/langkah-kedua/<int:factor_pk>/hapus/", own.remove_factor, name="remove-factor"),
    path("akun/sesi/", own_sessions.own_sessions, name="own-sessions"),
    path("akun/sesi/lain/akhiri/", own_sessions.end_other_sessions, name="end-other-sessions"),
    path("akun/sesi/<int:session_pk>/akhiri/", own_sessions.end_session, name="end-session"),
]
