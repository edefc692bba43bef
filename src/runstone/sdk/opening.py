"""The opening of a run: from what `init` was asked to the components of an open run."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.journal.registry import Registry
from runstone.journal.void import VoidWriter
from runstone.journal.writer import JournalWriter
from runstone.model.definitions import Definitions
from runstone.model.errors import BadRunId, BadStep, HomeUnusable, Misuse, RunExists
from runstone.model.home import Home
from runstone.model.ids import check_project, check_run_id, is_display_id, new_run_id
from runstone.model.names import new_name
from runstone.model.records import ConfigUpdated, MetricDefined, Parent, Rewound, Started, SummaryUpdated, TagsChanged
from runstone.model.states import OPEN_STATES, State
from runstone.model.summary import summary as summary_of
from runstone.model.values import merge, to_plain
from runstone.model.version import VERSION
from runstone.sdk import guard
from runstone.sdk.captures import Captures, start_captures
from runstone.sdk.existing import Existing, Newest, find_run, need_run, read_run
from runstone.sdk.history import History
from runstone.sdk.keeper import Keeper
from runstone.sdk.lifecycle import Lifecycle
from runstone.sdk.metrics.figures import JournalFigures
from runstone.sdk.metrics.metrics import Metrics
from runstone.sdk.settings import Settings
from runstone.sdk.stopping import Stopping
from runstone.sdk.tags import Tags, as_tags
from runstone.sdk.tools import Tools
from runstone.sdk.tree import Config, Summary, copy_plain
from runstone.sdk.trial import Trial, present_trial
from runstone.sdk.turn import turn
from runstone.sdk.upload import upload_of

if TYPE_CHECKING:
    from runstone.blobs.store import BlobStore
    from runstone.sdk.media.recorder import MediaRecorder


class Asked(NamedTuple):
    """What `init` was asked for, in one spelling."""

    project: str | None
    name: str | None
    config: dict[str, Any]
    tags: list[str]
    notes: str | None
    group: str | None
    job_type: str | None
    id: str | int | None
    resume: str | None
    rewind: tuple[str, int] | None
    fork: tuple[str | int, int] | None
    inherit_config: bool
    inherit_tags: bool
    trial: Trial | None = None


class Identity(NamedTuple):
    """What does not change about an open run."""

    id: str
    number: int
    display_id: str
    project: str
    home: str
    parent: Parent | None
    resumed: bool
    started_time: int
    disabled: bool
    sweep: str
    starting_step: int


class Opening(NamedTuple):
    """The components of an open run."""

    identity: Identity
    writer: JournalWriter | VoidWriter
    config: Config
    summary: Summary
    tags: Tags
    metrics: Metrics
    tools: Tools
    history: History
    keeper: Keeper
    lifecycle: Lifecycle
    stopping: Stopping | None
    words: dict[str, str]
    settings: Settings
    signals: bool


class _Content(NamedTuple):
    """What a run holds when it is opened."""

    config: dict[str, Any]
    summary: dict[str, Any]
    tags: list[str]
    words: dict[str, str]
    next_step: int
    logged: dict[str, float]
    definitions: Definitions


def open_run(asked: Asked, settings: Settings) -> Opening:
    """Begin a run, or go on with one.

    Raises:
        RunExists, RunNotFound, BadRunId, BadProject, BadStep, Misuse: nothing was created or changed.
        HomeUnusable: the home cannot be written; nothing was created.
    """
    upload_of(settings)  # what cannot be is told before anything is made
    if settings["mode"] == "disabled":
        return _open_void(asked, settings)
    home = Home(settings["dir"])
    if asked.id is None or asked.resume not in ("allow", "auto") or _only_names_existing(asked.id):
        return _open_at(home, asked, settings)
    with turn(home, str(asked.id)):
        return _open_at(home, asked, settings)


def _open_at(home: Home, asked: Asked, settings: Settings) -> Opening:
    existing = _find_existing(home, asked)
    if existing is not None:
        return _resume(home, existing, asked, settings)
    return _begin(home, asked, settings)


def _find_existing(home: Home, asked: Asked) -> Existing | None:
    """The run to go on with; None to begin a new one."""
    if asked.rewind is not None:
        run, step = asked.rewind
        existing = read_run(home, need_run(home, run))
        if existing.last_step is None or step > existing.last_step:
            has = "no steps yet" if existing.last_step is None else f"steps up to {existing.last_step}"
            raise BadStep(f"{run!r} has {has}; there is no {step} to rewind to. Nothing was changed.")
        return read_run(home, existing.id, until=step)
    if asked.id is None:
        return _last_unfinished(home, check_project(asked.project)) if asked.resume in ("auto", "allow") else None
    found = find_run(home, asked.id)
    if asked.resume == "must" or (asked.resume in ("allow", "auto") and _only_names_existing(asked.id)):
        return read_run(home, need_run(home, asked.id))
    if found is None:
        return None
    if asked.resume in ("allow", "auto"):
        return read_run(home, found)
    raise RunExists(
        f"The run {asked.id!r} exists in {home.path} and was left untouched. Go on with it by resume=True, or choose another id."
    )


def _only_names_existing(name: str | int) -> bool:
    """Whether this can only be a number or a display id, which runs are given and nobody chooses."""
    return isinstance(name, int) or name.isdigit() or is_display_id(name)


def _last_unfinished(home: Home, project: str) -> Existing | None:
    """The newest run of the project, if it ended without finishing and nobody writes to it."""
    entries = [entry for entry in Registry(home).entries() if entry.project == project]
    for entry in reversed(entries):
        if home.journals(entry.run):
            existing = read_run(home, entry.run)
            return None if existing.state is State.FINISHED or existing.state in OPEN_STATES else existing
    return None


def _begin(home: Home, asked: Asked, settings: Settings) -> Opening:
    parent = _parent(home, asked)
    project = check_project(asked.project if asked.project is not None or parent is None else parent.facts.project)
    content = _new_content(asked, settings, parent)
    run = _claim(home, asked.id)
    try:
        entry = Registry(home).enter(run, project)
    except OSError as error:
        raise HomeUnusable(
            f"{home.registry_path} cannot be written ({error.strerror}). Nothing was recorded. Free some space or choose another "
            "home with RUNSTONE_DIR or init(dir=...)."
        ) from error
    name = content.words["name"] or new_name(entry.number)
    content.words["name"] = name
    writer = _writer(home, run, settings)
    started = Started(
        time=writer.now(),
        number=entry.number,
        display_id=entry.display_id,
        project=project,
        config=content.config,
        tags=content.tags,
        parent=Parent(parent.id, _fork_step(asked)) if parent is not None else None,
        sweep=asked.trial.sweep if asked.trial else settings["sweep_id"] or "",
        **content.words,
    )
    writer.event(started)
    if parent is not None:
        _inherit(content.definitions, parent, writer)
    Registry(home).ring(run, writer.writer)
    identity = Identity(
        run,
        entry.number,
        entry.display_id,
        project,
        str(home.path),
        started.parent,
        False,
        started.time,
        False,
        started.sweep,
        content.next_step,
    )
    return _assemble(identity, writer, home, content, settings, asked.trial)


def _inherit(definitions: Definitions, parent: Existing, writer: JournalWriter) -> None:
    """A fork shows its metrics as its parent does."""
    for known in parent.facts.definitions.rules.all:
        record = MetricDefined(
            time=writer.now(),
            name=known.name,
            step_metric=known.step_metric or None,
            step_sync=known.step_sync or None,
            hidden=known.hidden or None,
            summary=list(known.summary) or None,
            goal=known.goal or None,
        )
        writer.event(record)
        definitions.apply(writer.writer, record)


def _resume(home: Home, existing: Existing, asked: Asked, settings: Settings) -> Opening:
    facts = existing.facts
    started = facts.started
    if started is None:
        raise Misuse(
            f"The journals of {existing.id!r} have lost their first record, so it cannot be gone on with. What they hold is safe; "
            "`runstone doctor` tells more. Choose another id."
        )
    head = facts.head
    branch = max(facts.branches, default=0) + 1 if asked.rewind else head
    writer = _writer(home, existing.id, settings, branch=branch)
    Registry(home).ring(existing.id, writer.writer)
    next_step = 0 if existing.last_step is None else existing.last_step + 1
    if asked.rewind:
        writer.event(Rewound(time=writer.now(), branch=branch, onto=head, step=asked.rewind[1]))
        next_step = asked.rewind[1] + 1
    words = {word: getattr(facts, word) for word in ("name", "notes", "group", "job_type")}
    content = _Content(
        config=facts.config.nested(),
        summary=summary_of(facts, _shown(home, existing)),
        tags=facts.tags,
        words=words,
        next_step=next_step,
        logged=existing.latest,
        definitions=facts.definitions,
    )
    identity = Identity(
        existing.id,
        facts.number,
        facts.display_id,
        facts.project,
        str(home.path),
        facts.parent,
        True,
        started.time,
        False,
        started.sweep,
        next_step,
    )
    opening = _assemble(identity, writer, home, content, settings, asked.trial)
    opening.config.update(asked.config)
    opening.tags.add(asked.tags)
    return opening


def _shown(home: Home, existing: Existing) -> dict[str, Newest]:
    """What the summary shows of each metric of an existing run: its last value, or the figures that were asked for."""
    rules = existing.facts.definitions.rules
    if not rules.has_summaries:
        return existing.newest
    asked = {name: rules.of(name).summary for name in existing.newest}
    wanted = {name: figures for name, figures in asked.items() if figures and "none" not in figures}
    found = JournalFigures(home, existing.id).of(wanted)
    shown = {name: newest for name, newest in existing.newest.items() if not asked[name]}
    return shown | {name: Newest(existing.newest[name].time, figures) for name, figures in found.items() if figures}


def _open_void(asked: Asked, settings: Settings) -> Opening:
    content = _new_content(asked, settings, None)
    content.words["name"] = content.words["name"] or "disabled"
    run = str(asked.id) if asked.id is not None else new_run_id()
    project = check_project(asked.project)
    writer = VoidWriter()
    now, step = writer.now(), content.next_step
    sweep = asked.trial.sweep if asked.trial else ""
    identity = Identity(run, 0, "OFF-0", project, settings["dir"], None, False, now, True, sweep, step)
    return _assemble(identity, writer, None, content, settings, asked.trial)


def _new_content(asked: Asked, settings: Settings, parent: Existing | None) -> _Content:
    config: dict[str, Any] = {}
    tags: list[str] = []
    if parent is not None and asked.inherit_config:
        config = parent.facts.config.nested()
    if parent is not None and asked.inherit_tags:
        tags = parent.facts.tags
    own = asked.tags or as_tags(settings["tags"])
    words = {
        "name": asked.name or settings["name"] or "",
        "notes": asked.notes or "",
        "group": asked.group or settings["group"] or "",
        "job_type": asked.job_type or "",
    }
    next_step = _fork_step(asked) + 1 if asked.fork else 0
    return _Content(
        config=merge(copy_plain(config), asked.config),
        summary={},
        tags=[*tags, *(tag for tag in own if tag not in tags)],
        words=words,
        next_step=next_step,
        logged={},
        definitions=Definitions(),
    )


def _parent(home: Home, asked: Asked) -> Existing | None:
    if asked.fork is None:
        return None
    parent = read_run(home, need_run(home, asked.fork[0]))
    if parent.last_step is None or asked.fork[1] > parent.last_step:
        has = "no steps yet" if parent.last_step is None else f"steps up to {parent.last_step}"
        raise BadStep(
            f"{asked.fork[0]!r} has {has}, so it cannot be forked at step {asked.fork[1]}. Nothing was created."
        )
    return parent


def _fork_step(asked: Asked) -> int:
    return asked.fork[1] if asked.fork else -1


def _claim(home: Home, wanted: str | int | None) -> str:
    """Make the folder of a new run; making it is what claims the id."""
    if wanted is not None and _only_names_existing(wanted):
        raise BadRunId(
            f"{wanted!r} looks like a number or display id, and those are given out, not chosen; no run has it. Nothing was created. "
            "Choose an id with a small letter in it."
        )
    run = check_run_id(str(wanted)) if wanted is not None else new_run_id()
    try:
        os.makedirs(home.runs_path, exist_ok=True)
        os.mkdir(home.run_path(run))
    except FileExistsError:
        if home.journals(run):
            raise RunExists(
                f"The run {run!r} was begun by another process just now. Use resume=True to join it."
            ) from None
    except OSError as error:
        raise HomeUnusable(
            f"The home {home.path} cannot be written ({error.strerror}). Nothing was recorded. Choose another with RUNSTONE_DIR or "
            "init(dir=...), or record nothing with RUNSTONE_MODE=disabled."
        ) from error
    return run


def _writer(home: Home, run: str, settings: Settings, branch: int = 0) -> JournalWriter:
    return JournalWriter(
        home,
        run,
        branch=branch,
        heartbeat_secs=settings["heartbeat_secs"],
        version=VERSION,
        on_trouble=guard.say,
    )


def _assemble(
    identity: Identity,
    writer: JournalWriter | VoidWriter,
    home: Home | None,
    content: _Content,
    settings: Settings,
    trial: Trial | None,
) -> Opening:
    from runstone.blobs.store import BlobStore  # here, since it brings hashlib

    store = BlobStore(home) if home is not None else None
    keeper = Keeper(writer, settings["sync_interval_secs"], settings["heartbeat_secs"])
    if isinstance(writer, JournalWriter):
        keeper.start()
    wake = keeper.start if isinstance(writer, JournalWriter) else _stay_asleep
    open_media = partial(_open_media, writer, store, settings) if store and isinstance(writer, JournalWriter) else None
    history = History(writer, open_media, next_step=content.next_step, on_wake=wake)

    def write_config(changes: dict[str, Any], removed: list[list[str]]) -> None:
        guard.check_open(writer)
        writer.event(ConfigUpdated(time=writer.now(), changes=changes, removed=removed))

    def write_summary(changes: dict[str, Any], removed: list[list[str]]) -> None:
        guard.check_open(writer)
        writer.event(SummaryUpdated(time=writer.now(), changes=changes, removed=removed))

    def write_tags(added: list[str], removed: list[str]) -> None:
        guard.check_open(writer)
        writer.event(TagsChanged(time=writer.now(), added=added, removed=removed))

    if isinstance(writer, JournalWriter) and store is not None:
        captures = start_captures(settings, writer, store, identity.started_time, guard.say_once)
    else:
        captures = Captures([], 0.0)
    upload = upload_of(settings) if home is not None else None
    waits = leaves = None
    if upload is not None:
        waits, leaves = partial(upload.wait, identity.id, writer.writer), upload.leave
        upload.start()
    stopping = None
    if home is not None and settings["stoppable"]:
        stopping = Stopping(home, identity.id, writer.writer, history.interrupt, is_trial=present_trial() is not None)
        keeper.look = stopping.look
    figures = JournalFigures(home, identity.id) if home is not None else None
    metrics = Metrics(writer, content.definitions, figures)
    return Opening(
        identity=identity,
        writer=writer,
        config=Config(content.config, write_config, trial.params if trial else None),
        summary=Summary(content.summary, write_summary, history.latest, metrics.shown, content.logged),
        tags=Tags(content.tags, write_tags),
        metrics=metrics,
        tools=Tools(identity, writer, store, settings, content.words),
        history=history,
        keeper=keeper,
        lifecycle=Lifecycle(writer, keeper, captures, waits, leaves, settings["finish_timeout_secs"]),
        stopping=stopping,
        words=content.words,
        settings=settings,
        signals=settings["signals"] and not identity.disabled,
    )


def _open_media(writer: JournalWriter, store: BlobStore, settings: Settings) -> MediaRecorder:
    from runstone.sdk.media.recorder import MediaRecorder  # here, since most runs log no media

    return MediaRecorder(
        writer, store, backlog_bytes=settings["media_backlog_bytes"], hurry_secs=settings["finish_timeout_secs"]
    )


def _stay_asleep() -> None:
    """A disabled run has nothing to wake."""


def plain_config(given: object) -> dict[str, Any]:
    """A config as a nested dict: from a mapping, a namespace, a dataclass, OmegaConf.

    Raises:
        Misuse: it is none of these.
    """
    if given is None:
        return {}
    plain = to_plain(given)
    if not isinstance(plain, dict):
        raise Misuse(
            f"config takes a dict, a namespace or a dataclass, not {type(given).__name__}. Nothing was created."
        )
    return plain


def of_trial(asked: Asked, trial: Trial) -> Asked:
    """What a script asked for, as far as a sweep leaves it that: the run, its project and the parameters are the sweep's.

    Raises:
        Misuse: it rewinds or forks, which the run of a trial cannot. Nothing was created.
    """
    if asked.rewind or asked.fork:
        raise Misuse(
            "The run of a trial begins anew: resume_from and fork_from have no place in a sweep. Nothing was created."
        )
    for word, wanted, given in (("id", asked.id, trial.run), ("project", asked.project, trial.project)):
        if wanted is not None and str(wanted) != given:
            guard.say_once(f"{word}={wanted!r} is ignored: in a sweep it is {given!r}.")
    return asked._replace(
        id=trial.run,
        resume="allow",
        project=trial.project,
        config=merge(copy_plain(asked.config), trial.params),
        group=asked.group or trial.sweep,
        job_type=asked.job_type or "sweep",
        trial=trial,
    )
