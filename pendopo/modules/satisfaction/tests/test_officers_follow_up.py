"""The officers' pages of the follow-up plan."""

from __future__ import annotations

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pendopo.kernel import clock
from pendopo.modules.satisfaction.models import FollowUp
from pendopo.modules.satisfaction.tests.surveying import Surveyed
from pendopo.modules.satisfaction.tests.test_follow_up import closed, planned


def png() -> bytes:
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


def test_planning_from_the_weakest_element_on(office: Surveyed) -> None:
    survey = closed(office)
    browser = office.visit("ppid")
    text = browser.get(office.url("follow_up", survey.pk)).content.decode()
    assert text.index("Penanganan Pengaduan") < text.index("Persyaratan") < text.index("Sistem, Mekanisme")
    address = office.url("plan", survey.pk, "penanganan_pengaduan")
    empty = browser.post(address, {"programme": "Kotak saran"})
    assert empty.status_code == 422
    assert "Kotak saran" in empty.content.decode()
    sent = {"programme": "Kotak saran", "year": str(clock.today("Asia/Jakarta").year), "quarters": ["4"]}
    # Nobody answers for it.
    refused = browser.post(address, sent)
    assert "Pilih penanggung jawab" in refused.content.decode()
    assert browser.post(address, {**sent, "owner_unit": str(office.unit.pk)}).status_code == 303
    assert FollowUp.objects.get().owner_unit == office.unit
    assert browser.get(office.url("plan", survey.pk, "zebra")).status_code == 404
    assert office.visit("ppid").get(office.url("plan", office.open("2026-Q4").pk, "produk")).status_code == 403


def test_reporting_with_a_proof_and_dropping(office: Surveyed, other_office: Surveyed) -> None:
    survey = closed(office)
    line, dropped = planned(office, survey, owner=office.actor("front_office").user), planned(office, survey)
    browser = office.visit("front_office")
    assert browser.get(office.url("finish", dropped.pk)).status_code == 403
    assert browser.get(office.url("proof", line.pk)).status_code == 404
    sent = {"note": "Sudah dipasang", "proof": SimpleUploadedFile("foto.png", png(), "image/png")}
    assert browser.post(office.url("finish", line.pk), sent).status_code == 303
    sent_back = browser.get(office.url("proof", line.pk))
    assert sent_back["Content-Disposition"].startswith("attachment")
    assert b"".join(sent_back.streaming_content)[1:4] == b"PNG"
    assert browser.post(office.url("finish", line.pk), {"note": "Lagi"}).status_code == 422
    ppid = office.visit("ppid")
    assert ppid.get(office.url("cancel", dropped.pk)).status_code == 200
    assert ppid.post(office.url("cancel", dropped.pk)).status_code == 303
    # The next period's page shows what became of it.
    text = " ".join(ppid.get(office.url("follow_up", closed(office, "2026-Q3").pk)).content.decode().split())
    assert "Tindak lanjut periode sebelumnya (2026-Q2)" in text
    assert "Terlaksana 100,00 %: 1 dari 1 kegiatan." in text
    assert "Belum ada kegiatan dalam rencana" in text
    assert other_office.visit("ppid").get(other_office.url("finish", line.pk)).status_code == 404
