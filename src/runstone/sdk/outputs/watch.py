"""The watch over a run's outputs: a thread keeps each file or folder once it is whole, and a last look at the end misses nothing."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.model.errors import RunstoneError
from runstone.model.home import Home
from runstone.model.records import Trouble
from runstone.sdk import guard
from runstone.sdk.outputs.moments import Moments
from runstone.sdk.outputs.shelf import Kept, Shelf
from runstone.sdk.outputs.units import Look, Outputs, Unit

if TYPE_CHECKING:
    from runstone.journal.writer import JournalWriter


class Stability(NamedTuple):
    """When a unit is taken to be whole: seen the same so many times, and not written to for so many seconds."""

    looks: int = 2
    min_age_secs: float = 1.0


@dataclass(slots=True)
class _Seen:
    look: Look
    looks: int = 1


@dataclass(slots=True)
class Watched:
    """What one call asked for, and how far that is."""

    outputs: Outputs
    stability: Stability
    shelf: Shelf
    moments: Moments
    growing_secs: float
    seen: dict[str, _Seen] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)


class Scan(NamedTuple):
    """What one look found: how many outputs there are, how many of them had changed, what was kept, and which were not whole."""

    scanned: int
    changed: int
    kept: list[Kept]
    unstable: list[str]

    def told(self, run: str) -> dict[str, Any]:
        """It as plain values."""
        return {
            "run_id": run,
            "scanned": self.scanned,
            "archived": len(self.kept),
            "changed": self.changed,
            "unstable": self.unstable,
            "archived_entries": [item.told() for item in self.kept],
        }


class OutputWatch:
    """Of one run. Looks are taken by one thread at a time."""

    def __init__(self, home: Home, writer: JournalWriter, save: Callable[[Path, Path], None]) -> None:
        """
        Args:
            home: of the run.
            writer: is told of what could not be kept.
            save: keeps the last state of a file that is written on and on, under its path from a folder.
        """
        self._home = home
        self._writer = writer
        self._save = save
        self._watched: list[Watched] = []
        self._kept: dict[Path, Look] = {}
        self._lock = threading.Lock()  # held during a look
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._interval_secs = 10.0
        self._pid = os.getpid()

    def watch(self, watched: Watched, interval_secs: float) -> None:
        """Look again and again from now on."""
        self._watched.append(watched)
        self._interval_secs = min(interval_secs, self._interval_secs) if self._thread else interval_secs
        if self._thread is None:
            self._stopped = threading.Event()
            self._thread = threading.Thread(target=self._work, name="runstone-outputs", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """A last look at everything that is watched, and no more. Idempotent."""
        if self._pid != os.getpid():
            return
        thread, self._thread = self._thread, None
        self._stopped.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        watched, self._watched = self._watched, []
        for item in watched:
            self.scan(item, final=True)

    def after_fork(self) -> None:
        """In a forked child: the outputs are the parent's to keep."""
        self._watched, self._thread, self._pid = [], None, os.getpid()
        self._lock = threading.Lock()

    def _work(self) -> None:
        while not self._stopped.wait(self._interval_secs):
            for item in list(self._watched):
                self._look(item)

    @guard.guarded
    def _look(self, watched: Watched) -> None:
        self.scan(watched, final=False, stopped=self._stopped.is_set)

    def scan(self, watched: Watched, final: bool, stopped: Callable[[], bool] = lambda: False) -> Scan:
        """Look once, until it is `stopped`. In a `final` look each unit counts as whole; small ones come first, should the time not suffice."""
        with self._lock:
            found = [(unit, look) for unit in watched.outputs.units() if (look := unit.look()) is not None]
            found.sort(key=lambda item: item[1].size_bytes if final else item[1].mtime_ns)
            changed = [(unit, look) for unit, look in found if self._kept.get(unit.path) != look]
            kept: list[Kept] = []
            unstable: list[str] = []
            for unit, look in changed:
                if stopped():
                    break
                if unit.grows:
                    self._save_growing(watched, unit, look, final)
                elif not (final or self._is_whole(watched, unit, look)):
                    unstable.append(unit.key)
                else:
                    self._keep(watched, unit, look, final, kept, unstable)
            return Scan(len(found), len(changed), kept, unstable)

    def _is_whole(self, watched: Watched, unit: Unit, look: Look) -> bool:
        seen = watched.seen.get(unit.key)
        if seen is None or seen.look != look:
            seen = watched.seen[unit.key] = _Seen(look)
        else:
            seen.looks += 1
        age_secs = time.time() - look.mtime_ns / 1e9
        # A clock that was set back must not keep a file waiting for ever.
        is_old = age_secs >= watched.stability.min_age_secs or age_secs < 0
        return seen.looks >= watched.stability.looks and is_old

    def _keep(
        self, watched: Watched, unit: Unit, look: Look, final: bool, kept: list[Kept], unstable: list[str]
    ) -> None:
        try:
            done = watched.shelf.keep(unit, look, watched.moments.at(look.mtime_ns // 1000), final)
        except (RunstoneError, OSError) as error:
            if unit.look() is not None and final:
                self._tell_lost(unit, error)
            unstable.append(unit.key)
            return
        if done is None:
            unstable.append(unit.key)
            return
        self._kept[unit.path] = look
        watched.seen.pop(unit.key, None)
        kept.append(done)

    def _save_growing(self, watched: Watched, unit: Unit, look: Look, final: bool) -> None:
        if final or time.monotonic() >= watched.due.get(unit.key, 0.0):
            watched.due[unit.key] = time.monotonic() + watched.growing_secs
            base = Path(*unit.path.parts[: -len(Path(unit.key).parts)])
            self._save(unit.path, base)
            self._kept[unit.path] = look

    def _tell_lost(self, unit: Unit, error: Exception) -> None:
        message = f"The output {unit.path} could not be kept ({error})."
        guard.say_once(f"{message} Training goes on; the file itself is untouched.")
        self._writer.event(Trouble(time=self._writer.now(), kind="output_lost", message=message, lost=1))
