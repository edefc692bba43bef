"""The facts of a run: what its records add up to.

Records of several writers come in any order, so each single fact remembers the time at which it was written, and the later one
stands. Reading the journals in another order, or one of them twice, gives the same facts. What two people say in the same microsecond is
settled by the ids of their writers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from runstone.model.definitions import Definitions, PackedField
from runstone.model.records import (
    AnyRecord,
    Closed,
    ConfigPinned,
    ConfigUpdated,
    Described,
    EnvironmentCaptured,
    HeadMoved,
    Marked,
    MetricDefined,
    Numbered,
    Opened,
    Parent,
    PrimaryChosen,
    Rewound,
    Started,
    StateChanged,
    StopAsked,
    StopWithdrawn,
    SummaryUpdated,
    TagsChanged,
    Trouble,
    Unknown,
    WriterGone,
)
from runstone.model.states import State
from runstone.model.tree import PackedLeaf, Stamped, Tree

_WORDS = ("name", "notes", "group", "job_type", "project")

# Later than any time at which a tag can have been put on.
_NEVER = (1 << 62, "", 0)


class Said(NamedTuple):
    """What somebody said of the run, when and through which writer."""

    time: int
    writer: str
    value: str | bool


class TagFacts(NamedTuple):
    """Whether a tag is on, by the last word about it. `first` is when it was put on first, and where in its record it stood: a tag that
    is taken off and put back has its old place."""

    time: int
    writer: str
    present: bool
    first: tuple[int, str, int]


class WriterFacts(msgspec.Struct):
    """One writer of the run, as its journal tells."""

    opened: Opened
    last_time: int
    closed: bool = False


class RewindFacts(NamedTuple):
    """A branch of the run: from `step` of branch `onto` on, the points of this branch are shown."""

    branch: int
    onto: int
    step: int
    time: int


class PackedFacts(msgspec.Struct, frozen=True):
    """The facts of a run in a form that msgpack knows."""

    started: Started | None
    config: list[PackedLeaf]
    summary: list[PackedLeaf]
    environment: dict[str, Stamped]
    writers: dict[str, WriterFacts]
    branches: dict[int, RewindFacts]
    troubles: list[Trouble]
    exit_code: int | None
    reason: str
    tags: dict[str, TagFacts]
    words: dict[str, Said]
    state: Stamped
    heads: list[Stamped]
    numbered: Numbered | None = None
    definitions: list[PackedField] = []
    pinned: ConfigPinned | None = None
    primary: PrimaryChosen | None = None
    gone: set[str] = set()


class RunFacts:
    """Everything about one run but its points, texts, media and console."""

    def __init__(self, run: str) -> None:
        self.run = run
        self.started: Started | None = None
        self.numbered: Numbered | None = None
        self.config = Tree()
        self.summary = Tree()
        self.definitions = Definitions()
        self.environment: dict[str, Stamped] = {}
        self.writers: dict[str, WriterFacts] = {}
        self.branches: dict[int, RewindFacts] = {}
        self.troubles: list[Trouble] = []
        self.gone: set[str] = set()
        self.exit_code: int | None = None
        self.reason = ""
        self._pinned: ConfigPinned | None = None
        self._primary: PrimaryChosen | None = None
        self._tags: dict[str, TagFacts] = {}
        self._words: dict[str, Said] = {}
        self._state = Stamped(0, State.RUNNING)
        self._heads = [Stamped(0, 0)]

    def pack(self) -> bytes:
        """The facts as bytes, to go on with later; `unpack` gives them back."""
        packed = PackedFacts(
            started=self.started,
            config=self.config.pack(),
            summary=self.summary.pack(),
            environment=self.environment,
            writers=self.writers,
            branches=self.branches,
            troubles=self.troubles,
            exit_code=self.exit_code,
            reason=self.reason,
            tags=self._tags,
            words=self._words,
            state=self._state,
            heads=self._heads,
            numbered=self.numbered,
            definitions=self.definitions.pack(),
            pinned=self._pinned,
            primary=self._primary,
            gone=self.gone,
        )
        return msgspec.msgpack.encode(packed)

    @classmethod
    def unpack(cls, run: str, data: bytes) -> RunFacts:
        """The facts that `pack` was called on.

        Raises:
            msgspec.DecodeError: the bytes are none of `pack`.
        """
        packed = msgspec.msgpack.decode(data, type=PackedFacts)
        facts = cls(run)
        facts.started = packed.started
        facts.config, facts.summary = Tree.unpack(packed.config), Tree.unpack(packed.summary)
        facts.environment, facts.writers, facts.branches = packed.environment, packed.writers, packed.branches
        facts.troubles, facts.exit_code, facts.reason = packed.troubles, packed.exit_code, packed.reason
        facts._tags, facts._words, facts._state, facts._heads = packed.tags, packed.words, packed.state, packed.heads
        facts.numbered = packed.numbered
        facts.definitions, facts._pinned = Definitions.unpack(packed.definitions), packed.pinned
        facts._primary, facts.gone = packed.primary, packed.gone
        return facts

    def apply(self, writer: str, record: AnyRecord | Unknown) -> None:
        """Take in one record of one writer. Records that are no facts (text, media, console) only show that the writer lived."""
        life = self.writers.get(writer)
        if life is not None and record.time > life.last_time:
            life.last_time = record.time
        match record:
            case Opened():
                self.writers[writer] = WriterFacts(record, record.time)
            case Started():
                self._start(writer, record)
            case Numbered():
                if self.numbered is None or self.numbered.time <= record.time:
                    self.numbered = record
            case Closed():
                if life is not None:
                    life.closed = True
            case WriterGone():
                self.gone.add(record.writer)
            case ConfigUpdated():
                self.config.merge(record.time, record.changes, record.removed)
            case SummaryUpdated():
                self.summary.merge(record.time, record.changes, record.removed)
            case MetricDefined():
                self.definitions.apply(writer, record)
            case ConfigPinned():
                if self._pinned is None or self._pinned.time <= record.time:
                    self._pinned = record
            case PrimaryChosen():
                if self._primary is None or self._primary.time <= record.time:
                    self._primary = record
            case Described():
                for word in (*_WORDS, "colour"):
                    self._say(writer, record.time, word, getattr(record, word))
            case Marked():
                for mark in ("starred", "archived", "binned"):
                    self._say(writer, record.time, mark, getattr(record, mark))
            case StopAsked() | StopWithdrawn():
                self._say(writer, record.time, "stop", isinstance(record, StopAsked))
            case TagsChanged():
                self._tag(writer, record.time, record.added, True)
                self._tag(writer, record.time, record.removed, False)
            case StateChanged():
                if record.time >= self._state.time:
                    self._state = Stamped(record.time, record.state)
                    self.exit_code = record.exit_code
                    self.reason = record.reason
            case Rewound():
                self.branches[record.branch] = RewindFacts(record.branch, record.onto, record.step, record.time)
                self._move_head(record.time, record.branch)
            case HeadMoved():
                self._move_head(record.time, record.branch)
            case EnvironmentCaptured():
                for name, part in record.parts.items():
                    if name not in self.environment or self.environment[name].time <= record.time:
                        self.environment[name] = Stamped(record.time, part)
            case Trouble():
                self.troubles.append(record)
            case _:
                pass

    def _start(self, writer: str, record: Started) -> None:
        if self.started is not None and self.started.time <= record.time:
            return
        self.started = record
        self.config.merge(record.time, record.config)
        self._tag(writer, record.time, record.tags, True)
        for word in _WORDS:
            self._say(writer, record.time, word, getattr(record, word))
        if record.time > self._state.time:
            self._state = Stamped(record.time, State.RUNNING)

    def _say(self, writer: str, time: int, word: str, value: str | bool | None) -> None:
        if value is not None and (word not in self._words or self._words[word][:2] <= (time, writer)):
            self._words[word] = Said(time, writer, value)

    def _tag(self, writer: str, time: int, tags: Iterable[str], present: bool) -> None:
        for place, tag in enumerate(tags):
            known = self._tags.get(tag, TagFacts(0, "", False, _NEVER))
            if known[:2] <= (time, writer):
                known = known._replace(time=time, writer=writer, present=present)
            if present:
                known = known._replace(first=min(known.first, (time, writer, place)))
            self._tags[tag] = known

    def _move_head(self, time: int, branch: int) -> None:
        self._heads.append(Stamped(time, branch))
        self._heads.sort(key=lambda move: move.time)

    def _word(self, word: str) -> str:
        return str(self._words[word].value) if word in self._words else ""

    def _is(self, mark: str) -> bool:
        return mark in self._words and bool(self._words[mark].value)

    @property
    def number(self) -> int:
        """Its number in the home; 0 if that is lost."""
        given = self.numbered or self.started
        return given.number if given else 0

    @property
    def display_id(self) -> str:
        """Its display id in the home; its id if that is lost."""
        given = self.numbered or self.started
        return given.display_id if given else self.run

    @property
    def name(self) -> str:
        """The name that people read."""
        return self._word("name")

    @property
    def project(self) -> str:
        """The project path it lies under now."""
        return self._word("project")

    @property
    def notes(self) -> str:
        """Notes, Markdown; empty where there are none."""
        return self._word("notes")

    @property
    def group(self) -> str:
        """The group; empty where there is none."""
        return self._word("group")

    @property
    def job_type(self) -> str:
        """The job type; empty where there is none."""
        return self._word("job_type")

    @property
    def tags(self) -> list[str]:
        """The tags, in the order in which they were first put on."""
        return [tag for _, tag in sorted((facts.first, tag) for tag, facts in self._tags.items() if facts.present)]

    @property
    def colour(self) -> str:
        """The colour that somebody chose; empty where nobody did."""
        return self._word("colour")

    @property
    def starred(self) -> bool:
        """Whether it is a baseline, shown before the others."""
        return self._is("starred")

    @property
    def archived(self) -> bool:
        """Whether it lies in the archive."""
        return self._is("archived")

    @property
    def binned_time(self) -> int | None:
        """When it was put into the bin; None if it is not there."""
        return self._words["binned"].time if self._is("binned") else None

    @property
    def binned_by(self) -> str:
        """Who put it there; empty if nobody did, or it is not known who."""
        life = self.writers.get(self._words["binned"].writer) if self._is("binned") else None
        return life.opened.author if life else ""

    @property
    def stop_asked_time(self) -> int | None:
        """When somebody asked who has the run open now to end it; None if nobody did, or took it back."""
        if not self._is("stop"):
            return None
        asked_time = self._words["stop"].time
        begun = (life.opened.time for life in self.writers.values() if life.opened.role == "primary")
        # What was asked before a resume is over.
        return asked_time if asked_time > max(begun, default=0) else None

    @property
    def stop_asked_by(self) -> str:
        """Who asked it; empty if nobody did, or it is not known who."""
        life = self.writers.get(self._words["stop"].writer) if self.stop_asked_time is not None else None
        return life.opened.author if life else ""

    @property
    def pinned_config_keys(self) -> list[str]:
        """The flat keys of the config that are shown before all else."""
        return self._pinned.keys if self._pinned else []

    @property
    def primary(self) -> PrimaryChosen | None:
        """The metric that it is judged by; None if nobody said."""
        return self._primary if self._primary and self._primary.metric else None

    @property
    def sweep(self) -> str:
        """The id of the sweep that it is a trial of; empty for none."""
        return self.started.sweep if self.started else ""

    @property
    def parent(self) -> Parent | None:
        """Where the run was forked off; None for a run of its own."""
        return self.started.parent if self.started else None

    @property
    def recorded_state(self) -> State:
        """The last state that somebody recorded; see `derive_state` for what it means now."""
        return State(self._state.value)

    @property
    def recorded_state_time(self) -> int:
        """When that was."""
        return self._state.time

    @property
    def head(self) -> int:
        """The branch that is shown."""
        return int(self._heads[-1].value)

    @property
    def last_time(self) -> int:
        """The time of the last record of any writer that was taken in."""
        return max((life.last_time for life in self.writers.values()), default=0)

    def lineage(self, at_time: int | None = None) -> list[tuple[int, int | None]]:
        """The branches that are shown, newest first, each with the last step that is taken of it (None: all).

        Args:
            at_time: as it was at this time, for a fork that left the run before a later rewind; None: as it is now.
        """
        branch = self.head
        if at_time is not None:
            branch = int(next(move.value for move in reversed(self._heads) if move.time <= max(at_time, 0)))
        until: int | None = None
        shown: list[tuple[int, int | None]] = [(branch, None)]
        seen: set[int] = set()
        while branch in self.branches and branch not in seen:
            seen.add(branch)
            rewind = self.branches[branch]
            until = rewind.step if until is None else min(until, rewind.step)
            branch = rewind.onto
            shown.append((branch, until))
        return shown
