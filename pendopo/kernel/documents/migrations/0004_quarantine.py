from django.db import migrations, models


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
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("scan_state", "quarantined")),
                fields=["scan_tried_at"],
                name="document_to_scan",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("scan_state", "infected"), ("scan_signature", ""), _connector="XOR"),
                name="document_infected",
            ),
        ),
    ]
