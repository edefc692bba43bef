"""The Pluto client's door: `import runstone.compat.pluto as pluto`, and the script runs as it is.

What maps, what does not, and why is in `docs/pluto.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from runstone.compat.pluto.data import Artifact, Audio, Data, File, Graph, Histogram, Image, Table, Text, Video
from runstone.compat.pluto.op import Op, RunExistsError, not_here, ops, start
from runstone.compat.pluto.settings import Settings, setup
from runstone.model.ids import new_run_id

__all__ = [
    "Artifact",
    "Audio",
    "Data",
    "File",
    "Graph",
    "Histogram",
    "Image",
    "Op",
    "RunExistsError",
    "Settings",
    "Table",
    "Text",
    "Video",
    "agent",
    "alert",
    "finish",
    "generate_run_id",
    "init",
    "log",
    "login",
    "logout",
    "ops",
    "setup",
    "sweep",
    "watch",
]


def init(
    dir: str | None = None,  # noqa: A002 - theirs
    project: str | None = None,
    name: str | None = None,
    config: Any = None,
    settings: Settings | Mapping[str, Any] | None = None,
    tags: str | list[str] | None = None,
    run_id: str | int | None = None,
    resume: bool = False,
    fork_run_id: str | int | None = None,
    fork_step: int | None = None,
    inherit_config: bool | None = None,
    inherit_tags: bool | None = None,
    save_dir: str | None = None,
) -> Op:
    """Begin a run, or go on with one.

    Args:
        dir, save_dir: accepted; runs lie in the home (`RUNSTONE_DIR`), where the UI finds them.
        project: default `PLUTO_PROJECT`, else `pluto`.
        name: ignored on resume, as theirs is.
        config: merged key by key on resume.
        settings: theirs, by class or dict; those that mean something here are in `docs/pluto.md`.
        tags: one or several.
        run_id: an integer or digits (the number), `LV3-12` (a display id), both to resume; anything else is your own id. `PLUTO_RUN_ID`
            stands in, and then always attaches.
        resume: go on with the run that has your own id.
        fork_run_id, fork_step: begin with the parent's points up to the step.
        inherit_config: by default yes.
        inherit_tags: by default no.

    Raises:
        RunExistsError: your own id is taken, and resume was not asked for. The old run is untouched.
        RunNotFound: no run has this number or display id.
        ValueError: `fork_run_id` without `fork_step`, or the other way round.
    """
    return start(
        project=project,
        name=name,
        config=config,
        settings=settings,
        tags=tags,
        run_id=run_id,
        resume=resume,
        fork_run_id=fork_run_id,
        fork_step=fork_step,
        inherit_config=inherit_config,
        inherit_tags=inherit_tags,
    )


def _current() -> Op:
    if not ops:
        raise RuntimeError("No run is open: call pluto.init() first. Nothing was recorded.")
    return ops[-1]


def log(
    data: Mapping[str, Any], step: int | None = None, commit: bool | None = None, timestamp: float | None = None
) -> None:
    """`Op.log` of the run that was started last."""
    _current().log(data, step, commit, timestamp)


def alert(*args: Any, **kwargs: Any) -> None:
    """`Op.alert` of the run that was started last."""
    _current().alert(*args, **kwargs)


def watch(*args: Any, **kwargs: Any) -> NoReturn:
    """`Op.watch` of the run that was started last."""
    _current().watch(*args, **kwargs)


def finish(op: Op | None = None) -> None:
    """Finish one run, or all that are open."""
    for each in [op] if op is not None else list(reversed(ops)):
        each.finish()


def login(settings: Any = None) -> bool:
    """There is nothing to log in to; always true."""
    return True


def logout(settings: Any = None) -> None:
    """There is nothing to log out of."""


def generate_run_id() -> str:
    """A fresh id of one's own."""
    return new_run_id()


def sweep(*args: Any, **kwargs: Any) -> NoReturn:
    """Not translated: `runstone.sweep` and `runstone.agent` do that."""
    not_here("pluto.sweep", "runstone.sweep takes the same kind of definition")


def agent(*args: Any, **kwargs: Any) -> NoReturn:
    """Not translated: `runstone.sweep` and `runstone.agent` do that."""
    not_here("pluto.agent", "runstone.agent runs the trials of runstone.sweep")


def __getattr__(name: str) -> Any:
    if name == "query":
        not_here("pluto.query", "runstone.Api reads runs, points and config back")
    if name in ("System",):
        not_here(f"pluto.{name}", "system metrics are recorded by themselves under sys/")
    raise AttributeError(f"module 'runstone.compat.pluto' has no attribute {name!r}")
