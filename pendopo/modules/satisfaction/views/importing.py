"""Empty workbooks for the imports of answers and of earlier results."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.delivery import as_attachment
from pendopo.kernel.people.doors import AgencyRequest, staff_door
from pendopo.modules.satisfaction.actions.importing import ANSWERS, RESULTS
from pendopo.modules.satisfaction.rules.instruments import instrument
from pendopo.modules.satisfaction.rules.old_answers import element_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_IMPORTERS = {importer.key: importer for importer in (ANSWERS, RESULTS)}
# More than nine elements only an agency's own instrument has.
_USUAL = 9


@require_safe
@staff_door("satisfaction.manage")
def import_template(request: AgencyRequest, agency: Agency, key: str) -> HttpResponseBase:
    """Send an empty workbook with the headings, and a sheet that says what each of them is."""
    importer = _IMPORTERS.get(key)
    if importer is None:
        raise Http404(_("Templat ini tidak ada. Kembali ke daftar impor."))
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, notes = book.add_worksheet(_("Isian")), book.add_worksheet(_("Petunjuk"))
    bold = book.add_format({"bold": True})
    definition = instrument("permen14_2017")
    notes.write_row(0, 0, [_("Kolom"), _("Isi"), _("Wajib")], bold)
    notes.set_column(0, 1, 44)
    place = 0
    for column in importer.columns:
        number = int(column.key[1:]) if column.key[1:].isdigit() else 0
        if number > _USUAL:
            continue
        element = element_of(definition, number)
        sheet.write_string(0, place, _(column.label), bold)
        place += 1
        notes.write_string(place, 0, _(column.label))
        notes.write_string(place, 1, _(element.name) if element else "")
        notes.write_string(place, 2, _("Ya") if column.needed else "")
    sheet.set_column(0, place, 16)
    sheet.freeze_panes(1, 0)
    book.close()
    return as_attachment(HttpResponse(out.getvalue(), content_type=XLSX), f"templat-{key}.xlsx")
