"""A small process that keeps the terminal flowing when the one that captures it cannot.

The tap (see `tap.py`) puts a pipe in front of the terminal and reads it in a thread of the training process. Two things would then
harm what ran well before: the process is killed, and its children write into a pipe that nobody reads; or native code prints more
than a pipe holds while it keeps the interpreter's lock, and waits for a reader that waits for the lock. This program holds the other
ends of the same pipes and steps in at both.

It is run by path (`python -I -S guardian.py LIFE READ:SAVED …`, all of them file descriptors), so it imports nothing of Runstone.
It ends at a byte on LIFE, or when nobody holds the pipes any more.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import sys
import termios

CHUNK_BYTES = 1 << 16
PATIENCE_SECS = 1.0
# A pseudo-terminal holds a few KiB on the way to its master, a pipe up to 1 MiB: whoever writes more waits for a reader.
FULL_TERMINAL_BYTES = 2048
FULL_PIPE_FRACTION = 0.9
GET_PIPE_BYTES = 1032


def waiting_bytes(fd: int) -> int:
    """How much lies in the pipe."""
    count: int = struct.unpack("i", fcntl.ioctl(fd, termios.FIONREAD, b"\0" * 4))[0]
    return count


def full_bytes(fd: int) -> float:
    """How much must lie in the pipe for a writer to wait."""
    if os.isatty(fd):
        return FULL_TERMINAL_BYTES
    try:
        return FULL_PIPE_FRACTION * fcntl.fcntl(fd, GET_PIPE_BYTES)
    except OSError:
        return FULL_PIPE_FRACTION * CHUNK_BYTES  # not Linux: the usual size


def relay(source: int, target: int) -> int:
    """Pass one chunk on.

    Returns:
        How many bytes; 0 at the end of the stream, -1 if the process took them itself.
    """
    try:
        data = os.read(source, CHUNK_BYTES)
    except BlockingIOError:
        return -1
    except OSError:
        return 0  # a pseudo-terminal whose last writer is gone
    rest = data
    while rest:
        try:
            rest = rest[os.write(target, rest) :]
        except BlockingIOError:
            select.select([], [target], [])
        except OSError:
            return 0  # the terminal is gone
    return len(data)


def watch(life: int, pipes: dict[int, int]) -> bool:
    """Stand by until the process says goodbye or dies; empty a pipe that stays full.

    Returns:
        Whether it died.
    """
    stuck: dict[int, int] = {}
    while True:
        if select.select([life], [], [], PATIENCE_SECS)[0]:
            return not os.read(life, 1)
        for source, target in pipes.items():
            waiting = waiting_bytes(source)
            if waiting >= full_bytes(source) and stuck.get(source) == waiting:
                while waiting_bytes(source):
                    relay(source, target)
            stuck[source] = waiting


def take_over(pipes: dict[int, int]) -> None:
    """Pass everything on until nobody holds the pipes."""
    while pipes:
        for source in select.select(list(pipes), [], [])[0]:
            if not relay(source, pipes[source]):
                os.close(source)
                del pipes[source]


def lowest(fd: int) -> int:
    """The same under the lowest number: `select` takes none beyond 1023, and a process that holds many files gave us higher ones."""
    low = os.dup(fd)
    os.close(fd)
    return low


def main(words: list[str]) -> None:
    """Leave the family of the process, so that its `os.wait()` never meets us, and stand by."""
    if os.fork():
        os._exit(0)
    life = lowest(int(words[0]))
    given = [word.split(":") for word in words[1:]]
    pipes = {lowest(int(read)): lowest(int(saved)) for read, saved in given}
    if watch(life, pipes):
        take_over(pipes)


if __name__ == "__main__":
    main(sys.argv[1:])
