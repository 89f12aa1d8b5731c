"""Everything a page loads with ``{% load ui %}``: formats, icons, components and charts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pendopo.ui import error_listing, formats, paging
from pendopo.ui.icons import icon_names
from pendopo.ui.templatetags import chart_tags

register = template.Library()
register.tags.update(chart_tags.register.tags)

register.filter("tanggal", formats.long_date)
register.filter("tanggal_sedang", formats.medium_date)
register.filter("tanggal_pendek", formats.short_date)
register.filter("waktu", formats.moment)
register.filter("jam", formats.clock_time)
register.filter("angka", formats.number_text)
register.filter("persen", formats.percent)
register.filter("rupiah", formats.rupiah)
register.filter("ukuran", formats.file_size)
register.filter("dasar", formats.citation)

TONES = ("ok", "warn", "error", "info", "neutral")
NOTICE_ICONS = {"success": "check", "info": "info", "warning": "alert", "error": "alert"}


def _tone(tone: str) -> str:
    if tone not in TONES:
        raise ValueError(f"The tone {tone!r} is unknown; use one of {', '.join(TONES)}.")
    return tone


@register.filter
def phone_href(number: str) -> str:
    """Return a telephone number as digits for a ``tel:`` link."""
    return "".join(sign for sign in str(number) if sign.isdigit() or sign == "+")


@register.filter("pelaku")
def doer_name(done: Any) -> str:
    """Return who did something that keeps ``by_label`` and ``user_id``; who has no account is a msgid, not a name."""
    label = str(done.by_label)
    return label if done.user_id or not label else _(label)


@register.filter
def message_tone(level_tag: str) -> str:
    """Return the notice tone of a level of Django's messages."""
    return level_tag if level_tag in NOTICE_ICONS else "info"


# A page has some dozens; the sprite's address holds as long as the process.
@register.simple_tag(name="icon")
@cache
def draw_icon(name: str) -> SafeString:
    """Draw an icon that screen readers skip; raises ValueError for a name the sprite does not hold."""
    if name not in icon_names():
        raise ValueError(f"There is no icon {name!r}; use one of {', '.join(icon_names())}.")
    return format_html(
        '<svg class="p-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("pendopo/icons.svg"),
        name,
    )


@register.simple_tag
def tag(label: Any, tone: str = "neutral") -> SafeString:
    """Draw a status tag; the words carry the meaning, the tone only supports it."""
    return format_html('<span class="p-tag p-tag--{}">{}</span>', _tone(tone), label)


@register.simple_tag
def days_left(days: int | str | None, soon: int = 3, unit: str = "hari kerja") -> SafeString:
    """Draw the days left in words; ``soon`` is the greatest number that already warns, ``unit`` may be "hari"."""
    if days is None or days == "":
        return tag(_("tanpa tenggat"), "neutral")
    days = int(days)
    if days == 0:
        return tag(_("hari ini"), "error")
    words = _days_words(days, working=unit == "hari kerja")
    return tag(words, "error" if days < 0 else "warn" if days <= soon else "neutral")


def _days_words(days: int, *, working: bool) -> str:
    number = abs(days)
    if days < 0 and working:
        words = ngettext("lewat %(days)s hari kerja", "lewat %(days)s hari kerja", number)
    elif days < 0:
        words = ngettext("lewat %(days)s hari", "lewat %(days)s hari", number)
    elif working:
        words = ngettext("sisa %(days)s hari kerja", "sisa %(days)s hari kerja", number)
    else:
        words = ngettext("sisa %(days)s hari", "sisa %(days)s hari", number)
    return words % {"days": formats.number_text(number)}


@register.simple_tag
def optional_mark(field: BoundField) -> str:
    """Return " (opsional)" behind the label of a field that may stay empty."""
    if field.field.required or field.field.disabled:
        return ""
    return format_html(' <span class="p-optional">{}</span>', _("(opsional)"))


@register.simple_tag
def summarise_errors(*forms: Any) -> error_listing.ErrorSummary:
    """Return what the error summary says of the given forms, formsets and lists of them."""
    flat = [each for form in forms for each in (form if isinstance(form, list | tuple) else [form])]
    return error_listing.summarise(*flat)


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: Any) -> dict[str, Any]:
    """Show what needs another look in these forms, with links to the fields; nothing when all is well."""
    return {"forms": forms}


@register.inclusion_tag("ui/parts/timeline.html", takes_context=True)
def timeline(context: Context, steps: Sequence[Any]) -> dict[str, Any]:
    """Show the steps of a case; ``when`` may be a text, a date or a moment (shown in the agency's zone)."""
    return {"steps": steps, "where": context.get("agency")}


@register.filter
def when_text(value: Any, where: Any = None) -> str:
    """Write a text, a date or a moment as people write it."""
    if isinstance(value, datetime):
        return formats.moment(value, where)
    return formats.long_date(value) if isinstance(value, date) else str(value or "")


@register.filter
def as_lines(value: Any) -> Any:
    """Return a text with its line breaks, or a list as one line each, escaped; anything else as it is."""
    if isinstance(value, list | tuple):
        return format_html_join(mark_safe("<br>"), "{}", ((each,) for each in value))
    if isinstance(value, str) and not isinstance(value, SafeString) and "\n" in value.strip():
        return mark_safe(linebreaks(value.strip(), autoescape=True))  # noqa: S308 - linebreaks escapes
    return value


@register.inclusion_tag("ui/parts/card.html")
def card(
    label: str,
    value: Any,
    *,
    note: str = "",
    url: str = "",
    tone: str = "",
    spark: Sequence[Any] = (),
    spark_label: str = "",
) -> dict[str, Any]:
    """Show one figure: what it counts, the figure, a note; with ``url`` it leads to its rows."""
    return {
        "label": label,
        "value": formats.number_text(value) if isinstance(value, int | float | Decimal) else value,
        "note": note,
        "url": url,
        "tone": _tone(tone) if tone else "",
        "spark": spark,
        "spark_label": spark_label or _("Perkembangan"),
    }


@register.inclusion_tag("ui/parts/link_card.html")
def link_card(title: str, url: str, text: str = "", icon: str = "", level: int = 2) -> dict[str, Any]:
    """Show a task a visitor can start, as a card that is one link."""
    return {"title": title, "url": url, "text": text, "icon": icon, "level": level}


@register.inclusion_tag("ui/parts/summary_list.html")
def summary_list(rows: Sequence[Any], title: str = "", level: int = 2) -> dict[str, Any]:
    """Show names and values; a row with ``url`` gets a link "Ubah" that says of what."""
    return {"rows": rows, "title": title, "level": level}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], param: str = "page") -> dict[str, Any]:
    """Show the page numbers of a list, the query string kept; nothing for a single page."""
    query = getattr(context.get("request"), "GET", None)
    return {
        "page": page,
        "links": paging.page_links(page, query, param),
        "previous": paging.page_url(query, page.number - 1, param) if page.has_previous() else "",
        "next": paging.page_url(query, page.number + 1, param) if page.has_next() else "",
    }


@register.inclusion_tag("ui/parts/step_indicator.html")
def step_indicator(step: int, steps: int, title: str = "") -> dict[str, Any]:
    """Show which page of a form of several pages this is."""
    return {"step": step, "steps": steps, "title": title, "places": range(1, steps + 1)}


@register.inclusion_tag("ui/parts/file_list.html")
def file_list(files: Sequence[Any]) -> dict[str, Any]:
    """Show files with size and note; one without ``url`` is named but cannot be downloaded."""
    return {"files": files}


@register.inclusion_tag("ui/parts/task_list.html")
def task_list(items: Sequence[Any]) -> dict[str, Any]:
    """Show tasks with their status."""
    return {"items": items}


@register.inclusion_tag("ui/parts/filter_bar.html")
def filter_bar(form: Any, submit: str = "", reset_url: str = "") -> dict[str, Any]:
    """Show a form that narrows a list (GET), compact."""
    return {"form": form, "submit": submit or _("Terapkan"), "reset_url": reset_url}


@register.inclusion_tag("ui/parts/breadcrumbs.html")
def breadcrumbs(*pairs: str) -> dict[str, Any]:
    """Show the way to this page: label, address, label, address, …, label of this page."""
    links = list(zip(pairs[0:-1:2], pairs[1::2], strict=False))
    return {"links": links, "current": pairs[-1] if len(pairs) % 2 else ""}


@register.simple_tag
def back_link(url: str, label: str = "") -> SafeString:
    """Show the link back above the heading of a form page."""
    return format_html('<a class="p-back" href="{}">{} {}</a>', url, draw_icon("arrow-left"), label or _("Kembali"))


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: Any = "") -> SafeString:
    """Show a banner; the tone is also said in words to screen readers."""
    if tone not in NOTICE_ICONS:
        raise ValueError(f"The tone {tone!r} is unknown; use one of {', '.join(NOTICE_ICONS)}.")
    said = {"success": _("Berhasil:"), "info": _("Informasi:"), "warning": _("Perhatian:"), "error": _("Kesalahan:")}
    opening = '<p class="p-notice__title"><span class="p-sr">{} </span>{}</p>'
    head = format_html(opening, said[tone], title) if title else ""
    body = format_html("<div>{}</div>", content) if content.strip() else ""
    markup = '<div class="p-notice p-notice--{}">{}<div>{}{}</div></div>'
    return format_html(markup, tone, draw_icon(NOTICE_ICONS[tone]), head, body)


@register.simple_block_tag
def details_box(content: str, title: str) -> SafeString:
    """Show help that stays folded until asked for."""
    return format_html('<details class="p-details"><summary>{}</summary><div>{}</div></details>', title, content)


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "inbox") -> SafeString:
    """Show that a list is empty, and what to do now."""
    markup = '<div class="p-empty">{}<p class="p-empty__title">{}</p>{}</div>'
    return format_html(markup, draw_icon(icon), title, content)


@register.simple_block_tag
def panel(content: str, title: str = "", anchor: str = "", level: int = 2) -> SafeString:
    """Show a white box with a heading."""
    name = format_html(' id="{}"', anchor) if anchor else ""
    head = format_html('<h{} class="p-panel__title">{}</h{}>', level, title, level) if title else ""
    return format_html('<section class="p-panel"{}>{}{}</section>', name, head, content)


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """Put something wide, mostly a table, into a region that scrolls and can be reached by keyboard."""
    return format_html('<div class="p-scroll" role="region" aria-label="{}" tabindex="0">{}</div>', label, content)


@register.simple_block_tag
def receipt(content: str, number: str, code: str = "", title: str = "") -> SafeString:
    """Show the receipt: number and, only once, the secret code."""
    pairs = [(_("Nomor pendaftaran"), number)] + ([(_("Kode lacak"), code)] if code else [])
    cells = format_html_join("", "<div><dt>{}</dt><dd>{}</dd></div>", pairs)
    head = format_html("<h1>{}{}</h1>", draw_icon("check"), title or _("Tanda terima"))
    return format_html('<section class="p-receipt">{}<dl>{}</dl><div>{}</div></section>', head, cells, content)
