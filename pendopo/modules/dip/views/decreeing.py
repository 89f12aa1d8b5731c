"""Setting the list by decree; the empty workbook for an import."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.agencies.queries import active_units
from pendopo.kernel.documents.delivery import as_attachment
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.kernel.workflow.views.forms import form_page
from pendopo.kernel.workflow.views.letters import rendered
from pendopo.kernel.workflow.views.steps import FORM_METHODS
from pendopo.modules.dip.actions import decreeing
from pendopo.modules.dip.forms.officers import DecreeForm
from pendopo.modules.dip.queries import decrees as queries
from pendopo.modules.dip.queries.listing import Chosen, counts
from pendopo.modules.dip.rules import kinds, old_list
from pendopo.modules.dip.rules.categories import CATEGORIES

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(FORM_METHODS)
@staff_door("dip.decree")
def decree(request: AgencyRequest, agency: Agency) -> HttpResponse:
    """Show the decrees so far, and set the list as it stands."""
    initial = {"place": queries.last_place(agency)}

    def act(form: Any) -> tuple[str, str]:
        made = _set(request, agency, form.cleaned_data["place"])
        return _("Daftar ditetapkan dengan %(number)s.") % {"number": made}, request.path

    return form_page(
        request,
        "dip/decree.html",
        lambda data=None, _files=None: DecreeForm(data, initial=initial),
        act,
        decrees=queries.decrees(agency),
        total=counts(agency, Chosen()).total,
        number=queries.next_number(agency),
    )


def _set(request: AgencyRequest, agency: Agency, place: str) -> str:
    lines, number = queries.standing(agency), queries.next_number(agency)
    paper = queries.letter(agency, lines, number=number, place=place, signer=request.actor.label)
    made = decreeing.decree(
        agency=agency,
        lines=lines,
        number=number,
        place=place,
        letter=rendered(paper) if lines else b"",
        file_name=paper.file_name,
        by=request.actor,
    )
    return made.number


@require_safe
@staff_door("dip.import")
def import_template(request: AgencyRequest, agency: Agency) -> HttpResponseBase:
    """Send an empty workbook with the columns of an import, and a sheet with the words that fit into them."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, notes = book.add_worksheet(_("DIP")), book.add_worksheet(_("Petunjuk"))
    bold = book.add_format({"bold": True, "bg_color": "#eff5fd", "text_wrap": True, "valign": "top"})
    for place, column in enumerate(old_list.COLUMNS):
        sheet.write_string(0, place, _(column.label), bold)
        sheet.set_column(place, place, 22)
    sheet.freeze_panes(1, 0)
    needed = [_(column.label) for column in old_list.COLUMNS if column.needed]
    words = {
        _("Wajib diisi"): needed,
        _("Klasifikasi"): [_(text) for text in kinds.CLASSES.values()],
        _("Jenis informasi"): [_(each.label) for each in CATEGORIES.values()],
        _("Bentuk informasi"): [_(text) for text in kinds.FORMS.values()],
        _("Siklus pemutakhiran"): [_(text) for text in kinds.CYCLES.values()],
        _("Unit yang menguasai"): [unit.name for unit in active_units(agency)],
    }
    for place, (heading, many) in enumerate(words.items()):
        notes.write_string(0, place, heading, bold)
        notes.set_column(place, place, 40)
        for line, word in enumerate(many, start=1):
            notes.write_string(line, place, word)
    book.close()
    out.seek(0)
    return as_attachment(FileResponse(out, content_type=_XLSX), "templat-dip.xlsx")
