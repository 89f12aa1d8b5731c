"""Every comment that stands already becomes a voice."""

from django.db import migrations

_COLLECT = """
INSERT INTO satisfaction_voice
    (agency_id, survey_id, service_id, answer_id, state, tone, lexicon, public_text, version)
SELECT agency_id, survey_id, service_id, id, 'n', '', '', '', 0
FROM satisfaction_answer WHERE comment <> '' AND is_current
"""


class Migration(migrations.Migration):
    dependencies = [("satisfaction", "0005_voices")]

    operations = [migrations.RunSQL(_COLLECT, migrations.RunSQL.noop)]
