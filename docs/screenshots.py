"""`make screenshots`: takes the pictures of the README into docs/gambar/, always with the same data at the same time.

Needs Chromium. Everything happens in a temporary folder; an installation under var/ is not touched.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "gambar"
# A README is read on telephones too.
MOST_BYTES = 120_000
PHONE, DESK = (390, 844), (1280, 800)
WEDNESDAY = (2026, 11, 18, 10, 30)


def main() -> int:
    """Take the pictures of screens and letters; return 0, or 1 when there is no Chromium."""
    sys.path.insert(0, str(ROOT))
    from tests.browser import chromium_path

    path = chromium_path()
    if path is None:
        print("The pictures need Chromium (Debian: apt install chromium, or set PENDOPO_CHROMIUM).")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from tests.journeys.hours import OfficeServer

        server = OfficeServer()
        try:
            fill(server)
            take_letters()
            take_papers()
            take_all(path, server)
        finally:
            server.thread.terminate()
            server.thread.join()
    return 0


def prepare(folder: str) -> None:
    """Set Django up on an empty database in `folder`; codes on receipts come out the same every time."""
    for name in [name for name in os.environ if name.startswith("PENDOPO_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="pendopo.config.settings",
        # Playwright keeps an event loop in this thread; nothing here is async.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
        PENDOPO_VAR=folder,
        PENDOPO_DEMO="1",
        PENDOPO_SECRET_KEY="only-for-pictures-" + "x" * 50,
    )
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def fill(server: Any) -> None:
    """Load the example as it stands on the day of the pictures."""
    from pendopo.kernel import clock
    from pendopo.kernel.calendar.seeding import seed_calendar
    from pendopo.portal import demo

    server.hours.set(*WEDNESDAY)
    seed_calendar(range(2026, 2029))
    with clock.frozen(server.hours.now()):
        demo.load()


def take_all(path: str, server: Any) -> None:
    """Visit the pages and keep what stands on the first screen."""
    from playwright.sync_api import sync_playwright

    from pendopo.modules.information.models import Inquiry

    from tests.browser import FLAGS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*FLAGS, "--no-sandbox"])
        citizen = seat(browser, server, PHONE)
        citizen.open("/bpsdm/")
        keep(citizen, "beranda-390")
        ask(citizen)
        server.hours.set(*WEDNESDAY)
        keep(citizen, "tanda-terima-390")

        officer = seat(browser, server, DESK)
        log_in(officer)
        officer.open("/bpsdm/meja/permohonan/")
        keep(officer, "meja-1280")
        case = Inquiry.objects.get(contact__name="Ahmad Fauzi", state="in_process")
        officer.open(f"/bpsdm/meja/permohonan/{case.pk}/tenggat/")
        keep(officer, "tenggat-1280")
        browser.close()


def take_letters() -> None:
    """Keep the first page of every kind of letter of the example, and of one with an electronic signature."""
    import json

    from pendopo.kernel.documents.letters import render_letter
    from pendopo.kernel.documents.models import Signature
    from pendopo.kernel.documents.signing.source import qr_svg
    from pendopo.kernel.people.actors import staff
    from pendopo.kernel.people.models import User
    from pendopo.kernel.people.personal import unseal
    from pendopo.modules.information.models import Inquiry
    from pendopo.modules.information.queries.letters import receipt_letter

    def picture(name: str, told: dict[str, Any], **signer: Any) -> None:
        content = {**told["content"], "signer": {**told["content"]["signer"], **signer}}
        page = render_letter(told["template"], content, letterhead=told["letterhead"], output="png")
        write(f"surat-{name}", page, colours=32)

    kinds: dict[str, dict[str, Any]] = {}
    for signature in Signature.objects.exclude(source=b"").order_by("id"):
        told = json.loads(unseal(signature.source, purpose="letter-source"))
        decision = " ".join(row[2] for row in told["content"].get("contents", []) if row[0] == "c")
        kind = told["template"].partition("/")[2]
        kinds.setdefault(f"{kind} {decision.partition('.')[0].lower()}".strip(), told)
    picture("kelengkapan", kinds["completion"])
    picture("perpanjangan", kinds["extension"])
    picture("pemberitahuan-dikabulkan", kinds["notice dikabulkan seluruhnya"])
    picture("pemberitahuan-ditolak", kinds["notice ditolak"])
    picture("ruang-tanda-tangan", kinds["extension"], note="")
    picture("jawaban-keberatan", next(told for kind, told in kinds.items() if kind.startswith("answer")))
    address = "https://ppid.contoh.example/bpsdm/surat/" + "a2b3c4d5e6f7g2h3i4j5k6l7m2/"
    words = (
        "UJI COBA, bukan tanda tangan elektronik tersertifikasi. Ditandatangani secara elektronik pada "
        "18 November 2026 pukul 10.30 WIB. Periksa keasliannya lewat kode ini."
    )
    stamp = {"qr_svg": qr_svg(address), "address": address, "words": words}
    picture("bertanda-tangan", kinds["completion"], note="", stamp=stamp)
    case = Inquiry.objects.select_related("agency", "contact").order_by("id").first()
    receipt = receipt_letter(case, by=staff(User.objects.get(username="ult"), case.agency), code="ABCDE-FGHJK")
    picture(
        "tanda-terima", {"template": receipt.template, "content": receipt.content, "letterhead": receipt.letterhead}
    )


def take_papers() -> None:
    """Keep pages of the papers that are no letters: decree of an exemption, annual report, yearly announcement."""
    from pendopo.kernel.documents.letters import render_letter
    from pendopo.kernel.documents.models import Document
    from pendopo.kernel.documents.storage import private_files
    from pendopo.modules.annual_reports import reports
    from pendopo.modules.annual_reports.models import AnnualReport
    from pendopo.modules.satisfaction.models import Survey
    from pendopo.modules.satisfaction.reports import posters

    for kind, name in (("penetapan", "penetapan-pengecualian"), ("lembar-uji", "lembar-uji-konsekuensi")):
        found = Document.objects.filter(subject_type="exemption", name__startswith=kind).order_by("id").first()
        with private_files().open(found.storage_name, "rb") as stored:
            write(f"surat-{name}", page_of(stored.read(), 0), colours=32)
    year = AnnualReport.objects.select_related("agency", "snapshot").first()
    for paper, pages in ((reports.pdf(year), (0, 1)), (reports.announcement(year), (0,))):
        content = render_letter(paper.template, paper.content, letterhead=paper.letterhead)
        name = Path(paper.file_name).stem.partition("-informasi")[0]
        for number in pages:
            write(f"{name}-{number + 1}" if len(pages) > 1 else name, page_of(content, number), colours=32)

    survey = Survey.objects.select_related("agency", "unit", "instrument").filter(state="published").first()
    write("poster-hasil-skm", page_of(posters.sheet(survey), 0), colours=32)


def page_of(content: bytes, number: int) -> bytes:
    """Return one page of a PDF, drawn at 96 dots an inch, as PNG."""
    import pypdfium2

    drawn = io.BytesIO()
    pypdfium2.PdfDocument(content)[number].render(scale=96 / 72).to_pil().save(drawn, "PNG")
    return drawn.getvalue()


def seat(browser: Any, server: Any, size: tuple[int, int]) -> Any:
    """Return somebody at a screen of `size`."""
    from tests.journeys.people import Person

    context = browser.new_context(
        base_url=server.url, viewport={"width": size[0], "height": size[1]}, locale="id-ID", reduced_motion="reduce"
    )
    return Person(context.new_page(), server.hours)


def ask(citizen: Any) -> None:
    """Send a request."""
    from pendopo.kernel.tracking import drafting

    from tests.journeys import asking

    # The secret behind the code is no secret in a picture.
    drafting.new_token = lambda: "picture-of-the-receipt"
    asking.fill_in(citizen, question="Syarat, biaya, dan jadwal uji kompetensi juru las.")
    asking.send(citizen)


def log_in(officer: Any) -> None:
    """Enter as the PPID of the example."""
    from pendopo.portal.demo import PASSWORD

    officer.open("/masuk/")
    officer.write("Nama pengguna", "ppid")
    officer.write("Kata sandi", PASSWORD)
    officer.press("Masuk")


def keep(person: Any, name: str) -> None:
    """Write the picture of a person's screen."""
    person.page.evaluate("document.fonts.ready")
    write(name, person.page.screenshot())


def write(name: str, content: bytes, colours: int = 128) -> None:
    """Write a picture with as few colours as it needs; raise ValueError when it stays too heavy."""
    from PIL import Image

    picture = Image.open(io.BytesIO(content)).convert("RGB")
    packed = io.BytesIO()
    picture.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    if len(packed.getvalue()) > MOST_BYTES:
        raise ValueError(f"{name}.png weighs {len(packed.getvalue())} bytes; at most {MOST_BYTES} are meant.")
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / f"{name}.png").write_bytes(packed.getvalue())
    print(f"docs/gambar/{name}.png {len(packed.getvalue()) // 1000} KB")


if __name__ == "__main__":
    sys.exit(main())
