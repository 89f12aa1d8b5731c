"""What a password may not be: too long, or made of the words that a stranger would try first.

Length and whole words instead of rules about capitals and digits (OWASP ASVS 5.0, 6.2; NIST SP 800-63B). The common
passwords of the world are refused by Django's own validator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.rules import PASSWORD_LONGEST, PASSWORD_OWN_SIGNS

# Words of this software and of its field; an agency's and an account's own come with the account.
KNOWN_WORDS: Final = ("pendopo", "ppid", "password", "kata", "sandi", "rahasia", "admin", "petugas", "instansi")
_WORDS: Final = re.compile(r"[^\W_]+")
_SHORTEST_WORD: Final = 3
_MOST_AGENCIES: Final = 10


class LongestValidator:
    """Refuses what is longer than PASSWORD_LONGEST characters: hashing it would cost more than it brings."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a password that is too long."""
        if len(password) > PASSWORD_LONGEST:
            raise ValidationError(
                _("Kata sandi paling banyak %(count)s karakter.") % {"count": PASSWORD_LONGEST}, code="too_long"
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Kata sandi paling banyak %(count)s karakter.") % {"count": PASSWORD_LONGEST}


class KnownWordsValidator:
    """Refuses a password that is little more than the agency's, the account's or this software's name."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when fewer than PASSWORD_OWN_SIGNS letters and digits are the owner's own. One query."""
        own = own_part(password, words_of(user))
        if len(own) < PASSWORD_OWN_SIGNS and own != own_part(password, ()):
            raise ValidationError(self.get_help_text(), code="known_words")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _(
            "Kata sandi tidak boleh hanya terdiri atas nama instansi, nama Anda, atau kata yang mudah ditebak. "
            "Tambahkan beberapa kata lain."
        )


def words_of(user: User | None) -> set[str]:
    """Return the words that a stranger would try for this account, in small letters. One query."""
    texts: list[str] = list(KNOWN_WORDS)
    if user is not None:
        texts += [user.username, user.name, user.email.partition("@")[0]]
        held = RoleGrant.objects.filter(user_id=user.pk).order_by("pk")
        for names in held.values_list("agency__name", "agency__short_name", "agency__slug")[:_MOST_AGENCIES]:
            texts += names
    return {word for text in texts for word in _WORDS.findall(text.casefold()) if len(word) >= _SHORTEST_WORD}


def own_part(password: str, words: Iterable[str]) -> str:
    """Return the letters and digits of `password` that are left without `words`, in small letters."""
    left = password.casefold()
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, " ")
    return "".join(_WORDS.findall(left))
