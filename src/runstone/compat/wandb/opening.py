"""`wandb.init`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import Any

from runstone.compat.wandb import config_source, current, ids
from runstone.compat.wandb.config import Config
from runstone.compat.wandb.errors import UsageError, translated
from runstone.compat.wandb.notebook import in_notebook
from runstone.compat.wandb.run import Run
from runstone.compat.wandb.run_names import check_tags
from runstone.compat.wandb.settings import Settings, resolve, said, translate
from runstone.model.errors import BadStep, RunExists
from runstone.model.home import Home
from runstone.model.states import OPEN_STATES
from runstone.sdk import guard
from runstone.sdk.existing import read_run
from runstone.sdk.init import init as begin
from runstone.sdk.run import Run as NativeRun
from runstone.sdk.settings import Settings as OurSettings
from runstone.sdk.trial import present_trial

DEFAULT_PROJECT = "uncategorized"
_REINITS = {
    None: "default",
    True: "finish_previous",
    False: "return_previous",
    "true": "finish_previous",
    "false": "return_previous",
    "1": "finish_previous",
    "0": "return_previous",
    "default": "default",
    "return_previous": "return_previous",
    "finish_previous": "finish_previous",
    "create_new": "create_new",
}
_RESUMES = {
    None: None,
    False: None,
    "never": "never",
    "false": None,
    "allow": "allow",
    "must": "must",
    "auto": "auto",
    "true": "auto",
    True: "auto",
}
_MOMENT = re.compile(r"(?P<run>[^?]+)\?_step=(?P<step>\d+)")


def init(
    entity: str | None = None,
    project: str | None = None,
    dir: str | os.PathLike[str] | None = None,  # noqa: A002 - theirs
    id: str | None = None,  # noqa: A002 - theirs
    name: str | None = None,
    notes: str | None = None,
    tags: str | Sequence[str] | None = None,
    config: Any = None,
    config_exclude_keys: Sequence[str] | None = None,
    config_include_keys: Sequence[str] | None = None,
    allow_val_change: bool | None = None,
    group: str | None = None,
    job_type: str | None = None,
    mode: str | None = None,
    force: bool | None = None,
    reinit: bool | str | None = None,
    resume: bool | str | None = None,
    resume_from: str | None = None,
    fork_from: str | None = None,
    save_code: bool | None = None,
    tensorboard: bool | None = None,
    sync_tensorboard: bool | None = None,
    monitor_gym: bool | None = None,
    settings: Any = None,
    anonymous: Any = None,
) -> Run:
    """Begin a run, or go on with one. What is not given comes from `settings`, `wandb.setup`, or the environment.

    Args:
        entity, force, anonymous: accepted; there is nothing to log in to.
        dir: accepted; runs lie in the home (`RUNSTONE_DIR`), where the UI finds them.
        project: `uncategorized` if nobody says.
        id: your own id. With `resume` unset a run that has it begins anew: what it had is hidden, not removed, and comes back with
            `runstone rewind ID --undo`; if another process is writing it, this one joins.
        name, notes, tags, group, job_type: of the run. A text is one tag.
        config: a dict, a namespace, flags of absl, or the path of a YAML or JSON file.
        config_exclude_keys, config_include_keys: of the config, all but these, or only these.
        allow_val_change: accepted; what is given here always stands over what a resumed run has.
        mode: `online` and `offline` both record, `online` on the server of RUNSTONE_URL, too, if there is one; `shared` joins the run of the id; `disabled` writes nothing.
        reinit: about a run that is open: `return_previous` (the default in scripts), `finish_previous` or True (the default in notebooks), or
            `create_new`, which leaves `wandb.run` alone.
        resume: `allow`, `must`, `never`, or `auto` or True: the id, or the newest run of the project if that one did not finish.
        resume_from, fork_from: `"id?_step=N"`: rewind a run, or begin one that shows another's points up to a step.
        save_code: record the files of code, too. The state of git is recorded anyway.
        tensorboard, sync_tensorboard: record what goes to writers of TensorBoard.
        monitor_gym: not translated; said once.
        settings: `wandb.Settings`, or a dict.

    Raises:
        UsageError: the call was wrong, or the id is taken, or not there. Nothing was created.
        CommError: the home cannot be written.
        ConfigError: a file of a config cannot be read.
    """
    chosen = resolve(
        settings,
        {
            "entity": entity,
            "project": project,
            "run_id": id,
            "run_name": name,
            "run_notes": notes,
            "run_tags": tags,
            "run_group": group,
            "run_job_type": job_type,
            "mode": mode,
            "reinit": reinit,
            "resume": resume,
            "resume_from": resume_from,
            "fork_from": fork_from,
            "save_code": save_code,
            "sync_tensorboard": sync_tensorboard or tensorboard,
        },
    )
    way = _one_of(_REINITS, "reinit", chosen.reinit)
    before = _previous(way, chosen)
    if before is not None:
        return before
    given = config_source.as_config(config, config_exclude_keys, config_include_keys)
    wanted = Config()
    wanted.update(config_source.defaults(said(chosen).get("config_paths")))
    wanted.update(given, allow_val_change=True)
    with translated():
        native = _open(chosen, wanted.as_dict())
    run = Run(native, chosen)
    trial = present_trial() or OurSettings()["trial"]
    if trial is not None and native.sweep_id == trial.sweep:
        run.config.update_locked({key: run.config[key] for key in trial.params if key in run.config}, "sweep")
    run.config.update(
        {key: value for key, value in wanted.items() if run.config.get(key) != value}, allow_val_change=True
    )
    current.add(run, aside=way == "create_new")
    _begin_extras(run, chosen, monitor_gym)
    return run


def _one_of(table: dict[Any, Any], argument: str, given: Any) -> Any:
    key = given.lower() if isinstance(given, str) else given
    if key not in table:
        words = ", ".join(sorted(word for word in table if isinstance(word, str)))
        raise UsageError(f"{argument}={given!r}: expected True, False or one of {words}. Nothing was created.")
    return table[key]


def _previous(way: str, chosen: Settings) -> Run | None:
    """The open run that `init` gives back, if that is what is wanted; open runs are finished if that is."""
    runs = current.live()
    if way == "create_new" or not runs:
        return None
    if way == "finish_previous" or (way == "default" and in_notebook()):
        for run in reversed(runs):
            run.finish()
        return None
    before = current.run() or runs[-1]
    if chosen.resume == "must" and chosen.run_id not in (None, before.id):
        raise UsageError(
            f"Cannot resume {chosen.run_id!r} while another run is active. Finish {before.id!r} first, or give "
            "reinit='create_new'. Nothing was changed."
        )
    guard.say_once(f"wandb.init() while {before.id!r} is open gives that run back; reinit says otherwise.")
    return before


def _open(chosen: Settings, config: dict[str, Any]) -> NativeRun:
    resume = _one_of(_RESUMES, "resume", chosen.resume)
    if sum(each is not None for each in (resume, chosen.resume_from, chosen.fork_from)) > 1:
        raise UsageError("`resume`, `resume_from` and `fork_from` exclude each other; give one. Nothing was created.")
    named = None if chosen.run_id is None else str(chosen.run_id)
    if named is not None and resume != "must":
        ids.check(named)
    if resume == "must" and named is None:
        raise UsageError("resume='must' needs the id of the run. Nothing was created.")
    if chosen.mode == "shared" and resume is None:
        resume = "allow"
    settings = translate(chosen)
    ours = OurSettings()
    project = chosen.project or (None if ours["project"] or present_trial() or ours["trial"] else DEFAULT_PROJECT)
    words: dict[str, Any] = {
        "name": chosen.run_name,
        "notes": chosen.run_notes,
        "tags": check_tags(chosen.run_tags),
        "group": chosen.run_group,
        "job_type": chosen.run_job_type,
        "mode": {"disabled": "disabled", "offline": "local"}.get(chosen.mode),
        "settings": settings,
    }
    if chosen.resume_from is not None:
        return begin(resume_from=_moment("resume_from", chosen.resume_from), **words)
    native_id = None if named is None else ids.to_native(named)
    if chosen.fork_from is not None:
        words["config"] = config
        return begin(chosen.project, id=native_id, fork_from=_moment("fork_from", chosen.fork_from), **words)
    if native_id is None:
        return begin(project, resume="auto" if resume == "auto" else None, config=_of_new(resume, config), **words)
    if resume is not None:
        return begin(project, id=native_id, resume=resume, **words)
    try:
        return begin(project, id=native_id, config=config, **words)
    except RunExists:
        return _begin_anew(native_id, config, words)


def _of_new(resume: str | None, config: dict[str, Any]) -> dict[str, Any] | None:
    """The config that a run begins with; one that may be resumed gets its own by the rules of `Config.update`."""
    return None if resume == "auto" else config


def _moment(argument: str, text: str) -> str:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise UsageError(f"{argument}={text!r}: expected 'run-id?_step=N'. Nothing was created.")
    return f"{ids.to_native(match['run'])}?_step={match['step']}"


def _begin_anew(native_id: str, config: dict[str, Any], words: dict[str, Any]) -> NativeRun:
    """A run under an id that is taken, and no word about resuming: theirs is overwritten. Ours is hidden, and comes back by undoing the rewind."""
    existing = read_run(Home(OurSettings()["dir"]), native_id)
    if existing.state in OPEN_STATES:
        guard.say(f"the run {ids.from_native(native_id)!r} is being written by another process: this one joins it.")
        return begin(id=native_id, resume="must", config=config, **words)
    try:
        run = begin(resume_from=f"{native_id}?_step=-1", **words)
        guard.say(
            f"the run {ids.from_native(native_id)!r} begins anew. What it had is hidden, not removed: `runstone rewind {native_id} --undo` "
            "brings it back. resume='allow' goes on with a run."
        )
    except BadStep:
        run = begin(id=native_id, resume="must", **words)
    for key in [key for key in run.config if key not in config]:
        del run.config[key]
    for key in list(run.summary):
        del run.summary[key]
    run.update_config(config)
    return run


def _begin_extras(run: Run, chosen: Settings, monitor_gym: bool | None) -> None:
    """What `init` was asked for besides a run. None of it is worth a training."""
    if monitor_gym:
        guard.say_once("monitor_gym is not translated: log the films of a gym as wandb.Video.")
    patched = sys.modules.get("runstone.compat.wandb.integration.tensorboard")
    if said(chosen).get("sync_tensorboard") or patched is not None:
        from runstone.compat.wandb.integration import (
            tensorboard,  # here, since most runs have no TensorBoard beside them
        )

        tensorboard.begin(run.native, asked=bool(said(chosen).get("sync_tensorboard")))
    folder = said(chosen).get("code_dir")
    if (chosen.save_code or folder) and not chosen.disable_code and not run.disabled:
        run.log_code(folder or ".")
