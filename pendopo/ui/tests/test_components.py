"""Components: exact markup of the small ones, the promises of the large ones."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from pendopo.ui import paging
from pendopo.ui.icons import icon_names


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context)).strip()


def words(markup: str) -> str:
    return " ".join(html.fromstring(f"<div>{markup}</div>").text_content().split())


@pytest.mark.parametrize(
    ("days", "markup"),
    [
        (9, '<span class="p-tag p-tag--neutral">sisa 9 hari kerja</span>'),
        (4, '<span class="p-tag p-tag--neutral">sisa 4 hari kerja</span>'),
        (3, '<span class="p-tag p-tag--warn">sisa 3 hari kerja</span>'),
        (1, '<span class="p-tag p-tag--warn">sisa 1 hari kerja</span>'),
        (0, '<span class="p-tag p-tag--error">hari ini</span>'),
        (-2, '<span class="p-tag p-tag--error">lewat 2 hari kerja</span>'),
        (None, '<span class="p-tag p-tag--neutral">tanpa tenggat</span>'),
    ],
)
def test_days_left(days: int | None, markup: str) -> None:
    assert render("{% days_left days %}", days=days) == markup


def test_days_left_in_calendar_days() -> None:
    assert (
        words(render('{% days_left 5 unit="hari" soon=5 %} {% days_left -5 unit="hari" %}'))
        == "sisa 5 hari lewat 5 hari"
    )


def test_tag_escapes_and_knows_its_tones() -> None:
    assert render("{% tag words 'ok' %}", words="<b>") == '<span class="p-tag p-tag--ok">&lt;b&gt;</span>'
    with pytest.raises(ValueError, match="ok, warn, error, info, neutral"):
        render("{% tag 'x' 'merah' %}")


def test_icon_is_hidden_from_screen_readers_and_must_exist() -> None:
    drawn = html.fromstring(render("{% icon 'download' %}"))
    assert dict(drawn.attrib) == {"class": "p-icon", "aria-hidden": "true", "focusable": "false"}
    assert drawn.find("use").get("href").endswith("#download")
    with pytest.raises(ValueError, match="There is no icon 'unduh'"):
        render("{% icon 'unduh' %}")


def test_icons_are_sorted_and_enough() -> None:
    assert list(icon_names()) == sorted(icon_names())
    assert len(icon_names()) >= 24


def test_notice_says_its_tone() -> None:
    assert words(render("{% notice 'success' 'Tersimpan' %}<p>Isi</p>{% endnotice %}")) == "Berhasil: TersimpanIsi"
    assert render("{% notice 'info' title %}{% endnotice %}", title="<b>").count("&lt;b&gt;") == 1
    with pytest.raises(ValueError, match="success, info, warning, error"):
        render("{% notice 'hijau' 'x' %}{% endnotice %}")


def test_blocks_keep_markup_of_the_page_and_escape_values() -> None:
    source = "{% panel 'Judul' anchor='a' %}<p>{{ x }}</p>{% endpanel %}"
    assert render(source, x="<b>") == (
        '<section class="p-panel" id="a"><h2 class="p-panel__title">Judul</h2><p>&lt;b&gt;</p></section>'
    )


def test_scroll_region_can_be_reached() -> None:
    region = html.fromstring(render("{% scroll 'Register' %}<table></table>{% endscroll %}"))
    assert dict(region.attrib) == {"class": "p-scroll", "role": "region", "aria-label": "Register", "tabindex": "0"}


def test_receipt_shows_the_code_only_when_given() -> None:
    full = words(render("{% receipt number='126/PPID' code='K7QM' %}<p>Simpan.</p>{% endreceipt %}"))
    assert full == "Tanda terimaNomor pendaftaran126/PPIDKode lacakK7QMSimpan."
    assert "Kode lacak" not in render("{% receipt number='126/PPID' %}{% endreceipt %}")


def test_details_and_empty_state() -> None:
    assert render("{% details_box 'Apa?' %}<p>Itu.</p>{% enddetails_box %}") == (
        '<details class="p-details"><summary>Apa?</summary><div><p>Itu.</p></div></details>'
    )
    assert words(render("{% empty_state 'Kosong' icon='folder' %}<p>Mulai.</p>{% endempty_state %}")) == "KosongMulai."


def test_timeline_states_are_said_in_words() -> None:
    steps = [
        {"title": "Diterima", "state": "done", "when": datetime(2026, 8, 3, 3, 0, tzinfo=UTC), "by": "ULT"},
        {"title": "Diproses", "state": "current", "when": date(2026, 8, 4), "text": "Baris satu\nBaris dua"},
        {"title": "Dijawab", "state": "todo"},
        {"title": "Selesai", "state": "todo", "label": "Opsional", "when": "nanti"},
    ]
    agency = SimpleNamespace(timezone="Asia/Makassar")
    drawn = html.fromstring(render("{% timeline steps %}", steps=steps, agency=agency))
    assert [" ".join(item.text_content().split()) for item in drawn] == [
        "Diterima (selesai)3 Agustus 2026 pukul 11.00 WITA · ULT",
        "Diproses Sedang berjalanSelasa, 4 Agustus 2026Baris satuBaris dua",
        "Dijawab (belum dimulai)",
        "Selesai Opsionalnanti",
    ]
    assert [item.get("aria-current") for item in drawn] == [None, "step", None, None]
    assert drawn[1].find(".//br") is not None


def test_summary_list_links_say_of_what() -> None:
    rows = [
        {"label": "Nama", "value": "<Budi>", "url": "/ubah"},
        {"label": "Cara", "value": ["Surel", "<Pos>"]},
        {"label": "Telepon", "value": ""},
        {"label": "Jumlah", "value": 0},
    ]
    drawn = html.fromstring(render("<div>{% summary_list rows title='Pemohon' %}</div>", rows=rows))
    assert drawn.find("h2").text == "Pemohon"
    assert [row.text_content() for row in drawn.findall(".//div")] == [
        "Nama<Budi>Ubah Nama",
        "CaraSurel<Pos>",
        "Telepon–",
        "Jumlah0",
    ]


def test_cards() -> None:
    plain = render("{% card 'Masuk' 1280 %}")
    assert plain == '<div class="p-card"><p class="p-card__label">Masuk</p><p class="p-card__value">1.280</p></div>'
    rich = html.fromstring(render("{% card 'IKM' '87,40' note='Baik' url='/ikm' tone='ok' spark=s %}", s=[1, 2]))
    assert (rich.get("class"), rich.find(".//a").get("href")) == ("p-card p-card--ok", "/ikm")
    assert rich.find(".//svg").get("aria-label") == "Perkembangan"
    assert render("{% card 'Rata-rata' n %}", n=Decimal("5.4")).count("5,4") == 1
    link = html.fromstring(render("{% link_card 'Lacak' '/lacak' text='Nomor' icon='search' level=3 %}"))
    assert (link.find(".//h3/a").get("href"), link.find("p").text) == ("/lacak", "Nomor")


@pytest.mark.parametrize(
    ("number", "last", "window"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, None, 9]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (9, 9, [1, None, 8, 9]),
        (5000, 10000, [1, None, 4999, 5000, 5001, None, 10000]),
    ],
)
def test_page_window(number: int, last: int, window: list[int | None]) -> None:
    assert paging.page_window(number, last) == window


def test_pagination_keeps_the_query_string() -> None:
    request = RequestFactory().get("/", {"q": "jalan & air", "page": "2", "unit": ["a", "b"]})
    page = Paginator(range(50), 20).get_page(2)
    drawn = html.fromstring(render("{% pagination page %}", page=page, request=request))
    assert [(link.get("href"), link.get("aria-current"), link.get("rel")) for link in drawn.findall(".//a")] == [
        ("?q=jalan+%26+air&unit=a&unit=b", None, "prev"),
        ("?q=jalan+%26+air&unit=a&unit=b", None, None),
        ("?q=jalan+%26+air&unit=a&unit=b&page=2", "page", None),
        ("?q=jalan+%26+air&unit=a&unit=b&page=3", None, None),
        ("?q=jalan+%26+air&unit=a&unit=b&page=3", None, "next"),
    ]


def test_single_page_has_no_pagination() -> None:
    assert render("{% pagination page %}", page=Paginator([], 20).get_page(1)) == ""


def test_steps_files_tasks_crumbs() -> None:
    steps = html.fromstring(render("{% step_indicator 2 4 'Data pemohon' %}"))
    assert steps.find("p").text_content() == "Langkah 2 dari 4: Data pemohon"
    assert [bar.get("class") for bar in steps.findall(".//i")] == ["is-done", "is-current", None, None]
    files = [
        {"name": "a.pdf", "url": "/a", "size": 1536, "note": "PDF"},
        {"name": "b.pdf", "tag": "Ditutup", "tone": "warn"},
    ]
    assert words(render("{% file_list f %}", f=files)) == "a.pdf2 KB · PDFb.pdfDitutup"
    tasks = [
        {"title": "Isi", "url": "/i", "hint": "Dua lagi", "status": "Selesai", "tone": "ok"},
        {"title": "Kirim", "status": "Nanti"},
    ]
    assert words(render("{% task_list t %}", t=tasks)) == "IsiDua lagiSelesaiKirimNanti"
    crumbs = html.fromstring(render("{% breadcrumbs 'Beranda' '/' 'Daftar' '/d' 'Ini' %}"))
    assert [(item.text_content(), item.get("aria-current")) for item in crumbs.findall(".//li")] == [
        ("Beranda", None),
        ("Daftar", None),
        ("Ini", "page"),
    ]
    assert html.fromstring(render("{% back_link '/x' %}")).text_content().strip() == "Kembali"


def test_chart_figures_carry_their_numbers_as_a_table() -> None:
    source = "{% columns p title='Per bulan' series=s limit=3 unit='berkas' csv_url='/c.csv' %}"
    figure = html.fromstring(render(source, p=[("Jan", [1, 2]), ("Feb", [4, 0])], s=["Tepat", "Lambat"]))
    assert [cell.text for cell in figure.findall(".//thead//th")] == ["Periode", "Tepat", "Lambat"]
    assert [cell.text for cell in figure.findall(".//tbody//td")] == [
        *("1\u00a0berkas", "2\u00a0berkas"),
        *("4\u00a0berkas", "0\u00a0berkas"),
    ]
    assert figure.find(".//svg/title").text == "Per bulan"
    assert figure.find(".//svg/desc").text == "Tertinggi 4\u00a0berkas (Feb), terendah 3\u00a0berkas (Jan)."
    assert [item.text_content() for item in figure.findall(".//ul/li")] == ["Tepat", "Lambat", "Batas: 3\u00a0berkas"]
    assert figure.find(".//a").get("href") == "/c.csv"


def test_line_and_rankings() -> None:
    line = html.fromstring(
        render(
            "{% line l s title='IKM' low=70 %}", l=["a", "b"], s=[{"name": "IKM", "values": [None, Decimal("87.40")]}]
        )
    )
    assert [cell.text for cell in line.findall(".//td")] == ["–", "87,40"]
    ranking = html.fromstring(
        render(
            "{% bar_table r title='Unit' unit='%' %}",
            r=[("A", 5), {"label": "B", "value": 2, "url": "/b", "note": "baru"}],
        )
    )
    assert [row.text_content().strip() for row in ranking.findall(".//tbody/tr")] == ["A5%", "B baru2%"]
    parts = html.fromstring(
        render("{% stacked r s title='Putusan' share=True %}", r=[("A", [1, 3])], s=["Ya", "Tidak"])
    )
    assert parts.find(".//svg").get("aria-label") == "Ya 1, Tidak 3"


@pytest.mark.parametrize("source", ["{% columns n title='T' %}", "{% line n n title='T' %}", "{% bar_table n title='T' %}", "{% stacked n n title='T' %}"])  # fmt: skip
def test_charts_without_numbers_say_so(source: str) -> None:
    assert words(render(source, n=[])) == "TBelum ada angka untuk ditampilkan."


def test_messages_of_unknown_level_are_information() -> None:
    assert [render("{{ t|message_tone }}", t=level) for level in ("success", "debug", "")] == [
        "success",
        "info",
        "info",
    ]


def test_telephone_link() -> None:
    assert render("{{ '+62 (286) 123-456'|phone_href }}") == "+62286123456"
