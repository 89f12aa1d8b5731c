"""An agency with a person in every role, for the tests of modules that need no more than that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.test import Client
from django.urls import reverse

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.people.actors import Actor, staff
from pendopo.kernel.people.models import RoleGrant, User


@dataclass
class Staffed:
    """An agency, its people, and the pages of one module (`app`, the namespace of its addresses)."""

    agency: Agency
    app: str

    def actor(self, role: str) -> Actor:
        """Return the actor of a person with one role, made at the first call."""
        user, new = User.objects.get_or_create(username=f"{self.agency.slug}-{role}", defaults={"name": f"Nama {role}"})
        if new:
            unit = Unit.objects.create(agency=self.agency, name="Bidang") if role == "back_office" else None
            RoleGrant.objects.create(user=user, agency=self.agency, role=role, unit=unit)
        return staff(user, self.agency)

    @cached_property
    def ppid(self) -> Actor:
        """Return the PPID."""
        return self.actor("ppid")

    @cached_property
    def superior(self) -> Actor:
        """Return the superior."""
        return self.actor("superior")

    def url(self, name: str, *args: Any) -> str:
        """Return the address of a page."""
        return reverse(f"{self.app}:{name}", args=[self.agency.slug, *args])

    def visit(self, role: str) -> Client:
        """Return a browser in which somebody with `role` is logged in; nobody for an empty one."""
        client = Client()
        if role:
            user = self.actor(role).user
            assert user is not None
            client.force_login(user)
        return client
