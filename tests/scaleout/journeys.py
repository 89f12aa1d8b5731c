"""What people do in one go although every page comes from another node: ask with a file, answer with a file, fill in a survey."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field

from lxml import html

from tests.journeys.asking import pdf
from tests.operation.check import Check
from tests.scaleout.staging import PASSWORD
from tests.scaleout.town import Town, until_true
from tests.scaleout.visitor import Astray, Visitor
from tests.torture.citizens import READING_SECONDS, picture

SLUG = "kota"
_NUMBER, _CODE = re.compile(r"PPID-\d{4}-\d{6}"), re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b")
# Search follows within the round of a node's own worker, twice as long is still no alarm.
SEARCH_SECONDS = 20

WHO = {
    "kind": "person", "name": "Sri Rahayu", "nik": "3304011201900001", "address": "Jl. Merdeka 1, Banjarnegara",
    "occupation": "Guru", "email": "sri@contoh.id",
}  # fmt: skip
WAY = {"obtain_way": "softcopy", "delivery_way": "online", "accommodation": "none"}
DRAFT = {"decision": "grant", "material": "Laporan 2025", "delivery": "PDF", "cost": "0", "held_form": "softcopy"}


@dataclass
class Request:
    """A request as its citizen knows it."""

    citizen: Visitor
    number: str
    code: str
    checks: list[Check] = field(default_factory=list)


def travel(town: Town) -> list[Check]:
    """Make all journeys; return what was seen."""
    staged = town.nodes[0].ask("stage", {"slug": SLUG}, program="tests.scaleout.staging")
    checks = _ask_and_answer(town)
    checks += _survey(town, staged["survey"])
    checks += _search(town)
    return checks


def ask(port: int, slug: str, *, wish: str = "Rincian anggaran 2025") -> Request:
    """Ask with a file; return the request of the receipt."""
    citizen = Visitor(port)
    citizen.open(f"/{slug}/permohonan/baru/informasi/")
    page = citizen.press({"details": wish, "purpose": "Penelitian"})
    began = time.monotonic()
    if page.path.endswith("?mirip"):
        citizen.open(f"/{slug}/permohonan/baru/pemohon/")
    citizen.press(WHO, {"files": ("ktp.png", picture(), "image/png")})
    citizen.press(WAY)
    time.sleep(max(0.0, READING_SECONDS - (time.monotonic() - began)))
    shown = citizen.press({"statement": "on"})
    number, code = _NUMBER.search(shown.text), _CODE.search(shown.text)
    if number is None or code is None:
        raise Astray(f"A receipt without number or code: {shown.words[:300]}")
    return Request(citizen, number[0], code[0])


def sign_in(port: int, name: str) -> Visitor:
    """Sign somebody in."""
    officer = Visitor(port)
    officer.open("/masuk/")
    officer.press({"username": name, "password": PASSWORD})
    return officer


def track(visitor: Visitor, slug: str, number: str, code: str) -> Visitor:
    """Open a request with number and code."""
    visitor.open(f"/{slug}/lacak/")
    visitor.press({"number": number, "code": code})
    return visitor


def _ask_and_answer(town: Town) -> list[Check]:
    asked = ask(town.balancer, SLUG)
    checks = [
        Check(
            "a request with a file, every page from another node", len(asked.citizen.nodes) == 3, _count(asked.citizen)
        )
    ]
    officer = sign_in(town.balancer, f"ppid-{SLUG}")
    inboxes = [officer.at(node.port).open(f"/{SLUG}/meja/permohonan/").text for node in town.nodes]
    checks.append(Check("an officer's session is good on every node", all(asked.number in each for each in inboxes)))
    case = link_with(officer.open(f"/{SLUG}/meja/permohonan/").body, asked.number)
    file = first_link(officer.open(case).body, "/berkas/")
    seen = [officer.at(node.port).open(file) for node in town.nodes]
    same = len({page.body for page in seen}) == 1 and seen[0].body.startswith(b"\x89PNG")
    checks.append(
        Check(
            "the citizen's file is the same from every node, a download",
            same and _attached(seen),
            f"{len(seen[0].body)} bytes",
        )
    )
    officer.open(f"{case}lengkap/")
    officer.press(form="lengkap")
    officer.open(f"{case}konsep/")
    officer.press(DRAFT, {"files": ("jawaban.pdf", pdf("Jawaban"), "application/pdf")}, form="konsep")
    officer.open(f"{case}ajukan/")
    officer.press(form="ajukan")
    issue = officer.open(f"{case}terbitkan/")
    chosen = html.document_fromstring(issue.body).xpath("//input[@name='visible_files']/@value")
    officer.press({"visible_files": chosen[0], "deliver_now": "on"}, form="terbitkan")
    checks.append(Check("answered with a file, every page from another node", len(officer.nodes) == 3, _count(officer)))
    told = [track(Visitor(node.port), SLUG, asked.number, asked.code) for node in town.nodes]
    files = [_all(each.page.body if each.page else b"", "/lacak/berkas/") for each in told]
    got = [[visitor.open(path).body for path in paths] for visitor, paths in zip(told, files, strict=True)]
    good = (
        bool(got[0]) and got[0] == got[1] == got[2] and all(body.startswith((b"%PDF", b"\x89PNG")) for body in got[0])
    )
    checks.append(
        Check("the citizen opens letter and answer on every node", good and len(got[0]) >= 2, f"{len(got[0])} files")
    )
    return checks


def _survey(town: Town, path: str) -> list[Check]:
    before = town.nodes[0].ask("answers", program="tests.scaleout.staging")
    visitor = Visitor(town.balancer)
    page = visitor.open(path)
    names = sorted(set(re.findall(r'name="(u_[^"]+)"', page.text)))
    visitor.press(dict.fromkeys(names, "3"))
    after = town.nodes[1].ask("answers", program="tests.scaleout.staging")
    return [Check("a survey is answered once", (len(names), after - before) == (9, 1), f"{len(names)} questions")]


def _search(town: Town) -> list[Check]:
    town.nodes[0].ask("publish", {"slug": SLUG, "title": "Kalender pelatihan teknis"}, program="tests.scaleout.staging")
    took = [
        until_true(
            f"{node.name} finds what was published",
            lambda node=node: "Kalender pelatihan" in Visitor(node.port).open(f"/{SLUG}/cari/?q=pelatihan&x={time.monotonic_ns()}").words,
            SEARCH_SECONDS,
        )
        for node in town.nodes
    ]  # fmt: skip
    return [
        Check("what was published is found on every node, each with its own index", True, f"after {sum(took):.1f} s")
    ]


def _count(visitor: Visitor) -> str:
    return f"{len(visitor.nodes)} nodes"


def _attached(pages: list[object]) -> bool:
    return all(page.headers["content-disposition"].startswith("attachment") for page in pages)  # type: ignore[attr-defined]


def link_with(body: bytes, words: str) -> str:
    """Return where the link that says `words` leads."""
    for link in html.document_fromstring(body).iter("a"):
        if words in link.text_content():
            return str(link.get("href"))
    raise Astray(f"No link says {words}")


def _all(body: bytes, part: str) -> list[str]:
    return sorted(
        {link.get("href") for link in html.document_fromstring(body).iter("a") if part in (link.get("href") or "")}
    )


def first_link(body: bytes, part: str) -> str:
    """Return the first address that holds `part`."""
    found = _all(body, part)
    if not found:
        raise Astray(f"No link leads to {part}")
    return found[0]
