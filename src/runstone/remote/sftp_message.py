"""The messages of SFTP, version 3 (draft-ietf-secsh-filexfer-02): how they are written, and what answers say."""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import NamedTuple

_HAS_SIZE, _HAS_OWNER, _HAS_MODE, _HAS_TIMES, _HAS_MORE = 0x1, 0x2, 0x4, 0x8, 0x80000000


class Kind(IntEnum):
    """What a message is."""

    INIT = 1
    VERSION = 2
    OPEN = 3
    CLOSE = 4
    READ = 5
    WRITE = 6
    OPENDIR = 11
    READDIR = 12
    REMOVE = 13
    MKDIR = 14
    REALPATH = 16
    STAT = 17
    RENAME = 18
    STATUS = 101
    HANDLE = 102
    DATA = 103
    NAME = 104
    ATTRS = 105
    EXTENDED = 200


class Status(IntEnum):
    """How something went."""

    OK = 0
    END = 1
    NO_FILE = 2
    NOT_ALLOWED = 3


class Attributes(NamedTuple):
    """Of a file: its size in bytes, its mode, the seconds of its last change. 0 where the server does not say."""

    size_bytes: int
    mode: int
    mtime: int


class Named(NamedTuple):
    """A file of a folder."""

    name: str
    attributes: Attributes


class Answer(NamedTuple):
    """What a server answered. Each reading of it expects the right kind, and gives nothing of another one."""

    kind: int
    body: bytes

    def status(self) -> int:
        """How it went; -1 for an answer that says something else."""
        return struct.unpack_from(">I", self.body)[0] if self.kind == Kind.STATUS else -1

    def reason(self) -> str:
        """Why it failed, in the server's words."""
        return _string(self.body, 4)[0].decode("utf-8", "replace") or f"status {self.status()}"

    def handle(self) -> bytes:
        """Of the file or folder that was opened."""
        return _string(self.body, 0)[0]

    def data(self) -> bytes:
        """The bytes of a file; none at its end, and where they cannot be read."""
        return _string(self.body, 0)[0] if self.kind == Kind.DATA else b""

    def attributes(self) -> Attributes:
        """Of a file."""
        return _attributes(self.body, 0)[0]

    def names(self) -> list[Named]:
        """What a folder holds."""
        if self.kind != Kind.NAME:
            return []
        (count,) = struct.unpack_from(">I", self.body)
        found, at = [], 4
        for _ in range(count):
            name, at = _string(self.body, at)
            _, at = _string(self.body, at)
            attributes, at = _attributes(self.body, at)
            found.append(Named(name.decode("utf-8", "surrogateescape"), attributes))
        return found


class Message:
    """A message as it came: whose answer it is, and the answer."""

    def __init__(self, data: bytes) -> None:
        self.number = struct.unpack_from(">I", data, 1)[0]
        self.answer = Answer(data[0], data[5:])


def strings(*texts: str | bytes) -> bytes:
    """Texts as they stand in a message, one behind the other."""
    encoded = [text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape") for text in texts]
    return b"".join(struct.pack(">I", len(text)) + text for text in encoded)


def _string(body: bytes, at: int) -> tuple[bytes, int]:
    (size,) = struct.unpack_from(">I", body, at)
    return body[at + 4 : at + 4 + size], at + 4 + size


def _attributes(body: bytes, at: int) -> tuple[Attributes, int]:
    (flags,) = struct.unpack_from(">I", body, at)
    at += 4
    size_bytes = mode = mtime = 0
    if flags & _HAS_SIZE:
        (size_bytes,) = struct.unpack_from(">Q", body, at)
        at += 8
    if flags & _HAS_OWNER:
        at += 8
    if flags & _HAS_MODE:
        (mode,) = struct.unpack_from(">I", body, at)
        at += 4
    if flags & _HAS_TIMES:
        _, mtime = struct.unpack_from(">II", body, at)
        at += 8
    if flags & _HAS_MORE:
        (count,) = struct.unpack_from(">I", body, at)
        at += 4
        for _ in range(2 * count):
            _, at = _string(body, at)
    return Attributes(size_bytes, mode, mtime), at
