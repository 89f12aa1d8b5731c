"""What each process of a run would do again and again, done once: nothing that a test may look at changes by it."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

# What is imported and collected stays until the end: looking through it for garbage finds none.
gc.disable()


def pytest_configure() -> None:
    """Make dear imports cheap."""
    _grammars_when_asked()
    _look_once_for_static_files()
    _remember_pages_only()


def pytest_collection_finish() -> None:
    """Let the search for garbage begin, and leave what was collected out of it."""
    gc.collect()
    gc.freeze()
    # A page makes many times Python's 700 objects, and nearly all of them go without being searched for.
    gc.set_threshold(5000, 20, 100)
    gc.enable()


def _grammars_when_asked() -> None:
    """Let jsonschema be imported without the forty grammars of addresses, which it compiles for a second and a half."""
    name = "rfc3987_syntax"

    def is_valid_syntax(*arguments: Any) -> bool:
        sys.modules.pop(name, None)
        import rfc3987_syntax  # type: ignore[import-untyped]

        return bool(rfc3987_syntax.is_valid_syntax(*arguments))

    if name not in sys.modules:
        waiting: Any = ModuleType(name)
        waiting.is_valid_syntax = is_valid_syntax
        sys.modules[name] = waiting


def _look_once_for_static_files() -> None:
    """Each client of a test has middleware of its own, and WhiteNoise looks at every static file for each of them."""
    from whitenoise.base import WhiteNoise  # type: ignore[import-untyped]

    look, found = WhiteNoise.update_files_dictionary, dict[tuple[object, ...], dict[str, Any]]()

    def looked(self: WhiteNoise, root: str, prefix: str) -> None:
        asked = (root, prefix, Path(root).stat().st_mtime_ns, self.max_age, self.allow_all_origins, self.charset)
        if asked not in found:
            before, self.files = self.files, {}
            look(self, root, prefix)
            found[asked], self.files = self.files, before
        self.files.update(found[asked])

    WhiteNoise.update_files_dictionary = looked


def _remember_pages_only() -> None:
    """A test may ask what a page was given; Django copies what each of its boxes and buttons was given as well."""
    from django.template import Context, RequestContext, Template
    from django.test import utils
    from django.test.signals import template_rendered

    def rendered(self: Template, context: Context) -> str:
        if context.template is self and isinstance(context, RequestContext):
            template_rendered.send(sender=self, template=self, context=context)
        return self.nodelist.render(context)

    # pytest-django puts it in the place of Template's own when the tests begin.
    utils.instrumented_test_render = rendered  # type: ignore[attr-defined]
