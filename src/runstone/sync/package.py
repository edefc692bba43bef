"""The package: a ZIP whose manifest has the checksum of each member. Written and read piece by piece, however long a member is."""

from __future__ import annotations

import hashlib
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO

import msgspec

from runstone.model.errors import PackageDamaged
from runstone.sync import manifest
from runstone.sync.manifest import MANIFEST_NAME, Manifest, Member

CHUNK_BYTES = 1 << 20

# What is longer is not deflated, so that nothing small can claim to become much larger than that.
MAX_DEFLATED_BYTES = 1 << 30

# The first moment that a ZIP knows: the same run gives the same bytes whenever it is packed.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_FILE = (stat.S_IFREG | 0o644) << 16
_LOCAL_HEADER_BYTES = 30

_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)

Told = Callable[[int], None]


def ignore(size_bytes: int) -> None:
    """The listener of a transfer that nobody watches."""


class PackageWriter:
    """Writes a package to an open file."""

    def __init__(self, out: IO[bytes], on_bytes: Told = ignore) -> None:
        """
        Args:
            out: a new file; it need not be seekable.
            on_bytes: told the size of each piece that was taken in.
        """
        self._zip = zipfile.ZipFile(out, "w", allowZip64=True)
        self._on_bytes = on_bytes
        self._members: list[Member] = []

    def add(self, name: str, source: IO[bytes], size_bytes: int, deflate: bool) -> Member:
        """Put in the first so many bytes of a file.

        Raises:
            EOFError: it has fewer.
        """
        info = _info(name, deflate and size_bytes <= MAX_DEFLATED_BYTES)
        digest = hashlib.sha256()
        missing = size_bytes
        info.file_size = size_bytes
        with self._zip.open(info, "w") as out:
            while missing:
                chunk = source.read(min(CHUNK_BYTES, missing))
                if not chunk:
                    raise EOFError(f"{name} ends {missing} bytes before it should.")
                digest.update(chunk)
                out.write(chunk)
                missing -= len(chunk)
                self._on_bytes(len(chunk))
        member = Member(name, size_bytes, digest.hexdigest())
        self._members.append(member)
        return member

    def abandon(self) -> None:
        """Leave the file as it is."""
        # Else closing it, some time later, would still write to a file that may be closed by then.
        self._zip.fp = None

    def finish(self, runs: list[str], missing_blobs: list[str]) -> Manifest:
        """Write the manifest and the ZIP's directory."""
        written = Manifest(runs, self._members, missing_blobs, version=manifest.version_of(self._members))
        self._zip.writestr(_info(MANIFEST_NAME, True), msgspec.json.format(msgspec.json.encode(written), indent=1))
        self._zip.close()
        return written


def _info(name: str, deflate: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    info.external_attr = _FILE
    return info


class PackageReader:
    """Reads a package that anybody may have made."""

    def __init__(self, path: Path, on_bytes: Told = ignore) -> None:
        """Read and check the manifest, and that the ZIP holds what it says: nothing else, nothing twice, nothing larger.

        Raises:
            PackageDamaged: the file is no whole package.
            FormatTooNew: a later version wrote it.
            OSError: it cannot be opened.
        """
        self.path = path
        self._on_bytes = on_bytes
        self._file = open(path, "rb")  # noqa: SIM115 - closed by `close`
        try:
            self._zip = self._opened()
            self._infos = self._read_directory()
            self.manifest = self._read_manifest()
            self._compare()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> PackageReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def open(self, member: Member) -> CheckedMember:
        """The bytes of a member. Reading to the end, or past the size that the manifest gives, raises PackageDamaged where they are others."""
        try:
            stream = self._zip.open(self._infos[member.name])
        except _BROKEN as error:
            raise self.damaged(f"its member {member.name!r} cannot be read ({error}).") from error
        return CheckedMember(stream, member, self)

    def damaged(self, why: str) -> PackageDamaged:
        """The error that says so, and that nothing happened."""
        return PackageDamaged(
            f"{self.path} cannot be unpacked: {why} Nothing was changed. Have it packed and sent again."
        )

    def told(self, size_bytes: int) -> None:
        """So many bytes more were read."""
        self._on_bytes(size_bytes)

    def _opened(self) -> zipfile.ZipFile:
        try:
            return zipfile.ZipFile(self._file)
        except _BROKEN as error:
            raise self.damaged(f"it is no package, or not all of one ({error}).") from error

    def _read_directory(self) -> dict[str, zipfile.ZipInfo]:
        size_bytes = self.path.stat().st_size
        infos: dict[str, zipfile.ZipInfo] = {}
        reach = 0
        for info in sorted(self._zip.infolist(), key=lambda info: info.header_offset):
            kind = stat.S_IFMT(info.external_attr >> 16)
            if info.filename in infos:
                raise self.damaged(f"it holds {info.filename!r} twice.")
            if not info.filename or info.filename.endswith("/") or kind not in (0, stat.S_IFREG):
                raise self.damaged(f"its member {info.filename!r} is no plain file.")
            if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise self.damaged(f"its member {info.filename!r} is encrypted, or packed as no package is.")
            if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
                raise self.damaged(f"its member {info.filename!r} is not as long as it says.")
            if info.compress_type == zipfile.ZIP_DEFLATED and info.file_size > MAX_DEFLATED_BYTES:
                raise self.damaged(f"its member {info.filename!r} would become larger than any that is packed so.")
            if info.header_offset < reach:
                raise self.damaged(f"its member {info.filename!r} lies inside another one.")
            reach = info.header_offset + _LOCAL_HEADER_BYTES + info.compress_size
            infos[info.filename] = info
        if reach > size_bytes:
            raise self.damaged("it is cut short.")
        return infos

    def _read_manifest(self) -> Manifest:
        info = self._infos.get(MANIFEST_NAME)
        if info is None:
            raise self.damaged(f"it is a ZIP without a {MANIFEST_NAME}.")
        if info.file_size > manifest.MAX_MANIFEST_BYTES:
            raise self.damaged(f"its {MANIFEST_NAME} is too long.")
        try:
            with self._zip.open(info) as file:
                data = file.read(manifest.MAX_MANIFEST_BYTES + 1)
        except _BROKEN as error:
            raise self.damaged(f"its {MANIFEST_NAME} cannot be read ({error}).") from error
        try:
            found = manifest.decode(data)
            self.members = manifest.sort_out(found)
        except PackageDamaged as error:
            raise self.damaged(str(error)) from error
        return found

    def _compare(self) -> None:
        for member in self.manifest.members:
            info = self._infos.get(member.name)
            if info is None:
                raise self.damaged(f"it lacks {member.name!r}.")
            if info.file_size != member.size_bytes:
                raise self.damaged(f"its member {member.name!r} is not as long as the manifest says.")
        foreign = self._infos.keys() - {member.name for member in self.manifest.members} - {MANIFEST_NAME}
        if foreign:
            raise self.damaged(f"it holds {min(foreign)!r}, of which its manifest says nothing.")


class CheckedMember:
    """A member that is compared with its manifest while it is read."""

    def __init__(self, stream: IO[bytes], member: Member, package: PackageReader) -> None:
        self._stream = stream
        self._member = member
        self._package = package
        self._digest = hashlib.sha256()
        self._missing = member.size_bytes

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end.

        Raises:
            PackageDamaged: they are not those that the manifest promises.
        """
        name = self._member.name
        try:
            chunk = self._stream.read(size)
        except _BROKEN as error:
            raise self._package.damaged(f"its member {name!r} cannot be read ({error}).") from error
        self._digest.update(chunk)
        self._missing -= len(chunk)
        if self._missing < 0 or (not chunk and self._missing):
            raise self._package.damaged(f"its member {name!r} is not as long as the manifest says.")
        if not chunk and self._digest.hexdigest() != self._member.sha256:
            raise self._package.damaged(f"its member {name!r} has another checksum than the manifest says.")
        self._package.told(len(chunk))
        return chunk
