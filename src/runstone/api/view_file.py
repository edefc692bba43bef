"""The file by which people pass a view on: JSON with its name, its project and its document."""

from __future__ import annotations

from typing import Any

import msgspec

from runstone.model.errors import UNDECODABLE, BadValue

_VERSION = 1


class ViewFile(msgspec.Struct, frozen=True):
    """A view without what belongs to one home: its id, its versions and who saved them."""

    name: str
    project: str = ""
    description: str = ""
    kind: str = "view"
    document: Any = None
    runstone_view: int = _VERSION

    def to_json(self) -> str:
        """The file's text."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode() + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> ViewFile:
        """What a file's text says.

        Raises:
            BadValue: it is no view that was exported, or one of a later version. Nothing was saved.
        """
        try:
            found = msgspec.json.decode(text, type=cls)
        except UNDECODABLE as error:
            raise BadValue(f"This is no view that Runstone exported ({error}). Nothing was saved.") from error
        if found.runstone_view > _VERSION:
            raise BadValue("A later Runstone exported this view. Nothing was saved. Update this one to read it.")
        if found.document is None:
            raise BadValue("This view has no document: it was removed before it was exported. Nothing was saved.")
        return found
