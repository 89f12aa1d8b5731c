"""Notes of the installation about itself, and the failures it saw."""

from __future__ import annotations

from django.db import models


class Note(models.Model):
    """One fact that every process and machine must see (catatan pemasangan); belongs to the installation.

    `value` holds no personal data.
    """

    name = models.CharField(max_length=40, primary_key=True)
    value = models.JSONField(default=dict)
    noted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Failure(models.Model):
    """A kind of failure at one place of the program, and how often it was seen (kegagalan).

    `told_count` is how many of them the system administrators have been told of.
    """

    fingerprint = models.CharField(max_length=32, primary_key=True)
    kind = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)
    told_count = models.PositiveIntegerField(default=0)
    last_reference = models.CharField(max_length=64, blank=True)

    class Meta:
        """Newest first."""

        ordering = ["-last_at"]
        indexes = [models.Index(fields=["-last_at"], name="failure_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"
