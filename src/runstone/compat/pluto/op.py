"""The run as Pluto's users hold it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from runstone.compat.pluto.data import to_native
from runstone.compat.pluto.settings import Settings, resolve, translate
from runstone.model.errors import BadValue, MissingDependency, Misuse, RunExists
from runstone.model.home import Home
from runstone.model.ids import is_display_id
from runstone.sdk import guard
from runstone.sdk.existing import find_run
from runstone.sdk.init import init
from runstone.sdk.run import Run
from runstone.sdk.settings import Settings as OurSettings

DEFAULT_PROJECT = "pluto"
_STATES = {None: "finished", 0: "finished", 1: "failed", 2: "killed", 15: "killed"}

ops: list[Op] = []


class RunExistsError(RunExists, RuntimeError):
    """Your own id is taken, and resume was not asked for. The old run is untouched."""


def not_here(name: str, instead: str) -> NoReturn:
    """Say in one sentence that something of Pluto's is not translated, and what to use."""
    raise Misuse(f"{name} is not translated by runstone.compat.pluto: {instead}. Nothing recorded is affected.")


class Op:
    """A run that is open. `log`, `finish`, `close` and the rest are Pluto's; what they do is the SDK's."""

    def __init__(self, run: Run, own_id: str | None, settings: Settings) -> None:
        self._run = run
        self._own_id = own_id
        self.settings = settings

    def log(
        self,
        data: Mapping[str, Any],
        step: int | None = None,
        commit: bool | None = None,
        timestamp: float | None = None,
    ) -> None:
        """Record values. Without a step the first call is step 1, and a resumed run goes on after its last one.

        `commit` is ignored, as theirs is. More is recorded than by theirs: bools, nested dicts, whole lists, texts of any length.

        Raises:
            BadValue: a value that cannot be recorded; all others of the call were.
        """
        if step is None and self._run.step == 0:
            step = 1
        native, errors = {}, []
        for key, value in data.items():
            try:
                native[key] = to_native(value)
            except (BadValue, MissingDependency) as error:
                errors.append(f"{key!r}: {error}")
        try:
            self._run.log(native, step, None, timestamp)
        except BadValue as error:
            errors.append(str(error))
        if errors:
            raise BadValue(" ".join(errors))

    def finish(self, code: int | None = None) -> None:
        """End the run: None and 0 finished, 2 and 15 killed, others failed."""
        self._run.finish(exit_code=code, state=_STATES.get(code, "failed"))
        self._leave()

    def close(self, code: int | None = None) -> None:
        """Let go of the run and leave its state alone."""
        self._run.close()
        self._leave()

    def _leave(self) -> None:
        if self in ops:
            ops.remove(self)

    def add_tags(self, tags: str | Iterable[str]) -> None:
        """Put one tag or several on."""
        self._run.add_tags(tags)

    def remove_tags(self, tags: str | Iterable[str]) -> None:
        """Take one tag or several off."""
        self._run.remove_tags(tags)

    def update_config(self, config: Mapping[str, Any]) -> None:
        """Merge into the config, key by key."""
        self._run.update_config(config)

    def alert(
        self,
        message: str | None = None,
        title: str = "pluto",
        level: str = "INFO",
        wait: float = 0,
        url: str | None = None,
        remote: bool = True,
        text: str | None = None,
        **_: Any,
    ) -> None:
        """Record the alert as a text `alerts` of the present step. Nothing is sent anywhere, and the caller does not wait."""
        guard.say_once("alerts are recorded with the run, under `alerts`; nobody is notified.")
        self._run.log({"alerts": f"{level} {title}: {message or text or ''}"}, max(self._run.step - 1, 0))

    def watch(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Gradients and parameters are not recorded yet."""
        not_here("watch()", "log the norms you need with log(), for example {'grad/norm': norm}")

    @property
    def resumed(self) -> bool:
        """Whether the run was there before."""
        return self._run.resumed

    @property
    def run_id(self) -> str | None:
        """The id of one's own; None if none was given."""
        return self._own_id

    @property
    def id(self) -> int:
        """The number that the run was given."""
        return self._run.number

    @property
    def display_id(self) -> str:
        """The short id, `LV3-12`."""
        return self._run.display_id

    @property
    def fork_run_id(self) -> str | None:
        """The run that this one was forked off."""
        return self._run.fork_run_id

    @property
    def fork_step(self) -> int | None:
        """The last step shared with it."""
        return self._run.fork_step

    @property
    def config(self) -> Any:
        """The config, to read and to set."""
        return self._run.config

    @property
    def tags(self) -> list[str]:
        """The tags."""
        return list(self._run.tags)

    @property
    def run(self) -> Run:
        """The run underneath, with all that Runstone can do."""
        return self._run


def start(
    *,
    project: str | None,
    name: str | None,
    config: Any,
    settings: Settings | Mapping[str, Any] | None,
    tags: str | list[str] | None,
    run_id: str | int | None,
    resume: bool,
    fork_run_id: str | int | None,
    fork_step: int | None,
    inherit_config: bool | None,
    inherit_tags: bool | None,
) -> Op:
    """`pluto.init`, its arguments sorted out."""
    if (fork_run_id is None) != (fork_step is None):
        raise ValueError("fork_run_id and fork_step belong together; give both. Nothing was created.")
    resolved = resolve(settings)
    from_environment = run_id is None and bool(os.environ.get("PLUTO_RUN_ID"))
    if from_environment:
        run_id = os.environ["PLUTO_RUN_ID"]
    given = run_id is not None and _was_given_out(run_id)
    if given:
        way: str | bool | None = "must"
    else:
        way = "allow" if run_id is not None and (resume or from_environment) else None
    try:
        run = init(
            project or os.environ.get("PLUTO_PROJECT") or (None if fork_run_id is not None else DEFAULT_PROJECT),
            None if way is not None and find_run(Home(OurSettings()["dir"]), run_id or "") else name,
            config=config,
            tags=tags,
            id=run_id,
            resume=way,
            fork_run_id=fork_run_id,
            fork_step=fork_step,
            inherit_config=inherit_config is not False,
            inherit_tags=bool(inherit_tags),
            settings=translate(resolved),
        )
    except RunExists as error:
        raise RunExistsError(str(error)) from error
    if run.resumed and name is not None and name != run.name:
        guard.say_once(f"the run goes on under its name {run.name!r}; name={name!r} was ignored.")
    op = Op(run, None if run_id is None or given else str(run_id), resolved)
    ops.append(op)
    return op


def _was_given_out(run_id: str | int) -> bool:
    """Whether this is a number or a display id, which runs are given and nobody chooses."""
    return isinstance(run_id, int) or run_id.isdigit() or is_display_id(run_id)
