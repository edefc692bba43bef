"""Wrote the golden accounts of each version of their schema. Run it only to add those of a new version: the old ones must stay as they are.

python tests/golden/make_accounts.py FOLDER
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.access.token import digest_of
from runstone.model.home import Home

PASSWORD = "correct horse battery"
TOKEN = "rs_0123456789ab_" + "5a" * 24
SESSION = "a-cookie-of-ada"
INVITATION = "rs_ba9876543210_" + "a5" * 24


def write(home: Home) -> Path:
    """Accounts with a bit of all that they may hold; the file."""
    accounts = Accounts(home)
    for name, password in (("ada", PASSWORD), ("bob", None), ("Cy.D+e@example.org", PASSWORD)):
        accounts.users.add(name, password)
    accounts.grants.add_team("vision")
    accounts.grants.join("vision", "bob")
    accounts.grants.give(Role.ADMIN, "", user="ada")
    accounts.grants.give(Role.EDITOR, "cv", team="vision")
    accounts.tokens.create("bob", "the cluster", Role.VIEWER, ["cv/deep", "nlp"])
    accounts.invitations.create(Role.VIEWER, "cv", 100 * 365 * 86400)
    accounts.shares.create("bob", project="cv/deep", runs=["bold-lab"], label="for ada", lives_secs=None)
    accounts.users.set_email("bob", "bob@example.org")
    accounts.subjects.link("https://example.org", "b-0b", "bob")
    accounts.sessions.begin("ada", "127.0.0.1")
    accounts.audit.note("login", "ada", "an é", user="ada", address="127.0.0.1")
    accounts.audit.note("login_failed", "nobody", address="::1")
    accounts.close()
    path = home.path / "server" / "accounts.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Secrets that tests know, and a session that is never over.
        for table, text in (("token", TOKEN), ("invitation", INVITATION)):
            _, name, secret = text.split("_")
            connection.execute(f"UPDATE {table} SET id = ?, secret = ?", (name, digest_of(secret)))
        connection.execute(
            "UPDATE session SET secret = ?, created_time = 1 << 62, used_time = 1 << 62", (digest_of(SESSION),)
        )
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")
    return path


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = write(Home(Path(folder)))
        with closing(sqlite3.connect(made)) as database:
            (version,) = database.execute("PRAGMA user_version").fetchone()
        shutil.copy(made, Path(sys.argv[1]) / f"version-{version}.sqlite")
