"""The encoder: threads that make files of the raw values which `log()` left on the disk."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from runstone.encoding import raw
from runstone.model.errors import RunstoneError
from runstone.model.records import MediaEncoded
from runstone.sdk import guard

if TYPE_CHECKING:
    from runstone.blobs.store import BlobStore
    from runstone.journal.writer import JournalWriter

# NumPy and zlib let go of the interpreter, so two threads are twice as quick; more would take the cores that the training needs.
_MAX_THREADS = 2
# A call that encodes takes a core from one of them: it is worth that when they do not catch up, not when a blob waits for its turn.
BEHIND_JOBS = 16
_PATIENCE_SECS = 1.0
# What a small file takes on a disk.
_BLOCK_BYTES = 4096


class Job(NamedTuple):
    """A raw blob that is to be encoded: of the item (key, step, sample), or of a part of it."""

    key: str
    step: int
    sample: int
    part: str
    raw: str
    size_bytes: int


class Encoder:
    """Encodes raw blobs, records that it did, and removes them. The threads are started by the first job, also in a forked child."""

    def __init__(self, writer: JournalWriter, store: BlobStore) -> None:
        """
        Args:
            writer: the journal that the raw blobs were recorded in.
            store: where they lie, and where the files go.
        """
        self._writer = writer
        self._store = store
        self._forked = False
        self._reset()

    def _reset(self) -> None:
        # Guards all that follows. Re-entrant: a signal handler may end the run while this thread adds a job.
        self._changed = threading.Condition(threading.RLock())
        self._jobs: deque[Job] = deque()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._busy = 0
        self._backlog_bytes = 0
        self._stopped = False

    @property
    def backlog_bytes(self) -> int:
        """How many bytes of raw blobs lie on the disk until they are encoded."""
        return self._backlog_bytes

    @property
    def is_behind(self) -> bool:
        """Whether so many blobs wait that the threads do not keep up with what is logged."""
        return len(self._jobs) >= BEHIND_JOBS

    def add(self, job: Job) -> None:
        """Encode a blob soon. Its record must be in the journal already."""
        with self._changed:
            self._jobs.append(job)
            self._backlog_bytes += _on_disk(job)
            if not self._idle and len(self._threads) < _MAX_THREADS:
                self._start()
            self._changed.notify_all()

    def _start(self) -> None:
        thread = threading.Thread(target=self._work, name="runstone-encoder", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            return  # the interpreter is ending, or has no thread to spare: the blob stays raw
        self._threads.append(thread)
        multiprocessing = sys.modules.get("multiprocessing.util")
        if self._forked and multiprocessing is not None and len(self._threads) == 1:
            # Children of multiprocessing leave without the exit hooks of a process.
            multiprocessing.Finalize(None, self.drain, exitpriority=10)

    def _work(self) -> None:
        while True:
            with self._changed:
                self._idle += 1
                while not self._jobs and not self._stopped:
                    self._changed.wait()
                self._idle -= 1
                if not self._jobs or self._stopped:
                    return
                job = self._jobs.popleft()
                self._busy += 1
            try:
                self._encode(job)
            finally:
                with self._changed:
                    self._busy -= 1
                    self._backlog_bytes -= _on_disk(job)
                    self._changed.notify_all()

    @guard.guarded
    def _encode(self, job: Job) -> None:
        try:
            encoded = raw.encode(self._store.path(job.raw))
            stored = self._store.put(encoded.data)
        except (OSError, RunstoneError, MemoryError) as error:
            reason = getattr(error, "strerror", None) or error
            guard.say_once(
                f"Media could not be encoded ({type(error).__name__}: {reason}) and stay as they were logged, in raw values. They are shown "
                "all the same; training goes on."
            )
            return
        journal_was_whole = self._writer.drain() == 0
        self._writer.event(
            MediaEncoded(
                time=self._writer.now(),
                key=job.key,
                step=job.step,
                index=job.sample,
                part=job.part,
                raw=job.raw,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
                mime=encoded.mime,
            )
        )
        # A full disk may keep the record in memory, and a closed journal takes none: then a kill must still find the raw blob.
        if journal_was_whole and self._writer.drain() == 0 and not self._writer.closed:
            self._store.remove(job.raw)

    def drain(self, timeout_secs: float = math.inf) -> None:
        """Wait until all is encoded, with a word if that takes more than a second, and end the threads. Idempotent.

        What is left after the timeout, or after a Ctrl-C that follows the word, stays raw.
        """
        told = False
        try:
            if not self._wait(min(timeout_secs, _PATIENCE_SECS)) and timeout_secs > _PATIENCE_SECS:
                told = True
                guard.say(
                    f"{self._left()} media are still being encoded. Ctrl-C leaves them in raw values, which take more room and are shown "
                    "all the same."
                )
                self._wait(timeout_secs - _PATIENCE_SECS)
        except KeyboardInterrupt:
            if not told:
                raise
            guard.say(f"{self._left()} media stay in raw values; nothing is lost.")
        finally:
            with self._changed:
                self._stopped = True
                self._changed.notify_all()

    def _wait(self, secs: float) -> bool:
        """Whether all is encoded, or nobody is left to do it, within this time."""
        deadline = time.monotonic() + secs
        with self._changed:
            while (self._jobs or self._busy) and any(thread.is_alive() for thread in self._threads):
                left_secs = deadline - time.monotonic()
                if left_secs <= 0:
                    return False
                self._changed.wait(min(left_secs, _PATIENCE_SECS))
            return True

    def _left(self) -> int:
        return len(self._jobs) + self._busy

    def after_fork(self) -> None:
        """In a forked child: the jobs are the parent's, and so are the threads."""
        self._forked = True
        self._reset()


def _on_disk(job: Job) -> int:
    return -(-job.size_bytes // _BLOCK_BYTES) * _BLOCK_BYTES
