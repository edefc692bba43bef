"""The saver: files that a script leaves on the disk become files of the run, once, at the end, or whenever they change."""

from __future__ import annotations

import math
import mimetypes
import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from runstone.model.errors import BadValue
from runstone.model.file_path import check_file_path
from runstone.model.records import FileSaved, Policy, Trouble
from runstone.sdk import guard
from runstone.sdk.saving.wanted import Wanted, as_wanted

if TYPE_CHECKING:
    from runstone.blobs.store import BlobStore, Stored
    from runstone.journal.writer import JournalWriter

_POLICIES = ("live", "now", "end")
# A file that takes long to store may take this part of the time of one thread.
_STORING_SHARE = 0.05
_TRIES = 3
# The times of files tick: one that was written so shortly before it was read may have been written again since, and look the same.
_YOUNG_NS = 2_000_000_000


class _Look(NamedTuple):
    """How a file was: of equal looks the bytes are the same, as far as anybody can tell without reading them."""

    size_bytes: int
    mtime_ns: int
    ctime_ns: int
    inode: int


class _Saved(NamedTuple):
    """What was stored of a file, and when it was looked at for that, in nanoseconds since the epoch."""

    look: _Look
    sha256: str
    read_ns: int

    def is_of(self, look: _Look | None) -> bool:
        """Whether a file that looks like this has the bytes that were stored, for certain."""
        return self.look == look and max(self.look.mtime_ns, self.look.ctime_ns) < self.read_ns - _YOUNG_NS


class Saver:
    """Files of one run. Live ones are looked after by a thread, which ends with the process."""

    def __init__(self, writer: JournalWriter, store: BlobStore, folder: Path, interval_secs: float) -> None:
        """
        Args:
            writer: takes the records.
            store: takes the bytes.
            folder: what lies in it at the end is saved, whoever put it there.
            interval_secs: between two looks at live files.
        """
        self._writer = writer
        self._store = store
        self._folder = folder
        self._interval_secs = interval_secs
        self._wanted: list[tuple[Wanted, Policy]] = []
        self._saved: dict[str, _Saved] = {}
        self._seen: dict[str, _Look] = {}
        self._due: dict[str, float] = {}
        # Guards all of the above while a file is stored.
        self._lock = threading.RLock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._pid = os.getpid()

    def save(
        self, pattern: str | os.PathLike[str], base_path: str | os.PathLike[str] | None, policy: str, glob: bool
    ) -> list[str]:
        """See `Run.save`."""
        if policy not in _POLICIES:
            raise BadValue(f"policy={policy!r} is none: live, now or end. Nothing was saved.")
        wanted = as_wanted(pattern, base_path, glob)
        if wanted is None:
            return []
        found = wanted.files()
        for path in found:
            check_file_path(path)
        if policy == "now":
            for path, source in found.items():
                self._store_whole(path, source, "now")
            return list(found)
        with self._lock:
            self._wanted.append((wanted, policy))  # type: ignore[arg-type]  # looked at above
        if policy == "live":
            self._start()
        return list(found)

    def pending(self) -> int:
        """How many files were not stored since they changed last."""
        with self._lock:
            return sum(
                1
                for wanted, _ in self._wanted
                for path, source in wanted.files().items()
                if (look := _look(source)) is not None and (path not in self._saved or self._saved[path].look != look)
            )

    def end(self, timeout_secs: float = math.inf) -> None:
        """The final pass: every file that is wanted is stored as it is now. Small ones first, should the time not suffice."""
        if os.getpid() != self._pid:
            return
        self._stopped.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(min(timeout_secs, 3600.0))
        deadline = time.monotonic() + timeout_secs
        found: dict[str, tuple[Path, Policy]] = {}
        for wanted, policy in [*self._wanted, *self._in_folder()]:
            found.update((path, (source, policy)) for path, source in wanted.files().items())
        left = 0
        for path, (source, policy) in sorted(found.items(), key=lambda item: _size(item[1][0])):
            if time.monotonic() > deadline:
                left += 1
            else:
                self._store_whole(path, source, policy)
        if left:
            self._tell_lost(f"{left} files", f"there were only {timeout_secs:g} s left")

    def after_fork(self) -> None:
        """In a forked child: what was wanted is the parent's to save."""
        self._lock = threading.RLock()
        self._wanted = []
        self._thread = None
        self._stopped = threading.Event()

    def _in_folder(self) -> Iterable[tuple[Wanted, Policy]]:
        return [(Wanted(self._folder, "**/*"), "end")] if self._folder.is_dir() else []

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._follow, name="runstone-files", daemon=True)
                self._thread.start()

    def _follow(self) -> None:
        while not self._stopped.wait(self._interval_secs):
            try:
                self.look()
            except OSError as error:
                guard.report("save", error)

    def look(self) -> None:
        """Store each live file that has changed and has been left alone since the last look: one that is still being written waits."""
        for wanted, policy in list(self._wanted):
            if policy == "live":
                for path, source in wanted.files().items():
                    self._look_at(path, source)

    def _look_at(self, path: str, source: Path) -> None:
        look = _look(source)
        if look is None or self._is_known(path, look):
            return
        rested = self._seen.get(path) == look
        self._seen[path] = look
        if rested and time.monotonic() >= self._due.get(path, 0.0) and not self._stopped.is_set():
            began = time.monotonic()
            self._store_if_whole(path, source, "live")
            self._due[path] = time.monotonic() + (time.monotonic() - began) / _STORING_SHARE

    def _is_known(self, path: str, look: _Look) -> bool:
        return path in self._saved and self._saved[path].is_of(look)

    def _store_whole(self, path: str, source: Path, policy: Policy) -> None:
        """Store it even if somebody goes on writing to it: then what there is of it."""
        for _ in range(_TRIES):
            if self._store_if_whole(path, source, policy):
                return
        self._store_if_whole(path, source, policy, even_half=True)

    def _store_if_whole(self, path: str, source: Path, policy: Policy, even_half: bool = False) -> bool:
        """
        Returns:
            False if it changed while it was read; then nothing was recorded.
        """
        with self._lock:
            read_ns = time.time_ns()
            look = _look(source)
            if look is None or self._is_known(path, look):
                return True
            try:
                stored = self._store.put_file(source)
            except FileNotFoundError:
                return True  # removed a moment ago
            except OSError as error:
                self._tell_lost(repr(path), error.strerror or str(error))
                return True
            if _look(source) != look and not even_half:
                return False
            self._record(path, stored, policy, _Saved(look, stored.sha256, read_ns))
            return True

    def _record(self, path: str, stored: Stored, policy: Policy, saved: _Saved) -> None:
        known = self._saved.get(path)
        self._saved[path] = saved
        if known is not None and known.sha256 == stored.sha256:
            return
        mime = mimetypes.guess_type(path)[0] or ""
        self._writer.event(
            FileSaved(
                time=self._writer.now(),
                path=path,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
                mime=mime,
                policy=policy,
            )
        )

    def _tell_lost(self, what: str, reason: str) -> None:
        guard.say_once(
            f"{what} could not be saved with the run ({reason}). Training goes on; what was recorded before is safe."
        )
        message = f"{what} could not be saved ({reason})."
        self._writer.event(Trouble(time=self._writer.now(), kind="file_lost", message=message, lost=1))


def _look(path: Path) -> _Look | None:
    try:
        facts = path.stat()
    except OSError:
        return None
    return _Look(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)


def _size(path: Path) -> int:
    look = _look(path)
    return look.size_bytes if look else 0
