"""Quotas: what a server takes no more of, since the policy of its home gives a project so many bytes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence

from runstone.index.index import Index, Snapshot
from runstone.model.errors import BadSetting, QuotaExceeded
from runstone.model.home import Home
from runstone.model.policy import Policy, read_policy
from runstone.model.records import CollectionBegan, Started
from runstone.query.space import project_space
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece, by_journal

LOG = logging.getLogger("runstone.server")

# To measure a project is to look at each of its media.
_MEASURED_SECS = 60.0
_POLICY_SECS = 2.0


class Quotas:
    """Of one home. What projects take up is measured once a minute; what came since is added. May be shared by threads."""

    def __init__(self, home: Home, index: Index) -> None:
        """
        Args:
            home: with the policy.
            index: of the whole home.
        """
        self._home = home
        self._index = index
        self._policy = Policy()
        self._read = float("-inf")
        self._used: dict[str, tuple[float, int]] = {}
        # Of what the index may not know yet.
        self._begun: dict[tuple[str, str], str] = {}
        self._lock = threading.Lock()

    def check(self, came: Sequence[Piece], begun: Mapping[JournalName, str]) -> None:
        """Look whether there is room for pieces of journals, and count them.

        Args:
            came: the pieces.
            begun: the projects of journals that begin with these pieces.

        Raises:
            QuotaExceeded: a project has used up its quota. None of the pieces may be taken.
        """
        with self._lock:
            limits = self._limits()
            if not limits:
                return
            grown: dict[str, int] = {}
            for name, own in by_journal(came).items():
                if name in begun:
                    self._begun[name.kind, name.ledger] = begun[name]
                project = self._project(name)
                for path in limits.keys() & _above(project):
                    if self._measured(path) >= limits[path]:
                        raise _exceeded(path, project, self._measured(path), limits[path])
                    grown[path] = grown.get(path, 0) + sum(len(piece.data) for piece in own)
            for path, size_bytes in grown.items():
                since, used_bytes = self._used[path]
                self._used[path] = since, used_bytes + size_bytes

    def _limits(self) -> dict[str, int]:
        now = time.monotonic()
        if now - self._read > _POLICY_SECS:
            self._read = now
            try:
                policy = read_policy(self._home)
            except BadSetting as error:
                LOG.warning("The rules before hold on: %s", error)
            else:
                if policy != self._policy:
                    self._policy = policy
                    self._used.clear()
        return self._policy.quotas()

    def _measured(self, path: str) -> int:
        since, used_bytes = self._used.get(path, (float("-inf"), 0))
        if time.monotonic() - since > _MEASURED_SECS:
            used_bytes = project_space(self._index, path or None).total.total_bytes
            self._used[path] = time.monotonic(), used_bytes
        return used_bytes

    def _project(self, name: JournalName) -> str:
        """The project that something is in; empty where it is in none."""
        tables = {"runs": "run", "artifacts": "collection"}
        if name.kind not in tables:
            return ""

        def ask(snapshot: Snapshot) -> str:
            question = f"SELECT project FROM {tables[name.kind]} WHERE id = ?"
            row = snapshot.connection.execute(question, (name.ledger,)).fetchone()
            return row[0] if row else ""

        begun = self._begun.get((name.kind, name.ledger), "")
        known = self._index.ask(ask)
        if known:
            self._begun.pop((name.kind, name.ledger), None)
        return known or begun


class Beginnings:
    """Tells of journals that came which projects they begin in: a witness of `Inspection.check`."""

    def __init__(self) -> None:
        self.projects: dict[JournalName, str] = {}

    def witness(self, name: JournalName, record: object) -> None:
        """See `Inspection.check`."""
        if isinstance(record, Started | CollectionBegan):
            self.projects[name] = record.project


def _above(project: str) -> set[str]:
    """A project, all that it lies below, and the whole home."""
    parts = project.split("/") if project else []
    return {"/".join(parts[:count]) for count in range(len(parts) + 1)}


def _exceeded(path: str, project: str, used_bytes: int, quota_bytes: int) -> QuotaExceeded:
    whose = f"The project {path!r}" if path else "The home"
    what = f"Nothing more of {project!r} is taken" if project else "Nothing more is taken"
    return QuotaExceeded(
        f"{whose} has used up its quota on the server: {used_bytes / 1e9:.3f} GB of {quota_bytes / 1e9:.3f} GB. {what}. What was recorded is safe "
        "where it was recorded, and is sent when there is room: whoever runs the server removes runs, or raises the quota."
    )
