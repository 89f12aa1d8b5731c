"""Rows of the audit trail are added and never changed: the database refuses it, whoever asks."""

from django.db import migrations

TABLES = ("audit_entry", "audit_anchor")
MESSAGE = "The audit trail is never changed."


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for what in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER audit_guard_{table}_{what.lower()} BEFORE {what} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )
        return
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER audit_guard_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_guard()"
        )


def take_away(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for what in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS audit_guard_{table}_{what}")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS audit_guard_{table} ON {table}")
    schema_editor.execute("DROP FUNCTION IF EXISTS audit_guard()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_anchor")]

    operations = [migrations.RunPython(put_up, take_away)]
