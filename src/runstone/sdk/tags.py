"""The tags of a run, as a tuple, with every change recorded as a difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from runstone.model.errors import BadValue


def as_tags(given: str | Iterable[str] | None) -> list[str]:
    """Tags as a list: a text is one tag, blanks around and doubles are dropped.

    Raises:
        BadValue: a tag is no text or empty.
    """
    if given is None:
        return []
    listed = [given] if isinstance(given, str) else list(given)
    tags: list[str] = []
    for tag in listed:
        if not isinstance(tag, str) or not tag.strip():
            raise BadValue(f"{tag!r} is no tag: a tag is a text that is not empty. No tag was changed.")
        if tag.strip() not in tags:
            tags.append(tag.strip())
    return tags


class Tags:
    """The tags that this process knows of."""

    def __init__(self, tags: Iterable[str], write: Callable[[list[str], list[str]], None]) -> None:
        """
        Args:
            tags: those that the run has.
            write: records what was added and what was removed.
        """
        self._tags = list(tags)
        self._write = write

    def get(self) -> tuple[str, ...]:
        """The tags, in the order in which they were put on."""
        return tuple(self._tags)

    def set(self, given: str | Iterable[str] | None) -> None:
        """Replace the tags."""
        wanted = as_tags(given)
        self._change([tag for tag in wanted if tag not in self._tags], [tag for tag in self._tags if tag not in wanted])

    def add(self, given: str | Iterable[str]) -> None:
        """Put tags on."""
        self._change([tag for tag in as_tags(given) if tag not in self._tags], [])

    def remove(self, given: str | Iterable[str]) -> None:
        """Take tags off; those that are not on are none of our business."""
        self._change([], [tag for tag in as_tags(given) if tag in self._tags])

    def _change(self, added: list[str], removed: list[str]) -> None:
        if added or removed:
            self._write(added, removed)
            self._tags = [tag for tag in self._tags if tag not in removed] + added
