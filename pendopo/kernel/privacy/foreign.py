"""Declarations of tables that are not ours: sessions, and what signing in keeps. Each sweeps its own."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people.personal import PersonalField, declare

_BASIS: Final = "UU 27/2022 Pasal 20 ayat (2) huruf c dan Pasal 35"
_FOREIGN: Final = {
    "sessions.Session": (("session_key", "session_data"), "Menjaga petugas tetap masuk; berakhir dengan sesinya"),
    "account.EmailAddress": (("email",), "Memulihkan akun petugas"),
    "account.EmailConfirmation": (("key",), "Membuktikan alamat surel petugas"),
    "mfa.Authenticator": (("data",), "Langkah kedua saat masuk"),
    "usersessions.UserSession": (
        ("ip", "user_agent", "session_key", "data"),
        "Menunjukkan kepada petugas di mana akunnya sedang masuk",
    ),
    "socialaccount.SocialAccount": (("uid", "extra_data"), "Masuk dengan akun instansi"),
    "socialaccount.SocialToken": (("token", "token_secret"), "Masuk dengan akun instansi"),
}


def declare_foreign() -> None:
    """Declare them; each is about an officer who signs in."""
    for label, (fields, purpose) in _FOREIGN.items():
        declare(label, *(PersonalField(name, purpose, _BASIS, None, erase="own", whose="officer") for name in fields))
