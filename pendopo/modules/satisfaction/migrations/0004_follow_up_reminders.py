"""When the owner of a line of the follow-up plan was last reminded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("satisfaction", "0003_collecting")]

    operations = [
        migrations.AddField(model_name="followup", name="reminded_on", field=models.DateField(null=True)),
    ]
