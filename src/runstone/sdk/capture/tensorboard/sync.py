"""The sync: one run that records what TensorBoard is given."""

from __future__ import annotations

import contextlib
import os
import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstone.importers.tensorboard import EventDecoder, EventFolder
from runstone.model.errors import RunNotReady
from runstone.sdk import guard
from runstone.sdk.capture.tensorboard.follower import Follower
from runstone.sdk.capture.tensorboard.prefixes import Prefixes, prefixes_of
from runstone.sdk.capture.tensorboard.translation import Translator
from runstone.sdk.capture.tensorboard.writers import WRITERS

if TYPE_CHECKING:
    from runstone.sdk.run import Run

_HURRY_SECS = 5.0
_SYNCS: dict[int, Sync] = {}


@guard.guarded
def sync(run: Run, log_dir: str | os.PathLike[str] | None = None) -> None:
    """Record what TensorBoard's writers are given, from now on until the run ends.

    Writers of this process (PyTorch's, tensorboardX's) are listened to: when `add_scalar` returns, the point is recorded. TensorFlow's files,
    and with `log_dir` all that lie in that folder or below it, whoever writes them, are read as they grow, and to their end when the run ends.
    Steps and times are those that were written. Of several runs, the one that was synchronised last is told.

    Args:
        run: takes it.
        log_dir: a folder of event files, of what was and what comes; it need not be there yet. The names of what lies in folders below it begin
            with the way there.

    Raises:
        RunNotReady: the run was finished or closed.
    """
    if run.closed:
        raise RunNotReady("sync() of a run that was finished or closed: nothing of TensorBoard will be recorded in it.")
    if run.disabled:
        return
    found = _SYNCS.get(id(run))
    if found is None:
        found = _SYNCS[id(run)] = Sync(run, None if log_dir is None else Path(log_dir))
    if log_dir is not None:
        found.follow(Path(log_dir))


class Sync:
    """Listens to the writers of this process, and follows the files of others."""

    def __init__(self, run: Run, root: Path | None) -> None:
        self._run = run
        self._translator = Translator(run, prefixes_of(run, lambda: Prefixes(root)))
        self._follower = Follower(self._translator.take)
        self._decoders: dict[Path, EventDecoder] = {}
        self._followed: list[Path] = []
        # Writers that were made since are listened to from their first event on, and their files need not be read.
        self._heard: weakref.WeakSet[Any] = weakref.WeakSet()
        self._heard_files: set[Path] = set()
        self._unheard: weakref.WeakSet[Any] = weakref.WeakSet()
        self._folders: list[Path] = []
        self._pid = os.getpid()
        run._history.feed_until_end(self._end)
        WRITERS.add(self)

    def follow(self, folder: Path) -> None:
        """Read all event files below a folder."""
        folder = Path(os.path.abspath(folder))
        self._followed.append(folder)
        self._follower.follow(EventFolder(folder, lambda path: path not in self._heard_files))

    @guard.guarded
    def on_writer(self, writer: Any) -> None:
        """A writer was made in this process."""
        self._heard.add(writer)
        self._unheard.discard(writer)  # the event that says that a file begins came before
        self._heard_files.add(_file_of(writer))
        self._folders.append(_file_of(writer).parent)

    @guard.guarded
    def on_event(self, writer: Any, folder: Path, event: Any) -> None:
        """A writer of this process was given an event."""
        if writer not in self._heard and any(each == folder or each in folder.parents for each in self._followed):
            self._unheard.add(writer)  # its file is read, since it holds what was written before
            return
        decoder = self._decoders.setdefault(folder, EventDecoder())
        self._translator.take(folder, decoder.decode(event.SerializeToString()))

    @guard.guarded
    def on_folder(self, folder: Path) -> None:
        """TensorFlow will write files into this folder: those that are there are not of this training."""
        old = set(folder.glob("*"))
        self._follower.follow(EventFolder(folder, lambda path: path not in old and path.parent == folder))

    @guard.guarded
    def _end(self, in_a_hurry: bool) -> None:
        WRITERS.remove(self)
        _SYNCS.pop(id(self._run), None)
        if os.getpid() != self._pid:
            return  # the threads of the writers, and the files, are the parent's
        for writer in self._unheard:
            with contextlib.suppress(OSError, ValueError):  # it was closed
                writer.flush()
        self._follower.end(_HURRY_SECS if in_a_hurry else None)
        if not in_a_hurry:
            for folder in dict.fromkeys([*self._folders, *self._follower.seen]):
                self._translator.take_embeddings(folder)


def _file_of(writer: Any) -> Path:
    """The file that a writer makes: in TensorBoard's class, and in tensorboardX's, where another object knows it."""
    name: str = getattr(writer, "_file_name", "") or getattr(getattr(writer, "_ev_writer", None), "_file_name", "")
    return Path(os.path.abspath(name))
