"""The watch over runs: what begins, ends and raises alerts is told to those who want to know, by the outbox."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from runstone.alerts.delivery import Way, ways_of
from runstone.alerts.message import Message
from runstone.alerts.webhook import post
from runstone.index.index import Index
from runstone.journal.arriving import is_arriving
from runstone.model.address import run_address
from runstone.model.home import Home
from runstone.model.instance import find
from runstone.model.records import LEVELS
from runstone.server.outbox import Deliver, News, Outbox

LOG = logging.getLogger("runstone.server")

# What is older was not waited for: years of runs may be brought here at once.
_NEWS_MICROS = 86_400_000_000

_RUNS = "SELECT id, display_id, name, project, state, created_time, ended_time, updated_time, exit_code FROM run WHERE revision > ?"
_ALERTS = """
SELECT alert.id, writer, alert.time, level, title, text, rule, run.id AS run, display_id, name, project
FROM alert JOIN run ON run.key = alert.run WHERE alert.id > ? AND alert.time >= ? AND run.binned_time IS NULL ORDER BY alert.id
"""


class Hook(NamedTuple):
    """An address that hears of runs of a project and of all below it; of all runs if `project` is empty."""

    project: str
    url: str

    @property
    def target(self) -> str:
        """Its name in the outbox, which does not give the address away."""
        return f"run_webhooks {sha256(self.url.encode()).hexdigest()[:16]}"

    def hears(self, project: str) -> bool:
        """Whether it hears of the runs of a project."""
        return not self.project or project == self.project or project.startswith(f"{self.project}/")


class RunWatch:
    """Notices states of runs and, of runs that arrive from elsewhere, alerts. What was there when the home was watched first is nobody's news."""

    def __init__(self, home: Home, settings: Mapping[str, Any]) -> None:
        """
        Args:
            home: whose runs; nothing is written to it before the first look.
            settings: `run_webhooks`, and `alert_…` for alerts.
        """
        self._home = home
        self._hooks = [_hook(text) for text in settings["run_webhooks"]]
        ways = {f"alerts by {way.name}": way for way in ways_of(settings) if way.name != "desktop"}
        self._ways = list(ways)
        self._least = LEVELS.index(settings["alert_level"])
        self._revision = 0
        self._last_alert = 0
        self._states: dict[str, str] = {}
        targets: dict[str, Deliver] = {hook.target: _poster(hook.url) for hook in self._hooks}
        targets.update({name: _by(way) for name, way in ways.items()})
        self.outbox = Outbox(home.outbox_path, targets)

    @property
    def is_wanted(self) -> bool:
        """Whether anybody wants to know anything."""
        return bool(self._hooks or self._ways)

    def look(self, index: Index) -> None:
        """To be called when something of the index has changed."""
        try:
            self._look(index)
        except sqlite3.OperationalError as error:
            # The next look finds the same.
            LOG.warning("What runs did cannot be told for now: %s", error)

    def _look(self, index: Index) -> None:
        now = time.time_ns() // 1000
        with index.read() as snapshot:
            revision = snapshot.revision
            if revision < self._revision:
                self._revision = self._last_alert = 0
            rows = snapshot.connection.execute(_RUNS, (self._revision,)).fetchall()
            alerts = snapshot.connection.execute(_ALERTS, (self._last_alert, now - _NEWS_MICROS)).fetchall()
        rows = [row for row in rows if self._states.get(row["id"]) != row["state"]]
        if rows or alerts or not self._revision:
            self._note(rows, alerts, now)
        self._states.update((row["id"], row["state"]) for row in rows)
        self._revision = revision
        self._last_alert = max([self._last_alert, *(row["id"] for row in alerts)])

    def _note(self, rows: Sequence[sqlite3.Row], alerts: Sequence[sqlite3.Row], now: int) -> None:
        with self.outbox.noting() as connection:
            since = _since(connection, now)
            ids = msgspec.json.encode([row["id"] for row in rows]).decode()
            known = dict(
                connection.execute("SELECT run, state FROM seen WHERE run IN (SELECT value FROM json_each(?))", (ids,))
            )
            connection.executemany(
                "INSERT OR REPLACE INTO seen VALUES (?, ?)", [(row["id"], row["state"]) for row in rows]
            )
            if since is None:
                return
            news = [each for row in rows for each in self._of_run(row, known.get(row["id"]), now)]
            news += [each for row in alerts for each in self._of_alert(row, since)]
            self.outbox.put(connection, news)
        self.outbox.hurry()

    def _of_run(self, row: sqlite3.Row, before: str | None, now: int) -> Iterator[News]:
        """What a run's state is news of; `before` is the state that was seen last, None for a run that is new here."""
        hooks = [hook for hook in self._hooks if hook.hears(row["project"])]
        moment = row["ended_time"] or row["updated_time"]
        if before == row["state"] or not hooks or moment < now - _NEWS_MICROS:
            return
        is_over = row["ended_time"] is not None
        events = [row["state"]] if is_over else ["started"] if row["state"] == "running" else [row["state"]]
        if before is None and is_over:
            events.insert(0, "started")
        for event in events:
            at = row["created_time"] if event == "started" and before is None else moment
            key = f"{row['id']} {event} {at}"
            body = {
                "key": key,
                "event": event,
                "run": row["id"],
                "display_id": row["display_id"],
                "run_name": row["name"],
                "project": row["project"],
                "state": row["state"],
                "time": at,
                "exit_code": row["exit_code"],
                "url": self._address(row["project"], row["id"]),
            }
            yield from (News(key, hook.target, body) for hook in hooks)

    def _of_alert(self, row: sqlite3.Row, since: int) -> Iterator[News]:
        if row["time"] < since or LEVELS.index(row["level"]) < self._least:
            return
        # What is recorded here is delivered by whoever records it.
        if not self._ways or not is_arriving(self._home.journal_path(row["run"], row["writer"])):
            return
        message = Message(
            *(row["title"], row["text"], row["level"], row["rule"], row["time"]),
            *(row["run"], row["display_id"], row["name"], row["project"]),
            self._address(row["project"], row["run"]),
        )
        key = f"{row['run']} alert {row['writer']} {row['time']} {row['title']}"
        yield from (News(key, target, message._asdict()) for target in self._ways)

    def _address(self, project: str, run: str) -> str:
        server = find(self._home)
        return run_address(server.url, project, run) if server else ""


def _since(connection: sqlite3.Connection, now: int) -> int | None:
    """Since when the home is watched; None if that begins now."""
    row = connection.execute("SELECT time FROM since").fetchone()
    if row is None:
        connection.execute("INSERT INTO since VALUES (?)", (now,))
        return None
    return int(row[0])


def _hook(text: str) -> Hook:
    """`cv/resnet=https://…`, or an address alone."""
    project, sign, url = text.partition("=")
    return Hook(project.strip("/ "), url.strip()) if sign and "://" not in project else Hook("", text)


def _poster(url: str) -> Deliver:
    return lambda body: post(url, body)


def _by(way: Way) -> Deliver:
    return lambda body: way.deliver(Message(**body))
