"""`init`: how a run is opened in Runicorn's words."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

from runstone.compat.runicorn.active import push
from runstone.compat.runicorn.naming import check_id, check_path
from runstone.compat.runicorn.run import NoOpRun, Run
from runstone.compat.runicorn.switch import is_enabled
from runstone.model.errors import BadValue, RunstoneError
from runstone.sdk import guard
from runstone.sdk.init import init as native_init
from runstone.sdk.rerun import record_randomness
from runstone.sdk.run import Run as NativeRun

# What each of theirs is called in our settings.
TQDM_MODES = {"smart": "last", "all": "all", "none": "none"}
PathLike = str | os.PathLike[str]


def init(
    path: str | None = None,
    storage: PathLike | None = None,
    run_id: str | None = None,
    alias: str | None = None,
    capture_env: bool | None = None,
    snapshot_code: bool = False,
    workspace_root: PathLike | None = None,
    snapshot_format: str = "zip",
    force_snapshot: bool = False,
    capture_console: bool | None = None,
    tqdm_mode: str = "smart",
    *,
    tags: str | Iterable[str] | None = None,
) -> Run:
    """Begin a run, or go on with the one that has the id.

    Args:
        path: where it stands in the tree, `cv/resnet50/baseline`: any signs, dots and blanks too; default `default`.
        storage: the home; default `RUNICORN_DIR`, else `RUNSTONE_DIR`, else `~/.runstone`.
        run_id: an id of your own. Where a run has it, this goes on with that one, behind its last step; several processes may share one.
        alias: the name that people read.
        capture_env: False records neither git, packages nor the host, True all of them; by default what the settings say, which is all.
        snapshot_code: keep the source tree.
        workspace_root: its folder; by default the repository of the script.
        snapshot_format: accepted; files are stored one by one, each once.
        force_snapshot: however large it is.
        capture_console: False records nothing that is printed, True all; by default what the settings say, which is all.
        tqdm_mode: what is recorded of progress bars: `smart` the last state, `all` each, `none` nothing.
        tags: one or several.

    Returns:
        The open run; one that writes nothing where recording is switched off.

    Raises:
        BadProject, BadRunId, BadValue: ValueErrors, too. Nothing was created.
        HomeUnusable: the home cannot be written; nothing was created.
    """
    project, chosen = check_path(path), check_id(run_id)
    if tqdm_mode not in TQDM_MODES:
        raise BadValue(f"tqdm_mode={tqdm_mode!r}: expected one of {', '.join(TQDM_MODES)}. Nothing was created.")
    settings: dict[str, Any] = {} if tqdm_mode == "smart" else {"console_bars": TQDM_MODES[tqdm_mode]}
    if capture_env is not None:
        settings.update(git=capture_env, packages=capture_env, host=capture_env)
    if capture_console is not None:
        settings["console"] = capture_console
    is_on = is_enabled()
    native = native_init(
        project,
        alias,
        id=chosen,
        resume=None if chosen is None else "allow",
        tags=tags,
        dir=storage or os.environ.get("RUNICORN_DIR") or None,
        mode=None if is_on else "disabled",
        snapshot_code=True if snapshot_code and not force_snapshot else None,
        workspace_root=workspace_root,
        settings=settings,
    )
    if snapshot_code and force_snapshot and is_on:
        _snapshot_all(native, workspace_root)
    if native.resumed and project is not None and project != native.project:
        guard.say_once(f"the run {native.id} stays in {native.project!r}; path={path!r} was ignored.")
    run = NoOpRun(native) if native.disabled else Run(native)
    push(run)
    return run


def _snapshot_all(run: NativeRun, root: PathLike | None) -> None:
    try:
        record_randomness(run)
        run.snapshot_code(root, max_file_bytes=sys.maxsize, max_total_bytes=sys.maxsize, max_files=sys.maxsize)
    except (RunstoneError, OSError) as error:  # the run is there, and its training matters more
        guard.say(f"the code was not taken: {error}")
