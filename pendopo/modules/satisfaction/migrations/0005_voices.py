"""Comments get a table of their own making; the one before was never written to.

Dropping that one keeps everybody away from what it points to, agencies and answers among it: on PostgreSQL it is put aside
here under another name, and goes in a moment of its own (0007).
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Names of indexes, and of what makes them, are taken once in a schema.
_ASIDE = """
DO $$ DECLARE each record; BEGIN
  FOR each IN SELECT indexrelid::regclass AS name FROM pg_index WHERE indrelid = 'satisfaction_voice'::regclass LOOP
    EXECUTE format('ALTER INDEX %s RENAME TO %I', each.name, 'before_' || md5(each.name::text));
  END LOOP;
  IF to_regclass('satisfaction_voice_id_seq') IS NOT NULL THEN
    ALTER SEQUENCE satisfaction_voice_id_seq RENAME TO satisfaction_voice_before_id_seq;
  END IF;
  ALTER TABLE satisfaction_voice RENAME TO satisfaction_voice_before;
END $$
"""


class DeleteModelLater(migrations.DeleteModel):
    """Puts the table aside where dropping it would make others wait."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_ASIDE, params=None)
        else:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_letter_release"),
        ("satisfaction", "0004_follow_up_reminders"),
        ("services", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="followup",
            name="answer_voice",
        ),
        DeleteModelLater(
            name="Voice",
        ),
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="satisfaction.survey",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.service",
                    ),
                ),
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="voice", to="satisfaction.answer"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("n", "Belum dibaca"), ("s", "Sudah dipilah"), ("p", "Diumumkan")],
                        default="n",
                        max_length=1,
                    ),
                ),
                (
                    "tone",
                    models.CharField(blank=True, choices=[("+", "Pujian"), ("-", "Keluhan")], default="", max_length=1),
                ),
                ("lexicon", models.CharField(blank=True, default="", max_length=20)),
                ("public_text", models.TextField(blank=True, default="")),
                ("version", models.PositiveIntegerField(default=0)),
                (
                    "read_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("read_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "state", "id"], name="satisfaction_voice_agency"),
                    models.Index(fields=["survey", "state", "id"], name="satisfaction_voice_survey"),
                    models.Index(fields=["service", "state", "id"], name="satisfaction_voice_service"),
                    models.Index(
                        condition=models.Q(("state", "n")), fields=["lexicon"], name="satisfaction_voice_unsuggested"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("read_at__isnull", True), ("read_by__isnull", True), ("state", "n"), ("tone", "")
                            ),
                            models.Q(
                                models.Q(("state", "n"), _negated=True),
                                ("read_at__isnull", False),
                                ("read_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="satisfaction_voice_read_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "p"), models.Q(("public_text", ""), _negated=True)),
                            models.Q(models.Q(("state", "p"), _negated=True), ("public_text", "")),
                            _connector="OR",
                        ),
                        name="satisfaction_voice_public_has_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VoiceElement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "survey",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="satisfaction.survey",
                    ),
                ),
                (
                    "voice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="elements",
                        to="satisfaction.voice",
                    ),
                ),
                ("element", models.CharField(max_length=40)),
                ("is_decided", models.BooleanField()),
                ("words", models.CharField(blank=True, default="", max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["survey", "is_decided", "element"], name="satisfaction_voice_counted"),
                    models.Index(fields=["agency", "element", "voice"], name="satisfaction_voice_element"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("voice", "element"), name="satisfaction_voice_element_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="followup",
            name="voice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="follow_ups",
                to="satisfaction.voice",
            ),
        ),
    ]
