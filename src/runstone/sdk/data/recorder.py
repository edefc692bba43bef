"""The recorder of a run's data: one thread looks at what was logged, one after the other."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from runstone.data.address import is_address
from runstone.model.errors import BadValue
from runstone.model.home import Home
from runstone.model.records import DataLogged
from runstone.sdk import guard
from runstone.sdk.data.logged import LoggedData, SaveLimits

if TYPE_CHECKING:
    from runstone.journal.writer import JournalWriter
    from runstone.sdk.artifacts.log import ArtifactLog

Role = Literal["dataset", "pretrained"]
Root = str | os.PathLike[str] | Mapping[str, str | os.PathLike[str]]


class DataRecorder:
    """Made at the first data of a run."""

    def __init__(self, home: Home, writer: JournalWriter, log: ArtifactLog) -> None:
        self._home = home
        self._writer = writer
        self._log = log
        self._waiting: queue.SimpleQueue[LoggedData | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._pid = os.getpid()

    def log(
        self,
        role: Role,
        name: str,
        root_or_uri: Root,
        context: str,
        description: str,
        source_type: str,
        save: bool,
        limits: SaveLimits,
    ) -> list[LoggedData]:
        """Record that the run works with data, and begin to look at it.

        Returns:
            One for each root.

        Raises:
            BadValue: no name, or nothing to look at. Nothing was recorded.
        """
        if not isinstance(name, str) or not name:
            raise BadValue(f"The {role} needs a name. Nothing was recorded.")
        roots = root_or_uri if isinstance(root_or_uri, Mapping) else {"": root_or_uri}
        if not roots or not all(isinstance(root, str | os.PathLike) and os.fspath(root) for root in roots.values()):
            raise BadValue(f"The {role} {name!r} needs a path or an address, or a dict of them. Nothing was recorded.")
        found = []
        for part, root in roots.items():
            text = os.fspath(root)
            uri = text if is_address(text) else str(Path(os.path.abspath(os.path.expanduser(text))))
            record = DataLogged(
                time=self._writer.now(),
                name=f"{name}/{part}" if part else name,
                uri=uri,
                role=role,
                context=context,
                description=description,
                source_type=source_type,
            )
            if save and is_address(uri) and not uri.startswith("file://"):
                guard.say_once(
                    f"the {role} {name} lies at {uri}: its address was recorded, its bytes were not saved. Download it and log the folder."
                )
            self._writer.event(record)
            data = LoggedData(self._home, self._log, self._writer.event, self._writer.now, record, save, limits)
            found.append(data)
            self._waiting.put(data)
        self._start()
        return found

    def end(self, timeout_secs: float) -> None:
        """Let the thread finish what it is at, no longer than this; what is known by then stands. What is to be saved is queued for the artifacts."""
        if self._thread is None or self._pid != os.getpid():
            return
        self._waiting.put(None)
        deadline = time.monotonic() + timeout_secs
        self._thread.join(timeout_secs)
        self._stopped.set()
        # A thread that was told to stop does so at the next piece of a file.
        self._thread.join(max(30.0, deadline - time.monotonic()))
        self._thread = None

    def after_fork(self) -> None:
        """In a forked child: what is under way is the parent's."""
        self._waiting = queue.SimpleQueue()
        self._thread = None
        self._stopped = threading.Event()
        self._pid = os.getpid()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="runstone-data", daemon=True)
            self._thread.start()

    def _work(self) -> None:
        while (data := self._waiting.get()) is not None:
            data.look(self._stopped.is_set)
