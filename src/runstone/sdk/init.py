"""`init`: the door by which a run is opened."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from runstone.model.address import run_address
from runstone.model.errors import BadStep, BadValue, Misuse, RunstoneError
from runstone.model.home import Home
from runstone.model.instance import find
from runstone.sdk import guard
from runstone.sdk.history import whole_step
from runstone.sdk.opening import Asked, of_trial, open_run, plain_config
from runstone.sdk.rerun import record_randomness, repeat_randomness, rerun_id
from runstone.sdk.run import Run
from runstone.sdk.settings import Settings
from runstone.sdk.tags import as_tags
from runstone.sdk.trial import present_trial
from runstone.sdk.upload import Upload, upload_of

_RESUMES = {
    True: "allow",
    False: "never",
    None: None,
    "allow": "allow",
    "must": "must",
    "never": "never",
    "auto": "auto",
}
_STEP_MARK = "?_step="


def init(
    project: str | None = None,
    name: str | None = None,
    *,
    config: Any = None,
    tags: str | Iterable[str] | None = None,
    notes: str | None = None,
    group: str | None = None,
    job_type: str | None = None,
    id: str | int | None = None,  # noqa: A002 - the field's word
    run_id: str | int | None = None,
    resume: bool | str | None = None,
    resume_from: str | None = None,
    fork_from: str | None = None,
    fork_run_id: str | int | None = None,
    fork_step: int | None = None,
    inherit_config: bool = True,
    inherit_tags: bool = False,
    dir: str | os.PathLike[str] | None = None,  # noqa: A002 - the field's word
    mode: str | None = None,
    sync_tensorboard: bool = False,
    snapshot_code: bool | str | os.PathLike[str] | None = None,
    workspace_root: str | os.PathLike[str] | None = None,
    settings: Mapping[str, Any] | None = None,
    on_cancel: Callable[[], object] | None = None,
) -> Run:
    """Begin a run, or go on with one.

    Args:
        project: a `/`-separated path; `default` if nobody says.
        name: what people read; made up if not given.
        config: a dict, namespace, dataclass or OmegaConf; nested.
        tags: one or several.
        notes: Markdown.
        group, job_type: free texts to group by.
        id: (or `run_id`) your own id for a new run; to resume also its number or display id (`CVR-42`).
        resume: what to do about a run that has the id. `None`, `False` or `"never"`: an error that leaves it untouched. `True` or
            `"allow"`: go on with it, or begin it. `"must"`: go on with it, or an error. `"auto"`: like allow; without an id, go on
            with the newest run of the project if that one ended without finishing.
        resume_from: `"id?_step=N"`: go on with that run from step N; what it has after N is hidden, not removed (`runstone rewind --undo`).
        fork_from: `"id?_step=N"`, or `fork_run_id` with `fork_step`: a new run that shows the parent's points up to step N and goes on
            from there.
        inherit_config: a fork begins with its parent's config, your own merged over it.
        inherit_tags: a fork begins with its parent's tags.
        dir: the home; default `RUNSTONE_DIR`, else `~/.runstone`.
        mode: `local` records, `online` sends to the server of the setting `url`, too, `disabled` accepts every call and writes nothing. By default
            `online` where there is such a server, else `local`.
        sync_tensorboard: record what TensorBoard's writers (PyTorch's, tensorboardX's, TensorFlow's) are given while the run is open:
            see `docs/tensorboard.md`.
        snapshot_code: keep the source tree that the run runs with, as `Run.snapshot_code` does, or that of the folder that is named.
        workspace_root: its folder, if `snapshot_code` names none.
        settings: further settings by name (`runstone config` lists them).
        on_cancel: called when a person asks the run to stop: see `Run.on_cancel`.

    Returns:
        The open run; `runstone.log` and its sisters now mean this one.

    Raises:
        RunExists, RunNotFound, BadRunId, BadProject, BadStep, BadSetting, Misuse: the call was wrong; nothing was created or changed.
        HomeUnusable: the home cannot be written; nothing was created.
    """
    trial = present_trial()
    home = dir if dir is not None or trial is None else trial.home or None
    given = {"dir": os.fspath(home) if home is not None else None, "mode": mode}
    resolved = Settings({**(settings or {}), **{key: value for key, value in given.items() if value is not None}})
    guard.Strictness.on = resolved["strict"]
    chosen = _one_of("id", id, "run_id", run_id)
    if chosen is None and resolved["run_id"] is not None:
        chosen = resolved["run_id"]
        resume = "allow" if resume is None else resume
    original = resolved["rerun_of"]
    if original is not None:
        chosen, resume = rerun_id(resolved), None
    if resume not in _RESUMES:
        raise Misuse(
            f"resume={resume!r}: expected True, False, 'allow', 'must', 'never' or 'auto'. Nothing was created."
        )
    asked = Asked(
        project=project if project is not None else resolved["project"],
        name=name,
        config=plain_config(config),
        tags=as_tags(tags),
        notes=notes,
        group=group,
        job_type=job_type,
        id=chosen,
        resume=_RESUMES[resume],
        rewind=_at_step("resume_from", resume_from) if resume_from is not None and original is None else None,
        fork=_fork(fork_from, fork_run_id, fork_step),
        inherit_config=inherit_config,
        inherit_tags=inherit_tags,
    )
    if asked.rewind and asked.fork:
        raise Misuse("resume_from goes on with a run, fork_from begins another; choose one. Nothing was created.")
    tree = _tree(snapshot_code, workspace_root)
    trial = trial or resolved["trial"]
    if trial is not None:
        asked = of_trial(asked, trial)
    opening = open_run(asked, resolved)
    run = Run(opening)
    run.on_cancel = on_cancel
    if opening.identity.resumed:
        for word, text in (("name", name), ("notes", notes), ("group", group), ("job_type", job_type)):
            if text is not None and text != getattr(run, word):
                setattr(run, word, text)
    if sync_tensorboard:
        from runstone.sdk.capture.tensorboard import sync  # here, since most runs have no TensorBoard beside them

        sync(run)
    if original is not None and not run.disabled:
        run.add_tags(f"rerun:{original}")
        repeat_randomness(run, original)
    elif snapshot_code or (snapshot_code is None and resolved["snapshot_code"]):
        _snapshot(run, tree)
    if not resolved["quiet"] and not run.disabled:
        _greet(run, upload_of(resolved))
    return run


def _tree(snapshot_code: object, workspace_root: str | os.PathLike[str] | None) -> str | os.PathLike[str] | None:
    named = snapshot_code if isinstance(snapshot_code, str | os.PathLike) else workspace_root
    if named is not None and not os.path.isdir(named):
        raise BadValue(f"{os.fspath(named)!r} is no folder, so there is no code to take from it. Nothing was created.")
    return named


def _snapshot(run: Run, tree: str | os.PathLike[str] | None) -> None:
    try:
        record_randomness(run)
        run.snapshot_code(tree)
    except (RunstoneError, OSError) as error:  # the run is there, and its training matters more
        guard.say(f"the code was not taken: {error}")


def _one_of(first: str, a: str | int | None, second: str, b: str | int | None) -> str | int | None:
    if a is not None and b is not None and a != b:
        raise Misuse(f"{first}={a!r} and {second}={b!r} are two spellings of one thing; give one. Nothing was created.")
    return a if a is not None else b


def _at_step(argument: str, text: str) -> tuple[str, int]:
    run, mark, step = text.partition(_STEP_MARK)
    if not mark or not run or not step.lstrip("-").isdigit():
        raise Misuse(f"{argument}={text!r}: expected 'run-id{_STEP_MARK}N'. Nothing was created.")
    return run, int(step)


def _fork(fork_from: str | None, run: str | int | None, step: int | None) -> tuple[str | int, int] | None:
    if fork_from is not None:
        if run is not None or step is not None:
            raise Misuse("fork_from and fork_run_id are two spellings of one thing; give one. Nothing was created.")
        return _at_step("fork_from", fork_from)
    if (run is None) != (step is None):
        raise Misuse("fork_run_id and fork_step belong together; give both. Nothing was created.")
    if run is None or step is None:
        return None
    try:
        return run, whole_step(step)
    except BadStep:
        raise BadStep(f"fork_step={step!r} is no integer. Nothing was created.") from None


def _greet(run: Run, upload: Upload | None) -> None:
    verb = "goes on" if run.resumed else f"forks {run.fork_run_id} at step {run.fork_step}" if run.parent else "began"
    guard.say(f"{run.name} ({run.display_id}, id {run.id}) {verb} in project {run.project}, home {run.home}")
    server = find(Home(run.home))
    url = upload.url if upload else server.url if server else None
    where = run_address(url, run.project, run.id) if url else "start `runstone ui`"
    guard.say(f"to look at it: {where}")
