"""A view that writes nothing although it is asked by POST goes on answering while only reading is allowed."""

from __future__ import annotations

from typing import Any, TypeVar

View = TypeVar("View", bound=Any)


def writes_nothing(view: View) -> View:
    """Mark `view`, inside or outside its door."""
    view.writes_nothing = True
    return view
