"""A filter made of what several options say."""

from __future__ import annotations

from collections.abc import Sequence

from runstone.query.language.mongo import parse
from runstone.query.language.printing import to_text


def all_of(text: str | None, conditions: Sequence[str]) -> str | None:
    """A filter that wants what a person wrote, as text or as JSON, and conditions of ours; None for everything.

    Raises:
        BadQuery: the person's text is wrong; it points into that text, and not into the one that is made of it here.
    """
    if not conditions:
        return text
    return " and ".join([*([f"({to_text(parse(text))})"] if text else []), *conditions])
