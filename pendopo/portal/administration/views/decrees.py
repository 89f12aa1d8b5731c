"""Loading a decree on days off: upload, look at what it would change, confirm."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar import queries
from pendopo.kernel.calendar.actions import WrongRows
from pendopo.kernel.calendar.actions import load_decree as load
from pendopo.kernel.calendar.decree_files import UnreadableFile
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.people.permissions import Denied
from pendopo.portal.administration.forms.decrees import DecreeForm
from pendopo.portal.administration.permissions import MANAGE, may_load_decree
from pendopo.portal.administration.queries.setup import is_only_agency
from pendopo.portal.administration.views.answers import FORM_METHODS, done, go


@staff_door(MANAGE)
@require_http_methods(FORM_METHODS)
def load_decree(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the form; show what the file would change; write it and let the worker move the deadlines."""
    verdict = may_load_decree(request.actor, only_agency=is_only_agency(agency))
    if isinstance(verdict, Denied):
        if request.method == "POST":
            raise PermissionDenied(_(verdict.reason))
        return _page(request, DecreeForm(), refused=_(verdict.reason))
    if request.method != "POST":
        return _page(request, DecreeForm())
    form = DecreeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    given = form.cleaned_data
    try:
        if "simpan" not in request.POST:
            return _confirm(
                request, form, queries.dry_run(given["bytes"], complete=form.complete, decree=given["decree"])
            )
        loaded, _run = load(
            content=given["bytes"],
            decree=given["decree"],
            decree_on=given["decree_on"],
            complete=form.complete,
            by=request.actor,
            agency=agency,
        )
    except UnreadableFile as problem:
        form.add_error("file", _(problem.sentence))
        return _page(request, form, status=422)
    except WrongRows as wrong:
        return _confirm(request, form, wrong.run)
    sentence = _("Keputusan dimuat.")
    if loaded.recomputed_at is None:
        follows = _("Tenggat yang berjalan dihitung ulang dalam beberapa menit.")
        sentence = f"{sentence} {follows}"
    done(request, sentence)
    return go(agency, "load_decree")


def _page(request: AgencyRequest, form: DecreeForm, *, status: int = 200, refused: str = "") -> HttpResponse:
    context = {"form": form, "loads": queries.latest_loads(), "refused": refused}
    return render(request, "administration/load_decree.html", context, status=status)


def _confirm(request: AgencyRequest, form: DecreeForm, run: queries.DryRun) -> HttpResponse:
    """Show the dry run; with wrong rows there is nothing to confirm."""
    counted = queries.statuses(run.rows)
    words = {
        "new": ngettext("%(n)s baru", "%(n)s baru", counted["new"]),
        "changed": ngettext("%(n)s berubah", "%(n)s berubah", counted["changed"]),
        "withdrawn": ngettext("%(n)s dicabut", "%(n)s dicabut", counted["withdrawn"]),
        "equal": ngettext("%(n)s sama", "%(n)s sama", counted["equal"]),
        "wrong": ngettext("%(n)s salah", "%(n)s salah", counted["wrong"]),
    }
    context = {
        "form": form,
        "run": run,
        "counted": [words[status] % {"n": n} for status, n in counted.items() if n],
        "has_errors": not run.is_clean,
        "nothing": run.is_clean and counted["equal"] == len(run.rows),
    }
    return render(request, "administration/confirm_decree.html", context, status=200 if run.is_clean else 422)
