"""Trees of the query language as tests compare them, and what every reader of a text promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from runstone.model.errors import BadQuery


def plain(tree: Any) -> Any:
    """A tree without its offsets."""
    if isinstance(tree, tuple) and hasattr(tree, "_fields"):
        parts = (0 if name in ("start", "end") else plain(part) for name, part in zip(tree._fields, tree, strict=True))
        return type(tree)(*parts)
    return tuple(map(plain, tree)) if isinstance(tree, tuple) else tree


def is_read_or_pointed_at(read: Callable[[str], Any], text: str) -> bool:
    """Whether a text is read, or is refused by a BadQuery that points into it; anything else is raised."""
    try:
        read(text)
    except BadQuery as error:
        return (
            error.text == text and 0 <= (error.start or 0) <= (error.end or 0) <= len(text) and error.start is not None
        )
    return True
