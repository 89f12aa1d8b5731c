"""Who may set up an agency, who reads its audit trail, and what an admin may do with an account."""

from __future__ import annotations

from typing import Final

from pendopo.kernel.people import rules
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import RoleGrant
from pendopo.kernel.people.permissions import ALLOWED, Denied, Verdict
from pendopo.lib.text import gettext_noop as _
from pendopo.portal.administration.queries.accounts import Account

MANAGE: Final = "administration.manage"
AUDIT: Final = "audit.read"

PERMISSIONS: Final[dict[str, frozenset[str]]] = {
    MANAGE: frozenset({rules.AGENCY_ADMIN}),
    AUDIT: frozenset({rules.AUDITOR, rules.AGENCY_ADMIN}),
}


def may_control(actor: Actor, account: Account) -> Verdict:
    """Say whether `actor` may close the account or give it a password: an agency's admin only what is theirs alone.

    Whoever sets a password can act as its owner; the owner may be another agency's officer.
    """
    if account.user.is_superuser:
        return Denied(_("Ini akun administrator sistem. Kata sandi dan statusnya diatur dari server."))
    if account.works_elsewhere and not (actor.user is not None and actor.user.is_superuser):
        return Denied(
            _("Akun ini juga terdaftar di instansi lain. Kata sandi dan statusnya diatur administrator sistem.")
        )
    return ALLOWED


def may_close(actor: Actor, account: Account) -> Verdict:
    """Say whether `actor` may deactivate the account; nobody locks themselves out."""
    if actor.user is not None and actor.user.pk == account.user.pk:
        return Denied(_("Anda tidak dapat menonaktifkan akun sendiri. Mintalah admin lain."))
    return may_control(actor, account)


def may_give_password(actor: Actor, account: Account) -> Verdict:
    """Say whether `actor` may give the account a one-time password; one's own is changed by oneself."""
    if actor.user is not None and actor.user.pk == account.user.pk:
        return Denied(_("Ini akun Anda sendiri. Ganti kata sandinya lewat nama Anda di kanan atas halaman."))
    return may_control(actor, account)


def may_reset_second_step(actor: Actor, account: Account) -> Verdict:
    """Say whether `actor` may take the account's second step away; one's own is changed by oneself."""
    if actor.user is not None and actor.user.pk == account.user.pk:
        return Denied(_("Ini akun Anda sendiri. Atur langkah keduanya lewat nama Anda di kanan atas halaman."))
    return may_control(actor, account)


def may_load_decree(actor: Actor, *, only_agency: bool) -> Verdict:
    """Say whether `actor` may change the national calendar: it moves the deadlines of every agency here."""
    if only_agency or (actor.user is not None and actor.user.is_superuser):
        return ALLOWED
    return Denied(
        _("Kalender nasional berlaku bagi semua instansi di sini, jadi keputusan dimuat oleh administrator sistem.")
    )


def may_take(actor: Actor, grant: RoleGrant) -> Verdict:
    """Say whether `actor` may take the role away; nobody takes their own admin role, so one admin always stays."""
    if grant.role == rules.AGENCY_ADMIN and actor.user is not None and actor.user.pk == grant.user_id:
        return Denied(_("Anda tidak dapat mencabut peran admin sendiri. Mintalah admin lain."))
    return ALLOWED
