from django.conf import settings
from django.db import migrations, models


def find_article_17(apps, schema_editor):
    """Mark the notices that withheld by Pasal 17 before exemptions were cited."""
    Notice = apps.get_model("information", "Notice")
    withheld = Notice.objects.filter(decision__in=["partial", "refuse"]).only("pk", "grounds")
    found = [
        notice.pk for notice in withheld.iterator(chunk_size=500) if any(g.startswith("17") for g in notice.grounds)
    ]
    for start in range(0, len(found), 500):
        Notice.objects.filter(pk__in=found[start : start + 500]).update(by_article_17=True)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("information", "0002_drafts_move"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("notice", "citations", models.JSONField(default=list)),
        migrations.AddField("notice", "by_article_17", models.BooleanField(default=False)),
        migrations.RunPython(find_article_17, migrations.RunPython.noop),
    ]
