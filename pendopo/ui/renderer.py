"""How forms become HTML: Django's own field rendering with the templates of this app."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django.forms
from django.forms import boundfield, widgets
from django.forms.renderers import BaseRenderer
from django.forms.utils import ErrorList
from django.template.backends.django import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from pendopo.ui.formats import number_text

# Below this length a limit needs no words: nobody reaches it in a name or a phone number.
SHORTEST_COUNTED_TEXT = 200


class BoundField(boundfield.BoundField):
    """A form field on a page, with what our field template asks beyond Django's own."""

    @property
    def look(self) -> dict[str, Any]:
        """Return the words around the input (``data-prefix`` and ``data-suffix`` of the widget)."""
        attrs = self.field.widget.attrs
        return {"prefix": attrs.get("data-prefix", ""), "suffix": attrs.get("data-suffix", "")}

    @property
    def counted_length(self) -> int | None:
        """Return the greatest length in characters that the page should tell, or None."""
        limit = getattr(self.field, "max_length", None)
        if isinstance(self.field.widget, widgets.Textarea) and limit and limit >= SHORTEST_COUNTED_TEXT:
            return int(limit)
        return None

    @property
    def length_hint(self) -> str:
        """Return the sentence that tells the greatest length, or an empty text."""
        limit = self.counted_length
        return _("Paling banyak %(limit)s karakter.") % {"limit": number_text(limit)} if limit else ""

    @property
    def is_single_checkbox(self) -> bool:
        """Say whether the label stands behind the input (a single tick box)."""
        return isinstance(self.field.widget, widgets.CheckboxInput)

    @property
    def focus_id(self) -> str:
        """Return the id of the first element a link in the error summary should lead to."""
        if not self.auto_id or not self.use_fieldset:
            return self.id_for_label or self.auto_id
        return f"{self.auto_id}_0"

    @property
    def errors(self) -> ErrorList:
        """Return the errors; Django's "required", the same for every field, becomes what to do about this one."""
        found: ErrorList = super().errors
        generic = str(django.forms.Field.default_error_messages["required"])
        if generic not in found:
            return found
        plain: list[Any] = [self._what_to_do() if str(error) == generic else error for error in found]
        field_id = getattr(found, "field_id", None)
        return ErrorList(plain, error_class=found.error_class, renderer=found.renderer, field_id=field_id)

    def _what_to_do(self) -> str:
        widget = self.field.widget
        if isinstance(widget, widgets.FileInput):
            sentence = _("Unggah “%(label)s”.")
        elif self.is_single_checkbox:
            sentence = _("Centang “%(label)s”.")
        elif isinstance(widget, widgets.ChoiceWidget):
            sentence = _("Pilih “%(label)s”.")
        else:
            sentence = _("Isi “%(label)s”.")
        return sentence % {"label": self.label}

    @property
    def aria_describedby(self) -> str | None:
        """Return the ids of help, length hint and errors, in the order in which they are read."""
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        if not self.auto_id or self.is_hidden:
            return ""
        parts = {"helptext": self.help_text, "limit": self.counted_length, "error": self.errors}
        return " ".join(f"{self.auto_id}_{part}" for part, shown in parts.items() if shown)

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        """Return the attributes of the input; the browser cuts no counted text off, so a long paste stays whole."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if limit := self.counted_length:
            built["maxlength"] = False
            built["data-limit"] = limit
        return built


class FormRenderer(BaseRenderer):
    """Renders forms with the templates of this app before Django's, whatever the order of the installed apps."""

    field_template_name = "django/forms/field.html"
    bound_field_class = BoundField

    @cached_property
    def engine(self) -> DjangoTemplates:
        """Return the template engine: our folder, Django's form templates, then the apps' own."""
        return DjangoTemplates(
            {
                "NAME": "pendopo-forms",
                "DIRS": [Path(__file__).parent / "templates", Path(django.forms.__file__).parent / "templates"],
                "APP_DIRS": True,
                "OPTIONS": {},
            }
        )

    def get_template(self, template_name: str) -> Any:
        """Return the compiled template of that name; raises TemplateDoesNotExist."""
        return self.engine.get_template(template_name)
