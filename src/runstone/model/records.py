"""The records: every kind of event that a journal holds, one struct each.

Points are not here: they are packed rows (see `journal/frames.py`). Field names are the words of the glossary; a field left out
takes its default, so old readers and new writers agree as long as nobody renames. Times are microseconds since the epoch.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from runstone.model.log_level import LogLevel
from runstone.model.states import State, StopReason, SweepState, TrialState

Role = Literal["primary", "worker", "editor"]
Stream = Literal["stdout", "stderr"]
Level = Literal["info", "warn", "error"]
LEVELS: tuple[Level, ...] = ("info", "warn", "error")
Goal = Literal["minimize", "maximize", ""]
Policy = Literal["live", "now", "end"]


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="is"):
    """What all records have: the time of writing, never going backwards within one writer."""

    time: int


class Opened(Record, frozen=True, kw_only=True, tag="opened"):
    """The first record of every journal: who writes it, and onto which branch of the run.

    `role` is `primary` for the process that owns the run's life, `worker` for forked children and other ranks, `editor` for a person's
    changes through the UI. `author` is that person. `boot` tells boots of one host apart, so that a process of an earlier boot is known
    to be gone. Journals of the home itself have no `run`.
    """

    run: str
    writer: str
    role: Role = "primary"
    branch: int = 0
    host: str = ""
    boot: str = ""
    pid: int = 0
    version: str = ""
    heartbeat_secs: float = 15.0
    author: str = ""


class Parent(msgspec.Struct, frozen=True):
    """Where a fork left its parent: it shows the parent's points up to and including `step`."""

    run: str
    step: int


class Started(Record, frozen=True, kw_only=True, tag="started"):
    """The run begins. Written once, by its first writer. `sweep` is the id of the sweep that it is a trial of."""

    number: int
    display_id: str
    project: str
    name: str
    config: dict[str, Any] = {}
    tags: list[str] = []
    notes: str = ""
    group: str = ""
    job_type: str = ""
    parent: Parent | None = None
    sweep: str = ""


class Numbered(Record, frozen=True, kw_only=True, tag="numbered"):
    """The home that the run was brought into had given its number or display id to another run: here it is called this."""

    number: int
    display_id: str


class Described(Record, frozen=True, kw_only=True, tag="described"):
    """A person's or script's words about the run changed. None means unchanged; an empty text clears."""

    name: str | None = None
    notes: str | None = None
    group: str | None = None
    job_type: str | None = None
    project: str | None = None
    colour: str | None = None


class Marked(Record, frozen=True, kw_only=True, tag="marked"):
    """A person put the run somewhere: among the starred ones, into the archive, into the bin. None means unchanged."""

    starred: bool | None = None
    archived: bool | None = None
    binned: bool | None = None


class TagsChanged(Record, frozen=True, kw_only=True, tag="tags"):
    """Tags were put on or taken off: differences, so that two writers never undo each other."""

    added: list[str] = []
    removed: list[str] = []


class ConfigUpdated(Record, frozen=True, kw_only=True, tag="config"):
    """Nested changes to merge into the config, key by key; `removed` holds paths of keys."""

    changes: dict[str, Any] = {}
    removed: list[list[str]] = []


class SummaryUpdated(Record, frozen=True, kw_only=True, tag="summary"):
    """Values set by hand on the summary; a later point of the same name takes over again."""

    changes: dict[str, Any] = {}
    removed: list[list[str]] = []


class MetricDefined(Record, frozen=True, kw_only=True, tag="metric_defined"):
    """What a script says about a metric, or about all whose names begin with what stands before a final `*`. None means unchanged.

    `summary` are names of figures (`model/definitions.py`). `overwrite`: whatever was said of this name before no longer holds.
    """

    name: str
    step_metric: str | None = None
    step_sync: bool | None = None
    hidden: bool | None = None
    summary: list[str] | None = None
    goal: Goal | None = None
    overwrite: bool = False


class ConfigPinned(Record, frozen=True, kw_only=True, tag="config_pinned"):
    """These flat keys of the config are shown before all else, in this order; they replace those that were pinned before."""

    keys: list[str]


class Alerted(Record, frozen=True, kw_only=True, tag="alert"):
    """The run has something to say that somebody should hear soon. `rule` names the rule that found it; empty where the script said so itself."""

    title: str
    text: str = ""
    level: Level = "info"
    rule: str = ""
    step: int | None = None


class FileSaved(Record, frozen=True, kw_only=True, tag="file_saved"):
    """A file of the run as it is now: the later of one `path` stands. `path` is relative, its parts joined by `/`."""

    path: str
    sha256: str
    size_bytes: int
    mime: str = ""
    policy: Policy = "live"


class StateChanged(Record, frozen=True, kw_only=True, tag="state"):
    """The run's owner says how the run stands. `reason` is a traceback or a signal's name."""

    state: State
    exit_code: int | None = None
    reason: str = ""


class StopAsked(Record, frozen=True, kw_only=True, tag="stop_asked"):
    """A person asks the processes that have the run open to end it."""


class StopWithdrawn(Record, frozen=True, kw_only=True, tag="stop_withdrawn"):
    """A person takes back what was asked before: processes that did not hear of it go on."""


class Closed(Record, frozen=True, kw_only=True, tag="closed"):
    """The writer's last record: it let go in good order."""


class WriterGone(Record, frozen=True, kw_only=True, tag="writer_gone"):
    """The machine of a writer of this run saw that its process is gone, and that it had no time to say so."""

    writer: str


class Heartbeat(Record, frozen=True, kw_only=True, tag="heartbeat"):
    """Nothing happened, and the writer lives."""


class Rewound(Record, frozen=True, kw_only=True, tag="rewound"):
    """The run goes on from `step` on a new branch; what branch `onto` has after that step is hidden, not removed."""

    branch: int
    onto: int
    step: int


class HeadMoved(Record, frozen=True, kw_only=True, tag="head"):
    """Another branch is shown from now on: the undoing of a rewind."""

    branch: int


class TextLogged(Record, frozen=True, kw_only=True, tag="text"):
    """One point of a string series."""

    key: str
    step: int
    text: str


class Staged(Record, frozen=True, kw_only=True, tag="stage"):
    """The run enters a stage (warmup, epoch_1, eval) at a step, and stays in it until the next one. Written when the stage changes."""

    step: int
    stage: str | int | float | bool


class Part(msgspec.Struct, frozen=True):
    """A further blob of a media item: a mask of an image, a picture in a cell of a table."""

    sha256: str
    size_bytes: int
    mime: str


class MediaLogged(Record, frozen=True, kw_only=True, tag="media"):
    """One media item: (key, step, index) → blob. `facts` are what its type knows: width, rows, sample rate.

    Small items, histograms for one, are their facts: they have no blob, and `sha256` is empty. `parts` are further blobs, by name.
    """

    key: str
    step: int
    type: str
    sha256: str = ""
    size_bytes: int = 0
    mime: str = ""
    index: int = 0
    caption: str | None = None
    facts: dict[str, Any] = {}
    parts: dict[str, Part] = {}


class MediaEncoded(Record, frozen=True, kw_only=True, tag="media_encoded"):
    """A media item that was logged as raw values has been encoded: from now on blob `sha256` stands where `raw` stood, and `raw` is gone.

    `part` names the part that it is of; empty for the item's own blob. A raw blob belongs to one item alone.
    """

    key: str
    step: int
    raw: str
    sha256: str
    size_bytes: int
    mime: str
    index: int = 0
    part: str = ""


class ConsoleWritten(Record, frozen=True, kw_only=True, tag="console"):
    """Whole lines, without their line ends, of one stream in the order of arrival. ANSI escapes are kept.

    `level` and `logger` are those of what was said through `logging`, nil for what was printed.
    """

    stream: Stream
    lines: list[str]
    level: LogLevel | None = None
    logger: str | None = None


class ConsoleUnfinished(Record, frozen=True, kw_only=True, tag="console_unfinished"):
    """Lines that one stream of this writer is still at, such as a progress bar: they stand below all others, until the next such record of the stream
    replaces them. Once they are done they come again as whole lines, and none are left here."""

    stream: Stream
    lines: list[str]


class EnvironmentCaptured(Record, frozen=True, kw_only=True, tag="environment"):
    """Parts of the environment (host, python, git, packages …); parts arrive as they are known, the later of one name wins."""

    parts: dict[str, Any]


class Trouble(Record, frozen=True, kw_only=True, tag="trouble"):
    """Something went wrong on our side of the fence, told so that a reader can tell it on. `lost` counts records that are gone."""

    kind: str
    message: str
    lost: int = 0


class ViewSaved(Record, frozen=True, kw_only=True, tag="view"):
    """A view was saved, for the first time or anew. In journals of the home itself. `onto` is the revision that its author had before them.

    `document` is JSON, the UI's own; nobody else looks into it. `kind` tells what it is, such as `report`. An empty project means the whole home.
    """

    view: str
    revision: str
    project: str
    name: str
    document: str
    description: str = ""
    onto: str = ""
    kind: str = "view"


class ViewRemoved(Record, frozen=True, kw_only=True, tag="view_removed"):
    """A view was removed; saving one of its revisions again brings it back. In journals of the home itself."""

    view: str
    revision: str
    project: str
    name: str
    onto: str = ""
    kind: str = "view"


class DefaultViewChosen(Record, frozen=True, kw_only=True, tag="default_view"):
    """A project is shown by this view from now on; by none if it is empty. In journals of the home itself."""

    project: str
    view: str


class Commented(Record, frozen=True, kw_only=True, tag="comment"):
    """Somebody said something, in Markdown: about the run, in a journal of a run; or about a chart of `project`, in a journal of the home itself.

    `panel` is the key of the chart; empty for the run as a whole. `x` is where on the chart, on the axis `x_axis`; None for nowhere in particular.
    `reply_to` is the comment that begins the thread; empty for one that does.
    """

    comment: str
    text: str
    project: str = ""
    panel: str = ""
    x: float | None = None
    x_axis: str = "step"
    reply_to: str = ""


class CommentChanged(Record, frozen=True, kw_only=True, tag="comment_changed"):
    """A comment has another text, was deleted or brought back, or its thread is resolved or open again, or the project of its chart
    is called otherwise. None means unchanged."""

    comment: str
    project: str | None = None
    text: str | None = None
    deleted: bool | None = None
    resolved: bool | None = None


class CollectionBegan(Record, frozen=True, kw_only=True, tag="collection"):
    """A collection of artifacts begins. In journals of collections, as are all records from here to `PartUpserted`."""

    project: str
    name: str
    type: str
    description: str = ""


class VersionLogged(Record, frozen=True, kw_only=True, tag="version"):
    """A version of a collection: what its manifest lists. `version` names it for ever, `number` is what the collection called it (v3).

    `digest` is the MD5 of names and digests of its files, `manifest` the blob that lists them. `run` logged it; empty where none did.
    """

    version: str
    number: int
    digest: str
    manifest: str
    size_bytes: int = 0
    file_count: int = 0
    run: str = ""
    step: int | None = None
    description: str = ""
    metadata: dict[str, Any] = {}
    aliases: list[str] = []
    tags: list[str] = []
    ttl_secs: int | None = None
    distributed_id: str = ""


class VersionLinked(Record, frozen=True, kw_only=True, tag="version_linked"):
    """A version of another collection is shown here, too: in a portfolio of a registry. `source` names its collection by id."""

    version: str
    number: int
    digest: str
    manifest: str
    source: str
    source_version: str
    size_bytes: int = 0
    file_count: int = 0
    run: str = ""
    aliases: list[str] = []


class VersionNumbered(Record, frozen=True, kw_only=True, tag="version_numbered"):
    """Two versions had one number, since two homes were joined: this one is called so from now on."""

    version: str
    number: int


class VersionDescribed(Record, frozen=True, kw_only=True, tag="version_described"):
    """Words and values about a version changed; about the collection itself if `version` is empty. None means unchanged.

    `metadata` replaces what was there. A `ttl_secs` of 0 keeps the version for ever.
    """

    version: str = ""
    description: str | None = None
    metadata: dict[str, Any] | None = None
    ttl_secs: int | None = None


class AliasesChanged(Record, frozen=True, kw_only=True, tag="aliases"):
    """Aliases were given to a version, which takes them from whichever had them, or taken off it."""

    version: str
    added: list[str] = []
    removed: list[str] = []


class VersionTagged(Record, frozen=True, kw_only=True, tag="version_tags"):
    """Tags were put on a version or taken off; on the collection itself if `version` is empty."""

    version: str = ""
    added: list[str] = []
    removed: list[str] = []


class VersionDeleted(Record, frozen=True, kw_only=True, tag="version_deleted"):
    """A version is gone, unless somebody restores it; its number is not given again. `reason` is empty for a person's wish."""

    version: str
    reason: str = ""


class VersionRestored(Record, frozen=True, kw_only=True, tag="version_restored"):
    """A version that was deleted is there again."""

    version: str


class PartUpserted(Record, frozen=True, kw_only=True, tag="version_part"):
    """A process brought its files for a version that several make together; the manifest lists them. See `VersionLogged.distributed_id`."""

    distributed_id: str
    manifest: str
    run: str = ""


class ArtifactLogged(Record, frozen=True, kw_only=True, tag="artifact_logged"):
    """The run made a version, or logged what was one already. In journals of runs, as is `ArtifactUsed`; `collection` is an id."""

    collection: str
    version: str
    digest: str
    project: str = ""
    name: str = ""
    type: str = ""


class ArtifactUsed(Record, frozen=True, kw_only=True, tag="artifact_used"):
    """The run used a version. `used_as` is a word for what as."""

    collection: str
    version: str
    digest: str
    project: str = ""
    name: str = ""
    type: str = ""
    used_as: str = ""


class PrimaryChosen(Record, frozen=True, kw_only=True, tag="primary"):
    """The metric that the run is judged by from now on, and which of its values are better. An empty `metric`: none any more."""

    metric: str
    goal: Goal = "maximize"


class DataLogged(Record, frozen=True, kw_only=True, tag="data"):
    """Data or a pretrained model that the run works with, as far as it is known by now: the later of one `role`, `name`, `context` and `uri` stands.

    `digests` has what is known of the contents: `stat` of sizes and times, `partial` of sizes and pieces, `full` of all bytes. `listing` is the
    blob with the files behind them; empty where there are none, or too many. `facts` is what else an address tells. `collection` and `version`
    name the version of an artifact that it is; empty for none.
    """

    name: str
    uri: str
    role: Literal["dataset", "pretrained"] = "dataset"
    context: str = ""
    description: str = ""
    source_type: str = ""
    digests: dict[str, str] = {}
    file_count: int | None = None
    size_bytes: int | None = None
    listing: str = ""
    saved: bool = False
    facts: dict[str, Any] = {}
    collection: str = ""
    version: str = ""


class SweepBegan(Record, frozen=True, kw_only=True, tag="sweep"):
    """A sweep begins. In journals of sweeps, as are all records from here to `TrialEnded`.

    `definition` is as its author gave it, `seed` what all that is drawn comes from. `prior_runs` are ids of runs that it learns from, too.
    """

    project: str
    name: str
    definition: dict[str, Any]
    seed: int
    prior_runs: list[str] = []


class SweepStateChanged(Record, frozen=True, kw_only=True, tag="sweep_state"):
    """Somebody paused the sweep, let it go on, ended or cancelled it; or it has nothing more to try."""

    state: SweepState
    reason: str = ""


class TrialClaimed(Record, frozen=True, kw_only=True, tag="trial"):
    """An agent took a trial: a run with these parameters, nested as its config has them. Numbers count from 0 in each sweep.

    With `reports` the run lies in another home, and what is known of it are the agent's reports.
    """

    number: int
    run: str
    params: dict[str, Any]
    agent: str = ""
    reports: bool = False


class TrialStopAsked(Record, frozen=True, kw_only=True, tag="trial_stop"):
    """The trial is to end before it is through."""

    number: int
    reason: StopReason


class TrialReported(Record, frozen=True, kw_only=True, tag="trial_report"):
    """An agent elsewhere says that its trial lives, and which points (step, value) of the sweep's metric are new."""

    number: int
    points: list[tuple[int, float]] = []


class TrialEnded(Record, frozen=True, kw_only=True, tag="trial_end"):
    """The agent saw its trial end. `value` is only told of a run that lies in another home."""

    number: int
    state: TrialState
    exit_code: int | None = None
    value: float | None = None


class Unknown(msgspec.Struct, frozen=True):
    """A record of a kind that this version does not know; readers skip it."""

    kind: str
    time: int = 0


AnyRecord = (
    Opened
    | Started
    | Numbered
    | Described
    | Marked
    | TagsChanged
    | ConfigUpdated
    | SummaryUpdated
    | MetricDefined
    | ConfigPinned
    | Alerted
    | FileSaved
    | StateChanged
    | StopAsked
    | StopWithdrawn
    | Closed
    | WriterGone
    | Heartbeat
    | Rewound
    | HeadMoved
    | TextLogged
    | Staged
    | MediaLogged
    | MediaEncoded
    | ConsoleWritten
    | ConsoleUnfinished
    | EnvironmentCaptured
    | Trouble
    | ViewSaved
    | ViewRemoved
    | DefaultViewChosen
    | Commented
    | CommentChanged
    | CollectionBegan
    | VersionLogged
    | VersionLinked
    | VersionNumbered
    | VersionDescribed
    | AliasesChanged
    | VersionTagged
    | VersionDeleted
    | VersionRestored
    | PartUpserted
    | ArtifactLogged
    | ArtifactUsed
    | PrimaryChosen
    | DataLogged
    | SweepBegan
    | SweepStateChanged
    | TrialClaimed
    | TrialStopAsked
    | TrialReported
    | TrialEnded
)
