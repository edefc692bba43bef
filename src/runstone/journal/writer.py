"""The writer: appends frames to one journal, and keeps the promise that what was appended survives the process."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterable
from zlib import crc32

from runstone.journal import frames, lock
from runstone.journal.clock import Clock
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home
from runstone.model.ids import WriterId, new_writer_id
from runstone.model.records import Closed, Heartbeat, Opened, Record, Role, Trouble

MAX_BACKLOG_BYTES = 64 << 20
MAX_LAYOUTS = 4096

ROW = int(frames.Kind.ROW)

_STALLS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.ENODEV, errno.ESTALE})


class Layout:
    """The columns of the rows that one set of keys makes, ready to pack.

    `last` is the body of the newest row, for whoever wants the latest values: keeping the bytes costs the caller nothing.
    """

    __slots__ = ("last", "names", "number", "pack", "payload_bytes")

    def __init__(self, number: int, names: tuple[str, ...]) -> None:
        self.number = number
        self.names = names
        self.pack = frames.row_struct(len(names)).pack
        self.payload_bytes = frames.row_payload_bytes(len(names))
        self.last: bytes | None = None


def _ignore(message: str) -> None:
    """The listener of a writer that nobody listens to."""


class JournalWriter:
    """Owns one journal file, opened exclusively and locked for as long as the writer lives.

    Promises: when `row` or `event` returns, the bytes are with the operating system: a SIGKILL loses none of them. After `sync`
    a power cut loses none either. While the disk refuses bytes, frames wait in memory (64 MiB at most) and go out as soon as it takes
    them; `on_trouble` is told once when that begins, when it ends, and when something had to be dropped.

    Safe to use from many threads. A forked child gets a journal of its own at its first record.
    """

    def __init__(
        self,
        home: Home,
        run: str,
        *,
        role: Role = "primary",
        branch: int = 0,
        heartbeat_secs: float = 15.0,
        version: str = "",
        author: str = "",
        on_trouble: Callable[[str], None] = _ignore,
    ) -> None:
        """Create the journal and write its first record.

        Raises:
            HomeUnusable: the file cannot be created. Nothing was recorded.
        """
        self._home = home
        self._run = run
        self._role: Role = role
        self._branch = branch
        self._heartbeat_secs = heartbeat_secs
        self._version = version
        self._author = author
        self._on_trouble = on_trouble
        self.clock = Clock()
        self.layouts: dict[tuple[str, ...], Layout] = {}
        self._reset()
        self._open()

    def _reset(self) -> None:
        # Guards the file, its offset and the numbering of names and layouts: what must be one step for other threads.
        self._lock = threading.RLock()
        self._fd = -1
        self._offset = 0
        self._numbers: dict[str, int] = {}
        self._layout_count = 0
        self._backlog: list[bytes] = []
        self._backlog_bytes = 0
        self._dropped = 0
        self._beat_offset = 0
        self._synced_offset = 0
        self._closed = False
        self.layouts.clear()

    @property
    def writer(self) -> WriterId:
        """The id of this writer."""
        return self._writer

    @property
    def home_path(self) -> str:
        """The home that the journal lies in."""
        return str(self._home.path)

    @property
    def closed(self) -> bool:
        """Whether `close` was called in this process."""
        return self._closed

    @property
    def offset(self) -> int:
        """How many bytes the journal has."""
        return self._offset

    def _open(self) -> None:
        self._writer = new_writer_id()
        self._pid = os.getpid()
        path = self._home.journal_path(self._run, self._writer)
        try:
            os.makedirs(path.parent, exist_ok=True)
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise HomeUnusable(
                f"The journal {path} cannot be created ({error.strerror}). Nothing was recorded. "
                "Free some space or choose another home with RUNSTONE_DIR or init(dir=...)."
            ) from error
        self._path = path
        lock.hold(self._fd)
        opened = Opened(
            time=self.now(),
            run=self._run,
            writer=self._writer,
            role=self._role,
            branch=self._branch,
            host=os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", ""),
            boot=lock.boot_id(),
            pid=self._pid,
            version=self._version,
            heartbeat_secs=self._heartbeat_secs,
            author=self._author,
        )
        self._append(frames.MAGIC + frames.event_frame(opened))

    def now(self) -> int:
        """The writer's time: microseconds since the epoch, never backwards."""
        return self.clock.now()

    def layout(self, names: tuple[str, ...]) -> Layout:
        """The layout of these columns, told to the journal first if it is new.

        Args:
            names: metric names, one a column; a name may occur once.
        """
        with self._lock:
            known = self.layouts.get(names)
            if known is not None:
                return known
            if self._fd < 0 and not self._closed:
                self._open()
            new = [name for name in names if name not in self._numbers]
            first = len(self._numbers)
            for name in new:
                self._numbers[name] = len(self._numbers)
            if len(self.layouts) >= MAX_LAYOUTS:
                self.layouts.clear()  # a script with ever new sets of keys: forget, and number them again
            number = self._layout_count
            self._layout_count += 1
            head = frames.names_frame(first, new) if new else b""
            self._append(head + frames.layout_frame(number, [self._numbers[name] for name in names]))
            layout = Layout(number, names)
            self.layouts[names] = layout
            return layout

    def row(self, layout: Layout, step: int, values: Iterable[float], time: int | None = None) -> None:
        """Append the scalars of one log().

        Args:
            layout: from `layout`, in this process.
            step: an int64.
            values: one a column; anything with `__float__`.
            time: microseconds since the epoch; by default now.

        Raises:
            struct.error: a value is no number, or the step no int64. Nothing was written.
        """
        body = layout.pack(
            layout.payload_bytes, ROW, layout.number, step, self.clock.now() if time is None else time, *values
        )
        data = crc32(body).to_bytes(4, "little") + body
        with self._lock:
            layout.last = body
            if self._fd < 0 and not self._closed:
                self._retell(body, layout)
            else:
                self._append(data)

    def _retell(self, body: bytes, layout: Layout) -> None:
        """The first row in a forked child: its journal is opened, and the layout told again."""
        _, _, _, step, time, *values = frames.unpack_row(body)
        self.row(self.layout(layout.names), step, values, time)

    def event(self, *records: Record) -> None:
        """Append records, all by one write: a process that is killed leaves all of them or none."""
        data = b"".join(map(frames.event_frame, records))
        with self._lock:
            if self._fd < 0 and not self._closed:
                self._open()
            self._append(data)

    def _append(self, data: bytes) -> None:
        with self._lock:
            if self._backlog:
                self._queue(data)
                return
            if self._closed or self._fd < 0:
                self._dropped += 1
                return
            try:
                written = os.write(self._fd, data)
            except OSError as error:
                self._stall(data, 0, error)
                return
            if written != len(data):
                self._stall(data, written, None)
                return
            self._offset += written

    def _stall(self, data: bytes, written: int, error: OSError | None) -> None:
        """The disk took `written` bytes of a frame: take them back, and let the frame wait in memory."""
        if error is not None and error.errno not in _STALLS:
            raise error
        if written:
            # Half a frame in the middle of a file would be damage; at worst the reader skips it.
            os.ftruncate(self._fd, self._offset)
        reason = error.strerror if error is not None else os.strerror(errno.ENOSPC)
        self._queue(data)
        self._on_trouble(
            f"{self._path} takes no more bytes ({reason}). Training goes on: up to {MAX_BACKLOG_BYTES >> 20} MiB of records wait in "
            "memory and are written as soon as there is space; they are lost if the process is killed before. Free some space."
        )

    def _queue(self, data: bytes) -> None:
        if self._backlog_bytes + len(data) > MAX_BACKLOG_BYTES:
            if not self._dropped:
                self._on_trouble(
                    f"{self._path}: {MAX_BACKLOG_BYTES >> 20} MiB wait for space on the disk; further records are dropped and counted. "
                    "What was written before is safe. Free some space."
                )
            self._dropped += 1
            return
        self._backlog.append(data)
        self._backlog_bytes += len(data)

    def drain(self) -> int:
        """Try to write what waits in memory.

        Returns:
            The number of records that still wait.
        """
        with self._lock:
            if not self._backlog or self._fd < 0:
                return len(self._backlog)
            while self._backlog:
                data = self._backlog[0]
                try:
                    written = os.write(self._fd, data)
                except OSError as error:
                    if error.errno not in _STALLS:
                        raise
                    return len(self._backlog)
                if written != len(data):
                    os.ftruncate(self._fd, self._offset)
                    return len(self._backlog)
                self._offset += written
                del self._backlog[0]
            self._backlog_bytes = 0
            dropped, self._dropped = self._dropped, 0
            self._on_trouble(f"{self._path} takes bytes again; {dropped or 'no'} records were lost.")
            if dropped:
                message = "The disk was full for longer than the memory set aside for that could hold."
                self.event(Trouble(time=self.now(), kind="records_lost", message=message, lost=dropped))
            return 0

    def sync(self) -> None:
        """Make what was appended survive a power cut; bring back the file if somebody removed it. Called every second or so."""
        self.clock.settle()
        self.drain()
        with self._lock:
            if self._fd < 0:
                return
            if os.fstat(self._fd).st_nlink == 0:
                self._bring_back()
            fd, offset = self._fd, self._offset
        if offset != self._synced_offset:
            os.fsync(fd)  # outside the lock: log() must not wait for the disk
            self._synced_offset = offset

    def heartbeat(self) -> None:
        """Say that the writer lives, if nothing else was written since the last call."""
        with self._lock:
            if self._fd >= 0 and self._offset == self._beat_offset:
                self._append(frames.event_frame(Heartbeat(time=self.now())))
            self._beat_offset = self._offset

    def _bring_back(self) -> None:
        """The file was removed under us: its bytes are still in our hands, so write them to a new one of the same name."""
        os.makedirs(self._path.parent, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o666)
        lock.hold(fd)
        position = 0
        while chunk := os.pread(self._fd, 1 << 20, position):
            position += os.write(fd, chunk)
        os.close(self._fd)
        self._fd = fd
        self._on_trouble(f"{self._path} was removed while the run is open. It was written again; nothing is lost.")

    def close(self) -> int:
        """Write the last record, make everything survive a power cut, and let go of the file. Idempotent.

        Returns:
            The number of records that could not be written and are lost.
        """
        with self._lock:
            if self._closed:
                return 0
            if self._fd >= 0:
                self._append(frames.event_frame(Closed(time=self.now())))
                lost = self.drain() + self._dropped
                try:
                    os.fsync(self._fd)
                finally:
                    os.close(self._fd)
                    self._fd = -1
            else:
                lost = 0
            self._closed = True
            self._backlog.clear()
            return lost

    def leave_to_parent(self) -> None:
        """In a forked child: let go of the parent's file, and begin a journal of its own at the next record.

        To be called first thing in the child (`os.register_at_fork`), where no other thread runs. What waits in memory is the parent's.
        """
        if self._fd >= 0:
            os.close(self._fd)
        closed = self._closed
        self._role = "worker"
        self._reset()
        self._closed = closed
