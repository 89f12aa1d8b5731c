"""Every page of the site in its states: who opens it, where, with which cookies, and what is pressed first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.journeys.town import FULL, Town

Cookies = Callable[[Town], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one state. `name` is its URL name; `send` is the button pressed with the form as it is."""

    name: str
    state: str
    path: str | Callable[[Town], str]
    who: str = ""
    status: int = 200
    send: str = ""
    first: Callable[[Any], object] | None = None
    cookies: Cookies | None = None

    def __str__(self) -> str:
        return f"{self.name.removeprefix('information:')}-{self.state}".replace(" ", "_")

    def address(self, town: Town) -> str:
        """Return where the page is."""
        return self.path if isinstance(self.path, str) else self.path(town)

    def cookies_of(self, town: Town) -> dict[str, str]:
        """Return the cookies it is opened with."""
        return (town.login(self.who) if self.who else {}) | (self.cookies(town) if self.cookies else {})


def error(name: str, path: str | Callable[[Town], str], send: str, who: str = "", **more: Any) -> Page:
    """Return the page of a form that was sent with something wrong."""
    return Page(name, "error", path, who, more.pop("status", 422), send, **more)


def case(name: str, word: str, who: str, **more: Any) -> Page:
    """Return an officer's page about a case of the town."""
    url_name = f"information:{name}"
    return Page(url_name, more.pop("state", word), lambda town: town.address(url_name, word), who, **more)


def step(name: str, word: str, who: str, send: str) -> tuple[Page, Page]:
    """Return the page of a step, fresh and sent empty."""
    return case(name, word, who), case(name, word, who, state="error", status=422, send=send)


def own(name: str, word: str, path: str, **more: Any) -> Page:
    """Return a citizen's page about the own request."""
    return Page(f"information:{name}", more.pop("state", word), path, cookies=lambda town: town.tracked(word), **more)


def answered(*pages: str, **about: str) -> Cookies:
    """Return the cookies of a citizen in the middle of asking."""
    return lambda town: town.draft(*pages, **about)


def forget(*names: str) -> Callable[[Any], object]:
    """Return what makes the browser lose cookies while a page is open."""
    return lambda page: [page.context.clear_cookies(name=name) for name in names]


def written(**boxes: str) -> Callable[[Any], object]:
    """Return what writes into boxes of the form."""
    return lambda page: [page.locator(f"main [name={name}]").fill(text) for name, text in boxes.items()]


def unfolded(words: str) -> Callable[[Any], object]:
    """Return what opens a folded part of the page."""
    return lambda page: page.locator("main summary", has_text=words).click()


ASK, OWN, DESK = f"/{FULL}/permohonan/baru/", f"/{FULL}/lacak/", f"/{FULL}/meja/"
SETUP = f"{DESK}pengaturan/"

PUBLIC: tuple[Page, ...] = (
    Page("home", "full", "/"),
    Page("home", "empty", "/?q=tidak-ada"),
    Page("accessibility", "full", "/aksesibilitas/"),
    Page("privacy", "full", "/privasi/"),
    Page("calendar:calculator", "empty", "/kalkulator-tenggat/"),
    Page("calendar:calculator", "full", "/kalkulator-tenggat/?rule=notice&received=2026-08-03T10:00"),
    Page("calendar:calculator", "error", "/kalkulator-tenggat/?rule=notice&received=2026-13-03", status=422),
    Page("agency-home", "full", f"/{FULL}/"),
    Page("agency-home", "empty", "/sepi/"),
    Page("information:start", "full", f"/{FULL}/permohonan/"),
    Page("information:start", "found", f"/{FULL}/permohonan/?q=pelatihan"),
    Page("information:start", "none found", f"/{FULL}/permohonan/?q=zebra"),
    Page("information:start", "empty", "/sepi/permohonan/"),
    Page("information:published", "full", "/bpmp/informasi/?halaman=2"),
    Page("information:published", "none found", f"/{FULL}/informasi/?q=zebra"),
    Page("information:published", "empty", "/sepi/informasi/"),
    Page("information:published_entry", "full", lambda town: town.entry_address()),
    Page("information:procedure", "full", f"/{FULL}/prosedur/permohonan/"),
    Page("information:wish", "empty", f"{ASK}informasi/"),
    Page("information:track", "empty", OWN),
    Page("information:track", "closed", f"{OWN}?usai"),
    Page("login", "empty", f"/masuk/?next={DESK}"),
    Page("logout", "full", "/keluar/"),
    Page("error", "404", "/tidak/ada/", status=404),
    Page("error", "404 in agency", f"/{FULL}/tidak-ada/", status=404),
)

CITIZENS: tuple[Page, ...] = (
    error("login", "/masuk/", "Masuk"),
    Page("error", "expired form", "/masuk/", status=403, send="Masuk", first=forget("csrftoken")),
    Page("information:wish", "full", f"{ASK}informasi/", cookies=answered("wish")),
    error("information:wish", f"{ASK}informasi/", "Lanjutkan"),
    Page("information:wish", "alike", f"{ASK}informasi/?mirip", cookies=answered("wish", about="Kalender pelatihan teknis")),
    Page("information:requester", "empty", f"{ASK}pemohon/", cookies=answered("wish")),
    Page("information:requester", "full", f"{ASK}pemohon/", cookies=answered("wish", "requester", "way")),
    error("information:requester", f"{ASK}pemohon/", "Lanjutkan", cookies=answered("wish")),
    Page("information:way", "empty", f"{ASK}cara/", cookies=answered("wish", "requester")),
    error("information:way", f"{ASK}cara/", "Lanjutkan", cookies=answered("wish", "requester")),
    Page("information:check_answers", "full", f"{ASK}periksa/", cookies=answered("wish", "requester", "way")),
    error("information:check_answers", f"{ASK}periksa/", "Kirim permohonan", cookies=answered("wish", "requester", "way")),
    Page("information:receipt", "full", f"/{FULL}/permohonan/tanda-terima/", cookies=lambda town: town.sent()),
    Page("information:receipt", "empty", f"/{FULL}/permohonan/tanda-terima/"),
    error("information:track", OWN, "Buka permohonan"),
    *(
        own("own", word, f"{OWN}permohonan/")
        for word in (
            "new", "incomplete", "late", "extended", "unpaid", "completed", "refused", "not_held", "redirected",
            "withdrawn", "closed_incomplete",
        )
    ),
    own("own_repair", "incomplete", f"{OWN}lengkapi/"),
    own("own_repair", "incomplete", f"{OWN}lengkapi/", state="error", status=422, send="Kirim kelengkapan"),
    own("own_repair", "new", f"{OWN}lengkapi/", state="wrong state", status=409),
    own("own_withdraw", "new", f"{OWN}cabut/"),
    own(
        "own_withdraw", "new", f"{OWN}cabut/", state="closed meanwhile", status=403, send="Ya, cabut permohonan",
        first=lambda page: [page.locator("textarea").fill("Sudah dapat."), page.context.clear_cookies(name="pendopo_lacak")],
    ),
)  # fmt: skip

OFFICERS: tuple[Page, ...] = (
    Page("choose-workplace", "full", "/meja/", "auditor"),
    Page("choose-workplace", "all", "/meja/", "sistem"),
    Page("choose-workplace", "empty", "/meja/", "tamu"),
    Page("own-password", "empty", "/akun/sandi/", "ult"),
    error("own-password", "/akun/sandi/", "Simpan kata sandi", "ult"),
    Page("agency-profile", "full", f"{DESK}instansi/", "ult"),
    Page("agency-profile", "empty", "/sepi/meja/instansi/", "sepi"),
    Page("information:inbox", "full", f"{DESK}permohonan/", "ppid"),
    Page("information:inbox", "long", "/bpmp/meja/permohonan/?halaman=2", "bpmp-ppid"),
    Page("information:inbox", "unit", f"{DESK}permohonan/", "unit2"),
    Page("information:inbox", "none found", f"{DESK}permohonan/?q=zebra", "ult"),
    Page("information:inbox", "empty", "/sepi/meja/permohonan/", "sepi"),
    Page("information:register", "empty", f"{DESK}permohonan/baru/", "ult"),
    error("information:register", f"{DESK}permohonan/baru/", "Daftarkan", "ult"),
    Page("error", "403", f"{DESK}permohonan/baru/", "unit", 403),
    Page("error", "404 elsewhere", "/bpmp/meja/permohonan/", "ult", 404),
    case("detail", "new", "ult"),
    case("detail", "incomplete", "ult"),
    case("detail", "late", "ppid"),
    case("detail", "long", "ppid"),
    case("detail", "material", "unit"),
    case("detail", "proposed", "ppid"),
    case("detail", "returned", "unit"),
    case("detail", "unpaid", "ult"),
    case("detail", "completed", "ppid"),
    case("detail", "refused", "auditor"),
    case("clocks", "extended", "ppid"),
    case("clocks", "completed", "atasan"),
    case("staff_receipt", "with need", "ult"),
    case("declare_complete", "new", "ult"),
    *step("declare_incomplete", "group", "ult", "Kirim permintaan"),
    *step("staff_repair", "incomplete", "ult", "Simpan perbaikan"),
    case("close_incomplete", "incomplete", "ult"),
    *step("staff_withdraw", "group", "ult", "Cabut permohonan"),
    case("reissue_code", "group", "ult"),
    *step("reveal_nik", "group", "ult", "Buka NIK"),
    *step("assign", "by phone", "ult", "Teruskan"),
    case("take", "long", "unit2"),
    *step("ask_unit", "late", "unit", "Kirim permintaan"),
    Page("information:supply", "full", lambda town: town.material_address(), "unit2"),
    error("information:supply", lambda town: town.material_address(), "Berikan bahan", "unit2"),
    *step("note", "late", "unit", "Simpan catatan"),
    *step("extend", "late", "ppid", "Perpanjang waktu"),
    case("extend", "extended", "ppid", state="wrong state", status=409),
    *step("draft", "late", "unit", "Simpan konsep"),
    case("draft", "returned", "unit"),
    *step("propose", "drafted", "unit", "Ajukan ke PPID"),
    *step("send_back", "proposed", "ppid", "Kembalikan konsep"),
    case("issue", "proposed", "ppid"),
    case("issue", "refusing", "ppid"),
    case("issue", "refusing", "ppid2", state="second person"),
    case("issue", "drafted", "ppid", state="incomplete"),
    *step("record_payment", "unpaid", "ult", "Catat pembayaran"),
    *step("deliver", "paid", "ult", "Serahkan informasi"),
    Page(
        "information:set_file_visibility", "full",
        lambda town: town.file_address("information:set_file_visibility", "proposed"), "ppid",
    ),
    Page("information:remove_file", "full", lambda town: town.file_address("information:remove_file", "proposed"), "unit"),
    error("information:remove_file", lambda town: town.file_address("information:remove_file", "proposed"), "Hapus berkas", "unit"),
    Page("notifications:inbox", "full", f"{DESK}pemberitahuan/", "ppid"),
    Page("notifications:inbox", "empty", "/sepi/meja/pemberitahuan/", "sepi"),
    Page("notifications:deliveries", "full", f"{DESK}pengiriman/", "admin"),
    Page("notifications:deliveries", "empty", "/sepi/meja/pengiriman/", "sepi"),
    Page("reporting:register_list", "full", f"{DESK}register/", "ppid"),
    Page("reporting:register", "full", f"{DESK}register/permohonan/", "ppid"),
    Page("reporting:register", "without identity", f"{DESK}register/permohonan/", "auditor"),
    Page("reporting:register", "empty", "/sepi/meja/register/permohonan/", "sepi"),
    Page("reporting:register", "error", f"{DESK}register/permohonan/?dari=2026-13-01", "ppid", 422),
)  # fmt: skip

ADMINISTRATION: tuple[Page, ...] = (
    Page("own-password", "full", "/akun/sandi/", "ult"),
    error("own-password", "/akun/sandi/", "Simpan kata sandi", "ult"),
    Page("administration:overview", "full", SETUP, "admin"),
    Page("administration:overview", "empty", "/sepi/meja/pengaturan/", "sepi"),
    Page("administration:settings", "full", f"{SETUP}instansi/", "admin"),
    error("administration:settings", f"{SETUP}instansi/", "Simpan", "admin", first=written(name="", short_name="")),
    Page("administration:branding", "full", f"{SETUP}tampilan/", "admin"),
    error("administration:branding", f"{SETUP}tampilan/", "Simpan", "admin", first=written(colour_primary="")),
    Page("administration:numbers", "full", f"{SETUP}nomor/", "admin"),
    Page("administration:number", "full", f"{SETUP}nomor/inquiry/", "admin"),
    error("administration:number", f"{SETUP}nomor/inquiry/", "Simpan", "admin", first=written(template="{bulan}")),
    Page("administration:units", "full", f"{SETUP}unit/", "admin"),
    Page("administration:units", "empty", "/sepi/meja/pengaturan/unit/", "sepi"),
    Page("administration:add_unit", "empty", f"{SETUP}unit/baru/", "admin"),
    error("administration:add_unit", f"{SETUP}unit/baru/", "Tambah unit", "admin"),
    Page("administration:unit", "full", lambda town: town.unit_address(), "admin"),
    Page("administration:accounts", "full", f"{SETUP}petugas/", "admin"),
    Page("administration:create_account", "empty", f"{SETUP}petugas/baru/", "admin"),
    error("administration:create_account", f"{SETUP}petugas/baru/", "Buat akun", "admin"),
    Page("administration:invite_account", "empty", f"{SETUP}petugas/tambah/", "admin"),
    error("administration:invite_account", f"{SETUP}petugas/tambah/", "Beri peran", "admin"),
    Page("administration:account", "full", lambda town: town.account_address("unit2"), "admin"),
    Page("administration:account", "own", lambda town: town.account_address("admin"), "admin"),
    error(
        "administration:account",
        lambda town: town.account_address("unit"),
        "Beri peran",
        "admin",
        first=unfolded("Beri peran"),
    ),
    Page("administration:days", "full", f"{SETUP}kalender/", "admin"),
    Page("administration:days", "empty", f"{SETUP}kalender/?tahun=2040", "admin"),
    Page("administration:add_day", "empty", f"{SETUP}kalender/baru/", "admin"),
    error("administration:add_day", f"{SETUP}kalender/baru/", "Simpan", "admin"),
    Page("administration:trail", "full", f"{DESK}audit/", "auditor"),
    Page("administration:trail", "none found", f"{DESK}audit/?pelaku=zebra", "auditor"),
    Page("administration:trail", "empty", "/sepi/meja/audit/", "sepi"),
    Page("administration:trail", "error", f"{DESK}audit/?dari=2026-13-01", "auditor", 422),
    Page("administration:trail_entry", "full", f"{DESK}audit/9/", "auditor"),
    Page("administration:trail_entry", "verified", f"{DESK}audit/", "auditor", send="Periksa keutuhan rantai"),
)

PAGES = (*PUBLIC, *CITIZENS, *OFFICERS, *ADMINISTRATION)

# Addresses that show no page of their own: files, sheets, programs' answers, and buttons that lead to another page.
WITHOUT_PAGE = frozenset(
    {
        "health", "theme", "language", "workspace", "calendar:api_due_date",
        "information:file", "information:letter_preview", "information:own_file", "information:own_leave",
        "notifications:mark_read", "notifications:send_again", "reporting:register_csv", "reporting:register_xlsx",
        "administration:set_unit_active", "administration:give_role", "administration:take_role",
        "administration:set_account_active", "administration:set_password", "administration:remove_day",
        "administration:verify",
    }
)  # fmt: skip
