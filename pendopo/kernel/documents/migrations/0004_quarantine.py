from django.db import migrations, models


class AddConstraintUnchecked(migrations.AddConstraint):
    """On PostgreSQL the rows of before are looked at by the next migration: this one keeps everybody away while it runs."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.execute(f"{self.constraint.create_sql(model, schema_editor)} NOT VALID", params=None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_redaction")]

    operations = [
        migrations.AddField(
            model_name="document", name="scan_tried_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="document",
            name="scan_signature",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        AddConstraintUnchecked(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("scan_state", "infected"), ("scan_signature", ""), _connector="XOR"),
                name="document_infected",
            ),
        ),
    ]
