"""The console of a run: what it, its native code and its children print, as records, a moment later."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Any

from runstone.model.records import ConsoleWritten, Record, Stream
from runstone.sdk.capture import tap
from runstone.sdk.capture.hook import Hook
from runstone.sdk.capture.lines import Bars, LineAssembler
from runstone.sdk.capture.redaction import Redactor
from runstone.sdk.capture.unfinished import UnfinishedLines
from runstone.sdk.capture.worker import OnTrouble, Worker, ignore

BATCH_SECS = 0.2
IDLE_SECS = 1.0
MIN_PATIENCE_SECS = 1.0
MAX_RECORD_LINES = 1000
MAX_RECORD_CHARS = 1 << 20
MAX_WAITING_BYTES = 64 << 20

_STREAMS: tuple[tuple[Stream, int], ...] = (("stdout", 1), ("stderr", 2))


class ConsoleCapture:
    """Records the console from `start` to `stop`, line by line, while the terminal goes on as before.

    Lines arrive at most 0.2 s late; a line that is rewritten (a progress bar) is recorded in its final state, and told
    while it moves (see `UnfinishedLines`). Where Python's own streams
    lead past the file descriptors (notebooks, Windows), these objects are listened to as well.

    If records cannot be written as fast as the program prints, up to 64 MiB wait in memory; more is left out, and a line says so.
    """

    def __init__(
        self,
        write: Callable[[Record], None],
        now: Callable[[], int],
        *,
        redact: bool = True,
        bars: Bars = "last",
        on_trouble: OnTrouble = ignore,
    ) -> None:
        """
        Args:
            write: appends a record; called from one thread of ours.
            now: the writer's time.
            redact: whether secrets are replaced by `***`.
            bars: what is recorded of lines that are rewritten.
            on_trouble: is told if recording fails; the terminal goes on then, too.
        """
        self._write = write
        self._now = now
        self._redact = redact
        self._bars = bars
        self._on_trouble = on_trouble
        # Re-entrant, as is the lock below: a signal handler may print while the thread that it interrupts is in `feed`.
        # None wakes the other side up.
        self._waiting: SimpleQueue[tuple[Stream, bytes] | None] = SimpleQueue()
        # Guards the two counts.
        self._lock = threading.RLock()
        self._waiting_bytes = 0
        self._left_out_bytes = 0
        self._recorded_chunks = 0
        self._stopping = threading.Event()
        self._hooks: list[Hook] = []
        self._events: Any = None
        self._worker = Worker(self._record, what="console", on_trouble=on_trouble)
        self._pid = 0

    def start(self) -> None:
        """Begin."""
        self._pid = os.getpid()
        self._worker.start()
        if os.name == "posix":
            tap.listen(self)
        self._listen_to_objects()

    def stop(self, timeout_secs: float = 5.0) -> None:
        """Record what was printed so far, and end. Idempotent; in a forked child there is nothing to end.

        Args:
            timeout_secs: how long recording may stand still (the disk takes nothing) before the rest is given up, and `on_trouble`
                is told. As long as it moves it is waited for: no more than `MAX_WAITING_BYTES` can be on their way.
        """
        if self._pid != os.getpid():
            return
        if self._events is not None:
            with contextlib.suppress(ValueError):  # somebody has cleared them
                self._events.unregister("pre_run_cell", self._hear_cell)
            self._events = None
        self._unhook()
        if os.name == "posix":
            tap.unlisten(self)
        self._stopping.set()
        self._waiting.put(None)
        patience_secs = max(timeout_secs, MIN_PATIENCE_SECS)
        seen = -1
        while not self._worker.wait(patience_secs):
            if self._recorded_chunks == seen:
                self._on_trouble(
                    "The last lines of the console could not be recorded and may be missing: recording has stood still for "
                    f"{patience_secs:.0f} s. The terminal showed them; everything else of the run is recorded."
                )
                return
            seen = self._recorded_chunks

    def feed(self, stream: Stream, data: bytes) -> None:
        """Take what was printed; the tap calls this between reading and reading on."""
        with self._lock:
            if self._waiting_bytes > MAX_WAITING_BYTES:
                self._left_out_bytes += len(data)
                return
            self._waiting_bytes += len(data)
        self._waiting.put((stream, data))

    def _listen_to_objects(self) -> None:
        """Listen to streams of Python that do not write to the file descriptors, as those of a notebook."""
        self._follow_cells()
        self._hook_objects()

    def _follow_cells(self) -> None:
        """IPython puts a `write` of its own in front for each cell, and what was there before the cell back behind it: ours is put there anew."""
        shell_of = getattr(sys.modules.get("IPython"), "get_ipython", None)
        shell = shell_of() if shell_of is not None else None
        if shell is not None:
            self._events = shell.events
            self._events.register("pre_run_cell", self._hear_cell)

    def _hear_cell(self, *_: object) -> None:
        if self._pid == os.getpid() and not all(hook.is_in_place for hook in self._hooks):
            self._unhook()
            self._hook_objects()

    def _unhook(self) -> None:
        for hook in self._hooks:
            hook.remove()
        self._hooks.clear()

    def _hook_objects(self) -> None:
        for stream, fd in _STREAMS:
            target = getattr(sys, stream)
            if target is None or (os.name == "posix" and tap.is_backed_by(target, fd)):
                continue

            def before(text: object, *_: object, stream: Stream = stream, target: object = target) -> None:
                # A kernel of Jupyter writes here what it reads of the file descriptors, which are listened to already.
                is_echo = threading.current_thread() is getattr(target, "watch_fd_thread", None)
                if isinstance(text, str) and not is_echo:
                    self.feed(stream, text.encode("utf-8", "replace"))

            # An object that takes no attributes keeps its words to itself.
            with contextlib.suppress(AttributeError):
                self._hooks.append(Hook(target, "write", before))

    def _record(self) -> None:
        assemblers: dict[Stream, LineAssembler] = {
            "stdout": LineAssembler(bars=self._bars),
            "stderr": LineAssembler(bars=self._bars),
        }
        redactor = Redactor() if self._redact else None
        unfinished = UnfinishedLines(self._write, self._now, redactor)
        while True:
            waiting = self._wait(assemblers.values(), unfinished.due_secs)
            ending = self._stopping.is_set()
            waiting += self._take()
            batch = _Batch(self._write, self._now, redactor)
            for stream, data in waiting:
                batch.add(stream, assemblers[stream].feed(data))
                self._recorded_chunks += 1
                with self._lock:
                    self._waiting_bytes -= len(data)
            for stream, assembler in assemblers.items():
                batch.add(stream, assembler.flush() if ending else assembler.take())
            with self._lock:
                left_out_bytes, self._left_out_bytes = self._left_out_bytes, 0
            if left_out_bytes:
                batch.add("stderr", [f"[{left_out_bytes} bytes were printed faster than they could be recorded]"])
            batch.send()
            for stream, assembler in assemblers.items():
                unfinished.look(stream, assembler)
            unfinished.tell()
            if ending:
                return

    def _wait(self, assemblers: Iterable[LineAssembler], due_secs: float | None) -> list[tuple[Stream, bytes]]:
        """Until there is something to record, and then a little longer for what follows it; or until something is due."""
        idle_secs = IDLE_SECS if _is_block_buffered() else None
        while True:
            try:
                first = self._waiting.get(timeout=idle_secs if due_secs is None else min(due_secs, IDLE_SECS))
            except Empty:
                # A file or a pipe as standard output is given text in blocks of 8 KiB: too late for somebody who looks at the run.
                with contextlib.suppress(OSError, ValueError, AttributeError):
                    sys.stdout.flush()
                if due_secs is not None or any(assembler.holding for assembler in assemblers):
                    return []
                continue
            self._stopping.wait(BATCH_SECS)
            return [first] if first else []

    def _take(self) -> list[tuple[Stream, bytes]]:
        """All that waits now; what comes meanwhile waits for the next time."""
        taken = []
        for _ in range(self._waiting.qsize()):
            chunk = self._waiting.get()
            if chunk:
                taken.append(chunk)
        return taken


class _Batch:
    """Lines on their way into records: neighbours of one stream share a record."""

    def __init__(self, write: Callable[[Record], None], now: Callable[[], int], redactor: Redactor | None) -> None:
        self._write = write
        self._now = now
        self._redactor = redactor
        self._stream: Stream = "stdout"
        self._lines: list[str] = []
        self._chars = 0

    def add(self, stream: Stream, lines: list[str]) -> None:
        if not lines:
            return
        if stream != self._stream:
            self.send()
            self._stream = stream
        for line in lines:
            self._lines.append(line)
            self._chars += len(line)
            if len(self._lines) >= MAX_RECORD_LINES or self._chars >= MAX_RECORD_CHARS:
                self.send()

    def send(self) -> None:
        if self._lines:
            lines = self._redactor.lines(self._lines) if self._redactor else self._lines
            self._write(ConsoleWritten(time=self._now(), stream=self._stream, lines=lines))
            self._lines = []
            self._chars = 0


def _is_block_buffered() -> bool:
    return sys.stdout is not None and not getattr(sys.stdout, "line_buffering", True)
