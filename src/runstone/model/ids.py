"""Ids: what names a run, a writer and a blob, and how an id becomes a file name."""

from __future__ import annotations

import os
import time
from typing import NewType

from runstone.model.errors import BadProject, BadRunId

RunId = NewType("RunId", str)
WriterId = NewType("WriterId", str)
DisplayId = NewType("DisplayId", str)
Sha256 = NewType("Sha256", str)
CollectionId = NewType("CollectionId", str)
VersionId = NewType("VersionId", str)

MAX_RUN_ID_CHARS = 128
# Its folder is called so, and names on a disk have 255 bytes; some are left for what is put around it.
MAX_RUN_FILE_NAME_CHARS = 240
MAX_PROJECT_CHARS = 512
DEFAULT_PROJECT = "default"

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_PLAIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.")


def new_run_id() -> RunId:
    """A fresh id: 8 characters of base 36, about 2.8e12 of them, never all digits."""
    while True:
        text = "".join(_ALPHABET[byte % 36] for byte in os.urandom(8))
        if not text.isdigit():
            return RunId(text)


def new_writer_id() -> WriterId:
    """A fresh id that sorts by the time of its making: 11 hex digits of milliseconds, then 6 random ones."""
    return WriterId(f"{time.time_ns() // 1_000_000:011x}-{os.urandom(3).hex()}")


def new_version_id() -> VersionId:
    """A fresh id of a version: 19 hex digits, the first 11 of them milliseconds, so that ids sort by time."""
    return VersionId(f"{time.time_ns() // 1_000_000:011x}{os.urandom(4).hex()}")


def collection_id(project: str, name: str) -> CollectionId:
    """The id of the collection that has this name in this project: the same in every home, so nobody has to give it out."""
    from hashlib import sha256  # here, since a run that logs no artifacts does not need it

    return CollectionId(sha256(f"{project}\0{name}".encode()).hexdigest()[:16])


def is_run_id(text: str) -> bool:
    """Whether a text can name a run."""
    return (
        0 < len(text) <= MAX_RUN_ID_CHARS
        and text.isprintable()
        and text == text.strip()
        and len(to_file_name(text)) <= MAX_RUN_FILE_NAME_CHARS
    )


def check_run_id(text: str) -> RunId:
    """The text as a run id.

    Raises:
        BadRunId: empty, over 128 characters (fewer where most are none of ASCII), with control characters, or with blanks at an end.
    """
    if not is_run_id(text):
        raise BadRunId(
            f"{text!r} cannot name a run: an id has 1 to {MAX_RUN_ID_CHARS} printable characters "
            "(about 25 where none of them is ASCII) and no blank at either end. Nothing was created."
        )
    return RunId(text)


def check_project(text: str | None) -> str:
    """The project path in its one spelling: no empty parts, no `/` at the ends; None is `default`.

    Raises:
        BadProject: a part is `.` or `..`, the path is over 512 characters, or it holds control characters.
    """
    if text is None:
        return DEFAULT_PROJECT
    parts = [part.strip() for part in str(text).split("/")]
    parts = [part for part in parts if part]
    path = "/".join(parts)
    if any(part in (".", "..") for part in parts):
        raise BadProject(f"Project {text!r}: a part of the path is `.` or `..`. Name the folders themselves.")
    if len(path) > MAX_PROJECT_CHARS or not path.isprintable():
        raise BadProject(f"Project {text!r}: at most {MAX_PROJECT_CHARS} printable characters.")
    return path or DEFAULT_PROJECT


def to_file_name(text: str) -> str:
    """A name for the file system that gives the text back: `%XX` for every byte but letters, digits, `_`, `-` and `.`."""
    if _PLAIN.issuperset(text) and not text.startswith("."):
        return text
    out = []
    for position, char in enumerate(text):
        if char in _PLAIN and not (char == "." and position == 0):
            out.append(char)
        else:
            out.extend(f"%{byte:02X}" for byte in char.encode())
    return "".join(out)


def from_file_name(name: str) -> str:
    """The text that `to_file_name` made this name of."""
    if "%" not in name:
        return name
    out = bytearray()
    position = 0
    while position < len(name):
        if name[position] == "%":
            out.append(int(name[position + 1 : position + 3], 16))
            position += 3
        else:
            out.extend(name[position].encode())
            position += 1
    return out.decode()


def is_display_id(text: str) -> bool:
    """Whether a text has the shape of a display id, `CVR-42`."""
    prefix, dash, number = text.rpartition("-")
    return (
        bool(dash)
        and number.isdigit()
        and 1 <= len(prefix) <= 4
        and prefix.isascii()
        and prefix.isalnum()
        and prefix.isupper()
    )


def display_prefix(project: str) -> str:
    """Up to four capital letters for display ids: initials of a path of several words, else its first three letters.

    `cv/resnet50/baseline` gives CRB, `digits` gives DIG.
    """
    words = [word for word in "".join(c if c.isalnum() else " " for c in project).split() if word]
    letters = [word for word in words if word[0].isalpha() and word[0].isascii()]
    prefix = "".join(word[0] for word in letters)[:4] if len(letters) > 1 else "".join(letters)[:3]
    prefix = "".join(c for c in prefix.upper() if "A" <= c <= "Z")
    return prefix or "RUN"
