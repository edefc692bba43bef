"""The seam of the catalog: the searchable facts of runs, and how far their journals are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

import msgspec

from runstone.model.facts import RunFacts
from runstone.model.log_level import LogLevel
from runstone.model.records import (
    Alerted,
    ArtifactLogged,
    ArtifactUsed,
    CommentChanged,
    Commented,
    ConsoleUnfinished,
    DataLogged,
    Described,
    FileSaved,
    Marked,
    MediaEncoded,
    MediaLogged,
    Opened,
    Staged,
    StopAsked,
    StopWithdrawn,
    TagsChanged,
    TextLogged,
)
from runstone.model.states import State

CONFIG, SUMMARY, SYSTEM = 0, 1, 2

Place = Literal["active", "archived", "bin"]


class Shelf(NamedTuple):
    """Where a run lies; the columns of runs are counted by it."""

    project: str
    place: Place


def place_of(archived: bool, binned_time: int | None) -> Place:
    """The place of a run. One in the bin goes back to where it was."""
    return "bin" if binned_time is not None else "archived" if archived else "active"


class JournalEntry(msgspec.Struct):
    """What is known of one journal. Times in microseconds since the epoch."""

    writer: str
    offset: int = 0
    definitions: list[int] = msgspec.field(default_factory=list)
    size_bytes: int = 0
    opened: Opened | None = None
    last_time: int = 0
    grew_time: int = 0
    closed: bool = False
    alive: bool = True
    silent_time: int | None = None
    sealed: bool = False

    @property
    def branch(self) -> int:
        """The branch of the run that the writer writes on."""
        return self.opened.branch if self.opened else 0

    @property
    def opened_time(self) -> int:
        """When the writer began; 0 if that is lost."""
        return self.opened.time if self.opened else 0


class RunWords(msgspec.Struct, kw_only=True):
    """What people say of a run, and where they put it."""

    name: str
    project: str
    updated_time: int
    notes: str | None
    group_name: str | None
    job_type: str | None
    colour: str | None
    starred: bool
    archived: bool
    binned_time: int | None
    binned_by: str | None
    stop_asked_time: int | None
    stop_asked_by: str | None
    tags: list[str]

    @property
    def shelf(self) -> Shelf:
        """Where it lies."""
        return Shelf(self.project, place_of(self.archived, self.binned_time))


class RunEntry(RunWords, kw_only=True):
    """A run as it is listed and searched."""

    id: str
    number: int
    display_id: str
    state: State
    created_time: int
    ended_time: int | None
    silent_time: int | None
    duration_secs: float
    host: str | None
    exit_code: int | None
    error: str | None
    parent_id: str | None
    parent_step: int | None
    primary_metric: str | None
    primary_goal: str | None
    lineage: list[tuple[int, int | None]]
    config: dict[str, Any]
    summary: dict[str, Any]


class ConsoleEntry(NamedTuple):
    """One line of the console."""

    time: int
    is_stderr: bool
    text: str
    level: LogLevel | None = None
    logger: str | None = None


class Damaged(NamedTuple):
    """Something wrong with a journal; told once for each kind and offset."""

    writer: str
    kind: str
    offset: int
    time: int
    message: str


class Last(NamedTuple):
    """The value that stands in a run's summary for a series, and when it was written."""

    time: int
    value: float | str


class Documents(NamedTuple):
    """The nested facts of a run."""

    config: dict[str, Any]
    summary: dict[str, Any]


class Catalog(Protocol):
    """Keeps everything of runs but their points. Runs are numbered by `key` within one index; transactions are the caller's."""

    def key(self, run: str) -> int | None:
        """The key of a run; None if it is not known."""

    def add_run(self, run: str) -> int:
        """A key for a run that is not known yet."""

    def put_folder(self, run: str, mtime_ns: int) -> None:
        """When the folder of a run had changed last as it was looked at; 0 where that may change without a trace."""

    def remove_run(self, run: str) -> None:
        """Forget a run; its removal is a change that readers learn of."""

    def facts(self, key: int, run: str) -> RunFacts:
        """The facts as they were put last; empty ones for a new run."""

    def put_run(self, key: int, entry: RunEntry, facts: RunFacts) -> None:
        """The present look of a run; gives it the next revision."""

    def touch_run(self, key: int) -> None:
        """Points of a run came that its look does not tell yet; gives it the next revision."""

    def updated_time(self, key: int) -> int:
        """When the last record was written that the look of a run tells of, in microseconds since the epoch."""

    def put_words(self, key: int, words: RunWords, facts: RunFacts) -> None:
        """What people say of a run whose look is the same otherwise; gives it the next revision."""

    def put_flat(
        self, key: int, shelf: Shelf, source: int, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """The flat facts of a run and a source (CONFIG, SUMMARY, SYSTEM), and what they were when they were put last."""

    def move_flat(self, key: int, before: Shelf, after: Shelf) -> None:
        """The flat facts of a run are counted on another shelf from now on."""

    def settle(self) -> None:
        """Write what waits to be written together; belongs before each commit."""

    def shelf(self, key: int) -> Shelf:
        """Where a run lay when it was put last."""

    def journals(self, key: int) -> dict[str, JournalEntry]:
        """The known journals of a run by writer."""

    def put_journal(self, key: int, entry: JournalEntry) -> None:
        """How far a journal is known, and how its writer stands."""

    def series_ids(self, key: int, branch: int, metrics: Sequence[str]) -> list[int]:
        """The integers that stand for metrics of a branch; new ones where there were none."""

    def known_series(self, key: int, branch: int) -> list[tuple[str, int]]:
        """All metrics of a branch with their integers."""

    def documents(self, key: int) -> Documents:
        """What `put_run` last had."""

    def lasts(self, key: int, lineage: Sequence[tuple[int, int | None]]) -> dict[str, Last]:
        """The last text of each string series of a run, over the branches that are shown."""

    def add_texts(self, key: int, branch: int, texts: Iterable[TextLogged]) -> None:
        """Points of string series; the later written of one (key, step) stays."""

    def add_stages(self, key: int, branch: int, stages: Iterable[Staged]) -> None:
        """Where stages begin; the later written of one step stays."""

    def add_media(self, key: int, branch: int, items: Iterable[MediaLogged]) -> None:
        """Media items; the later written of one (key, step, index) stays."""

    def settle_media(self, key: int, encoded: Sequence[MediaEncoded]) -> None:
        """Put encoded blobs where their raw ones stood."""

    def add_alerts(self, key: int, writer: str, alerts: Iterable[Alerted]) -> None:
        """Alerts of a writer."""

    def add_comments(self, key: int, writer: str, author: str, words: Iterable[Commented | CommentChanged]) -> None:
        """What an author said of a run and of comments on it."""

    def add_edits(
        self,
        key: int,
        writer: str,
        author: str | None,
        records: Iterable[Described | Marked | StopAsked | StopWithdrawn | TagsChanged],
    ) -> None:
        """What an author changed about a run; None for its own script."""

    def add_files(self, key: int, files: Iterable[FileSaved]) -> None:
        """Files of the run; the later written of one path stays."""

    def add_uses(self, key: int, uses: Iterable[ArtifactLogged | ArtifactUsed]) -> None:
        """Versions of artifacts that a run logged or used; of one version and role the first time stays."""

    def add_data(self, key: int, data: Iterable[DataLogged]) -> None:
        """Data that the run works with; the later written of one role, name, context and address stays."""

    def add_console(self, key: int, lines: Sequence[ConsoleEntry]) -> None:
        """Lines behind all that are there."""

    def put_unfinished(self, key: int, writer: str, unfinished: ConsoleUnfinished) -> None:
        """The lines that a stream of a writer is at now, instead of those before."""

    def add_damage(self, key: int, damage: Damaged) -> bool:
        """Note a trouble; False if it is noted already."""

    def forget_damage(self, key: int, writer: str, kind: str) -> None:
        """Take back a kind of trouble that turned out to be none."""
