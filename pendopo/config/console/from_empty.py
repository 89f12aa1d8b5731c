"""Tables for an empty database in a sixth of the time: what a migration only adds, nothing that stands already looks at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def added_alone() -> Iterator[None]:
    """Let migrations of the block render a new model, or one with a new index, alone; the tables are the same.

    Django renders every model anew that is related to it, nearly all of the project, some hundred times over. Steps that
    change what others refer to still do so, and a step written in Python is given all models freshly rendered. Meant for
    an empty database: there is nothing that could wait, and nothing to lose when a migration of tomorrow cannot do so.
    """
    from django.db.migrations import state

    states: Any = state.ProjectState
    whole = states._find_reload_model

    def found(self: Any, app_label: str, model_name: str, delay: bool = False) -> Any:
        if delay or model_name not in self.apps.all_models[app_label]:
            # Django's own mark for models that must be rendered before Python may look at them.
            self.is_delayed = True
            return {(app_label, model_name)}
        return whole(self, app_label, model_name, delay)

    states._find_reload_model = found
    try:
        yield
    finally:
        states._find_reload_model = whole
