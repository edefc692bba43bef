"""The place of backups: a folder, another machine or a bucket, and the backups that lie there."""

from __future__ import annotations

from contextlib import suppress

from runstone.backup.manifest import MANIFEST_SUFFIX, Manifest, decode
from runstone.model.errors import BackupDamaged, BadValue
from runstone.sync.places import open_place
from runstone.sync.replica import Shelf


def open_shelf(place: str) -> Shelf:
    """The place that people call so.

    Args:
        place: a folder, `ssh://user@host/path` or `s3://bucket/folder`.

    Raises:
        BadValue: it is none of these.
        ServerUnusable: it cannot be reached.
        MissingDependency: a package is not there that it needs.
    """
    opened = open_place(place)
    if isinstance(opened, Shelf):
        return opened
    opened.close()
    raise BadValue(
        f"{place!r} is a server, which keeps no backups. Write a folder, ssh://user@host/path or s3://bucket/folder."
    )


def list_backups(shelf: Shelf) -> list[str]:
    """The names of all backups there, the oldest first."""
    return [name for name in shelf.documents() if name.endswith(MANIFEST_SUFFIX)]


def read_backup(shelf: Shelf, name: str | None = None) -> tuple[str, Manifest]:
    """A backup: its name and its manifest.

    Args:
        shelf: where it lies.
        name: how its name begins; the last one if not given.

    Raises:
        BadValue: there is none.
        BackupDamaged, FormatTooNew: its manifest cannot be read.
    """
    names = list_backups(shelf)
    found = [one for one in names if one.startswith(name or "")]
    if not names:
        raise BadValue(f"There is no backup in {shelf}. `runstone backup {shelf}` makes one.")
    if not found or (name is not None and len(found) > 1):
        raise BadValue(
            f"{len(found) or 'No'} backups in {shelf} begin with {name!r}. `runstone backup --list {shelf}` lists them."
        )
    return found[-1], decode(found[-1], _document(shelf, found[-1]))


def last_readable(shelf: Shelf) -> Manifest | None:
    """The last backup whose manifest can be read; None where there is none.

    Raises:
        FormatTooNew: a later version wrote it.
    """
    for name in reversed(list_backups(shelf)):
        with suppress(BackupDamaged):
            return decode(name, _document(shelf, name))
    return None


def _document(shelf: Shelf, name: str) -> bytes:
    try:
        return shelf.read_document(name)
    except FileNotFoundError as error:
        raise BackupDamaged(f"The document {name} is missing from {shelf}.") from error
