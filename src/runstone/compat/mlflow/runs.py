"""Runs that are open: a stack, whose top is the active one."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any, NamedTuple, Self

from runstone.compat.mlflow import experiments
from runstone.compat.mlflow.errors import MlflowException
from runstone.model.values import to_plain
from runstone.sdk.init import init
from runstone.sdk.run import Run as NativeRun

_STATES = {"FINISHED": "finished", "FAILED": "failed", "KILLED": "killed"}
_WORDS = {"mlflow.runName": "name", "mlflow.note.content": "notes"}


class RunInfo(NamedTuple):
    """What a run is."""

    run_id: str
    run_name: str
    experiment_id: str
    status: str
    start_time: int
    artifact_uri: str

    @property
    def run_uuid(self) -> str:
        """The id, as it was once called."""
        return self.run_id


class RunData(NamedTuple):
    """What a run holds."""

    params: dict[str, Any]
    metrics: dict[str, float]
    tags: dict[str, str]


class ActiveRun:
    """An open run. A context manager that ends it."""

    def __init__(self, run: NativeRun) -> None:
        self._run = run
        self._first_step = run.step
        self._next_steps: dict[str, int] = {}

    @property
    def native(self) -> NativeRun:
        """The run underneath, with all that Runstone can do."""
        return self._run

    @property
    def info(self) -> RunInfo:
        """What it is."""
        run = self._run
        status = {"running": "RUNNING", "finished": "FINISHED", "killed": "KILLED"}.get(run.state, "FAILED")
        return RunInfo(run.id, run.name, run.project, status, int(run.start_time * 1000), f"runs:/{run.id}")

    @property
    def data(self) -> RunData:
        """What it holds so far."""
        config = self._run.config.to_dict()
        tags = {key: str(value) for key, value in config.pop("tags", {}).items()}
        summary = self._run.summary.to_dict()
        return RunData(config, {key: value for key, value in summary.items() if isinstance(value, int | float)}, tags)

    def next_step(self, key: str) -> int:
        """The step of the next value of a metric that is given none: each metric counts for itself."""
        step = self._next_steps.get(key, self._first_step)
        self._next_steps[key] = step + 1
        return step

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _leave(self)
        self._run.__exit__(kind, error, trace)


_open: list[ActiveRun] = []
_last: list[ActiveRun] = []


def start_run(
    run_id: str | None = None,
    experiment_id: str | None = None,
    run_name: str | None = None,
    nested: bool = False,
    parent_run_id: str | None = None,
    tags: Mapping[str, Any] | None = None,
    description: str | None = None,
    log_system_metrics: bool | None = None,
) -> ActiveRun:
    """Begin a run, or go on with one.

    Args:
        run_id: of the run to go on with.
        experiment_id: the project, if not that of `set_experiment`.
        run_name: the name.
        nested: whether this may be while another run is open; it is then in the group of that one.
        parent_run_id: the run whose group it is in.
        tags: see `set_tag`.
        description: the notes.
        log_system_metrics: False leaves them out.

    Raises:
        MlflowException: a run is open, and `nested` was not said. Nothing was created.
        RunNotFound: there is no such run.
    """
    above = current()
    if above is not None and not nested:
        raise MlflowException(
            f"Run with UUID {above.native.id} is already active. To start a new run, first end the current run with mlflow.end_run(). "
            "To start a nested run, call start_run with nested=True. Nothing was created."
        )
    group = parent_run_id or (above.native.id if above is not None else None)
    run = init(
        None if run_id else experiment_id or experiments.project() or "Default",
        run_name,
        id=run_id,
        resume="must" if run_id else None,
        notes=description,
        group=group,
        settings={"system": False} if log_system_metrics is False else {},
    )
    active = ActiveRun(run)
    _open.append(active)
    _last[:] = [active]
    tell(active, tags or {})
    return active


def end_run(status: str = "FINISHED") -> None:
    """End the active run; nothing where none is.

    Raises:
        MlflowException: no such status.
    """
    if str(status) not in _STATES:
        raise MlflowException(f"status={status!r}: expected one of {', '.join(_STATES)}. The run is still open.")
    active = current()
    if active is not None:
        _leave(active)
        active.native.finish(state=_STATES[str(status)])


def current() -> ActiveRun | None:
    """The run that was opened last of those that are open; None if none is."""
    _open[:] = [each for each in _open if not each.native.closed]
    return _open[-1] if _open else None


def active_run() -> ActiveRun | None:
    """As `current`."""
    return current()


def last_active_run() -> ActiveRun | None:
    """The active run, or else the one that was active last."""
    return current() or (_last[-1] if _last else None)


def need() -> ActiveRun:
    """The active run; begun if there is none, as theirs is."""
    return current() or start_run()


def tell(active: ActiveRun, tags: Mapping[str, Any]) -> None:
    """Tags are pairs there: they stand below `tags` in the config, and the name and the notes where those are."""
    for key, value in tags.items():
        if key in _WORDS:
            setattr(active.native, _WORDS[key], str(value))
        else:
            active.native.update_config({"tags": {key: to_plain(value)}})


def _leave(active: ActiveRun) -> None:
    _open[:] = [each for each in _open if each is not active]
