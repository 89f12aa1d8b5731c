from django.db import migrations

# Drafts belong to kernel.tracking now. The kernel knows no module, so its own migration makes the new table and this one
# carries the rows over.
FORWARDS = (
    "INSERT INTO tracking_draft (token_digest, agency_id, kind, sealed, updated_at) "
    "SELECT token_digest, agency_id, 'inquiry', sealed, updated_at FROM information_draft"
)
BACKWARDS = (
    "INSERT INTO information_draft (token_digest, agency_id, sealed, updated_at) "
    "SELECT token_digest, agency_id, sealed, updated_at FROM tracking_draft WHERE kind = 'inquiry'"
)


class Migration(migrations.Migration):
    dependencies = [
        ("information", "0001_initial"),
        ("tracking", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(FORWARDS, BACKWARDS),
        migrations.DeleteModel(name="Draft"),
    ]
