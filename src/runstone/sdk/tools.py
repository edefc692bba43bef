"""The tools of an open run, each made when it is needed first: the saver of files, alerts, the watcher of models."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from runstone.alerts.rules import parse_rule
from runstone.model.home import Home
from runstone.model.records import Alerted, Trouble
from runstone.sdk import guard
from runstone.sdk.alerts.alerts import DEFAULT_WAIT_SECS, Alerts

if TYPE_CHECKING:
    from runstone.alerts.delivery import Delivery
    from runstone.alerts.message import Message
    from runstone.blobs.store import BlobStore
    from runstone.journal.void import VoidWriter
    from runstone.journal.writer import JournalWriter
    from runstone.sdk.alerts.lookout import Lookout
    from runstone.sdk.opening import Identity
    from runstone.sdk.saving.saver import Saver
    from runstone.sdk.settings import Settings
    from runstone.sdk.watching.watcher import Log, Watcher


class Tools:
    """Made by the opening of a run."""

    def __init__(
        self,
        identity: Identity,
        writer: JournalWriter | VoidWriter,
        store: BlobStore | None,
        settings: Settings,
        words: dict[str, str],
    ) -> None:
        """
        Args:
            store: takes the bytes of files; None for a disabled run, which saves none.
            words: what the run is called at the moment.
        """
        self._identity = identity
        self._writer = writer
        self._store = store
        self._settings = settings
        self._words = words
        self._saver: Saver | None = None
        self._watcher: Watcher | None = None
        live = store is not None
        self.alerts = Alerts(
            writer, self._open_delivery if live else None, self._open_lookout if live else None, self._message
        )
        for text in settings["alert_rules"] if live else ():
            self.alerts.add_rule(parse_rule(text), "warn", DEFAULT_WAIT_SECS)

    def save(
        self, pattern: str | os.PathLike[str], base_path: str | os.PathLike[str] | None, policy: str, glob: bool
    ) -> list[str]:
        """See `Run.save`."""
        if self._store is None:
            return []
        return self._open_saver(self._store).save(pattern, base_path, policy, glob)

    @property
    def waiting_files(self) -> int:
        """How many files were not saved since they changed last."""
        return self._saver.pending() if self._saver is not None else 0

    def watcher(self, log: Log) -> Watcher:
        """The watcher of models."""
        if self._watcher is None:
            from runstone.sdk.watching.watcher import Watcher  # here, since few runs watch

            self._watcher = Watcher(log)
        return self._watcher

    def end(self, timeout_secs: float, in_a_hurry: bool) -> None:
        """The last look at everything.

        Args:
            timeout_secs: how long alerts may take, and in a hurry files.
            in_a_hurry: the process is about to be killed.
        """
        if self._watcher is not None:
            self._watcher.unwatch(None)
        if self._store is not None and (self._saver is not None or self._has_own_files()):
            saver = self._open_saver(self._store)
            if in_a_hurry:
                saver.end(timeout_secs)
            else:
                saver.end()
        self.alerts.end(timeout_secs)

    def after_fork(self) -> None:
        """In a forked child: what is under way is the parent's."""
        if self._saver is not None:
            self._saver.after_fork()
        self.alerts.after_fork()

    def _has_own_files(self) -> bool:
        return os.path.isdir(Home(self._identity.home).files_path(self._identity.id))

    def _open_saver(self, store: BlobStore) -> Saver:
        if self._saver is None:
            from runstone.journal.writer import JournalWriter
            from runstone.sdk.saving.saver import Saver  # here, since most runs save nothing

            assert isinstance(self._writer, JournalWriter)
            folder = Home(self._identity.home).files_path(self._identity.id)
            self._saver = Saver(self._writer, store, folder, self._settings["save_interval_secs"])
        return self._saver

    def _open_delivery(self) -> Delivery:
        from runstone.alerts.delivery import Delivery, ways_of

        settings = {name: value for name, (value, _) in self._settings.values.items()}
        return Delivery(ways_of(settings), self._settings["alert_level"], self._tell_undelivered)

    def _open_lookout(self, alerts: Alerts) -> Lookout:
        from runstone.sdk.alerts.lookout import Lookout

        return Lookout(alerts, Home(self._identity.home), self._identity.id)

    def _tell_undelivered(self, message: str) -> None:
        guard.say_once(message)
        self._writer.event(Trouble(time=self._writer.now(), kind="alert_undelivered", message=message))

    def _message(self, alert: Alerted) -> Message:
        from runstone.alerts.message import Message
        from runstone.model.address import run_address
        from runstone.model.instance import find

        identity = self._identity
        server = find(Home(identity.home))
        return Message(
            title=alert.title,
            text=alert.text,
            level=alert.level,
            rule=alert.rule,
            time=alert.time,
            run=identity.id,
            display_id=identity.display_id,
            run_name=self._words["name"],
            project=identity.project,
            url=run_address(server.url, identity.project, identity.id) if server else "",
        )
