"""Ingest: what journals say goes into the catalog and the series store, once."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

import msgspec

from runstone.index import portrait
from runstone.index.catalog import CONFIG, SUMMARY, Catalog, ConsoleEntry, Damaged, JournalEntry, Shelf
from runstone.index.line_level import level_of_line
from runstone.index.liveness import Life, Pulse
from runstone.index.points import Batch
from runstone.index.run_series import RunSeries
from runstone.index.series import SeriesStore
from runstone.journal.reader import JournalReader, Piece, journal_bytes
from runstone.model.errors import DataFault
from runstone.model.facts import RunFacts
from runstone.model.home import SEALED_SUFFIX, Home
from runstone.model.records import (
    Alerted,
    AnyRecord,
    ArtifactLogged,
    ArtifactUsed,
    Closed,
    CommentChanged,
    Commented,
    ConsoleUnfinished,
    ConsoleWritten,
    DataLogged,
    Described,
    FileSaved,
    Heartbeat,
    Marked,
    MediaEncoded,
    MediaLogged,
    Opened,
    Staged,
    StopAsked,
    StopWithdrawn,
    TagsChanged,
    TextLogged,
    Unknown,
)
from runstone.model.states import OPEN_STATES
from runstone.model.values import flatten

_KEPT_RUNS = 1024
_PASS_BYTES = 16 << 20


@dataclass
class Known:
    """What the ingest keeps in memory of a run between two looks; all of it can be read back from the index."""

    run: str
    key: int
    facts: RunFacts
    journals: dict[str, JournalEntry]
    series: RunSeries
    noted: bool = False  # a trouble, since the run was drawn
    drawn: float = -math.inf  # when it was, by the monotonic clock
    has_undrawn: bool = False  # points, since then
    shelf: Shelf | None = None  # of the portrait that was drawn last
    config: dict[str, object] | None = None  # flat, as it was put last; None until somebody asks
    summary: dict[str, object] | None = None


class Change(IntEnum):
    """How much of a run must be drawn anew."""

    NOTHING = 0
    WORDS = 1
    POINTS = 2
    ALL = 3


class Read(NamedTuple):
    """A piece of a journal, and how far that journal is known behind it."""

    entry: JournalEntry
    piece: Piece
    definitions: list[int]


class Ingest:
    """Takes in journals of one home. The caller holds the indexer's lock and ends transactions."""

    def __init__(self, home: Home, catalog: Catalog, series: SeriesStore, pulse: Pulse) -> None:
        self._home = home
        self._catalog = catalog
        self._series = series
        self._pulse = pulse
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._readers: OrderedDict[Path, JournalReader] = OrderedDict()
        self.drawn_every_secs = 0.0
        """So often a run is drawn that got points and nothing else, as long as it lives; its curves have them at once."""

    def forget(self) -> None:
        """Another process may have written to the index: what is kept in memory is not true any more."""
        self._known.clear()
        self._readers.clear()

    def remove(self, run: str) -> None:
        """The run's folder is gone."""
        key = self._catalog.key(run)
        if key is not None:
            self._series.delete([key])
        self._catalog.remove_run(run)
        self._known.pop(run, None)

    def look_at_folder(self, run: str) -> None:
        """Take in what is new in any journal of a run, and notice those that are gone."""
        looked_ns = time.time_ns()
        try:
            facts = self._home.run_path(run).stat()
        except FileNotFoundError:
            self.remove(run)
            return
        try:
            paths = self._home.journals(run)
        except PermissionError:
            return  # somebody else's run in a shared home: nobody's fault, and no reason to stop
        known = self._recall(run)
        if known is not None:
            found = {path.stem: path for path in paths}
            if not known.journals.keys() <= found.keys():
                # Points are not kept by writer: what a removed journal brought can only be left out by reading the others anew.
                self.remove(run)
            else:
                # A person may leave many journals in a folder, and nearly all of them are done with.
                paths = [path for writer, path in found.items() if not _is_done(known.journals.get(writer), path)]
        if paths:
            self.look(run, paths)
        # A folder that changed a moment ago may change again without getting another time.
        young = looked_ns - facts.st_mtime_ns < 2_000_000_000
        self._catalog.put_folder(run, 0 if young else facts.st_mtime_ns)

    def look(self, run: str, paths: Sequence[Path]) -> None:
        """Take in what is new in these journals of a run, and how their writers are. A run whose journals are empty is none yet."""
        known = self._recall(run)
        change = Change.NOTHING
        if known is None:
            if not any(_has_bytes(path) for path in paths):
                return
            known = self._begin(run)
            change = Change.ALL
        gathered: list[Read] = []
        size_bytes = 0
        for read in self._read(known, paths):
            gathered.append(read)
            size_bytes += read.piece.end - read.piece.start
            if size_bytes >= _PASS_BYTES:
                change = max(change, self._take(known, gathered))
                gathered, size_bytes = [], 0
        if gathered:
            change = max(change, self._take(known, gathered))
        change = max(change, self._check_lives(known, paths))
        known.has_undrawn |= change is Change.POINTS
        is_due = known.has_undrawn and time.monotonic() - known.drawn >= self.drawn_every_secs
        if change is Change.ALL or known.noted or is_due:
            self._draw(known)
        elif change is Change.POINTS:
            self._catalog.touch_run(known.key)
        elif change is Change.WORDS:
            self._draw_words(known)

    def _recall(self, run: str) -> Known | None:
        known = self._known.get(run)
        if known is None:
            key = self._catalog.key(run)
            if key is None:
                return None
            series = RunSeries(key, self._catalog, self._series)
            known = Known(run, key, self._catalog.facts(key, run), self._catalog.journals(key), series)
            known.shelf = self._catalog.shelf(key)
            # Who took its points in may not have drawn it since.
            last_time = max((entry.last_time for entry in known.journals.values()), default=0)
            known.has_undrawn = last_time > self._catalog.updated_time(key)
            self._keep(known)
        self._known.move_to_end(run)
        return known

    def _begin(self, run: str) -> Known:
        key = self._catalog.add_run(run)
        known = Known(run, key, RunFacts(run), {}, RunSeries(key, self._catalog, self._series, is_new=True))
        known.config, known.summary = {}, {}
        self._keep(known)
        return known

    def _keep(self, known: Known) -> None:
        self._known[known.run] = known
        if len(self._known) > _KEPT_RUNS:
            self._known.popitem(last=False)

    def _read(self, known: Known, paths: Sequence[Path]) -> Iterator[Read]:
        for path in paths:
            entry = known.journals.setdefault(path.stem, JournalEntry(writer=path.stem))
            entry.sealed = path.suffix == SEALED_SUFFIX
            try:
                size_bytes = journal_bytes(path)
                if size_bytes < entry.offset:
                    self._note(
                        known, entry, "truncated", size_bytes, _TRUNCATED.format(path=path.name, size=size_bytes)
                    )
                    continue
                if size_bytes > entry.size_bytes and entry.size_bytes:
                    entry.grew_time = time.time_ns() // 1000
                entry.size_bytes = size_bytes
                if size_bytes > entry.offset:
                    reader = self._reader(path, entry)
                    for piece in reader.pieces():
                        yield Read(entry, piece, list(reader.definitions))
            except FileNotFoundError:
                continue  # sealed or removed a moment ago; the next scan tells which
            except (DataFault, msgspec.DecodeError, OSError) as error:
                self._note(known, entry, "unreadable", entry.offset, f"{path.name} cannot be read on: {error}")

    def _reader(self, path: Path, entry: JournalEntry) -> JournalReader:
        reader = self._readers.get(path)
        if reader is None or reader.offset != entry.offset:
            reader = self._readers[path] = JournalReader(path, entry.offset, entry.definitions)
            if len(self._readers) > _KEPT_RUNS:
                self._readers.popitem(last=False)
        self._readers.move_to_end(path)
        return reader

    def _take(self, known: Known, reads: Sequence[Read]) -> Change:
        """What was read goes into the stores. Returns what of the run a reader could see to be different."""
        console: list[ConsoleEntry] = []
        change = Change.NOTHING
        for entry, piece, definitions in reads:
            texts, stages, media, encoded, uses = [], [], [], [], []
            alerts: list[Alerted] = []
            saved: list[FileSaved] = []
            data: list[DataLogged] = []
            comments: list[Commented | CommentChanged] = []
            unfinished: dict[str, ConsoleUnfinished] = {}
            edits: list[Described | Marked | StopAsked | StopWithdrawn | TagsChanged] = []
            for record in piece.records:
                entry.last_time = max(entry.last_time, record.time)
                known.facts.apply(entry.writer, record)
                change = max(change, _change_by(record, entry))
                match record:
                    case TextLogged():
                        texts.append(record)
                    case Staged():
                        stages.append(record)
                    case MediaLogged():
                        media.append(record)
                    case MediaEncoded():
                        encoded.append(record)
                    case Alerted():
                        alerts.append(record)
                    case FileSaved():
                        saved.append(record)
                    case DataLogged():
                        data.append(record)
                    case Described() | Marked() | StopAsked() | StopWithdrawn() | TagsChanged():
                        edits.append(record)
                    case Commented() | CommentChanged():
                        comments.append(record)
                    case ConsoleWritten():
                        console.extend(_lines(record))
                    case ConsoleUnfinished():
                        unfinished[record.stream] = record
                    case ArtifactLogged() | ArtifactUsed():
                        uses.append(record)
                    case Opened():
                        entry.opened = record
                    case Closed():
                        entry.closed = True
                    case _:
                        pass
            for now in unfinished.values():
                self._catalog.put_unfinished(known.key, entry.writer, now)
            if texts:
                known.series.add_texts(texts, entry.branch)
            if stages:
                self._catalog.add_stages(known.key, entry.branch, stages)
            if media:
                self._catalog.add_media(known.key, entry.branch, media)
            if uses:
                self._catalog.add_uses(known.key, uses)
            if encoded:
                self._catalog.settle_media(known.key, encoded)
            if alerts:
                self._catalog.add_alerts(known.key, entry.writer, alerts)
            author = entry.opened.author if entry.opened else ""
            if edits:
                self._catalog.add_edits(known.key, entry.writer, author if _is_editor(entry) else None, edits)
            if comments:
                self._catalog.add_comments(known.key, entry.writer, author, comments)
            if saved:
                self._catalog.add_files(known.key, saved)
            if data:
                self._catalog.add_data(known.key, data)
            if piece.rows:
                change = max(change, Change.POINTS)
                entry.last_time = max(entry.last_time, *(int(rows.times.max()) for rows in piece.rows))
                known.series.append(piece.rows, entry.branch, Batch(known.key, entry.writer, piece.end))
            for damage in piece.damage:
                message = _DAMAGED.format(writer=entry.writer, size=damage.size_bytes, offset=damage.offset)
                self._note(known, entry, "damaged", damage.offset, message)
            entry.offset, entry.definitions = piece.end, definitions
        if console:
            # Lines of several writers, in the order in which they were printed as far as they arrived together.
            console.sort(key=lambda line: line.time)
            self._catalog.add_console(known.key, console)
        for entry in {read.entry.writer: read.entry for read in reads}.values():
            self._catalog.put_journal(known.key, entry)
        return change

    def _note(self, known: Known, entry: JournalEntry, kind: str, offset: int, message: str) -> None:
        damage = Damaged(entry.writer, kind, offset, entry.last_time, message)
        known.noted |= self._catalog.add_damage(known.key, damage)

    def _check_lives(self, known: Known, paths: Sequence[Path]) -> Change:
        change = Change.NOTHING
        for path in paths:
            entry = known.journals[path.stem]
            was = Life(entry.alive, entry.silent_time)
            try:
                now = self._feel(known, entry, path)
                if was.alive and not now.alive:
                    # What it wrote between the last look and its death.
                    last = list(self._read(known, [path]))
                    change = max(change, self._take(known, last))
                    now = self._feel(known, entry, path)
            except FileNotFoundError:
                now = Life(False)
            if now == was:
                continue
            entry.alive, entry.silent_time = now
            change = max(change, Change.WORDS if _is_editor(entry) else Change.ALL)
            torn_bytes = 0 if entry.alive else entry.size_bytes - entry.offset
            if torn_bytes > 0:
                message = _TORN.format(writer=entry.writer, size=torn_bytes, offset=entry.offset)
                self._note(known, entry, "torn_tail", entry.offset, message)
            else:
                self._catalog.forget_damage(known.key, entry.writer, "torn_tail")
            self._catalog.put_journal(known.key, entry)
        return change

    def _feel(self, known: Known, entry: JournalEntry, path: Path) -> Life:
        is_gone = entry.writer in known.facts.gone
        return Life(False) if is_gone else self._pulse.feel(entry, path, entry.size_bytes)

    def _draw(self, known: Known) -> None:
        shown = known.series.shown(known.facts.lineage(), known.facts.definitions.rules)
        entry = portrait.draw(known.run, known.facts, known.journals, shown)
        if known.config is None or known.summary is None:
            known.config, known.summary = map(flatten, self._catalog.documents(known.key))
        config, summary = flatten(entry.config), flatten(entry.summary)
        self._move(known, entry.shelf)
        self._catalog.put_flat(known.key, entry.shelf, CONFIG, known.config, config)
        self._catalog.put_flat(known.key, entry.shelf, SUMMARY, known.summary, summary)
        known.config, known.summary = config, summary
        self._catalog.put_run(known.key, entry, known.facts)
        known.noted = known.has_undrawn = False
        known.drawn = time.monotonic()
        if entry.state not in OPEN_STATES and not any(journal.alive for journal in known.journals.values()):
            self._series.finish(known.key)

    def _draw_words(self, known: Known) -> None:
        """An edit leaves values, state and points as they are: thousands of runs may be edited at once."""
        words = portrait.words(known.run, known.facts, known.journals)
        self._move(known, words.shelf)
        self._catalog.put_words(known.key, words, known.facts)

    def _move(self, known: Known, shelf: Shelf) -> None:
        if known.shelf is not None and known.shelf != shelf:
            self._catalog.move_flat(known.key, known.shelf, shelf)
        known.shelf = shelf


def _change_by(record: AnyRecord | Unknown, entry: JournalEntry) -> Change:
    """What a record of a journal changes about its run."""
    match record:
        case Heartbeat():
            return Change.NOTHING
        case Described() | Marked() | StopAsked() | StopWithdrawn() | TagsChanged() | Commented() | CommentChanged():
            return Change.WORDS
        case Opened(role="editor"):
            return Change.WORDS
        case Closed() if _is_editor(entry):
            return Change.WORDS
        case _:
            return Change.ALL


def _is_done(entry: JournalEntry | None, path: Path) -> bool:
    """Whether nothing new can be in a journal."""
    return entry is not None and entry.closed and not entry.alive and entry.sealed == (path.suffix == SEALED_SUFFIX)


def _is_editor(entry: JournalEntry) -> bool:
    return entry.opened is not None and entry.opened.role == "editor"


_DAMAGED = (
    "{size} bytes of writer {writer} at offset {offset} are damaged and were skipped. Everything around them is intact."
)
_TORN = (
    "The writer {writer} died while it wrote: its last {size} bytes, at offset {offset}, are half a record and were left out. "
    "Everything before is intact."
)
_TRUNCATED = (
    "{path} was longer before: it now ends at byte {size}. What was read of it then is still shown; "
    "bring the file back from a copy, or rebuild the index to see only what is left."
)


def _has_bytes(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def _lines(record: ConsoleWritten) -> Iterator[ConsoleEntry]:
    is_stderr = record.stream == "stderr"
    for line in record.lines:
        yield ConsoleEntry(record.time, is_stderr, line, record.level or level_of_line(line), record.logger)
