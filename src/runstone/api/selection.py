"""Which metrics: names, and patterns with `*` and `?`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence


def has_wildcards(words: Iterable[str]) -> bool:
    """Whether one of the words may mean several metrics."""
    return any("*" in word or "?" in word for word in words)


def select(words: Sequence[str] | None, names: Callable[[], Sequence[str]]) -> list[str]:
    """The metrics that are meant, each once, in the order of the words.

    Args:
        words: names, or patterns in which `*` is any text and `?` any character; a name that is there means itself. None for all.
        names: asks which there are; left alone where every word is a name.
    """
    if words is None:
        return list(names())
    if not has_wildcards(words):
        return list(dict.fromkeys(words))
    known = names()
    found: dict[str, None] = {}
    for word in words:
        if word in known or not has_wildcards([word]):
            found[word] = None
            continue
        pattern = re.compile(re.escape(word).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)
        found.update(dict.fromkeys(name for name in known if pattern.fullmatch(name)))
    return list(found)
