"""What the whole installation wants done by itself: telling its administrators what failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from pendopo.kernel import clock
from pendopo.kernel.notifications.jobs import periodic
from pendopo.kernel.operation import actions, rules
from pendopo.kernel.operation.models import Failure
from pendopo.kernel.operation.queries import noted_at
from pendopo.kernel.people.models import User

DIGEST = "failure-digest"
_MOST_TOLD = 30


@periodic(300)
def tell_failures() -> int:
    """Mail what failed to the system administrators: a failure never seen before at once, the others once a day."""
    untold = list(Failure.objects.filter(count__gt=F("told_count"))[: rules.MOST_FAILURES])
    new = any(failure.told_count == 0 for failure in untold)
    if not untold or not (new or _digest_is_due()):
        return 0
    receivers = _administrators()
    if receivers:
        _mail(untold, receivers).send()
    # Sent twice rather than never: it is noted afterwards.
    actions.mark_told(counts={failure.fingerprint: failure.count for failure in untold})
    actions.keep_note(name=DIGEST, failures=len(untold))
    return len(receivers)


@periodic(24 * 3600)
def forget_old_failures() -> int:
    """Forget failures that were not seen for long."""
    return actions.forget_failures()


def _digest_is_due() -> bool:
    last = noted_at(DIGEST)
    return last is None or clock.now() - last >= rules.DIGEST_EVERY - dt.timedelta(minutes=5)


def _administrators() -> list[str]:
    found = User.objects.filter(is_superuser=True, is_active=True).exclude(email="").order_by("username")
    return list(found.values_list("email", flat=True)[:20])


def _mail(failures: Sequence[Failure], receivers: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            _("%(count)s kali: %(kind)s di %(place)s; terakhir %(last)s, rujukan %(reference)s")
            % {
                "count": failure.count - failure.told_count,
                "kind": failure.kind,
                "place": failure.place,
                "last": failure.last_at.isoformat(timespec="minutes"),
                "reference": failure.last_reference or "–",
            }
            for failure in failures[:_MOST_TOLD]
        ]
        if len(failures) > _MOST_TOLD:
            lines.append(_("… dan %(count)s macam lagi") % {"count": len(failures) - _MOST_TOLD})
        intro = _(
            "Kegagalan yang tercatat pada %(address)s sejak pemberitahuan terakhir. Catatan sistem memuat langkahnya."
        )
        body = "\n".join([intro % {"address": settings.PENDOPO_ADDRESS}, "", *lines, "", "pendopo doctor"])
        subject = _("Pendopo: %(count)s macam kegagalan") % {"count": len(failures)}
    mail = EmailMessage(subject=subject, body=body, to=[], bcc=receivers)
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    return mail
