"""The registry of a home: the name book of runs and the doorbell of their writers.

One append-only text file, one tab-separated line for each run and for each writer that began:

    run     <number>  <display id>  <run id>  <project>
    writer  <run id>  <writer id>

Numbers and display ids are given out here, under a file lock. A reader that tails the file learns of every new journal without
walking a hundred thousand folders. It is no truth of its own: `Started` and `Opened` records say the same, and `restore` writes the
file anew from them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from runstone.journal import lock
from runstone.model.home import Home
from runstone.model.ids import display_prefix, from_file_name, is_display_id, to_file_name

# A number that no home has ever given out is a mistake or mischief: taking it over would leave no numbers for the runs to come.
_MAX_ADOPTED = 1_000_000_000

SAFE_IN_LINE = str.maketrans({"\t": " ", "\n": " ", "\r": " "})


class Entry(NamedTuple):
    """A run's line: its number in the home, its display id (`CVR-42`), its id, and the project it began in."""

    number: int
    display_id: str
    run: str
    project: str


class Registry:
    """The registry of one home."""

    def __init__(self, home: Home) -> None:
        self._path = home.registry_path

    def enter(self, run: str, project: str) -> Entry:
        """Give the run the next number of the home and the next display id of its project, and write its line.

        Raises:
            OSError: the home cannot be written.
        """
        with self._locked() as (fd, book):
            number = _last_number(book) + 1
            entry = Entry(number, _next_display_id(book, project), run, project)
            _append(fd, book, run_line(entry))
        return entry

    def adopt(self, entry: Entry) -> Entry:
        """Write a line for a run that began in another home, and tell what it is called here.

        A run that has a line already is called as that says. It keeps its number if that is above all that this home gave out, and its
        display id if that is above all of its project here; else it gets the next ones. Numbers only ever grow, so that the last line
        of the book tells the next.

        Args:
            entry: what it is called where it began.

        Raises:
            OSError: the home cannot be written.
        """
        with self._locked() as (fd, book):
            known = _line_of(book, entry.run)
            if known is not None:
                return known
            number, display_id = _last_number(book) + 1, _next_display_id(book, entry.project)
            if number <= entry.number <= _MAX_ADOPTED:
                number = entry.number
            if _may_keep(book, entry.display_id, display_id):
                display_id = entry.display_id
            adopted = Entry(number, display_id, entry.run, entry.project)
            _append(fd, book, run_line(adopted))
        return adopted

    def ring(self, run: str, writer: str) -> None:
        """Tell readers that a writer began."""
        self.ring_all([(run, writer)])

    def ring_all(self, writers: Iterable[tuple[str, str]]) -> None:
        """Tell readers that writers began: pairs of a run and its writer.

        Raises:
            OSError: the home cannot be written. Readers find the writers all the same, at their next walk through the home.
        """
        lines = "".join(f"writer\t{to_file_name(run)}\t{writer}\n" for run, writer in writers)
        with self._locked() as (fd, book):
            _append(fd, book, lines.encode())

    def copy(self, entries: Iterable[Entry], writers: Iterable[tuple[str, str]]) -> None:
        """Write lines of another home's book as they are there, in any order, and tell readers of writers: all at once. For copies of homes, where
        no run ever begins.

        Raises:
            OSError: the home cannot be written.
        """
        lines = [run_line(entry) for entry in entries]
        lines += [f"writer\t{to_file_name(run)}\t{writer}\n".encode() for run, writer in writers]
        if lines:
            with self._locked() as (fd, book):
                _append(fd, book, b"".join(lines))

    def find(self, name: str) -> str | None:
        """The id of the run with this display id or number; None where there is none. An id itself is not looked up."""
        book = self._read()
        if name.isdigit():
            position = book.find(f"run\t{name}\t".encode())
            while position > 0 and book[position - 1 : position] != b"\n":
                position = book.find(f"run\t{name}\t".encode(), position + 1)
        else:
            middle = book.find(f"\t{name.upper()}\t".encode())
            position = book.rfind(b"\n", 0, middle) + 1 if middle >= 0 else -1
        if position < 0:
            return None
        end = book.find(b"\n", position)
        return _parse(book[position : end if end >= 0 else None]).run

    def entries(self) -> Iterator[Entry]:
        """All runs, in the order of their numbers."""
        return entries_of(self._read())

    def restore(self, entries: Iterable[Entry]) -> None:
        """Write the file anew from what the journals say; numbers stay what they were."""
        with self._locked() as (fd, _):
            os.ftruncate(fd, 0)
            for entry in sorted(entries):
                os.write(fd, run_line(entry))

    def _read(self) -> bytes:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return b""

    @contextmanager
    def _locked(self) -> Iterator[tuple[int, bytes]]:
        """The open file and what it holds, while no other process appends."""
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        try:
            lock.hold(fd)
            yield fd, os.pread(fd, os.fstat(fd).st_size, 0)
        finally:
            os.close(fd)


def entries_of(book: bytes) -> Iterator[Entry]:
    """The runs of a book, or of a part of one that begins with a line, in its order."""
    for line in book.split(b"\n"):
        if line.startswith(b"run\t") and line.count(b"\t") == 4:
            yield _parse(line)


def _append(fd: int, book: bytes, line: bytes) -> None:
    # A line cut short by a full disk must not swallow the next one.
    os.write(fd, line if not book or book.endswith(b"\n") else b"\n" + line)


def run_line(entry: Entry) -> bytes:
    """A run as it stands in a book."""
    project = entry.project.translate(SAFE_IN_LINE)
    return f"run\t{entry.number}\t{entry.display_id}\t{to_file_name(entry.run)}\t{project}\n".encode()


def _parse(line: bytes) -> Entry:
    _, number, display_id, run, project = line.decode().split("\t")
    return Entry(int(number), display_id, from_file_name(run), project)


def _line_of(book: bytes, run: str) -> Entry | None:
    name = f"\t{to_file_name(run)}\t".encode()
    at = book.find(name)
    while at >= 0:
        start = book.rfind(b"\n", 0, at) + 1
        fields = book[start : book.find(b"\n", at)].split(b"\t")
        if fields[0] == b"run" and len(fields) == 5 and fields[3] == name[1:-1]:
            return _parse(b"\t".join(fields))
        at = book.find(name, at + 1)
    return None


def _may_keep(book: bytes, wanted: str, following: str) -> bool:
    """Whether a display id of another home may be used here, where `following` would be the next of the project."""
    prefix, _, number = wanted.rpartition("-")
    if not is_display_id(wanted) or not number.isascii() or not 0 < int(number) <= _MAX_ADOPTED:
        return False
    own_prefix, _, next_number = following.rpartition("-")
    if prefix == own_prefix:
        return int(number) >= int(next_number)
    return int(next_number) == 1 and f"\t{prefix}-".encode() not in book


def _last_number(book: bytes) -> int:
    start = book.rfind(b"\nrun\t") + 1 if not book.startswith(b"run\t") or b"\nrun\t" in book else 0
    if not book[start:].startswith(b"run\t"):
        return 0
    return int(book[start:].split(b"\t", 2)[1])


def _next_display_id(book: bytes, project: str) -> str:
    position = book.rfind(f"\t{project.translate(SAFE_IN_LINE)}\n".encode())
    if position >= 0:
        start = book.rfind(b"\n", 0, position) + 1
        prefix, _, last = book[start:position].split(b"\t")[2].decode().rpartition("-")
        return f"{prefix}-{int(last) + 1}"
    # A new project: its prefix must be nobody else's, so that a display id means one run in the whole home.
    prefix = display_prefix(project)
    attempt, suffix = prefix, 2
    while f"\t{attempt}-".encode() in book:
        attempt, suffix = f"{prefix[: 4 - len(str(suffix))]}{suffix}", suffix + 1
    return f"{attempt}-1"
