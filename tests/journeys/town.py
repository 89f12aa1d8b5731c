"""What the pages are looked at with: the example's cases, an agency without any, and lists longer than a page."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpResponse
from django.urls import reverse

from pendopo.kernel import clock
from pendopo.kernel.agencies.models import Agency, Unit
from pendopo.kernel.calendar.seeding import seed_calendar
from pendopo.kernel.documents.models import Document, Signature
from pendopo.kernel.notifications.models import OutboxMessage
from pendopo.kernel.people.actors import CITIZEN, staff
from pendopo.kernel.people.models import RoleGrant, User
from pendopo.kernel.people.session_store import SessionStore
from pendopo.kernel.tracking import views as tracking
from pendopo.kernel.tracking.actions import draft_answers, new_token
from pendopo.modules.annual_reports import actions as reports
from pendopo.modules.annual_reports.models import AnnualReport
from pendopo.modules.annual_reports.rules import PARTS as REPORT_PARTS
from pendopo.modules.dip.models import Entry, EntryVersion
from pendopo.modules.disclosure.models import Answer
from pendopo.modules.disputes.models import Dispute
from pendopo.modules.exemptions.models import Exemption
from pendopo.modules.information import actions
from pendopo.modules.information.models import Inquiry, MaterialRequest
from pendopo.modules.information.rules.request import ONLINE, PERSON, SOFTCOPY, Requester, Wish
from pendopo.modules.information.views.citizen import drafting
from pendopo.portal.context import WORKPLACES
from pendopo.portal.demo import redaction, stage
from pendopo.portal.signin.actions.passwords import tokens
from pendopo.portal.signin.factors import generate_totp_secret, save_app

from tests.databases import fill_once
from tests.example import fill_with_example
from tests.journeys.hours import OfficeServer
from tests.listing import publish_entries

FULL, EMPTY, LONG = "bpsdm", "sepi", "bpmp"
LONG_LIST = 55

# The cases that pages are shown with: who asked, and the state it is in.
CASES = {
    "new": ("Lia Kartika", "registered"),
    "group": ("Reza Pahlevi", "registered"),
    "with need": ("Joko Susilo", "registered"),
    "incomplete": ("Suhartini", "awaiting_repair"),
    "late": ("Ahmad Fauzi", "in_process"),
    "long": ("Eko Nugroho", "in_process"),
    "material": ("Grace Tampubolon", "in_process"),
    "drafted": ("Budi Santoso", "in_process"),
    "returned": ("Rina Wulandari", "in_process"),
    "proposed": ("Dian Permata", "in_process"),
    "refusing": ("Perkumpulan Pantau Anggaran Contoh", "in_process"),
    "by phone": ("Yosef Rumbiak", "in_process"),
    "extended": ("Ni Nyoman Ayu", "extended"),
    "unpaid": ("Grace Tampubolon", "granted"),
    "paid": ("Koperasi Jasa Konstruksi Maju Contoh", "granted"),
}
ENDS = ("completed", "refused", "not_held", "redirected", "withdrawn", "closed_incomplete")


class Town:
    """Finds the addresses of pages and the cookies with which they open."""

    def __init__(self, server: OfficeServer) -> None:
        self.url, self.hours = server.url, server.hours

    def build(self) -> None:
        """Fill the empty database."""
        seed_calendar(range(2026, 2029))
        with clock.frozen(self.hours.now()):
            stage.load()
        self._add()

    def build_once(self) -> None:
        """Fill the empty database for a Wednesday (`tests.example`), or copy it from the process that has done so."""
        fill_once("town", lambda: (fill_with_example(), self._add()))

    def _add(self) -> None:
        """Add to the example what pages need besides."""
        with clock.frozen(self.hours.now()):
            self._lengthen_lists()
            self._publish_a_report()
        self._hold_files_back()
        self._open_empty_agency()
        save_app(User.objects.get(username="auditor"), generate_totp_secret(), 0)
        Agency.objects.bulk_create(
            Agency(slug=f"dinas-{n}", name=f"Dinas Contoh Nomor {n}", short_name=f"Dinas {n}") for n in range(30)
        )
        failed = OutboxMessage.objects.filter(agency__slug=FULL).first()
        OutboxMessage.objects.filter(pk=failed.pk).update(
            state="failed", attempts=8, sent_at=None, last_error="SMTPRecipientsRefused: 550 kotak surel penuh"
        )

    def _lengthen_lists(self) -> None:
        agency = Agency.objects.get(slug=LONG)
        requester = Requester(PERSON, "Warga Contoh", "Jalan Contoh 1", nik="9901014502900077", phone="081255500001")
        for n in range(LONG_LIST):
            wish = Wish(f"Laporan keuangan triwulan ke-{n} dengan lampirannya.", "Penelitian.", SOFTCOPY, ONLINE)
            actions.register(agency=agency, wish=wish, requester=requester, token=new_token(), by=CITIZEN)
        publish_entries(agency, [f"Laporan nomor {n}" for n in range(LONG_LIST)], summary="Isi laporan.")

    def _hold_files_back(self) -> None:
        """Have files of a request, and one of its answer, wait for the scanner or hold a virus."""
        about = self.case("completed")
        for purpose, visibility, state in (
            ("identity", "private", "quarantined"),
            ("attachment", "private", "infected"),
            ("answer", "requester", "infected"),
        ):
            Document.objects.create(
                agency=about.agency, subject_type="inquiry", subject_id=about.pk, purpose=purpose, visibility=visibility,
                name="Surat kuasa dan daftar hadir rapat.docx", media_type="application/msword", size=48_000,
                sha256=f"{state}{purpose}".ljust(64, "0"), storage_name=f"{purpose}-{state}",
                uploaded_at=about.received_at, uploaded_by_label="Warga", scan_state=state,
                scan_signature="Win.Trojan.Contoh-1" if state == "infected" else "",
            )  # fmt: skip

    def held_file(self) -> str:
        """Return the officer's address of a file that holds a virus."""
        held = Document.objects.get(scan_state="infected", purpose="attachment")
        return reverse("information:file", args=[FULL, held.subject_id, held.pk])

    def _publish_a_report(self) -> None:
        agency, people = Agency.objects.get(slug=LONG), {}
        for name, role in (("bpmp-ppid", "ppid"), ("bpmp-atasan", "superior")):
            people[role] = staff(User.objects.get(username=name), agency)
        report = reports.start(agency=agency, year=2025, by=people["ppid"])
        for part in REPORT_PARTS:
            texts = {passage.key: "Uraian yang ditulis PPID." for passage in part.passages}
            report = reports.write(report=report, part=part.key, texts=texts, by=people["ppid"])
        report = reports.approve(report=reports.propose(report=report, by=people["ppid"]), by=people["superior"])
        reports.publish(report=report, pdf=b"%PDF-1.7", xlsx=b"PK", by=people["ppid"])

    def _open_empty_agency(self) -> None:
        empty = Agency.objects.create(slug=EMPTY, name="Dinas yang Baru Dibuka", short_name="Dinas Baru")
        user = User.objects.create_user("sepi", name="Petugas Baru")
        for role in ("ppid", "front_office", "agency_admin"):
            RoleGrant.objects.create(user=user, agency=empty, role=role)
        User.objects.create_user("tamu", name="Tanpa Peran")

    def case(self, word: str) -> Inquiry:
        """Return the case that `word` stands for in CASES or ENDS."""
        if word in ENDS:
            return Inquiry.objects.filter(agency__slug=FULL, state=word).order_by("seq").first()
        name, state = CASES[word]
        return Inquiry.objects.get(agency__slug=FULL, contact__name=name, state=state)

    def address(self, name: str, word: str = "") -> str:
        """Return the address of a page of the example's first agency, about a case if the page is about one."""
        return reverse(name, args=[FULL, *([self.case(word).pk] if word else [])])

    def file_address(self, name: str, word: str) -> str:
        """Return the address of a page about an answer's file."""
        inquiry = self.case(word)
        document = Document.objects.filter(subject_id=inquiry.pk, purpose="answer").first()
        return reverse(name, args=[FULL, inquiry.pk, document.pk])

    def contract_address(self, name: str, copy: bool = False) -> str:
        """Return the address of a page of redaction, about the contract of the example or its redacted copy."""
        document = Document.objects.get(agency__slug=FULL, name=redaction.COPY if copy else redaction.ORIGINAL)
        return reverse(name, args=[FULL, document.pk])

    def material_address(self) -> str:
        """Return the address at which the colleague unit gives its material."""
        asked = MaterialRequest.objects.get(inquiry=self.case("material"), answered_at=None)
        return reverse("information:supply", args=[FULL, asked.inquiry_id, asked.pk])

    def dispute_address(self, name: str) -> str:
        """Return the address of a page about the dispute of the example."""
        return reverse(name, args=[FULL, Dispute.objects.get(agency__slug=FULL).pk])

    def report_address(self, name: str, *args: str) -> str:
        """Return the address of a page about this year's report of the example."""
        return reverse(name, args=[FULL, AnnualReport.objects.get(agency__slug=FULL).pk, *args])

    def figure_address(self, key: str) -> str:
        """Return the address of the cases behind a figure of this year's report."""
        report = AnnualReport.objects.get(agency__slug=FULL)
        return reverse("reporting:figure", args=[FULL, report.snapshot_id, "permohonan", key])

    def answer_address(self, name: str, state: str) -> str:
        """Return the address of a page about the example's answer in a state."""
        found = Answer.objects.filter(agency__slug=FULL, state=state).order_by("seq").first()
        return reverse(f"disclosure:{name}", args=[FULL, found.pk])

    def exemption_address(self, name: str, state: str) -> str:
        """Return the address of a page about the example's exemption in a state."""
        found = Exemption.objects.filter(agency__slug=FULL, state=state).order_by("seq").first()
        return reverse(f"exemptions:{name}", args=[FULL, found.pk])

    def login(self, username: str, *, second_step: bool = True) -> dict[str, str]:
        """Return the cookies of an account that is logged in, with its second step or without."""
        user = User.objects.get(username=username)
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        places = Agency.objects.filter(grants__user=user).distinct()
        session[WORKPLACES] = [[place.slug, place.short_name] for place in places]
        if second_step:
            session["second_step"], session["confirmed"] = True, int(self.hours.now().timestamp())
        session.create()
        UserSession.objects.create(
            user=user, session_key=session.session_key, ip="10.4.2.0", user_agent="Firefox/140.0"
        )
        return {"sessionid": session.session_key}

    def link(self, username: str) -> dict[str, str]:
        """Return the cookies of somebody who has followed a link to a new password."""
        user = User.objects.get(username=username)
        session = SessionStore()
        with clock.frozen(self.hours.now()):
            session["new_password_link"] = [str(user.pk), tokens.make_token(user)]
        session.create()
        return {"sessionid": session.session_key}

    def draft(self, *pages: str, about: str = "Syarat mengikuti uji kompetensi juru las.") -> dict[str, str]:
        """Return the cookies of a citizen who has answered these pages."""
        answers: dict[str, dict[str, Any]] = {
            "wish": {"details": about, "purpose": "Ingin ikut."},
            "requester": {
                "kind": "person", "name": "Warga Contoh", "nik": "9901014502900077", "other_id": "",
                "on_behalf_of": "", "decree_number": "", "address": "Jalan Contoh 1", "phone": "081255500001",
                "email": "warga@warga.example", "occupation": "",
            },
            "way": {"obtain_way": "softcopy", "delivery_way": "online", "accommodation": "none"},
        }  # fmt: skip
        draft = drafting.Draft(Agency.objects.get(slug=FULL), "", {page: answers[page] for page in pages})
        with clock.frozen(self.hours.now()):
            draft.keep()
        return {drafting.COOKIE: draft.token}

    def sent(self) -> dict[str, str]:
        """Return the cookies of a citizen who has just sent a request."""
        cookies = self.draft("wish", "requester", "way")
        agency = Agency.objects.get(slug=FULL)
        token = cookies[drafting.COOKIE]
        draft = drafting.Draft(agency, token, draft_answers(agency=agency, kind=drafting.Draft.kind, token=token))
        with clock.frozen(self.hours.now()):
            actions.register(
                agency=agency, wish=draft.wish(), requester=draft.requester(), token=draft.token, by=CITIZEN
            )
        return cookies

    def tracked(self, word: str) -> dict[str, str]:
        """Return the cookies of a citizen who has opened the own request."""
        inquiry = self.case(word)
        response = HttpResponse()
        tracking.stay(response, inquiry.agency, inquiry)
        return {name: cookie.value for name, cookie in response.cookies.items()}

    def entry_address(self, state: str = "published") -> str:
        """Return the public address of an entry in `state`."""
        return reverse("dip:entry", args=[FULL, self._entry(state).pk])

    def entry_desk_address(self, name: str, state: str) -> str:
        """Return the address of an officer's page about an entry in `state`."""
        return reverse(f"dip:{name}", args=[FULL, self._entry(state).pk])

    def changed_version_address(self) -> str:
        """Return the address of a version that is not the first."""
        found = EntryVersion.objects.filter(agency__slug=FULL, number=2).first()
        return reverse("dip:version", args=[FULL, found.entry_id, 2])

    def _entry(self, state: str) -> Entry:
        return Entry.objects.filter(agency__slug=FULL, state=state).order_by("id")[0]

    def letter_address(self, name: str, state: str) -> str:
        """Return the address of a page about the newest letter whose signature is in `state`."""
        found = Signature.objects.filter(agency__slug=FULL, state=state, signer__username="ppid").order_by("-id")[0]
        return reverse(name, args=[FULL, found.code if name == "signing:check" else found.pk])

    def unit_address(self) -> str:
        """Return the address at which a unit is set up."""
        unit = Unit.objects.get(agency__slug=FULL, name="Pusat Pelatihan Teknis")
        return reverse("administration:unit", args=[FULL, unit.pk])

    def account_address(self, username: str) -> str:
        """Return the address at which an account is set up."""
        return reverse("administration:account", args=[FULL, User.objects.get(username=username).pk])
