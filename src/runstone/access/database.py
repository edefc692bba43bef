"""The accounts' file: an SQLite database that nobody but the server's own user may read."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from runstone.model.errors import HomeUnusable
from runstone.model.home import Home

# Each brings a database of the version before it forward. Released ones are never changed.
_MIGRATIONS = (
    """
    CREATE TABLE user (
      name TEXT PRIMARY KEY COLLATE NOCASE,
      password TEXT,                    -- Argon2id; NULL for who logs in elsewhere
      created_time INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE team (name TEXT PRIMARY KEY COLLATE NOCASE, created_time INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE member (
      team TEXT NOT NULL COLLATE NOCASE REFERENCES team ON DELETE CASCADE,
      user TEXT NOT NULL COLLATE NOCASE REFERENCES user ON DELETE CASCADE,
      PRIMARY KEY (team, user)
    ) WITHOUT ROWID;
    CREATE TABLE role_grant (           -- to a user or to a team
      id INTEGER PRIMARY KEY,
      user TEXT COLLATE NOCASE REFERENCES user ON DELETE CASCADE,
      team TEXT COLLATE NOCASE REFERENCES team ON DELETE CASCADE,
      role INTEGER NOT NULL,            -- role.Role
      project TEXT NOT NULL,            -- and all below it; empty for the whole home
      created_time INTEGER NOT NULL,
      CHECK ((user IS NULL) <> (team IS NULL)),
      UNIQUE (user, project),
      UNIQUE (team, project)
    );
    CREATE TABLE token (
      id TEXT PRIMARY KEY,
      secret BLOB NOT NULL,             -- SHA-256 of it
      user TEXT NOT NULL COLLATE NOCASE REFERENCES user ON DELETE CASCADE,
      name TEXT NOT NULL,
      role INTEGER NOT NULL,            -- the most that it may do
      projects_json TEXT NOT NULL,      -- and where
      created_time INTEGER NOT NULL,
      expires_time INTEGER,
      revoked_time INTEGER,
      used_time INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX token_user ON token (user);
    CREATE TABLE session (
      secret BLOB PRIMARY KEY,          -- SHA-256 of the cookie
      user TEXT NOT NULL COLLATE NOCASE REFERENCES user ON DELETE CASCADE,
      created_time INTEGER NOT NULL,
      used_time INTEGER NOT NULL,
      address TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX session_user ON session (user);
    CREATE TABLE invitation (           -- a link that makes one user, once
      id TEXT PRIMARY KEY,
      secret BLOB NOT NULL,             -- SHA-256 of it
      role INTEGER NOT NULL,
      project TEXT NOT NULL,
      created_time INTEGER NOT NULL,
      expires_time INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE deed (                 -- the audit log
      id INTEGER PRIMARY KEY,
      time INTEGER NOT NULL,
      user TEXT,                        -- who did it; NULL for who had not logged in, or sat at the machine
      address TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      detail TEXT NOT NULL
    );
    CREATE INDEX deed_time ON deed (time);
    CREATE TRIGGER deed_stays BEFORE UPDATE ON deed BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
    CREATE TRIGGER deed_is_kept BEFORE DELETE ON deed BEGIN SELECT RAISE(ABORT, 'the audit log is never changed'); END;
    """,
    """
    CREATE TABLE share (                -- a link that shows some runs, or a project
      id TEXT PRIMARY KEY,
      secret BLOB NOT NULL,             -- SHA-256 of it
      user TEXT COLLATE NOCASE REFERENCES user ON DELETE CASCADE, -- who made it; NULL for who sat at the machine
      label TEXT NOT NULL,
      project TEXT NOT NULL,            -- what is shown, with all below it
      runs_json TEXT NOT NULL,          -- or these runs alone, wherever they lie
      page TEXT NOT NULL,               -- the address that it opens, from the root of the UI
      created_time INTEGER NOT NULL,
      expires_time INTEGER,
      revoked_time INTEGER,
      opened_time INTEGER,
      opened_count INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX share_user ON share (user);
    CREATE TABLE share_visit (          -- a browser that opened one
      secret BLOB PRIMARY KEY,          -- SHA-256 of the cookie
      share TEXT NOT NULL REFERENCES share ON DELETE CASCADE,
      expires_time INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX share_visit_share ON share_visit (share, expires_time);
    ALTER TABLE user ADD COLUMN email TEXT COLLATE NOCASE; -- as who keeps users entered it
    CREATE UNIQUE INDEX user_email ON user (email) WHERE email IS NOT NULL;
    ALTER TABLE invitation ADD COLUMN email TEXT COLLATE NOCASE; -- of whom alone it is for, by a provider's word; NULL for whoever has the link
    CREATE TABLE subject (              -- whom a provider of OpenID Connect calls so
      issuer TEXT NOT NULL,
      subject TEXT NOT NULL,
      user TEXT NOT NULL COLLATE NOCASE REFERENCES user ON DELETE CASCADE,
      created_time INTEGER NOT NULL,
      PRIMARY KEY (issuer, subject)
    ) WITHOUT ROWID;
    CREATE INDEX subject_user ON subject (user);
    """,
    """
    CREATE TABLE brought (              -- who sent the bytes of a blob, lately
      sha256 TEXT NOT NULL,
      user TEXT NOT NULL COLLATE NOCASE REFERENCES user ON DELETE CASCADE,
      time INTEGER NOT NULL,
      PRIMARY KEY (sha256, user)
    ) WITHOUT ROWID;
    CREATE INDEX brought_time ON brought (time);
    CREATE TABLE unproved (             -- what names a blob that its sender did not show to have
      sha256 TEXT NOT NULL,
      start TEXT NOT NULL,              -- its first 16 digits
      ledger TEXT NOT NULL,             -- a run or a collection
      user TEXT NOT NULL COLLATE NOCASE, -- the sender; it stays in doubt when they are gone
      is_manifest INTEGER NOT NULL,
      PRIMARY KEY (sha256, ledger, user)
    ) WITHOUT ROWID;
    CREATE INDEX unproved_start ON unproved (start);
    CREATE INDEX unproved_ledger ON unproved (ledger);
    """,
)

VERSION = len(_MIGRATIONS)
"""Of the schema."""


class Database:
    """May be shared by threads; several processes may have it open, such as the server and `runstone user`."""

    def __init__(self, home: Home) -> None:
        """
        Args:
            home: in whose folder `server` the file lies; both are made if they are not there.

        Raises:
            HomeUnusable: it cannot be opened, or is of a later version.
        """
        folder = home.path / "server"
        self.path = folder / "accounts.sqlite"
        self._lock = threading.RLock()
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.chmod(folder, 0o700)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            os.chmod(self.path, 0o600)
            self._connection = sqlite3.connect(self.path, timeout=10.0, isolation_level=None, check_same_thread=False)
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode = WAL")
            # What was revoked must stay so, also after a power cut.
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._migrate()
        except HomeUnusable:
            self._connection.close()
            raise
        except (OSError, sqlite3.Error) as error:
            raise HomeUnusable(
                f"The accounts in {self.path} cannot be opened ({error}). Nothing was changed."
            ) from error

    def rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """The rows that a question has."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> sqlite3.Row | None:
        """The first of them; None if there is none."""
        return next(iter(self.rows(statement, *values)), None)

    def change(self, statement: str, *values: Any) -> int:
        """How many rows a change changed."""
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def revoke(self, kind: Literal["token", "share"], name: str, user: str | None) -> bool:
        """End what was given out with a secret, at once; what is over already stays as it is. Whether there is one of this id, of this user unless that is
        None."""
        found = self.change(
            f"UPDATE {kind} SET revoked_time = coalesce(revoked_time, ?1) WHERE id = ?2 AND (?3 IS NULL OR user = ?3)",
            *(now_micros(), name, user),
        )
        return found > 0

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is asked and changed in the block is one step: no other process comes in between, and a failure undoes all of it."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file. Idempotent."""
        with self._lock:
            self._connection.close()

    def _migrate(self) -> None:
        with self.together():
            row = self.row("PRAGMA user_version")
            known = int(row[0]) if row else 0
            if known > VERSION:
                raise HomeUnusable(
                    f"The accounts in {self.path} are of a later Runstone. Start that one; nothing was changed."
                )
            for version, script in enumerate(_MIGRATIONS[known:], known + 1):
                for statement in _statements(script):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {version}")


def _statements(script: str) -> Iterator[str]:
    # `executescript` would commit before it begins.
    statement = ""
    for line in script.splitlines():
        statement += f"{line}\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def now_micros() -> int:
    """The time in microseconds since the epoch."""
    return time.time_ns() // 1000
