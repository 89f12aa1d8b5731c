"""Every page of the site in its states: who opens it, where, with which cookies, and what is pressed first."""

from __future__ import annotations

from typing import Any

from tests.journeys import objected
from tests.journeys.dip_pages import ENTRIES, LISTED
from tests.journeys.disclosure_pages import ANSWERS
from tests.journeys.exemption_pages import EXEMPTIONS
from tests.journeys.import_pages import IMPORTS
from tests.journeys.page import (
    ASK,
    DESK,
    OWN,
    SETUP,
    Page,
    answered,
    case,
    decree,
    error,
    forget,
    letter,
    own,
    step,
    unfolded,
    written,
)
from tests.journeys.privacy_pages import PRIVACY
from tests.journeys.program_pages import PROGRAMS
from tests.journeys.publishing_pages import PUBLISHING
from tests.journeys.result_pages import RESULTS
from tests.journeys.search_pages import SEARCHES
from tests.journeys.service_pages import SERVICES
from tests.journeys.signin_pages import SIGN_IN
from tests.journeys.survey_pages import SURVEYS
from tests.journeys.town import FULL, LONG
from tests.journeys.yearly_pages import YEARLY

PUBLIC: tuple[Page, ...] = (
    Page("home", "full", "/"),
    Page("home", "empty", "/?cari=tidak-ada"),
    Page("accessibility", "full", "/aksesibilitas/"),
    Page("privacy", "full", "/privasi/"),
    Page("calendar:calculator", "empty", "/kalkulator-tenggat/"),
    Page("calendar:calculator", "full", "/kalkulator-tenggat/?rule=notice&received=2026-08-03T10:00"),
    Page("calendar:calculator", "error", "/kalkulator-tenggat/?rule=notice&received=2026-13-03", status=422),
    Page("calendar:calculator", "regime", "/kalkulator-tenggat/?rule=notice&received=2026-08-03T10:00&regime=election"),
    Page("agency-home", "full", f"/{FULL}/"),
    Page("agency-home", "empty", "/sepi/"),
    Page("information:start", "full", f"/{FULL}/permohonan/"),
    Page("information:start", "found", f"/{FULL}/permohonan/?q=pelatihan"),
    Page("information:start", "none found", f"/{FULL}/permohonan/?q=zebra"),
    Page("information:start", "empty", "/sepi/permohonan/"),
    Page("information:procedure", "full", f"/{FULL}/prosedur/permohonan/"),
    *LISTED,
    Page("information:wish", "empty", f"{ASK}informasi/"),
    Page("tracking:track", "empty", OWN),
    Page("tracking:track", "closed", f"{OWN}?usai"),
    Page("signing:check", "full", lambda town: town.letter_address("signing:check", "signed")),
    error("signing:check", lambda town: town.letter_address("signing:check", "signed"), "Bandingkan"),
    *SEARCHES,
    Page("api_pages:manual", "full", "/api/"),
    Page("open_data:about", "full", f"/{FULL}/data-terbuka/"),
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
    Page("information:requester", "draft gone", f"{ASK}pemohon/", status=409, send="Lanjutkan", first=forget("pendopo_konsep"), cookies=answered("wish")),
    Page("information:way", "empty", f"{ASK}cara/", cookies=answered("wish", "requester")),
    error("information:way", f"{ASK}cara/", "Lanjutkan", cookies=answered("wish", "requester")),
    Page("information:check_answers", "full", f"{ASK}periksa/", cookies=answered("wish", "requester", "way")),
    error("information:check_answers", f"{ASK}periksa/", "Kirim permohonan", cookies=answered("wish", "requester", "way")),
    Page("information:receipt", "full", f"/{FULL}/permohonan/tanda-terima/", cookies=lambda town: town.sent()),
    Page("information:receipt", "empty", f"/{FULL}/permohonan/tanda-terima/"),
    error("tracking:track", OWN, "Buka"),
    *(
        own("own", word, f"{OWN}permohonan/")
        for word in (
            "new", "incomplete", "late", "extended", "unpaid", "completed", "refused", "not_held", "redirected",
            "withdrawn", "closed_incomplete",
        )
    ),
    own("own_clocks", "extended", f"{OWN}tenggat/"),
    own("own_repair", "incomplete", f"{OWN}lengkapi/"),
    own("own_repair", "incomplete", f"{OWN}lengkapi/", state="error", status=422, send="Kirim kelengkapan"),
    own("own_repair", "new", f"{OWN}lengkapi/", state="wrong state", status=409),
    own("own_withdraw", "new", f"{OWN}cabut/"),
    own(
        "own_withdraw", "new", f"{OWN}cabut/", state="closed meanwhile", status=403, send="Ya, cabut permohonan",
        first=lambda page: [page.locator("textarea").fill("Sudah dapat."), page.context.clear_cookies(name="pendopo_lacak_inquiry")],
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
    Page("error", "held file", lambda town: town.held_file(), "ppid", 409),
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
    *step("set_regime", "new", "ult", "Ubah aturan tenggat"),
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
    *step("extend", "by phone", "ppid", "Perpanjang waktu"),
    case("extend", "late", "ppid", state="too late", status=409),
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
    Page("signing:letters", "full", f"{DESK}surat/", "ppid"),
    Page("signing:letters", "done", f"{DESK}surat/?daftar=selesai", "ppid"),
    Page("signing:letters", "long", f"{DESK}surat/?daftar=belum", "ult"),
    Page("signing:letters", "empty", "/sepi/meja/surat/", "sepi"),
    Page("signing:sign", "full", f"{DESK}surat/tanda-tangan/", "ppid"),
    error("signing:sign", f"{DESK}surat/tanda-tangan/", "Tandatangani", "ppid"),
    *(letter(name, state) for name, state in (("letter", "waiting"), ("letter", "signed"), ("upload", "signed"))),
    *(
        each
        for name, state, send in (
            ("upload", "waiting", "Simpan versi bertanda tangan"),
            ("decline", "waiting", "Kembalikan surat"),
            ("withdraw", "signed", "Cabut surat"),
        )
        for each in (letter(name, state), letter(name, state, send=send))
    ),
    letter("decline", "signed", status=409),
    Page("redaction:redact", "full", lambda town: town.contract_address("redaction:redact"), "ppid"),
    Page("redaction:redact", "empty", lambda town: town.contract_address("redaction:redact", copy=True), "ppid"),
    error(
        "redaction:redact", lambda town: town.contract_address("redaction:redact"), "Hitamkan semua tempatnya", "ppid"
    ),
    Page("redaction:preview", "full", lambda town: town.contract_address("redaction:preview"), "ppid"),
    error(
        "redaction:preview", lambda town: town.contract_address("redaction:preview"), "Buat salinan", "ppid",
        first=written(name=""),
    ),
    Page("redaction:check_release", "full", lambda town: town.contract_address("redaction:check_release"), "ppid"),
    Page("redaction:check_release", "empty", lambda town: town.contract_address("redaction:check_release", copy=True), "ppid"),
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
    Page("open_data:license_data", "empty", f"{SETUP}data-terbuka/", "admin"),
    error(
        "open_data:license_data",
        f"{SETUP}data-terbuka/",
        "Simpan",
        "admin",
        first=lambda page: page.get_by_text("Creative Commons Attribution 4.0", exact=True).dispatch_event("click"),
    ),
    Page("administration:questions", "full", f"{SETUP}bacaan-hukum/", "admin"),
    Page("administration:load_decree", "not allowed", f"{SETUP}kalender/keputusan/", "admin"),
    Page("administration:load_decree", "empty", f"{SETUP}kalender/keputusan/", "sistem"),
    error("administration:load_decree", f"{SETUP}kalender/keputusan/", "Periksa berkas", "sistem"),
    Page(
        "administration:load_decree",
        "to confirm",
        f"{SETUP}kalender/keputusan/",
        "sistem",
        send="Periksa berkas",
        first=decree("2027-08-18;Cuti Bersama Contoh;cuti bersama"),
    ),
    Page(
        "administration:load_decree",
        "wrong rows",
        f"{SETUP}kalender/keputusan/",
        "sistem",
        422,
        send="Periksa berkas",
        first=decree("2027-02-30;Tanggal yang tidak ada;libur"),
    ),
    Page("calendar-feeds", "full", "/akun/kalender/", "ppid"),
    Page("calendar-feeds", "made", "/akun/kalender/", "unit", send="Buat alamat BPSDM Kementerian Contoh"),
    Page("administration:trail", "full", f"{DESK}audit/", "auditor"),
    Page("administration:trail", "none found", f"{DESK}audit/?pelaku=zebra", "auditor"),
    Page("administration:trail", "empty", "/sepi/meja/audit/", "sepi"),
    Page("administration:trail", "error", f"{DESK}audit/?dari=2026-13-01", "auditor", 422),
    Page("administration:trail_entry", "full", f"{DESK}audit/9/", "auditor"),
    Page("administration:trail_entry", "verified", f"{DESK}audit/", "auditor", send="Periksa keutuhan rantai"),
)

NEW = f"/{FULL}/keberatan/baru/"


def objection(name: str, state: str, who: str, *, place: str = FULL, send: str = "", **more: Any) -> Page:
    """Return an officer's page about an objection of the example; sent empty when `send` is given."""
    word = more.pop("word", f"{state} error" if send else state)
    status = 422 if send else more.pop("status", 200)
    return Page(f"objections:{name}", word, objected.address(name, state, place), who, status, send, **more)


def objecting(name: str, word: str, *pages: str, send: str = "", about: str = "") -> Page:
    """Return a citizen's page in the middle of objecting; pressed as it is when `send` is given."""
    cookies, path = objected.answered(*pages, about=about), f"{NEW}{word}/"
    state = "error" if send else "empty"
    return Page(f"objections:{name}", state, path, "", 422 if send else 200, send, cookies=cookies)


def own_objection(name: str, state: str, word: str = "", *, place: str = FULL, **more: Any) -> Page:
    """Return a citizen's page about the own objection."""
    path = f"/{place}/lacak/keberatan/{word}"
    return Page(f"objections:{name}", more.pop("at", state), path, cookies=objected.tracked(state, place), **more)


OBJECTIONS: tuple[Page, ...] = (
    Page("objections:start", "full", f"/{FULL}/keberatan/"),
    Page("objections:periodic", "empty", f"{NEW}informasi/"),
    error("objections:periodic", f"{NEW}informasi/", "Lanjutkan"),
    own("begin", "refused", f"{OWN}ajukan-keberatan/", state="possible", module="objections"),
    own("begin", "new", f"{OWN}ajukan-keberatan/", state="nothing yet", module="objections"),
    objecting("grounds", "alasan", about="refused"),
    objecting("grounds", "alasan", about="refused", send="Lanjutkan"),
    objecting("story", "penjelasan", "grounds", about="refused"),
    objecting("story", "penjelasan", "grounds", about="refused", send="Lanjutkan"),
    objecting("objector", "pemohon", "periodic", "story"),
    objecting("objector", "pemohon", "periodic", "story", send="Lanjutkan"),
    objecting("check_answers", "periksa", "periodic", "story", "objector"),
    objecting("check_answers", "periksa", "periodic", "story", "objector", send="Kirim keberatan"),
    Page("objections:receipt", "full", f"/{FULL}/keberatan/tanda-terima/", cookies=objected.sent),
    Page("objections:receipt", "empty", f"/{FULL}/keberatan/tanda-terima/"),
    *(own_objection("own", state) for state in ("registered", "unanswered", "settled")),
    own_objection("own", "owed", place=LONG),
    own_objection("own_withdraw", "registered", "cabut/"),
    own_objection("own_withdraw", "unanswered", "cabut/", at="wrong state", status=409),
    own_objection("own_accept", "unanswered", "puas/"),
    own_objection("own_accept", "owed", "puas/", at="not yet", place=LONG, status=409),
    own_objection("own_contest", "unanswered", "tidak-puas/"),
    Page("objections:inbox", "full", f"{DESK}keberatan/", "atasan"),
    Page("objections:inbox", "none found", f"{DESK}keberatan/?kata=zebra", "ppid"),
    Page("objections:inbox", "empty", "/sepi/meja/keberatan/", "sepi"),
    Page("objections:register", "empty", f"{DESK}keberatan/baru/", "ult"),
    error("objections:register", f"{DESK}keberatan/baru/", "Daftarkan", "ult"),
    *(objection("detail", state, "atasan") for state in ("registered", "unanswered")),
    objection("detail", "settled", "ult"),
    objection("detail", "owed", "bpmp-ppid", place=LONG),
    objection("clocks", "unanswered", "atasan"),
    objection("staff_receipt", "registered", "ult"),
    objection("reissue_code", "registered", "ult"),
    *(objection("note", "registered", "ult", send=send) for send in ("", "Simpan catatan")),
    *(objection("answer", "registered", "atasan", send=send) for send in ("", "Terbitkan tanggapan")),
    objection("answer", "settled", "atasan", status=409, word="wrong state"),
    objection("settle", "registered", "ult", status=403, word="ground a"),
    *(objection("staff_respond", "unanswered", "ult", send=send) for send in ("", "Catat tanggapan")),
    *(objection("staff_withdraw", "registered", "ult", send=send) for send in ("", "Cabut keberatan")),
    *(objection("execute", "owed", "bpmp-ppid", place=LONG, send=send) for send in ("", "Laksanakan putusan")),
    Page("reporting:register", "objections", f"{DESK}register/keberatan/", "ppid"),
)

PAGES = (
    *PUBLIC,
    *CITIZENS,
    *OFFICERS,
    *EXEMPTIONS,
    *ENTRIES,
    *ANSWERS,
    *ADMINISTRATION,
    *PROGRAMS,
    *SERVICES,
    *SIGN_IN,
    *OBJECTIONS,
    *YEARLY,
    *IMPORTS,
    *PUBLISHING,
    *PRIVACY,
    *RESULTS,
    *SURVEYS,
)

# Addresses that show no page of their own: files, sheets, programs' answers, and buttons that lead to another page.
WITHOUT_PAGE = frozenset(
    {
        "begin-provider", "openid_connect_callback", "open-new-password", "remove-factor", "download-codes", "end-session", "end-other-sessions",
        "privacy:own_copy", "privacy:processing_file", "privacy:propose", "privacy:lift", "privacy:certificate", "privacy:withdraw", "privacy:copy",
        "privacy:incident_letter", "privacy:affected_letter",
        "health", "ready", "metrics", "robots", "sitemap", "sitemap-agency", "audit:anchors", "theme", "language", "workspace", "calendar:api_due_date", "skm:api_compute", "calendar:calculator_ics", "calendar:feed", "create-feed", "revoke-feed",
        "disputes:dossier_pdf", "disputes:dossier_zip", "annual_reports:report_pdf", "annual_reports:report_docx",
        "annual_reports:report_xlsx", "annual_reports:announcement_pdf", "annual_reports:published_pdf", "annual_reports:published_xlsx",
        "exemptions:sheet", "exemptions:decree", "exemptions:file", "objections:file", "objections:own_file", "objections:letter_preview", "dip:listed_csv", "dip:listed_xlsx",
        "dip:decree_letter", "dip:decree_list", "dip:entry_file", "dip:file", "dip:import_template",
        "disclosure:suggest", "disclosure:open_item", "disclosure:finish", "disclosure:feed", "disclosure:file",
        "open_data:version", "open_data:call", "open_data:call_latest", "open_data:catalogue", "open_data:catalogue_as",
        "open_data:version_agency", "open_data:call_agency", "open_data:call_agency_latest", "open_data:catalogue_agency",
        "api_pages:openapi", "programs:revoke_key", "programs:ping", "programs:send_again", "programs:remove_webhook",
        "open_data:catalogue_agency_as", "open_data:feed", "open_data:export",
        "information:file", "information:letter_preview", "information:own_file", "information:clocks_ics", "information:own_clocks_ics", "tracking:own_leave",
        "signing:issued_file", "signing:signed_file", "signing:print_copy", "signing:ask", "publishing:feed", "publishing:proof_file", "publishing:ask_soon", "publishing:review_pdf",
        "redaction:add_box", "redaction:add_words", "redaction:remove_box", "redaction:page_picture",
        "redaction:preview_picture", "redaction:make_copy", "imports:check", "imports:run", "imports:problems_csv",
        "satisfaction:by_service", "satisfaction:send_from_kiosk", "satisfaction:kiosk_worker", "satisfaction:poster_pdf",
        "satisfaction:renew_code", "satisfaction:revoke_kiosk", "satisfaction:import_template", "satisfaction:proof",
        "satisfaction:export", "satisfaction:result_poster_pdf", "satisfaction:result_poster_png", "satisfaction:report_pdf", "satisfaction:report_xlsx", "satisfaction:report_docx",
        "notifications:mark_read", "notifications:send_again", "reporting:register_csv", "reporting:register_xlsx",
        "administration:set_unit_active", "administration:set_service_active", "administration:give_role", "administration:take_role",
        "administration:set_account_active", "administration:set_password", "administration:reset_second_step", "administration:remove_day", "administration:verify",
    }
)  # fmt: skip
