"""What lies in a home beside journals and blobs and is no cache: what a server keeps, and whether the home is logged in."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath

import zstandard

from runstone.backup.manifest import Attached
from runstone.model.errors import BackupDamaged
from runstone.model.home import Home
from runstone.sync.replica import Shelf

_SERVER_FOLDER = "server"
_DATABASES = (".sqlite", ".db")
# What SQLite keeps beside a database is in what its backup gives.
_OF_SQLITE = ("-wal", "-shm", "-journal")
_SUFFIX = ".attached"


def attach(home: Home, shelf: Shelf) -> list[Attached]:
    """Bring these files to a place. Databases are copied by SQLite, so that they are whole while somebody writes to them."""
    there = set(shelf.documents())
    found = []
    for path in _files(home):
        try:
            mode = path.stat().st_mode & 0o777
            data = _database(path) if path.suffix in _DATABASES else path.read_bytes()
        except FileNotFoundError:
            continue  # removed since
        sha256 = hashlib.sha256(data).hexdigest()
        document = f"{sha256}{_SUFFIX}"
        if document not in there:
            shelf.write_document(document, zstandard.ZstdCompressor().compress(data))
        found.append(Attached(path.relative_to(home.path).as_posix(), mode, document, sha256))
    return found


def read_attached(shelf: Shelf, attached: Attached) -> bytes:
    """The bytes of such a file.

    Raises:
        BackupDamaged: they are missing, or not what was written.
    """
    try:
        data = zstandard.ZstdDecompressor().decompress(shelf.read_document(attached.document))
    except (FileNotFoundError, zstandard.ZstdError) as error:
        raise BackupDamaged(f"{attached.path} cannot be read from {shelf} ({error}).") from error
    if hashlib.sha256(data).hexdigest() != attached.sha256:
        raise BackupDamaged(f"{attached.path} in {shelf} is not what was written.")
    return data


def place_in(home: Home, attached: Attached) -> Path:
    """Where such a file goes.

    Raises:
        BackupDamaged: its name leads out of the home.
    """
    path = PurePosixPath(attached.path)
    if path.is_absolute() or ".." in path.parts or attached.mode & ~0o777:
        raise BackupDamaged(f"The backup holds {attached.path!r}, which no home has.")
    return home.path / path


def _files(home: Home) -> Iterator[Path]:
    for path in (home.login_path, home.outbox_path):
        if path.exists():
            yield path
    for path in sorted((home.path / _SERVER_FOLDER).rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.endswith(_OF_SQLITE):
            yield path


def _database(path: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix="runstone-") as folder:  # of this user alone
        copy = Path(folder, "copy")
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        return copy.read_bytes()
