"""Share links: who has one looks at some runs, or at a project, for a while, without a name of their own."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from runstone.access.database import Database, now_micros
from runstone.access.grants import Grants
from runstone.access.identity import Grant, Identity
from runstone.access.role import Role
from runstone.access.token import Token, digest_of, is_secret
from runstone.model.errors import BadValue
from runstone.model.ids import check_project, check_run_id
from runstone.model.scope import EVERYTHING, Scope

MOST_RUNS = 100
MOST_LABEL_CHARS = 200
MOST_PAGE_CHARS = 8000
LONGEST_SECS = 366 * 86400.0
VISIT_SECS = 86400
"""How long a browser that opened a link may look; then it opens it again."""
# A link that is opened a thousand times a day is opened again by the first of those browsers.
_MOST_VISITS = 1000
_NOTED_MICROS = 60 * 1_000_000
_SHOWN = (
    "id, user, label, project, runs_json, page, created_time, expires_time, revoked_time, opened_time, opened_count"
)


class ShareFacts(NamedTuple):
    """What is known of a link; its secret is not. Times are microseconds since the epoch.

    `runs` are the ids of the runs that it shows; where there are none it shows `project` and all below it. `page` is the address that it opens,
    from the root of the UI. `user` made it; None for who sat at the machine.
    """

    id: str
    user: str | None
    label: str
    project: str
    runs: list[str]
    page: str
    created_time: int
    expires_time: int | None
    revoked_time: int | None
    opened_time: int | None
    opened_count: int

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_time is not None and self.expires_time <= now_micros()

    @property
    def scope(self) -> Scope:
        """What it names."""
        if self.runs:
            return Scope(EVERYTHING.projects, tuple(sorted(self.runs)), for_guests=True)
        return Scope((self.project,), for_guests=True)


class Shares:
    """The share links of one server."""

    def __init__(self, database: Database, grants: Grants) -> None:
        self._database = database
        self._grants = grants

    def create(
        self,
        user: str | None,
        *,
        project: str,
        runs: Sequence[str] = (),
        page: str = "",
        label: str = "",
        lives_secs: float | None,
    ) -> Token:
        """Make a link. Nobody sees its secret again.

        Args:
            user: who makes it: it never shows what they may not see. None for who sits at the machine.
            project: shown with all below it; or where the runs lie.
            runs: ids of the runs that it shows alone.
            page: what it opens, from the root of the UI; the run or the project by default.
            label: what it is for.
            lives_secs: how long it holds; None for ever.

        Raises:
            BadValue, BadProject: something cannot be. Nothing was made.
        """
        if not project:
            raise BadValue("A link shows runs, or a project. Nothing was made.")
        place = check_project(project)
        if len(runs) > MOST_RUNS:
            raise BadValue(f"A link shows {MOST_RUNS} runs at most; share their project instead. Nothing was made.")
        ids = sorted({check_run_id(run) for run in runs})
        if len(label) > MOST_LABEL_CHARS or (label and not label.isprintable()):
            raise BadValue(f"A label has up to {MOST_LABEL_CHARS} characters, on one line. Nothing was made.")
        if page and not (page.startswith("p/") and len(page) <= MOST_PAGE_CHARS and page.isprintable()):
            raise BadValue("The page of a link is the address of a project's page, such as p/cv. Nothing was made.")
        if lives_secs is not None and not 1 <= lives_secs <= LONGEST_SECS:
            raise BadValue("A link holds a second at least and 366 days at most. Nothing was made.")
        now, token = now_micros(), Token.new()
        expires = None if lives_secs is None else now + round(lives_secs * 1e6)
        self._database.change(
            f"INSERT INTO share (secret, {_SHOWN}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, 0)",
            *(
                token.digest,
                token.id,
                user,
                label.strip(),
                place,
                msgspec.json.encode(ids).decode(),
                page,
                now,
                expires,
            ),
        )
        return token

    def known(self, user: str | None = None) -> list[ShareFacts]:
        """The links of a user, or of all for None; the newest first, those that are over among them."""
        rows = self._database.rows(
            f"SELECT {_SHOWN} FROM share WHERE ?1 IS NULL OR user = ?1 ORDER BY created_time DESC, id", user
        )
        return [_facts(row) for row in rows]

    def get(self, share: str) -> ShareFacts:
        """One link, be it over or not.

        Raises:
            BadValue: there is none.
        """
        row = self._database.row(f"SELECT {_SHOWN} FROM share WHERE id = ?", share)
        if row is None:
            raise BadValue("There is no such link.")
        return _facts(row)

    def revoke(self, share: str, user: str | None = None) -> None:
        """End a link at once, and all that look by it. Idempotent.

        Args:
            share: its id.
            user: whose it must be; anybody's for None.

        Raises:
            BadValue: there is none.
        """
        if not self._database.revoke("share", share, user):
            raise BadValue("There is no such link. Nothing was changed.")

    def find(self, share: str, secret: str) -> ShareFacts | None:
        """The link that this is the secret of, be it over or not; None if there is none."""
        row = self._database.row(f"SELECT secret, {_SHOWN} FROM share WHERE id = ?", share)
        if not is_secret(row["secret"] if row else None, secret) or row is None:
            return None
        return _facts(row[1:])

    def begin(self, share: ShareFacts) -> tuple[str, bool]:
        """Let a browser look: the value of its cookie, of which only a hash is kept, and whether the link was not opened in the last minute."""
        cookie, now = secrets.token_urlsafe(32), now_micros()
        with self._database.together():
            self._database.change("DELETE FROM share_visit WHERE expires_time <= ?", now)
            self._database.change(
                "DELETE FROM share_visit WHERE share = ?1 AND secret NOT IN"
                " (SELECT secret FROM share_visit WHERE share = ?1 ORDER BY expires_time DESC LIMIT ?2)",
                *(share.id, _MOST_VISITS - 1),
            )
            ends = now + VISIT_SECS * 1_000_000
            self._database.change("INSERT INTO share_visit VALUES (?, ?, ?)", digest_of(cookie), share.id, ends)
            self._database.change(
                "UPDATE share SET opened_time = ?, opened_count = opened_count + 1 WHERE id = ?", now, share.id
            )
        return cookie, share.opened_time is None or now - share.opened_time > _NOTED_MICROS

    def visited(self, share: str, cookie: str) -> ShareFacts | None:
        """The link by which a browser looks, be it over or not; None if it did not open it, or a day ago."""
        row = self._database.row(
            f"SELECT {_SHOWN} FROM share WHERE id = ?1 AND EXISTS"
            " (SELECT 1 FROM share_visit WHERE secret = ?2 AND share = ?1 AND share_visit.expires_time > ?3)",
            *(share, digest_of(cookie), now_micros()),
        )
        return _facts(row) if row is not None else None

    def identity(self, share: ShareFacts) -> Identity:
        """Who looks by a link: they see what it names, as far as who made it still may."""
        maker = Identity(None, (Grant(Role.VIEWER, ""),)) if share.user is None else self._grants.identity(share.user)
        return dataclasses.replace(maker, user=None, most=Role.VIEWER, within=share.scope, share=share.id)


def _facts(row: Any) -> ShareFacts:
    found = ShareFacts(*row)
    return found._replace(runs=msgspec.json.decode(row[4], type=list[str]))
