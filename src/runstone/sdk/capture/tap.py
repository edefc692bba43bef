"""The tap: stands between file descriptors 1 and 2 and wherever they led, and lets others listen.

One tap a process, however many runs listen. It works below Python, so what C code and child processes print is heard as well. A
terminal is replaced by a pseudo-terminal, so that colours and progress bars stay; anything else by a pipe.

The pump, a thread, passes every byte on to where it belonged and then to the listeners; it takes no lock that a listener's slow work
could hold. When the process dies or the pump is held up, `guardian.py` takes its place.
"""

from __future__ import annotations

import contextlib
import errno
import os
import select
import sys
import threading
import time
from typing import Any, Protocol

from runstone.model.records import Stream
from runstone.sdk.capture.hook import Hook
from runstone.sdk.capture.worker import Worker

CHUNK_BYTES = 1 << 16
PIPE_BYTES = 1 << 20
DRAIN_SECS = 2.0
SIZE_CHECK_SECS = 0.5

_FDS: tuple[tuple[Stream, int], ...] = (("stdout", 1), ("stderr", 2))


class Listener(Protocol):
    """Is told what is printed."""

    def feed(self, stream: Stream, data: bytes) -> None:
        """Take bytes. Must return at once, whatever happens, and print nothing."""


class Channel:
    """One of the two streams: the descriptor that programs write to, what it led to before, and the end we read."""

    def __init__(self, stream: Stream, fd: int) -> None:
        """Put the pipe in place.

        Raises:
            OSError: the descriptor is closed, or there are no more of them.
        """
        self.stream = stream
        self.fd = fd
        self.saved = os.dup(fd)
        self.is_terminal = os.isatty(fd)
        try:
            self.read_end, write_end = _open_terminal(self.saved) if self.is_terminal else _open_pipe()
        except OSError:
            os.close(self.saved)
            raise
        os.set_blocking(self.read_end, False)  # the guardian reads the same pipe, and may be the faster one
        self._ours = os.fstat(write_end)
        os.dup2(write_end, fd)
        os.close(write_end)
        self.open = True
        self.ended = False
        self.broken = False
        self._tapped = True
        self._size_checked = 0.0

    def restore(self) -> None:
        """Let the descriptor lead where it led before, unless the program has turned it elsewhere since. Idempotent."""
        if self._tapped:
            self._tapped = False
            with contextlib.suppress(OSError):  # the program closed it
                if os.path.samestat(os.fstat(self.fd), self._ours):
                    os.dup2(self.saved, self.fd)

    def close(self) -> None:
        """Let go of both ends. Idempotent."""
        if self.open:
            self.open = False
            self._tapped = False
            os.close(self.read_end)
            os.close(self.saved)

    def read(self) -> bytes:
        """A chunk of what was printed; nothing if somebody else took it, or at the end of the stream (`ended` tells)."""
        try:
            data = os.read(self.read_end, CHUNK_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            if error.errno != errno.EIO:  # how a pseudo-terminal says that its last writer is gone
                raise
            data = b""
        self.ended = not data
        return data

    def pass_on(self, data: bytes) -> None:
        """Write to where it belonged."""
        rest = memoryview(data)
        while rest and not self.broken:
            try:
                rest = rest[os.write(self.saved, rest) :]
            except BlockingIOError:
                _wait_for_room(self.saved)
            except BrokenPipeError:
                # `train.py | head`: from now on programs meet the broken pipe themselves, as they would without us.
                self.broken = True
                self.restore()
            except OSError:
                return  # a hung-up terminal or a full disk: the record goes on, and so does the training
        if self.is_terminal and time.monotonic() - self._size_checked > SIZE_CHECK_SECS:
            self._size_checked = time.monotonic()
            _copy_size(self.saved, self.read_end)


class Tap:
    """Both channels, the pump, and who listens. Made and ended by `listen` and `unlisten` alone."""

    def __init__(self) -> None:
        self.listeners: tuple[Listener, ...] = ()
        # Held while a chunk travels from the pipe to where it belongs, so that chunks stay in order whoever carries them.
        # Re-entrant: a signal handler may print while the thread that it interrupts carries; `_busy` tells it to leave that to the other.
        self._carrying = threading.RLock()
        self._busy = False
        _flush_python()
        self._channels: list[Channel] = []
        for stream, fd in _FDS:
            # A closed descriptor (a daemon) has no output to capture.
            with contextlib.suppress(OSError):
                self._channels.append(Channel(stream, fd))
        self._life_end, self._life = os.pipe()
        self._last: Stream | None = None
        self._hooks = self._keep_order()
        self._guardian: int | None = None
        self._worker = Worker(self._pump, what="console")

    def start(self) -> None:
        """Begin to pump, with the guardian in place before anything is printed."""
        self._guardian = self._summon_guardian()
        self._worker.start()

    def drain(self, timeout_secs: float = DRAIN_SECS) -> None:
        """Carry everything that was printed so far, unless whatever is behind the terminal takes no more for so long."""
        deadline = time.monotonic() + timeout_secs
        while time.monotonic() < deadline:
            if not self._carrying.acquire(timeout=max(0.0, deadline - time.monotonic())):
                return
            try:
                if not self._carry():
                    return
            finally:
                self._carrying.release()

    def end(self) -> None:
        """Let the descriptors lead where they led. The pump goes on for as long as child processes hold the pipes."""
        for hook in self._hooks:
            hook.remove()
        self._restore()

    def abandon(self) -> None:
        """In a forked child, which has no pump: let go of our ends. What it prints goes to the parent's pump as before."""
        for hook in self._hooks:
            hook.remove()
        for channel in self._channels:
            channel.close()
        for fd in (self._life, self._life_end):
            if fd >= 0:
                os.close(fd)

    def _restore(self) -> None:
        for channel in self._channels:
            channel.restore()

    def _pump(self) -> None:
        try:
            if self._guardian is not None:
                with contextlib.suppress(ChildProcessError):
                    os.waitpid(self._guardian, 0)  # it leaves the family at once
            while any(channel.open for channel in self._channels):
                self._ready(None)
                with self._carrying:
                    self._carry()
                    for channel in self._channels:
                        if channel.ended or channel.broken:
                            channel.close()
        finally:
            self._restore()
            with contextlib.suppress(OSError):
                os.write(self._life, b".")
            os.close(self._life)
            self._life = -1

    def _ready(self, timeout_ms: int | None) -> list[Channel]:
        """The channels that have something to read, or have ended."""
        poll = select.poll()
        for channel in self._channels:
            if channel.open:
                poll.register(channel.read_end, select.POLLIN)
        ready = {fd for fd, _ in poll.poll(timeout_ms)}
        return [channel for channel in self._channels if channel.open and channel.read_end in ready]

    def _carry(self) -> bool:
        """Carry one chunk of each channel that has one. The caller holds the lock.

        Returns:
            Whether there was anything.
        """
        if self._busy:
            return False
        self._busy = True
        try:
            moved = False
            for channel in self._ready(0):
                data = channel.read()
                if data:
                    moved = True
                    channel.pass_on(data)
                    for listener in self.listeners:
                        listener.feed(channel.stream, data)
            return moved
        finally:
            self._busy = False

    def _keep_order(self) -> list[Hook]:
        """Keep the order between the two streams where both lead to one place: two pipes have none among them.

        Before Python writes to one of them, what is on its way in the other is carried. Native code and children that write to both at
        once are carried in the order of reading, within less than a millisecond.
        """
        if len(self._channels) < 2 or not os.path.sameopenfile(*(channel.saved for channel in self._channels)):
            return []
        hooks = []
        for channel in self._channels:
            stream = getattr(sys, channel.stream)
            if is_backed_by(stream, channel.fd):

                def before(*_: object, stream: Stream = channel.stream) -> None:
                    if self._last is not stream:
                        self._last = stream
                        self.drain()

                with contextlib.suppress(AttributeError):
                    hooks += [Hook(stream, "write", before), Hook(stream, "flush", before)]
        return hooks

    def _summon_guardian(self) -> int | None:
        life, self._life_end = self._life_end, -1
        try:
            if sys.executable and hasattr(os, "posix_spawn"):
                return _spawn_guardian(life, self._channels)
            return None
        finally:
            os.close(life)


# The tap of this process, while anybody listens. The lock guards coming and going; it is re-entrant, since a signal handler may
# end one run while the thread that it interrupts ends another.
_current: Tap | None = None
_coming_and_going = threading.RLock()


def listen(listener: Listener) -> None:
    """Let a listener hear what is printed from now on. The first one puts the tap in place."""
    global _current
    with _coming_and_going:
        if _current is None:
            _register_fork()
            _current = Tap()
            _current.listeners = (listener,)
            _current.start()
        else:
            _flush_python()
            _current.drain()
            _current.listeners = (*_current.listeners, listener)


def unlisten(listener: Listener) -> None:
    """Tell a listener everything that was printed so far, and nothing more. The last one takes the tap away. Idempotent."""
    global _current
    with _coming_and_going:
        tap = _current
        if tap is None or listener not in tap.listeners:
            return
        _flush_python()
        tap.drain()
        tap.listeners = tuple(other for other in tap.listeners if other is not listener)
        if not tap.listeners:
            tap.end()
            _current = None
            tap.drain()  # what other threads printed in between must not come after what they print from now on


def is_backed_by(stream: Any, fd: int) -> bool:
    """Whether a text stream writes to this descriptor, as far as it tells."""
    try:
        return bool(stream.fileno() == fd)
    except (AttributeError, OSError, ValueError):
        return False


_fork_registered = False


def _register_fork() -> None:
    global _fork_registered
    if not _fork_registered:
        _fork_registered = True
        os.register_at_fork(after_in_child=_in_child)


def _in_child() -> None:
    global _current, _coming_and_going
    _coming_and_going = threading.RLock()
    tap, _current = _current, None
    if tap is not None:
        tap.abandon()


def _flush_python() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            # A stream that is closed, or whose target is broken, has nothing to give; one whose own flush a signal handler has
            # interrupted says so (RuntimeError) and is flushed by that.
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                stream.flush()


def _open_pipe() -> tuple[int, int]:
    read_end, write_end = os.pipe()
    if sys.platform == "linux":
        import fcntl

        # Whoever prints a lot at once need not wait for the pump. The kernel may refuse; the usual 64 KiB do as well.
        with contextlib.suppress(OSError):
            fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return read_end, write_end


def _open_terminal(like: int) -> tuple[int, int]:
    import termios

    read_end, write_end = os.openpty()
    try:
        attributes = termios.tcgetattr(like)
        attributes[1] &= ~termios.OPOST  # line ends are translated once, by the real terminal
        termios.tcsetattr(write_end, termios.TCSANOW, attributes)
        _copy_size(like, write_end)
    except termios.error as error:
        os.close(read_end)
        os.close(write_end)
        raise OSError(*error.args) from error
    return read_end, write_end


def _copy_size(source: int, target: int) -> None:
    import fcntl
    import termios

    with contextlib.suppress(OSError):
        size = fcntl.ioctl(source, termios.TIOCGWINSZ, b"\0" * 8)
        if fcntl.ioctl(target, termios.TIOCGWINSZ, b"\0" * 8) != size:
            fcntl.ioctl(target, termios.TIOCSWINSZ, size)


def _wait_for_room(fd: int) -> None:
    poll = select.poll()
    poll.register(fd, select.POLLOUT)
    poll.poll()


def _spawn_guardian(life: int, channels: list[Channel]) -> int | None:
    """Start `guardian.py` with copies of our descriptors at numbers that are free on both sides.

    Returns:
        The process that starts it and ends at once; None where there can be no guardian: all is well as long as this process lives.
    """
    copies = {}
    program = os.path.join(os.path.dirname(__file__), "guardian.py")
    try:
        for fd in [life, *(end for channel in channels for end in (channel.read_end, channel.saved))]:
            copies[fd] = _copy_high(fd)
        words = [str(copies[life])]
        words += [f"{copies[channel.read_end]}:{copies[channel.saved]}" for channel in channels]
        quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
        kept = [(os.POSIX_SPAWN_DUP2, copy, copy) for copy in copies.values()]
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-I", "-S", program, *words],
            os.environ,
            file_actions=[*quiet, *kept],
            setsid=True,
        )
    except (OSError, NotImplementedError):
        return None
    finally:
        for copy in copies.values():
            os.close(copy)


def _copy_high(fd: int) -> int:
    import fcntl

    return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 20)
