"""The watch for crashes: who reads the journals sees that a process is gone, and says so in its place."""

from __future__ import annotations

import logging

from runstone.alerts.delivery import Delivery
from runstone.alerts.message import Message
from runstone.index.index import Index
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.address import run_address
from runstone.model.home import Home
from runstone.model.instance import find
from runstone.model.records import Alerted
from runstone.model.version import VERSION

LOG = logging.getLogger("runstone.server")
_TITLE = "Run crashed"
_TEXT = "Its process is gone without a word. What it recorded until then is safe; the end of its console may tell more."


class CrashWatch:
    """Raises an alert for each run that this server saw alive and then crashed. Those that were gone before are nobody's news."""

    def __init__(self, home: Home, delivery: Delivery) -> None:
        self._home = home
        self._delivery = delivery
        self._alive: set[str] = set()

    def look(self, index: Index) -> None:
        """To be called when something of the index has changed.

        Raises:
            HomeUnusable: the alert cannot be written; it is delivered all the same.
        """
        with index.read() as snapshot:
            rows = snapshot.connection.execute("SELECT id FROM run WHERE state IN ('running', 'preempting')")
            alive = {run for (run,) in rows}
            gone = sorted(self._alive - alive)
            crashed = [
                row
                for run in gone
                for row in snapshot.connection.execute(
                    "SELECT id, display_id, name, project FROM run WHERE id = ? AND state = 'crashed'", (run,)
                )
            ]
        self._alive = alive
        for run, display_id, name, project in crashed:
            self._raise(run, display_id, name, project)

    def _raise(self, run: str, display_id: str, name: str, project: str) -> None:
        writer = JournalWriter(self._home, run, role="editor", version=VERSION)
        alert = Alerted(time=writer.now(), title=_TITLE, text=_TEXT, level="error", rule="crash")
        server = find(self._home)
        url = run_address(server.url, project, run) if server else ""
        message = Message(_TITLE, _TEXT, "error", "crash", alert.time, run, display_id, name, project, url)
        self._delivery.send(message)
        writer.event(alert)
        writer.close()
        Registry(self._home).ring(run, writer.writer)


def tell_undelivered(message: str) -> None:
    """Where the server's own troubles are told."""
    LOG.warning("%s", message)
