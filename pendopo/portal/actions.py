"""Writes of the portal: an account's own password."""

from __future__ import annotations

from django.db import transaction

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.actions import record
from pendopo.kernel.people.actors import Actor
from pendopo.kernel.people.models import RoleGrant, User


def change_password(*, password: str, by: User) -> User:
    """Give the account a password of its owner's choice and return it; sessions begun with the old one end.

    Every agency in which the account holds a role finds it in its trail, without any word of the password.
    """
    fresh = User()
    # Before the transaction: hashing is slow on purpose, and others wait for the database.
    fresh.set_password(password)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=by.pk)
        locked.password, locked.must_change_password = fresh.password, False
        locked.save(update_fields=["password", "must_change_password"])
        held = RoleGrant.objects.filter(user=locked, is_active=True).values("agency")
        # Always in one order: two who share agencies never wait for each other's chains.
        for agency in Agency.objects.filter(pk__in=held).order_by("pk"):
            record(
                agency=agency,
                action="account.change_password",
                subject_type="account",
                subject_id=locked.pk,
                by=Actor(kind="staff", label=str(locked), user=locked, agency_id=agency.pk),
            )
    return locked
