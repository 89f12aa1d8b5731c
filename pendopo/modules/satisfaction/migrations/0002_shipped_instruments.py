"""The instruments that come with the program, as rows; and room for tallies to change in place on PostgreSQL."""

from django.db import migrations

from pendopo.lib.ids import uuid7
from pendopo.modules.satisfaction.rules.instruments import shipped


def write_down(apps, schema_editor):
    Instrument = apps.get_model("satisfaction", "Instrument")
    for content in shipped().values():
        Instrument.objects.get_or_create(
            agency=None,
            key=content["key"],
            version=content["version"],
            defaults={"id": uuid7(), "title": content["title"], "content": content},
        )
    if schema_editor.connection.vendor == "postgresql":
        # A tally is changed with every answer: half a page kept free lets the new version stand beside the old one.
        schema_editor.execute("ALTER TABLE satisfaction_tally SET (fillfactor = 50)")


class Migration(migrations.Migration):
    dependencies = [("satisfaction", "0001_initial")]

    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
