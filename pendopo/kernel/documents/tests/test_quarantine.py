"""Files and the virus scanner: asked at the upload, else by the worker; without its word nothing leaves the quarantine."""

from __future__ import annotations

import datetime as dt
import logging
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.checks import Info
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.audit.models import Entry
from pendopo.kernel.documents import actions, checks, delivery, queries, rules, scanning
from pendopo.kernel.documents.models import Document
from pendopo.kernel.documents.redaction.queries import content_of
from pendopo.kernel.documents.rules import FileRefused
from pendopo.kernel.documents.scanning import actions as scans
from pendopo.kernel.documents.scanning import queries as waiting
from pendopo.kernel.documents.scanning.held import held
from pendopo.kernel.people.actors import CITIZEN

from tests.clamd import SIGNATURE, SmallClamd, any_clamd, eicar, small_clamd

GOOD = b"nama,jumlah\r\nSiti,12\r\n"
AT = dt.datetime(2026, 8, 3, 2, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def scanner() -> Iterator[str]:
    with any_clamd() as address:
        yield address


@pytest.fixture
def slow() -> Iterator[SmallClamd]:
    with small_clamd() as server:
        yield server


@pytest.fixture
def nobody() -> str:
    """Return an address at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def kept(agency: Agency, subject: UUID, content: bytes = GOOD, **more: Any) -> Document:
    return actions.store(
        agency=agency,
        subject_type="inquiry",
        subject_id=subject,
        purpose="answer",
        upload=SimpleUploadedFile("data.csv", content),
        by=CITIZEN,
        **more,
    )


def arrived(agency: Agency, subject: UUID, settings: Any, nobody: str, content: bytes = GOOD, **more: Any) -> Document:
    """Return a document that came in while the scanner was away."""
    settings.PENDOPO_CLAMD = nobody
    return kept(agency, subject, content, **more)


@pytest.mark.once
def test_the_scanner_tells_a_virus_from_a_table(settings: Any, scanner: str) -> None:
    settings.PENDOPO_CLAMD = scanner
    assert scanning.find_virus(GOOD, seconds=5) == ""
    assert scanning.find_virus(b"x" * 200_000, seconds=5) == ""
    assert scanning.find_virus(b"nama\n" + eicar(), seconds=5) == SIGNATURE
    assert scanning.version().startswith("ClamAV ")


@pytest.mark.once
def test_without_a_whole_answer_there_is_no_verdict(
    settings: Any, slow: SmallClamd, nobody: str, tmp_path: Path
) -> None:
    slow.longest = 10
    for address in (nobody, str(tmp_path / "clamd.sock"), "tanpa-porta", slow.address):
        settings.PENDOPO_CLAMD = address
        with pytest.raises(scanning.ScannerAway):
            scanning.find_virus(GOOD, seconds=1)
    slow.longest, slow.answers = 1000, b""
    for words in (b"stream: OK", b"stream: \xff?\0", b"\0", b"UNKNOWN COMMAND\0", b"stream: O\0K", b"x" * 5000):
        slow.answers = words
        with pytest.raises(scanning.ScannerAway):
            scanning.find_virus(GOOD, seconds=1)
    slow.answers = None
    slow.free.clear()
    with pytest.raises(scanning.ScannerAway):
        scanning.find_virus(GOOD, seconds=0.05)
    with pytest.raises(scanning.ScannerAway):
        scanning.find_virus(GOOD, seconds=0)


@pytest.mark.once
def test_a_socket_on_this_machine_serves_too(settings: Any, tmp_path: Path) -> None:
    settings.PENDOPO_CLAMD = str(tmp_path / "clamd.sock")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(settings.PENDOPO_CLAMD)
        server.listen()
        server.settimeout(5)

        def answer() -> None:
            line, _address = server.accept()
            with line:
                line.recv(100)
                line.sendall(b"ClamAV 1\0")

        import threading

        there = threading.Thread(target=answer)
        there.start()
        assert scanning.version(seconds=5) == "ClamAV 1"
        there.join()


def test_a_scanned_upload_waits_for_nothing(agency: Agency, subject: UUID, settings: Any, scanner: str) -> None:
    settings.PENDOPO_CLAMD = scanner
    document = kept(agency, subject)
    assert (document.scan_state, document.is_clean, held(document)) == ("clean_by_scan", True, {})


def test_an_infected_upload_is_refused_in_words(
    agency: Agency, subject: UUID, settings: Any, scanner: str, caplog: pytest.LogCaptureFixture
) -> None:
    settings.PENDOPO_CLAMD = scanner
    with caplog.at_level(logging.WARNING), pytest.raises(FileRefused) as refused:
        kept(agency, subject, eicar())
    assert refused.value.code == "infected"
    assert refused.value.message == (
        f"Berkas ini ditolak: pemindai menemukan virus ({SIGNATURE}). "
        "Bersihkan perangkat Anda dengan antivirus, buat ulang berkasnya, lalu unggah lagi."
    )
    assert [SIGNATURE in record.getMessage() for record in caplog.records] == [True]
    assert not Document.objects.exists()


def test_what_the_program_made_is_not_scanned(agency: Agency, subject: UUID, settings: Any, nobody: str) -> None:
    settings.PENDOPO_CLAMD = nobody
    made = actions.store_bytes(
        agency=agency, subject_type="inquiry", subject_id=subject, name="surat.pdf", content=b"%PDF-1.7", by=CITIZEN
    )
    assert made.scan_state == "clean_by_inspection"


def test_without_the_scanner_nothing_leaves(agency: Agency, subject: UUID, settings: Any, nobody: str, rf: Any) -> None:
    document = arrived(agency, subject, settings, nobody, visibility="public")
    assert document.scan_state == "quarantined"
    assert delivery.file_response(document).status_code == 409
    assert held(document) == {
        "url": "",
        "tag": "Menunggu pemindaian",
        "tone": "warn",
        "note": "Dapat dibuka setelah pemindaian virus selesai, biasanya dalam beberapa menit.",
    }
    assert not document.is_public_on(dt.date(2030, 1, 1))
    assert not document.is_clean
    assert list(queries.given_to_requester(agency, "inquiry", subject)) == [document]
    for act in (
        lambda: content_of(document),
        lambda: actions.set_visibility(document=document, visibility="requester", by=CITIZEN),
        lambda: queries.demand_clean([document]),
    ):
        with pytest.raises(FileRefused) as refused:
            act()
        assert refused.value.code == "not_scanned"
        assert "“data.csv” masih menunggu pemindaian virus" in refused.value.message
    # Away again from the others' eyes it may always be taken.
    assert actions.set_visibility(document=document, visibility="private", by=CITIZEN).visibility == "private"
    assert scans.scan_waiting(infected=pytest.fail) == 0


def test_the_worker_lets_clean_files_go_and_holds_the_others(
    agency: Agency, subject: UUID, settings: Any, nobody: str, scanner: str
) -> None:
    good = arrived(agency, subject, settings, nobody)
    bad = arrived(agency, subject, settings, nobody, b"nama\n" + eicar(), visibility="public")
    gone = arrived(agency, subject, settings, nobody)
    actions.remove(document=gone, reason="keliru", by=CITIZEN)
    settings.PENDOPO_CLAMD = scanner
    told: list[Document] = []
    before = Entry.objects.count()
    assert scans.scan_waiting(infected=told.append) == 2
    assert told == [bad]
    states = dict(Document.objects.values_list("pk", "scan_state"))
    assert states == {good.pk: "clean_by_scan", bad.pk: "infected", gone.pk: "quarantined"}
    bad.refresh_from_db()
    assert bad.scan_signature == SIGNATURE
    assert held(bad) == {
        "url": "",
        "tag": "Mengandung virus",
        "tone": "error",
        "note": f"Pemindai menemukan {SIGNATURE}. Buat ulang berkas yang bersih, lalu unggah lagi.",
    }
    answer = delivery.file_response(bad)
    assert (answer.status_code, SIGNATURE in answer.content.decode()) == (409, True)  # type: ignore[attr-defined]
    with pytest.raises(FileRefused) as refused:
        actions.set_visibility(document=bad, visibility="public", by=CITIZEN)
    assert refused.value.code == "infected"
    noted = [(entry.action, entry.actor, entry.details) for entry in Entry.objects.order_by("seq")[before:]]
    assert noted == [
        ("documents.scan", "Sistem", {"document": str(good.pk), "state": "clean_by_scan", "signature": ""}),
        ("documents.scan", "Sistem", {"document": str(bad.pk), "state": "infected", "signature": SIGNATURE}),
    ]
    # Nothing is left to do, and who came second says nothing.
    assert scans.scan_waiting(infected=pytest.fail) == 0
    assert scans._settle(good, SIGNATURE, pytest.fail) == 0


def test_a_file_that_has_no_verdict_does_not_hold_up_the_others(
    agency: Agency, subject: UUID, settings: Any, nobody: str, slow: SmallClamd, store_folder: Path
) -> None:
    huge = arrived(agency, subject, settings, nobody, GOOD * 10)
    lost = arrived(agency, subject, settings, nobody)
    good = arrived(agency, subject, settings, nobody)
    (store_folder / lost.storage_name).unlink()
    # Away: the first file is tried, the others are left in peace.
    with clock.frozen(AT):
        assert scans.scan_waiting(infected=pytest.fail) == 0
    assert list(Document.objects.order_by("pk").values_list("scan_tried_at", flat=True)) == [AT, None, None]
    settings.PENDOPO_CLAMD, slow.longest = slow.address, len(GOOD)
    assert scans.scan_waiting(infected=pytest.fail) == 1
    left = waiting.waiting()
    assert [document.pk for document in left] == [lost.pk, huge.pk] or [document.pk for document in left] == [
        huge.pk,
        lost.pk,
    ]
    good.refresh_from_db()
    assert good.is_clean
    slow.longest = 10_000
    assert scans.scan_waiting(infected=pytest.fail, limit=2) == 1


def test_what_waits_too_long_is_counted(agency: Agency, subject: UUID, settings: Any, nobody: str) -> None:
    with clock.frozen(AT):
        arrived(agency, subject, settings, nobody)
        arrived(agency, subject, settings, nobody)
    with clock.frozen(AT + dt.timedelta(minutes=90)):
        assert waiting.stuck_by_agency() == {}
    with clock.frozen(AT + dt.timedelta(minutes=91)):
        assert waiting.stuck_by_agency() == {agency.pk: 2}
    settings.PENDOPO_CLAMD = ""
    assert scans.scan_waiting(infected=pytest.fail) == 0


def test_redaction_does_not_open_what_waits(agency: Agency, subject: UUID, settings: Any, nobody: str, rf: Any) -> None:
    from pendopo.kernel.documents import cases
    from pendopo.kernel.documents.redaction.views.entrance import enter
    from pendopo.kernel.documents.tests.redaction_office import KIND, find, person

    cases.register_case_files(KIND, find)
    try:
        ppid = person(agency, "ppid")
        document = arrived(agency, subject, settings, nobody)
        Document.objects.filter(pk=document.pk).update(subject_type=KIND)
        asked = rf.get("/")
        asked.actor = ppid
        with pytest.raises(PermissionDenied, match="masih menunggu pemindaian virus"):
            enter(asked, agency, document.pk)
    finally:
        del cases._finders[KIND]


def test_an_infected_row_names_its_virus(agency: Agency, subject: UUID) -> None:
    document = kept(agency, subject)
    for wrong in ({"scan_state": "infected"}, {"scan_signature": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=document.pk).update(**wrong)


@pytest.mark.once
def test_the_settings_check_says_that_nobody_scans(settings: Any) -> None:
    (said,) = checks.check_scanner()
    assert isinstance(said, Info)
    assert "PENDOPO_CLAMD" in str(said.hint)
    settings.PENDOPO_CLAMD = "/run/clamav/clamd.ctl"
    assert checks.check_scanner() == []
    assert rules.MAX_FILE_BYTES < 25 * rules.MEGABYTE  # clamd's own limit of a stream
