"""Files: what a media item may be given instead of values, and names that are safe to show and to save under."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any, BinaryIO

from runstone.model.errors import BadValue
from runstone.sdk import guard

MAX_NAME_BYTES = 200
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')


def as_source(data: Any) -> Path | bytes | None:
    """The file or the bytes that data is: a `Path`, bytes, or an open binary file, which is read from where it stands. None if it is neither.

    Texts are not taken for paths here: a type of media says itself whether a text is one.
    """
    if isinstance(data, os.PathLike):
        return Path(os.fsdecode(data))
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data)
    if isinstance(data, io.BytesIO):
        return data.getvalue()
    if callable(getattr(data, "read", None)):
        content = data.read()
        return content.encode() if isinstance(content, str) else bytes(content)
    return None


def opened(source: Path | bytes, what: str) -> BinaryIO:
    """The source, open for reading.

    Args:
        source: a file or its bytes.
        what: how a message calls it: `the audio file`.

    Raises:
        BadValue: it cannot be read.
    """
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return open(source, "rb")
    except OSError as error:
        raise BadValue(f"{what} {source} cannot be read ({error.strerror or error}).") from error


def text_of(source: Path | bytes, what: str) -> str:
    """The source as text.

    Raises:
        BadValue: it cannot be read, or is not UTF-8.
    """
    with opened(source, what) as file:
        try:
            return file.read().decode()
        except UnicodeDecodeError as error:
            raise BadValue(f"{what} is not UTF-8 ({error}).") from error


def safe_name(name: str) -> str:
    """A file name without folders or signs that mean something to a shell, a terminal or a browser. Says so if that changes it."""
    last = re.split(r"[/\\]", name)[-1].encode("utf-8", "replace").decode()
    safe = _trimmed(_UNSAFE.sub("_", last))
    encoded = safe.encode()
    if len(encoded) > MAX_NAME_BYTES:
        stem, dot, ending = safe.rpartition(".")
        ending = dot + ending if stem and len(ending) <= 16 else ""
        safe = _trimmed(encoded[: MAX_NAME_BYTES - len(ending.encode())].decode("utf-8", "ignore") + ending)
    safe = safe or "file"
    if safe != name:
        guard.say_once(
            f"the file name {name!r} is recorded as {safe!r}: names have no folders and no control characters."
        )
    return safe


def _trimmed(name: str) -> str:
    """Without what some systems drop at the end of a name, and nothing at all if it is nothing but dots."""
    return name.lstrip(" ").rstrip(". ")
