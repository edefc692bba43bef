"""Patterns that strangers write: RE2, so that the time they take is linear in the text, whatever the pattern."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import re2

from runstone.model.errors import BadQuery

Search = Callable[..., Any]


def searcher(pattern: str, text: str | None = None, start: int | None = None, end: int | None = None) -> Search:
    """Looks for a pattern in a text, upper and lower case alike; what it gives is true where the pattern is found.

    Args:
        pattern: an RE2 regular expression.
        text: what the pattern was written in, and `start` and `end` where in it, to point at when the pattern is wrong; by default itself.

    Raises:
        BadQuery: the pattern is none.
    """
    try:
        search: Search = compiled(pattern).search
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        message = f"{pattern!r} is no pattern ({reason}). Put a backslash before a sign that stands for itself."
        if text is None:
            raise BadQuery(message, pattern, 0, len(pattern)) from error
        raise BadQuery(message, text, start, end) from error
    return search


@lru_cache(maxsize=64)
def compiled(pattern: str, case_sensitive: bool = False) -> Any:
    """A pattern, compiled.

    Raises:
        re2.error: it is none.
    """
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    return re2.compile(pattern, options)


@lru_cache(maxsize=64)
def compiled_for_lines(pattern: str) -> Any:
    """A pattern of texts, upper and lower case alike, for many of them at once, each a line: none is found over the end of its line."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_nl = True
    return re2.compile(f"(?m){pattern}", options)
