from django.db import migrations


class Migration(migrations.Migration):
    """Published information belongs to module dip, whose own migration has carried the rows over before this one."""

    dependencies = [
        ("information", "0006_imported_notices"),
        ("dip", "0002_published_before"),
    ]

    operations = [migrations.DeleteModel(name="PublicEntry")]
