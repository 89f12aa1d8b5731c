"""Service: what an agency does for people."""

from __future__ import annotations

from django.db import models

from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.agencies.scope import ScopedManager
from pendopo.lib.ids import uuid7


class Service(models.Model):
    """A service (layanan) of an agency, given by one unit or by the agency as a whole.

    `kind` is a word that like services of different agencies share; empty when nothing is like it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="services")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="services")
    name = models.CharField(max_length=200)
    kind = models.SlugField(max_length=60, blank=True, db_index=False)
    is_active = models.BooleanField(default=True)

    objects = ScopedManager()

    class Meta:
        """One name once in an agency; like services are found by kind."""

        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="service_name_once_per_agency")]
        indexes = [models.Index(fields=["kind"], condition=~models.Q(kind=""), name="service_kind")]

    def __str__(self) -> str:
        return self.name
