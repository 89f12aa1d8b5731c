"""The table that 0005 put aside goes: first what ties it to tables in use, each in a moment of its own."""

from django.db import migrations

_TIES = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = to_regclass('satisfaction_voice_before')"


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_TIES)
        ties = [name for (name,) in cursor.fetchall()]
    for name in ties:
        schema_editor.execute(f'ALTER TABLE satisfaction_voice_before DROP CONSTRAINT "{name}"')
    schema_editor.execute("DROP TABLE IF EXISTS satisfaction_voice_before")


class Migration(migrations.Migration):
    atomic = False
    # Whatever was reached is not done again.
    repeatable = True

    dependencies = [("satisfaction", "0006_comments_of_before")]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop)]
