"""The SQLite database of the index: opening it, and noticing that it is gone, broken or of another version."""

from __future__ import annotations

import os
import sqlite3
import time
from importlib.resources import files
from pathlib import Path

SCHEMA_VERSION = 15


def connect(path: Path) -> sqlite3.Connection:
    """Open the database. Transactions are begun and ended by the caller.

    Raises:
        sqlite3.DatabaseError: the file is no database, or is not there: `make` alone makes it.
    """
    address = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=10.0, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    # Readers never wait for the writer, nor the writer for readers.
    connection.execute("PRAGMA journal_mode = WAL")
    # A power cut may lose the last commits but never consistency; the journals have what is lost.
    connection.execute("PRAGMA synchronous = NORMAL")
    # Sorting for a page of runs is small; writing it to a temporary file would cost more than the sort.
    connection.execute("PRAGMA temp_store = MEMORY")
    # After a long catch-up the log would stay as large as it was then.
    connection.execute("PRAGMA journal_size_limit = 16777216")
    # 32 MB of pages: a batch's B-tree pages stay in memory until its commit.
    connection.execute("PRAGMA cache_size = -32000")
    return connection


def version(connection: sqlite3.Connection) -> int | None:
    """The schema version of the database; None for an empty one."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone() is None:
        return None
    row = connection.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchone()
    return int(row[0]) if row else None


def make(path: Path) -> None:
    """Put a new database in the place of whatever is there. For who holds the indexer's lock.

    It is whole before it has its name, so nobody ever opens half of one; and it is another file than the one that it replaces.
    """
    part = path.with_name(f"{path.name}.new")
    remove(part)
    connection = sqlite3.connect(part, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        create(connection)
    finally:
        connection.close()
    remove(path)
    os.replace(part, path)


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty database, all or none.

    Revisions begin at the time in milliseconds, so that those of a new index are above all that an earlier one gave out.
    """
    schema = (files("runstone.index") / "schema.sql").read_text(encoding="utf-8")
    first = time.time_ns() // 1_000_000
    values = {"schema_version": SCHEMA_VERSION, "first_revision": first, "revision": first, "registry_offset": 0}
    rows = ", ".join(f"('{name}', {value})" for name, value in values.items())
    connection.executescript(f"BEGIN IMMEDIATE;\n{schema}\nINSERT INTO meta VALUES {rows};\nCOMMIT;")


def remove(path: Path) -> None:
    """Remove the database with what SQLite keeps beside it. Whoever has it open goes on with the old files until it looks again."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def identity(path: Path) -> tuple[int, int] | None:
    """What tells this file from another one under the same name; None if there is none."""
    try:
        facts = os.stat(path)
    except FileNotFoundError:
        return None
    return facts.st_dev, facts.st_ino
