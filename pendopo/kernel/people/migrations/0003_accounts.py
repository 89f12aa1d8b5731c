"""Accounts are found by a manager of our own; nothing changes in the database."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """Only what Django remembers of the model."""

    dependencies = [("people", "0002_signing_in")]

    operations = [migrations.AlterModelManagers(name="user", managers=[])]
