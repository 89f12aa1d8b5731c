"""Form rendering: exact attributes, so that screen readers hear label, help, limit and error of the right field."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from lxml import html

import pendopo
from pendopo.ui import widgets
from pendopo.ui.error_listing import Fault, summarise
from pendopo.ui.fields import DateField


class Sample(forms.Form):
    kind = forms.ChoiceField(
        label="Jenis", choices=[("a", "Satu"), ("b", "Dua")], widget=widgets.RadioSelect(hints={"a": "Petunjuk <satu>"})
    )
    name = forms.CharField(label="Nama", help_text="Sesuai KTP.", max_length=100)
    note = forms.CharField(label="Catatan", required=False, max_length=2000, widget=forms.Textarea)
    cost = forms.DecimalField(
        label="Biaya",
        required=False,
        widget=forms.NumberInput(attrs={"data-prefix": "Rp", "data-suffix": "per lembar", "data-width": "s"}),
    )
    proof = forms.FileField(label="Bukti")
    honest = forms.BooleanField(label="Data benar")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def _indonesian():
    with translation.override("id"):
        yield


def tree(markup: object):
    return html.fromstring(f"<div>{markup}</div>")


def field(form: forms.Form, name: str):
    return tree(form[name].as_field_group())


def test_text_field_is_tied_to_label_and_help() -> None:
    part = field(Sample(), "name")
    box = part.find(".//input")
    assert dict(box.attrib) == {
        "type": "text",
        "name": "name",
        "maxlength": "100",
        "required": "",
        "id": "id_name",
        "aria-describedby": "id_name_helptext",
    }
    assert part.find(".//label").attrib == {"class": "p-label", "for": "id_name"}
    assert part.find(".//label").text_content() == "Nama"
    assert part.find(".//div[@id='id_name_helptext']").text == "Sesuai KTP."
    assert part.find("div").attrib == {"class": "p-field"}


def test_field_in_error_says_so_and_points_at_help_then_error() -> None:
    part = field(Sample({}), "name")
    box = part.find(".//input")
    assert (box.get("aria-invalid"), box.get("aria-describedby")) == ("true", "id_name_helptext id_name_error")
    assert part.find(".//div[@id='id_name_error']").text_content() == "Kesalahan: Isi “Nama”."
    assert part.find("div").get("class") == "p-field is-error"


def test_optional_field_is_marked_and_counted_text_is_not_cut_off() -> None:
    part = field(Sample({"note": "x" * 2001}), "note")
    area = part.find(".//textarea")
    assert part.find(".//label").text_content() == "Catatan (opsional)"
    assert area.get("maxlength") is None
    assert (area.get("data-limit"), area.get("aria-describedby")) == ("2000", "id_note_limit id_note_error")
    assert part.find(".//div[@id='id_note_limit']").text == "Paling banyak 2.000 karakter."
    assert len(area.text.strip()) == 2001


def test_radios_are_a_fieldset_with_legend_and_hints() -> None:
    part = field(Sample({}), "kind")
    group = part.find("fieldset")
    assert dict(group.attrib) == {"aria-describedby": "id_kind_error", "class": "p-field is-error"}
    assert group.find("legend").text_content() == "Jenis"
    radios = group.findall(".//input")
    assert [(radio.get("id"), radio.get("aria-describedby"), radio.get("aria-invalid")) for radio in radios] == [
        ("id_kind_0", "id_kind_0_hint", "true"),
        ("id_kind_1", None, "true"),
    ]
    assert [label.get("for") for label in group.findall(".//label")] == ["id_kind_0", "id_kind_1"]
    assert group.find(".//span[@id='id_kind_0_hint']").text == "Petunjuk <satu>"
    assert part.find(".//div[@id='id_kind_error']").text_content() == "Kesalahan: Pilih “Jenis”."


def test_words_around_the_input() -> None:
    part = field(Sample(), "cost")
    assert [span.text for span in part.findall(".//span[@class='p-affix__in']")] == ["Rp", "per lembar"]
    assert part.find(".//input").get("data-width") == "s"


def test_single_tick_box_has_its_label_behind() -> None:
    part = field(Sample({}), "honest")
    assert part.find("div").get("class") == "p-field is-error p-field--tick"
    box, label = part.find(".//div[@class='p-opt']")
    assert (box.tag, box.get("type"), label.tag, label.get("for")) == ("input", "checkbox", "label", "id_honest")
    assert len(part.findall(".//label")) == 1


def test_whole_form_shows_every_field_once_and_hidden_ones_too() -> None:
    whole = tree(Sample())
    assert [box.get("name") for box in whole.xpath(".//input|.//textarea|.//select")] == [
        *("kind", "kind", "name", "note", "cost", "proof", "honest", "secret")
    ]


def test_own_message_of_a_form_is_left_alone() -> None:
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Tulis nama Anda."})

    assert Own({})["name"].errors == ["Tulis nama Anda."]


def test_widget_with_its_own_description_keeps_it() -> None:
    class Own(forms.Form):
        name = forms.CharField(help_text="Bantuan", widget=forms.TextInput(attrs={"aria-describedby": "lain"}))

    assert field(Own({}), "name").find(".//input").get("aria-describedby") == "lain"


def test_form_without_ids_renders_without_references() -> None:
    part = tree(Sample({}, auto_id=False)["name"].as_field_group())
    assert part.find(".//label").attrib == {"class": "p-label"}
    assert "aria-describedby" not in part.find(".//input").attrib


def test_summary_counts_fields_and_leads_to_them() -> None:
    summary = summarise(Sample({"kind": "z", "note": "x"}))
    assert (summary.count, summary.title) == (4, "Ada 4 isian yang perlu diperbaiki")
    assert [item.href for item in summary.items] == ["#id_kind_0", "#id_name", "#id_proof", "#id_honest"]
    assert [item.text for item in summary.items][1:] == ["Isi “Nama”.", "Unggah “Bukti”.", "Centang “Data benar”."]


def test_summary_of_a_form_as_a_whole() -> None:
    class Whole(forms.Form):
        secret = forms.CharField(widget=forms.HiddenInput)

        def clean(self) -> None:
            raise forms.ValidationError("Tanggal akhir mendahului tanggal awal.")

    summary = summarise(Whole({"secret": "x"}), None, "")
    assert summary.title == "Isian belum dapat diterima"
    assert summary.items == [Fault("Tanggal akhir mendahului tanggal awal.", "")]


def test_summary_of_a_formset_prefixes_the_ids() -> None:
    rows = forms.formset_factory(Sample, extra=0, min_num=1, validate_min=True)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-kind": "a", "form-0-name": "x"}
    summary = summarise(rows(data))
    assert [item.href for item in summary.items][-2:] == ["#id_form-0-proof", "#id_form-0-honest"]


def test_unbound_forms_have_no_summary() -> None:
    assert summarise(Sample()) == summarise()


def test_native_date_and_time_show_iso() -> None:
    assert 'type="date" name="d" value="2026-08-03"' in widgets.DateInput().render("d", date(2026, 8, 3))
    assert 'type="time" name="t" value="08:05"' in widgets.TimeInput().render("t", time(8, 5, 9))


def test_several_files() -> None:
    one, two = SimpleUploadedFile("a.pdf", b"a"), SimpleUploadedFile("b.pdf", b"b")
    sent = MultiValueDict({"f": [one, two]})
    assert widgets.FileInput(multiple=True).value_from_datadict({}, sent, "f") == [one, two]
    assert widgets.FileInput(accept=".pdf").value_from_datadict({}, sent, "f") is two
    assert widgets.FileInput(multiple=True, accept=".pdf").render("f", None) == (
        '<input type="file" name="f" multiple accept=".pdf">'
    )


def test_code_field_is_left_alone_by_the_browser() -> None:
    assert dict(tree(widgets.CodeInput().render("kode", "")).find("input").attrib) == {
        "type": "text",
        "name": "kode",
        "autocomplete": "off",
        "autocapitalize": "characters",
        "spellcheck": "false",
        "class": "p-code",
    }


def test_kept_file_can_be_seen_and_removed() -> None:
    class Kept(forms.Form):
        proof = forms.FileField(required=False)

    class File:
        url = "/berkas/1"

        def __str__(self) -> str:
            return "akta.pdf"

    part = field(Kept(initial={"proof": File()}), "proof")
    assert part.find(".//a").get("href") == "/berkas/1"
    assert part.find(".//input[@type='checkbox']").get("name") == "proof-clear"


def test_filter_does_not_call_every_box_optional() -> None:
    sheet = (Path(__file__).parent.parent / "static" / "pendopo" / "pendopo.css").read_text(encoding="utf-8")
    assert ".p-filter .p-optional{display:none}" in sheet


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-02-30", "Tulis tanggal yang ada dalam kalender."),
        ("0001-01-01", "Tulis tanggal mulai tahun 1900."),
        ("1899-12-31", "Tulis tanggal mulai tahun 1900."),
        ("3000-01-01", "Tulis tanggal sebelum tahun 3000."),
        ("9999-12-31", "Tulis tanggal sebelum tahun 3000."),
    ],
)
def test_days_with_which_nobody_can_count_are_refused(typed: str, sentence: str) -> None:
    with pytest.raises(forms.ValidationError, match=sentence):
        DateField().clean(typed)


def test_every_form_asks_for_its_days_with_our_field() -> None:
    assert [DateField().clean(day) for day in ("1900-01-01", "2999-12-31")] == [date(1900, 1, 1), date(2999, 12, 31)]
    sources = (path for path in Path(pendopo.__file__).parent.rglob("*.py") if "tests" not in path.parts)
    assert [path.name for path in sources if "forms.DateField" in path.read_text(encoding="utf-8")] == ["fields.py"]
