"""What takes long in a large table, apart from what keeps others away: rows are checked while people write on."""

from django.db import migrations, models


def check_rows(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE documents_document VALIDATE CONSTRAINT document_infected")


class AddIndexOnce(migrations.AddIndex):
    """Before the first release 0004 made the index; databases of then have it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        with schema_editor.connection.cursor() as cursor:
            present = schema_editor.connection.introspection.get_constraints(cursor, table)
        if self.index.name not in present:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_quarantine")]

    operations = [
        migrations.RunPython(check_rows, migrations.RunPython.noop),
        AddIndexOnce(
            model_name="document",
            index=models.Index(
                condition=models.Q(("scan_state", "quarantined")),
                fields=["scan_tried_at"],
                name="document_to_scan",
            ),
        ),
    ]
