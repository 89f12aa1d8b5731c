"""What changed since when: from this every node brings its own index up to date."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from pendopo.lib.ids import uuid7


class Change(models.Model):
    """Something that may have to enter, change in or leave the index (catatan perubahan); tells what, not how.

    `place` is given later, by one process at a time: places are committed in their order, which the database's running
    ids are not. Rows placed together have the same place.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    object_id = models.UUIDField()
    noted_at = models.DateTimeField()
    place = models.BigIntegerField(null=True)

    class Meta:
        """The rows to be placed, and the way of a node through the placed ones."""

        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(place__isnull=True), name="search_change_waiting"),
            models.Index(fields=["place", "id"], condition=Q(place__isnull=False), name="search_change_placed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Course(models.Model):
    """How far the changes were placed and how far forgotten (urutan perubahan); one row, locked while places are given.

    `lineage` tells one database from another: an index that followed another one starts anew.
    """

    ONLY: Final = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    lineage = models.UUIDField(default=uuid7, editable=False)
    last = models.BigIntegerField(default=0)
    forgotten = models.BigIntegerField(default=0)

    class Meta:
        """There is one."""

        constraints = [models.CheckConstraint(condition=Q(id=1), name="search_one_course")]

    def __str__(self) -> str:
        return f"{self.last}"
