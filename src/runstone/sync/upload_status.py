"""The state of an upload, told in a file of the home, so that a run that ends and a person who asks know it without asking the network."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

import msgspec

from runstone.journal import lock
from runstone.journal.numbering import read_numbering
from runstone.journal.reader import journal_bytes
from runstone.model.errors import DataFault
from runstone.model.home import Home
from runstone.sync.journal_name import JournalName, names_of
from runstone.sync.progress import Progress, place_of

State = Literal["sending", "waiting", "done"]
_SUFFIX = ".status"


class UploadStatus(msgspec.Struct, frozen=True):
    """How it goes. `waiting` is until the next try, because of `trouble`; `done` means that all was there at `time`, in microseconds since the epoch."""

    url: str
    state: State
    time: int
    left_bytes: int = 0
    trouble: str = ""
    faults: list[str] = []

    def write(self, home: Home) -> None:
        """Tell it; what a full disk does not take is told later."""
        path = place_of(home, self.url).with_suffix(_SUFFIX)
        part = path.with_suffix(f".{os.getpid()}.part")
        try:
            part.write_bytes(msgspec.json.encode(self))
            os.replace(part, path)
        except OSError:
            part.unlink(missing_ok=True)


class RunUpload(msgspec.Struct, frozen=True):
    """How far a run is on its way to a server. `stopped`: something is left, and no agent is at work; the next run of this home, or `runstone sync`,
    goes on. `time` is that of the last news, in microseconds since the epoch."""

    url: str
    state: Literal["sending", "waiting", "stopped", "done"]
    time: int
    left_bytes: int
    trouble: str


def list_run_uploads(home: Home, run: str) -> list[RunUpload]:
    """How far a run is on its way to each server that the home is sent to."""
    found = []
    names = [name for name in names_of(home, "runs", run) if read_numbering(name.path(home)) is None]
    for status, at_work in list_status(home):
        progress = Progress(home, status.url)
        progress.look()
        left_bytes = sum(max(0, _size(home, name) - progress.reached(name).bytes) for name in names)
        if not left_bytes:
            found.append(RunUpload(status.url, "done", status.time, 0, ""))
        elif not at_work:
            found.append(RunUpload(status.url, "stopped", status.time, left_bytes, status.trouble))
        else:
            state: State = "waiting" if status.state == "waiting" else "sending"
            found.append(RunUpload(status.url, state, status.time, left_bytes, status.trouble))
    return found


def _size(home: Home, name: JournalName) -> int:
    try:
        return journal_bytes(name.path(home))
    except (FileNotFoundError, DataFault):
        return 0


def read_status(home: Home, url: str) -> UploadStatus | None:
    """What was told last; None before anything was."""
    return _read(place_of(home, url).with_suffix(_SUFFIX))


def list_status(home: Home) -> list[tuple[UploadStatus, bool]]:
    """What was told of each place that the home is sent to, and whether somebody is at work on it now."""
    folder = place_of(home, "").parent
    found = []
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        status = _read(path)
        if status is not None:
            found.append((status, bool(lock.is_held(path.with_suffix("")))))
    return found


def _read(path: Path) -> UploadStatus | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=UploadStatus)
    except (OSError, msgspec.DecodeError):
        return None
