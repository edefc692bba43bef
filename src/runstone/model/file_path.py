"""Paths of a run's files: relative, their parts joined by `/`, the same on every system."""

from __future__ import annotations

from runstone.model.errors import BadValue

_MAX_BYTES = 1024


def check_file_path(path: str) -> str:
    """The path, if it can be one of a file in a run: joined to any folder it leads to a place inside of that folder.

    Raises:
        BadValue: it is empty, absolute, too long, leads out of its folder, or has control characters.
    """
    parts = path.split("/")
    if (
        not all(part and part not in (".", "..") for part in parts)
        or len(path.encode("utf-8", "surrogatepass")) > _MAX_BYTES
        or any(ord(char) < 32 or char in "\x7f\\" for char in path)
        or parts[0].endswith(":")
    ):
        raise BadValue(
            f"{path!r} is no path of a file in a run: it is relative, has no `..`, and at most {_MAX_BYTES} bytes. Nothing was saved."
        )
    return path
