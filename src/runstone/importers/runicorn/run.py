"""One run of Runicorn's, read into three journals: its points, its console, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from runstone.blobs.store import Stored
from runstone.importers.runicorn.console import Stamps
from runstone.importers.runicorn.documents import Documents
from runstone.importers.runicorn.encoding import Journal, Stretch
from runstone.importers.runicorn.events import LineFile, Picture, Points, Stage, parse_event
from runstone.importers.runicorn.pictures import facts_of
from runstone.importers.runicorn.status import STATES
from runstone.model.records import ConsoleWritten, MediaLogged, Staged, Started, TextLogged

META = "meta.json"

_STRETCH_EVENTS = 20_000

Keep = Callable[[Path], Stored | None]


class RunicornRun:
    """A run: what its folder says, and what came into it since.

    `broken` counts lines and files that cannot be read; they cost themselves alone.
    """

    def __init__(self, folder: Path, root: Path, run: str) -> None:
        """
        Args:
            folder: of the run.
            root: of the storage, which archived files are looked for in.
            run: the id that it gets.
        """
        self.id = run
        self.folder = folder
        self._documents = Documents(folder, root)
        self._events = LineFile(folder / "events.jsonl")
        self._lines = LineFile(folder / "logs.txt")
        self._said: tuple[object, ...] = ()
        self._broken_lines = 0
        self._begun = False
        self._ended = False
        self._step = 0
        self._stage: Stage | None = None

    @property
    def broken(self) -> int:
        """How many lines and files cannot be read."""
        return self._broken_lines + self._documents.broken

    @property
    def changed_secs(self) -> float:
        """When something last came into the folder, in seconds since the epoch."""
        paths = [self.folder, *(self.folder / name for name in ("events.jsonl", "logs.txt"))]
        return max(path.stat().st_mtime for path in paths if path.exists())

    def read(self, keep: Keep) -> Iterator[Stretch]:
        """What came since the last time, as stretches of journals.

        Args:
            keep: stores a file as a blob; None if it cannot be read.

        Raises:
            OSError: the folder cannot be read.
        """
        self._documents.read()
        # Asked first: what was written before a run ended is there when it has.
        is_over = self._documents.status in STATES
        if not self._begun:
            self._begin()
        yield from self._points(keep, is_over)
        yield from self._console(is_over)
        if self._documents.signature != self._said:
            self._said = self._documents.signature
            journal = self._journal(self._documents.writer(self._broken_lines))
            self._documents.tell(journal, keep, self._broken_lines)
            journal.close()
            yield from _taken(journal)

    def _begin(self) -> None:
        documents = self._documents
        self._created = documents.created
        self._points_journal = Journal(
            self.id, f"{self._created // 1000:011x}-000001", self._created, documents.host, "primary"
        )
        self._console_journal = self._journal(2)
        self._stamps = Stamps(self._created)
        started = Started(time=self._created, number=0, display_id="", project=documents.project, name=self.folder.name)
        self._points_journal.add(started)
        self._begun = True

    def _journal(self, number: int) -> Journal:
        return Journal(self.id, f"{self._created // 1000:011x}-{number:06x}", self._created, self._documents.host)

    def _points(self, keep: Keep, is_over: bool) -> Iterator[Stretch]:
        journal = self._points_journal
        for number, line in enumerate(self._events.read(to_end=is_over)):
            event = parse_event(line, journal.at(0)) if line.strip() else None
            if isinstance(event, Points):
                self._add_points(journal, event)
            elif not (isinstance(event, Picture) and self._add_picture(journal, event, keep)) and line.strip():
                self._broken_lines += 1
            if number % _STRETCH_EVENTS == _STRETCH_EVENTS - 1:
                yield from _taken(journal)
        if is_over and not self._ended:
            self._ended = True
            journal.close()
        yield from _taken(journal)

    def _add_points(self, journal: Journal, points: Points) -> None:
        self._step = points.step
        time = journal.at(points.time)
        if points.stage is not None and points.stage != self._stage:
            self._stage = points.stage
            journal.add(Staged(time=time, step=points.step, stage=points.stage))
        if points.numbers:
            journal.add_row(points.step, time, points.numbers)
        for key, text in points.texts.items():
            journal.add(TextLogged(time=time, key=key, step=points.step, text=text))

    def _add_picture(self, journal: Journal, picture: Picture, keep: Keep) -> bool:
        path = (self.folder / picture.path).resolve()
        stored = keep(path) if path.is_relative_to(self.folder.resolve()) else None
        facts = None if stored is None else facts_of(path)
        if stored is None or facts is None:
            return False
        mime, size = facts
        journal.add(
            MediaLogged(
                time=journal.at(picture.time),
                key=picture.key,
                step=self._step if picture.step is None else picture.step,
                type="image",
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
                mime=mime,
                caption=picture.caption,
                facts=size,
            )
        )
        return True

    def _console(self, is_over: bool) -> Iterator[Stretch]:
        journal = self._console_journal
        lines: list[str] = []
        before = 0
        for line in self._lines.read(to_end=is_over):
            time, text = self._stamps.take(line.decode("utf-8", "replace"))
            if lines and time != before:
                journal.add(ConsoleWritten(time=journal.at(before), stream="stdout", lines=lines))
                lines = []
            lines.append(text)
            before = time
        if lines:
            journal.add(ConsoleWritten(time=journal.at(before), stream="stdout", lines=lines))
        yield from _taken(journal)


def _taken(journal: Journal) -> Iterator[Stretch]:
    stretch = journal.take()
    if stretch is not None:
        yield stretch
