"""Pages of the import of an older register, in every state of a run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.documents.inspection import inspect_bytes
from pendopo.kernel.imports import actions
from pendopo.kernel.people.actors import staff
from pendopo.kernel.people.models import User
from pendopo.modules.information.reports import OLD_REGISTER

from tests.journeys.page import DESK, Page, error
from tests.journeys.town import FULL, Town

HEADINGS = (
    "Nomor pendaftaran;Tanggal diterima;Nama;Alamat;Informasi yang diminta;Keputusan;Alasan penolakan;Tanggal jawaban"
)
ROWS = [
    f"{n:03d}/PPID/2021;0{n % 9 + 1}/02/2021;Warga {n};Jl. Contoh {n};Data pelatihan {n};Dikabulkan;;10/02/2021"
    for n in range(1, 60)
]
WRONG = [f"{n:03d}/PPID/2020;31/02/2020;Warga {n};Jl. Contoh;Data pelatihan;Entahlah;;" for n in range(1, 60)]


def address(name: str, state: str, rows: list[str] = ROWS) -> Callable[[Town], str]:
    """Return what makes an import in `state` and gives the address of a page about it."""

    def made(town: Town) -> str:
        agency = Agency.objects.get(slug=FULL)
        by = staff(User.objects.get(username="ppid"), agency)
        upload = inspect_bytes(
            "\n".join([HEADINGS, *rows]).encode(), name="register-lama.csv", allowed=frozenset({"csv"})
        )
        with clock.frozen(town.hours.now()):
            run = actions.begin(agency=agency, importer=OLD_REGISTER, upload=upload, by=by)
            if state != "uploaded":
                run = actions.check(run=actions.map_columns(run=run, mapping=run.mapping, by=by), by=by)
            while state != "uploaded" and actions.work():
                pass
            if state == "done":
                actions.run(run=run, by=by)
                while actions.work():
                    pass
        return reverse(f"imports:{name}", args=[FULL, run.pk])

    return made


def chosen(text: str) -> Callable[[Any], object]:
    """Return what chooses a CSV file with this text."""
    file = {"name": "register.csv", "mimeType": "text/csv", "buffer": text.encode()}
    return lambda page: page.locator("main [name=file]").set_input_files(file)


BEGIN = f"{DESK}impor/permohonan/baru/"
IMPORTS: tuple[Page, ...] = (
    Page("imports:run_list", "empty", "/sepi/meja/impor/", "sepi"),
    Page("imports:begin", "empty", BEGIN, "ppid"),
    error("imports:begin", BEGIN, "Unggah dan lanjutkan", "ppid", first=chosen("satu,dua\n1,2\n")),
    Page("imports:map_columns", "full", address("map_columns", "uploaded"), "ppid"),
    error(
        "imports:map_columns",
        address("map_columns", "uploaded"),
        "Periksa berkas",
        "ppid",
        first=lambda page: page.locator("main [name=name]").select_option("0"),
    ),
    Page("imports:report", "new", address("report", "uploaded"), "ppid"),
    Page("imports:report", "checked", address("report", "checked", [*ROWS[:3], *WRONG]), "ppid"),
    Page("imports:report", "all wrong", address("report", "checked", WRONG), "ppid"),
    Page("imports:report", "done", address("report", "done"), "ppid"),
    Page("imports:run_list", "full", f"{DESK}impor/", "ppid"),
)
