"""What questions are answered with: one struct each, its fields named as the JSON of the HTTP API has them.

Times are microseconds since the epoch, durations seconds. Config, summary and facts hold plain values (`model/values.py`); floats in them
may be NaN or infinite, and become `{"$float": …}` only on their way into JSON.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from runstone.model.states import State


class Project(msgspec.Struct, frozen=True):
    """A project that holds runs itself. `runs` and `running` count active ones, `archived` and `binned` the others."""

    project: str
    runs: int
    running: int
    archived: int
    binned: int
    last_activity_time: int


class ParentRun(msgspec.Struct, frozen=True):
    """Where a fork left its parent. `display_id` is empty if the parent is gone."""

    id: str
    display_id: str
    step: int


class ChildRun(msgspec.Struct, frozen=True):
    """A fork of the run."""

    id: str
    display_id: str
    name: str
    step: int


class Run(msgspec.Struct, frozen=True):
    """A run in a list: `config` and `summary` are flat. `metrics` has figures that were asked for, as `loss.min`. `binned_time` is when it was
    put into the bin, null if it is not there."""

    id: str
    number: int
    display_id: str
    name: str
    project: str
    state: State
    created_time: int
    ended_time: int | None
    updated_time: int
    duration_secs: float
    tags: list[str]
    notes: str | None
    group: str | None
    job_type: str | None
    host: str | None
    exit_code: int | None
    parent: ParentRun | None
    colour: str | None
    starred: bool
    archived: bool
    binned_time: int | None
    binned_by: str | None
    config: dict[str, Any]
    summary: dict[str, Any]
    metrics: dict[str, float]
    revision: int


class Writer(msgspec.Struct, frozen=True):
    """One process that wrote to the run. `author` is the person whose changes an `editor` writes; empty for other roles."""

    writer: str
    host: str
    pid: int
    role: str
    author: str
    alive: bool
    opened_time: int
    last_time: int
    size_bytes: int


class Rewind(msgspec.Struct, frozen=True):
    """The run went on from an earlier step."""

    step: int
    time: int
    undone: bool


class TroubleNote(msgspec.Struct, frozen=True):
    """Something that went wrong on our side while the run was recorded, or damage found when it was read."""

    time: int
    kind: str
    message: str


class RunDetail(Run, frozen=True, kw_only=True):
    """One run whole: `config` and `summary` are nested. `files` is how many files were saved with it."""

    environment: dict[str, Any]
    error: str | None
    children: list[ChildRun]
    writers: list[Writer]
    troubles: list[TroubleNote]
    rewinds: list[Rewind]
    sweep: str | None
    pinned_config_keys: list[str]
    definitions: list[MetricDefinition]
    files: int


class RunsPage(msgspec.Struct, frozen=True):
    """A page of runs; `next_cursor` asks for the following one."""

    runs: list[Run]
    total: int
    next_cursor: str | None
    revision: int


class Column(msgspec.Struct, frozen=True):
    """A flat key that runs have, with how many have it."""

    key: str
    runs: int
    type: Literal["number", "text", "mixed"]


class Columns(msgspec.Struct, frozen=True):
    """The keys that the runs of a project have."""

    config: list[Column]
    summary: list[Column]


class VaryingKey(msgspec.Struct, frozen=True):
    """A key of the config that is not the same in all runs. `values` is how many values it has; not having it is one more."""

    key: str
    values: int
    runs: int
    type: Literal["number", "text", "mixed"]


class Varying(msgspec.Struct, frozen=True):
    """The settings that tell runs apart, by name; `runs` is how many runs were looked at."""

    config: list[VaryingKey]
    runs: int


class Bin(msgspec.Struct, frozen=True):
    """How many runs have a value from `low` up to `high`, which belongs to the last bin alone."""

    low: float
    high: float
    runs: int


class TopValue(msgspec.Struct, frozen=True):
    """How many runs have a value."""

    value: Any
    runs: int


class Spread(msgspec.Struct, frozen=True):
    """How values spread over runs: None where there are too few for a figure. `std` is that of a sample; `ci_low` and `ci_high` bound the
    95 % confidence interval of the mean, by Student's t."""

    count: int
    mean: float | None
    std: float | None
    stderr: float | None
    min: float | None
    max: float | None
    median: float | None
    q25: float | None
    q75: float | None
    ci_low: float | None
    ci_high: float | None


class ColumnFacts(msgspec.Struct, frozen=True):
    """The values of a field over some runs. `bins` are of finite numbers; `top` are the most frequent values, `distinct` counts them all."""

    field: str
    runs: int
    numbers: int
    texts: int
    nothing: int
    distinct: int
    spread: Spread
    bins: list[Bin]
    top: list[TopValue]


class Suggestion(msgspec.Struct, frozen=True):
    """One way to go on with a filter: what would be put in, what that is, and a word about it."""

    text: str
    kind: Literal["field", "operator", "value", "word"]
    detail: str


class Completion(msgspec.Struct, frozen=True):
    """Ways to go on with a filter; each would replace what is between `start` and `end`."""

    start: int
    end: int
    items: list[Suggestion]


class RunIds(msgspec.Struct, frozen=True):
    """A page of the ids of runs, in the order of the list; `total` counts all that match."""

    ids: list[str]
    total: int
    next_cursor: str | None
    revision: int


class RunGroup(msgspec.Struct, frozen=True):
    """Runs that have the same values in some fields. `aggregates` has a spread for each field that was asked for."""

    values: list[Any]
    runs: int
    states: dict[str, int]
    aggregates: dict[str, Spread]


class RunGroups(msgspec.Struct, frozen=True):
    """A page of groups; `total` counts all groups, `runs` all runs in them."""

    groups: list[RunGroup]
    total: int
    runs: int
    next_cursor: str | None
    revision: int


class MetricName(msgspec.Struct, frozen=True):
    """A metric, how many of the asked runs have it, and what the newest of them that said something of it did (`define_metric`): the metric on
    its x axis, whether it has a panel only where somebody asks for one, and which values are better. Empty texts where nothing was said."""

    name: str
    runs: int
    step_metric: str = ""
    hidden: bool = False
    goal: Literal["minimize", "maximize", ""] = ""


class MetricStats(msgspec.Struct, frozen=True):
    """A series in figures. `min`, `max` and `mean` are over finite values and None where there are none; `last` is the value at the last step, whatever it is.
    The last four are what `define_metric` said of it."""

    name: str
    count: int
    first_step: int
    last_step: int
    last_time: int
    last: float
    min: float | None
    min_step: int | None
    max: float | None
    max_step: int | None
    mean: float | None
    nonfinite: int
    step_metric: str = ""
    hidden: bool = False
    goal: Literal["minimize", "maximize", ""] = ""
    summary: tuple[str, ...] = ()


class BestPoint(msgspec.Struct, frozen=True):
    """Where a run stood best."""

    run: str
    step: int
    time: int
    value: float


class MetricDefinition(msgspec.Struct, frozen=True):
    """What a script said of a metric, or of all whose names begin with what stands before a final `*` (`define_metric`)."""

    name: str
    step_metric: str
    step_sync: bool
    hidden: bool
    summary: tuple[str, ...]
    goal: Literal["minimize", "maximize", ""]


class Alert(msgspec.Struct, frozen=True):
    """Something that a run had to say. `rule` is the rule that found it, empty where the script said so itself; `id` rises with arrival."""

    id: int
    run: str
    display_id: str
    run_name: str
    project: str
    time: int
    level: Literal["info", "warn", "error"]
    title: str
    text: str
    rule: str
    step: int | None


class AlertsPage(msgspec.Struct, frozen=True):
    """Alerts, the newest first; `next_cursor` asks for older ones."""

    alerts: list[Alert]
    next_cursor: str | None


class SavedFile(msgspec.Struct, frozen=True):
    """A file that was saved with a run, as it was saved last."""

    path: str
    time: int
    sha256: str
    size_bytes: int
    mime: str
    policy: Literal["live", "now", "end"]


class TextPoint(msgspec.Struct, frozen=True):
    """One point of a string series."""

    key: str
    step: int
    time: int
    text: str


class Stage(msgspec.Struct, frozen=True):
    """The run was in a stage from this step on, until the next one; `time` is when it began."""

    step: int
    time: int
    stage: str | int | float | bool


class RunStages(msgspec.Struct, frozen=True):
    """The stages that a run went through, by step; relative times are counted from `created_time`."""

    run: str
    created_time: int
    stages: list[Stage]


class TextsPage(msgspec.Struct, frozen=True):
    """Points of string series; `next_cursor` asks for the following ones."""

    texts: list[TextPoint]
    next_cursor: str | None


class ConsoleLine(msgspec.Struct, frozen=True):
    """One line that the run printed; `line` counts both streams."""

    line: int
    time: int
    stream: Literal["stdout", "stderr"]
    text: str


class Console(msgspec.Struct, frozen=True):
    """A stretch of the console, and how many lines there are in all."""

    lines: list[ConsoleLine]
    total: int


class ConsoleMatch(msgspec.Struct, frozen=True):
    """A line in which something was found: its position among those of the asked streams, and its number in the console."""

    position: int
    line: int


class ConsoleMatches(msgspec.Struct, frozen=True):
    """What a search found up to the position `scanned`; of the asked streams there are `total` lines."""

    found: list[ConsoleMatch]
    scanned: int
    total: int


class MediaKey(msgspec.Struct, frozen=True):
    """A key with media, the union of its steps over the asked runs."""

    key: str
    type: str
    runs: int
    steps: list[int]


class MediaPart(msgspec.Struct, frozen=True):
    """A further blob of a media item: a mask of an image, a picture in a cell of a table."""

    sha256: str
    size_bytes: int
    mime: str


class MediaItem(msgspec.Struct, frozen=True):
    """One media item: its blob with caption and facts, and further blobs by name. `sha256` is empty where the facts are all of it."""

    key: str
    step: int
    index: int
    time: int
    type: str
    caption: str | None
    sha256: str
    size_bytes: int
    mime: str
    facts: dict[str, Any]
    parts: dict[str, MediaPart]


class MediaNear(msgspec.Struct, frozen=True):
    """What a run has nearest to a step: the step that it is at, null where the run has nothing there, and its items by index."""

    run: str
    step: int | None
    items: list[MediaItem]


class MediaSteps(msgspec.Struct, frozen=True):
    """The steps at which a run has media of a key, ascending."""

    run: str
    steps: list[int]


class MediaPin(msgspec.Struct, frozen=True):
    """The media that stand nearest to where a metric is best. `value` is the metric's at `metric_step`, `distance` how many steps `step` is away from
    there. `tied_step` has media that are as near, at the earlier step. `tied_values` counts the steps with that very value among those that were
    considered, this one included. `key` is null where no media were asked for: then `step` is the metric's.
    """

    run: str
    key: str | None
    step: int
    metric_step: int
    value: float
    distance: int
    tied_step: int | None
    tied_values: int


class Unpinned(msgspec.Struct, frozen=True):
    """Why nothing of a run, or of one of its keys, can be pinned, and what would help. `distance` is that between where the metric is best and the nearest
    media, where both are there."""

    run: str
    key: str | None
    reason: Literal["no_metric", "no_finite_value", "no_media", "too_far"]
    hint: str
    distance: int | None = None


class BestMedia(msgspec.Struct, frozen=True):
    """The best step of each run and key, and of which there is none."""

    pins: list[MediaPin]
    without: list[Unpinned]


class Histograms(msgspec.Struct, frozen=True):
    """Histograms of a key at some of its steps, all on the same edges. `counts` has a list for each step, one number for each bin. `total` is how many
    steps there are. `rebinned` is true where some of them had other edges: a bin that an edge divides is shared out by its width. `nan`, `below_inf`
    and `above_inf` count the values of each step that are NaN, -Infinity and Infinity, which lie in no bin.
    """

    key: str
    steps: list[int]
    total: int
    edges: list[float]
    rebinned: bool
    counts: list[list[float]]
    nan: list[int]
    below_inf: list[int]
    above_inf: list[int]


class TableColumn(msgspec.Struct, frozen=True):
    """A column of a logged table."""

    name: str
    type: Literal["number", "integer", "boolean", "text", "media", "other"]


class TablePage(msgspec.Struct, frozen=True):
    """Some rows of a logged table, which has `total`; `matched` are left by filter and search. `parts` are the blobs of the media in these rows, where
    the question says which run logged the table under which key."""

    columns: list[TableColumn]
    rows: list[list[Any]]
    total: int
    matched: int
    parts: dict[str, MediaPart]


class TableBin(msgspec.Struct, frozen=True):
    """How many rows have a value from `low` up to `high`, which belongs to the last bin alone."""

    low: float
    high: float
    rows: int


class TableTopValue(msgspec.Struct, frozen=True):
    """How many rows have a value."""

    value: Any
    rows: int


class TableColumnFacts(msgspec.Struct, frozen=True):
    """What a column of a logged table holds. `min`, `max`, `mean` and `bins` are of finite numbers; `top` are the most frequent values, `distinct` counts
    all but nulls."""

    name: str
    type: Literal["number", "integer", "boolean", "text", "media", "other"]
    rows: int
    nulls: int
    nan: int
    min: float | None
    max: float | None
    mean: float | None
    distinct: int
    bins: list[TableBin]
    top: list[TableTopValue]


class JoinedColumn(msgspec.Struct, frozen=True):
    """A column of tables side by side; `table` is the position of the table that it comes from, null for the column that they are joined on."""

    name: str
    type: Literal["number", "integer", "boolean", "text", "media", "other"]
    table: int | None


class JoinedTables(msgspec.Struct, frozen=True):
    """Logged tables side by side: a row for each value of `on`, null where a table has none. `total` counts the rows, `matched` those that all tables have, `listed` those that were
    asked for. `parts` are, table by table, the blobs of the media in these rows, where the question says under which key they were logged."""

    on: str
    columns: list[JoinedColumn]
    rows: list[list[Any]]
    total: int
    matched: int
    listed: int
    parts: list[dict[str, MediaPart]]


class View(msgspec.Struct, frozen=True):
    """A saved view as it stands. `revision` names its last version, which `updated_by` saved; `project` is empty for the whole home."""

    id: str
    project: str
    name: str
    description: str
    is_default: bool
    revision: str
    created_time: int
    created_by: str
    updated_time: int
    updated_by: str
    size_bytes: int
    removed: bool


class ViewDetail(View, frozen=True, kw_only=True):
    """A view with its document, which is the UI's own; null once it is removed."""

    document: Any


class ViewVersion(msgspec.Struct, frozen=True):
    """What a view was once. `onto` is the version that its author had before them; `removed` says that they removed the view."""

    revision: str
    onto: str
    time: int
    author: str
    project: str
    name: str
    description: str
    size_bytes: int
    removed: bool


class Changes(msgspec.Struct, frozen=True):
    """The runs, saved views and collections of artifacts that changed after a revision. `reset` means that the index was made anew."""

    revision: int
    runs: list[str]
    views: list[str]
    reset: bool
    collections: list[str] = []


class ComparedRun(msgspec.Struct, frozen=True):
    """A run that stands beside others."""

    id: str
    display_id: str
    name: str
    project: str
    state: State


class CompareRow(msgspec.Struct, frozen=True):
    """One key over all compared runs. `values` has one for each run, in their order; null too for the runs whose positions are in `missing`.

    `changed` are the positions of the runs that do not have what the reference has: a run that is also in `missing` had the key removed,
    and where the reference is in `missing` it was added. `distances` and `ratios` to the reference are there, one for each run, where
    numbers differ.
    """

    key: str
    differs: bool
    values: list[Any]
    missing: list[int] = []
    changed: list[int] = []
    distances: list[float | None] = []
    ratios: list[float | None] = []


class CodeChange(msgspec.Struct, frozen=True):
    """How the code of a run differs from that of the reference; null where it is not known. `diff` is how the uncommitted
    changes differ, as a patch from the reference's to the run's; of files that both changed, it is the difference of their patches. `note` is
    what else there is to say."""

    same_commit: bool | None
    same_patch: bool | None
    diff: str = ""
    note: str = ""


class Comparison(msgspec.Struct, frozen=True):
    """Runs beside each other; `reference` is a position in `runs`. Keys of `metrics` are `<metric>.<figure>`; those of packages are in small
    letters. `code_changes` has one for each run."""

    runs: list[ComparedRun]
    reference: int
    facts: list[CompareRow]
    config: list[CompareRow]
    summary: list[CompareRow]
    metrics: list[CompareRow]
    environment: list[CompareRow]
    packages: list[CompareRow]
    code: list[CompareRow]
    code_changes: list[CodeChange]


class Parting(msgspec.Struct, frozen=True):
    """Where two runs or groups part beyond their noise. `points` is how many steps were looked at; all else is null where they do not part.

    `step` is the first step, `x` its place on the asked axis in the first run, `difference` how much more the second one has from there on,
    `confidence` one less the chance that noise alone looks like that. `first_difference` is the first step that both runs logged with values
    that are not the same, however close; groups have none.
    """

    points: int
    step: int | None = None
    x: float | None = None
    difference: float | None = None
    confidence: float | None = None
    first_difference: int | None = None
