"""Runs and projects."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from runstone.model.states import State
from runstone.query.answers.metrics import MetricDefinition


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


class Best(msgspec.Struct, frozen=True):
    """The best value of the metric that a run is judged by, and the step that has it; null until it has a finite one."""

    metric: str
    goal: Literal["maximize", "minimize"]
    value: float | None
    step: int | None


class Run(msgspec.Struct, frozen=True):
    """A run in a list: `config` and `summary` are flat. `silent_time` is since when nothing comes of a run that is uploaded and was not said to have
    ended, null while something does. `stop_asked_time` is when `stop_asked_by` asked it to end, null if nobody did, or it ended. `metrics` has figures that were asked for, as `loss.min`. `binned_time` is when it was
    put into the bin, null if it is not there. `best` is null if the script named no primary metric. `stages` are those that it was in, null if
    `stage` was not among the fields that were asked for."""

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
    best: Best | None = None
    stages: list[str] | None = None
    silent_time: int | None = None
    stop_asked_time: int | None = None
    stop_asked_by: str | None = None


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


class RunIds(msgspec.Struct, frozen=True):
    """A page of the ids of runs, in the order of the list; `total` counts all that match."""

    ids: list[str]
    total: int
    next_cursor: str | None
    revision: int


class SavedFile(msgspec.Struct, frozen=True):
    """A file that was saved with a run, as it was saved last."""

    path: str
    time: int
    sha256: str
    size_bytes: int
    mime: str
    policy: Literal["live", "now", "end"]


class Changes(msgspec.Struct, frozen=True):
    """The runs, saved views, collections of artifacts, sweeps and comments that changed after a revision. `reset` means that the index was made anew."""

    revision: int
    runs: list[str]
    views: list[str]
    reset: bool
    collections: list[str] = []
    sweeps: list[str] = []
    comments: list[str] = []
