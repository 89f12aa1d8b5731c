from __future__ import annotations

import errno
import re
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from xlsxwriter.exceptions import FileCreateError

from pendopo.kernel.agencies.models import Agency
from pendopo.kernel.calendar.rules import CalendarEmpty
from pendopo.lib.workdays import DateUnknown
from pendopo.portal.views import csrf_failure, errors


@pytest.mark.parametrize(
    ("answer", "exception", "status", "words"),
    [
        (errors.page_not_found, Http404("Instansi ini tutup."), 404, "Instansi ini tutup."),
        (errors.page_not_found, Http404({"path": "x"}), 404, "Alamatnya mungkin salah ketik"),
        (errors.page_not_found, Http404("No Inquiry matches the given query."), 404, "Alamatnya mungkin salah ketik"),
        (errors.page_not_found, Http404(), 404, "Alamatnya mungkin salah ketik"),
        (errors.page_not_found, None, 404, "Alamatnya mungkin salah ketik"),
        (errors.permission_denied, PermissionDenied("Hanya untuk PPID."), 403, "Hanya untuk PPID."),
        (errors.permission_denied, None, 403, "Halaman ini hanya untuk petugas dengan peran tertentu."),
    ],
)
def test_error_pages_say_what_the_door_said(rf: RequestFactory, answer, exception, status, words) -> None:
    page = answer(rf.get("/x/"), exception)
    assert page.status_code == status
    assert words in page.content.decode()


def test_a_program_never_gets_a_page(rf: RequestFactory) -> None:
    answer = errors.page_not_found(rf.get("/api/v1/agencies/dinas/dip/%0Ax"), Http404())
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (DateUnknown(date(2020, 1, 1), date(2035, 12, 31), date(2036, 1, 2)), "memerlukan tahun 2036"),
        (DateUnknown(date(2020, 1, 1), date(2035, 12, 31)), "memerlukan tahun 2036"),
        (CalendarEmpty("Kalender hari libur belum dimuat."), "Kalender hari libur belum dimuat."),
    ],
)
def test_a_page_without_a_calendar_says_who_loads_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, failure: Exception, said: str
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise failure

    monkeypatch.setattr("pendopo.portal.views.public.Paginator", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert (answer.status_code, answer["Retry-After"], said in answer.content.decode()) == (503, "600", True)


def test_error_page_bears_the_agencys_name(rf: RequestFactory, agency: Agency) -> None:
    request = rf.get("/dinas-contoh/meja/")
    request.agency = agency
    assert "Dinas Contoh" in errors.page_not_found(request, Http404()).content.decode()


def test_handlers_stand_in_the_urls() -> None:
    from django.urls import get_resolver

    resolver = get_resolver()
    found = {status: resolver.resolve_error_handler(status) for status in (400, 403, 404, 500)}
    assert found == {
        400: errors.bad_request,
        403: errors.permission_denied,
        404: errors.page_not_found,
        500: errors.server_error,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        {f"f{number}": "x" for number in range(201)},
        {"details": "x" * (2 * 1024 * 1024 + 1)},
        {f"f{number}": SimpleUploadedFile("a.pdf", b"%PDF") for number in range(21)},
    ],
    ids=["fields", "bytes", "files"],
)
def test_more_than_a_form_ever_sends_is_413_in_words(client: Client, body: dict[str, Any]) -> None:
    answer = client.post("/bahasa/", body)
    assert answer.status_code == 413
    assert "isian Anda masih ada di peramban" in answer.content.decode()


def test_form_without_token_is_explained(rf: RequestFactory) -> None:
    assert csrf_failure(rf.post("/masuk/")).status_code == 403


def test_form_without_token_that_was_cut_off_is_no_fault_of_ours(rf: RequestFactory) -> None:
    class CutOff:
        def read(self, *_sizes: int) -> bytes:
            raise OSError("connection reset")

        def close(self) -> None:
            pass

    request = rf.post("/masuk/", "details=x", content_type="application/x-www-form-urlencoded")
    request._stream = CutOff()
    assert csrf_failure(request).status_code == 403


@pytest.mark.django_db
def test_form_without_token_gives_back_what_was_written_and_no_secret() -> None:
    typed = {
        "details": "Mohon <b>anggaran</b> jalan kabupaten.",
        "kind": "person",
        "password": "kuda baterai staples benar",
    }
    answer = Client(enforce_csrf_checks=True).post("/masuk/", typed)
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (403, "no-store, private")
    assert re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL) == [
        "Mohon &lt;b&gt;anggaran&lt;/b&gt; jalan kabupaten."
    ]
    assert "Salin isian Anda" in page


def test_a_demo_is_no_official_site_on_its_error_pages_either(rf: RequestFactory, settings: Any) -> None:
    settings.PENDOPO_DEMO = True
    assert "Situs contoh Pendopo, bukan situs resmi" in errors.page_not_found(rf.get("/x/")).content.decode()


@pytest.mark.django_db
def test_failure_in_a_view_is_a_page_with_a_reference(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from pendopo.portal.views import public

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(public, "Paginator", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Sebutkan nomor rujukan ini bila menghubungi kami:" in answer.content.decode()
    assert "broken on purpose" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "failure",
    [
        OperationalError("no connection"),
        OSError(errno.ENOSPC, "No space left on device"),
        FileCreateError(OSError(errno.ENOSPC, "No space left on device")),
    ],
)
def test_what_passes_by_itself_is_503_with_everything_typed(client: Client, failure: Exception) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise failure

    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pendopo.portal.views.public.safe_next", fail)
        answer = client.post("/bahasa/", {"language": "en", "next": "/privasi/"})
        hidden = client.post("/bahasa/", {"language": "en", "password": "rahasia-sekali"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert '<input type="hidden" name="next" value="/privasi/">' in answer.content.decode()
    assert (hidden.status_code, hidden["Retry-After"]) == (503, "10")
    assert "rahasia-sekali" not in hidden.content.decode()
