"""A filter made of what several options say."""

from __future__ import annotations

from collections.abc import Sequence

from runstone.query.language.parser import parse_filter


def all_of(text: str | None, conditions: Sequence[str]) -> str | None:
    """A filter that wants what a person wrote, and conditions of ours; None for everything.

    Raises:
        BadQuery: the person's text is wrong; it points into that text, and not into the one that is made of it here.
    """
    if text:
        parse_filter(text)
    parts = [*([f"({text})"] if text else []), *conditions]
    return " and ".join(parts) or None
