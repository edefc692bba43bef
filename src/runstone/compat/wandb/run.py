"""The run as scripts hold it: what it does is the SDK's."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Any, NoReturn, Self

from runstone.compat.wandb import current, ids
from runstone.compat.wandb.alert_level import AlertLevel, level_of
from runstone.compat.wandb.config import Config
from runstone.compat.wandb.errors import UsageError, translated
from runstone.compat.wandb.metric import Metric
from runstone.compat.wandb.rows import Rows
from runstone.compat.wandb.run_artifacts import RunArtifacts
from runstone.compat.wandb.run_names import RunNames
from runstone.compat.wandb.settings import Settings
from runstone.compat.wandb.summary import Summary
from runstone.model.errors import BadValue
from runstone.model.values import to_plain
from runstone.sdk import guard
from runstone.sdk.run import Run as NativeRun


class Run(RunNames, RunArtifacts):
    """A run that is open. Made by `wandb.init`; a context manager that ends it."""

    __slots__ = ("_config", "_rows", "_run", "_settings", "_summary")

    def __init__(self, run: NativeRun, settings: Settings) -> None:
        """For `init`: an open run of the SDK, and what it was opened with."""
        self._run = run
        self._settings = settings
        self._rows = Rows(run)
        self._config = Config(run.config.to_dict(), self._write_config, self.use_artifact)
        self._summary = Summary(run, self._rows)

    def _write_config(self, key: str, value: Any) -> None:
        self._need_open("config.update")
        self._run.config[key] = value

    @property
    def config(self) -> Config:
        """The config, to read and to set."""
        return self._config

    @property
    def summary(self) -> Summary:
        """The summary, to read and to set; it can still be read when the run is over."""
        return self._summary

    @property
    def step(self) -> int:
        """The step that the next `log` without one will have."""
        return self._rows.step

    @property
    def native(self) -> NativeRun:
        """The run underneath, with all that Runstone can do."""
        return self._run

    def log(self, data: Mapping[str, Any], step: int | None = None, commit: bool | None = None) -> None:
        """Record values.

        Args:
            data: names and values.
            step: the row that they belong to; it stays open for more until a later step comes, or a call without one. One that is earlier
                than the present row is kept, too.
            commit: False keeps the row open, True ends it. By default a call without a step ends it.

        Raises:
            TypeError: `data` is no dict, a key no text, the step no integer: nothing was recorded. Or a value that cannot be recorded: all
                others were.
            UsageError: the run is over.
        """
        self._rows.log(data, step, commit)

    def define_metric(
        self,
        name: str,
        step_metric: str | Metric | None = None,
        step_sync: bool | None = None,
        hidden: bool | None = None,
        summary: str | None = None,
        overwrite: bool | None = None,
        goal: str | None = None,
    ) -> Metric:
        """Say how a metric is to be shown: see `runstone.Run.define_metric`.

        Args:
            name: of a metric, or with a `*` at its end of many.
            step_metric: the metric on its x axis.
            step_sync: rows that lack the step metric get its last value; True if there is a step metric.
            hidden: it has no panel by itself.
            summary: `min`, `max`, `mean`, `last`, `first`, joined by commas, or `none`. `copy` says nothing.
            overwrite: forget what was said before.
            goal: `minimize` or `maximize`.

        Raises:
            UsageError: one of these cannot be.
        """
        self._need_open("define_metric")
        for argument, given in (("step_sync", step_sync), ("hidden", hidden), ("overwrite", overwrite)):
            if given is not None and not isinstance(given, bool):
                raise UsageError(f"define_metric({argument}={given!r}): expected True or False. Nothing was defined.")
        if summary is not None and not isinstance(summary, str):
            raise UsageError(
                f"define_metric(summary={summary!r}): expected a text such as 'min,max'. Nothing was defined."
            )
        asked = None
        if summary is not None:
            parts = [part.strip().lower() for part in summary.split(",")]
            asked = [part for part in parts if part and part != "copy"] or None
        if asked is not None and "none" in asked:
            asked = ["none"]
        x = step_metric.name if isinstance(step_metric, Metric) else step_metric
        try:
            found = self._run.define_metric(
                name, x, step_sync=step_sync, hidden=hidden, summary=asked, goal=goal, overwrite=bool(overwrite)
            )
        except BadValue as error:
            raise UsageError(str(error)) from error
        return Metric(
            found.name,
            found.step_metric or None,
            found.step_sync,
            found.hidden,
            found.summary or None,
            found.goal or None,
        )

    def finish(self, exit_code: int | None = None, quiet: bool | None = None) -> None:
        """End the run: 0 or None is finished, all else failed. A second call does nothing."""
        self.persist()
        if self._settings.x_update_finish_state is False:
            self._run.close()
        else:
            self._run.finish(exit_code)
        current.forget(self)

    def persist(self) -> None:
        """Record what is only known here: changes within nested values of the config, texts of the summary."""
        if not self._run.closed:
            self._config.persist()
            self._summary.persist()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.persist()
        self._run.__exit__(kind, error, trace)
        current.forget(self)

    def alert(
        self,
        title: str,
        text: str,
        level: AlertLevel | str | None = None,
        wait_duration: float | timedelta | None = None,
    ) -> None:
        """Say something that somebody should hear soon.

        Args:
            title: in few words.
            text: more about it.
            level: INFO, WARN or ERROR.
            wait_duration: another alert of this title is left out for so many seconds; 60 by default.

        Raises:
            ValueError: another level or duration.
        """
        self._verb("alert")(title, text, level_of(level), wait_duration)

    def watch(
        self,
        models: Any,
        criterion: Any = None,
        log: str | None = "gradients",
        log_freq: int = 1000,
        idx: int | None = None,
        log_graph: bool = False,
    ) -> None:
        """Log histograms of gradients or parameters of PyTorch modules: see `runstone.Run.watch`."""
        self._verb("watch")(models, criterion, log, log_freq, idx, log_graph)

    def unwatch(self, models: Any = None) -> None:
        """No longer watch these models; None for all."""
        self._verb("unwatch")(models)

    def save(
        self,
        glob_str: str | os.PathLike[str] | None = None,
        base_path: str | os.PathLike[str] | None = None,
        policy: str = "live",
        glob: bool = True,
    ) -> list[str] | bool:
        """Keep files with the run: see `runstone.Run.save`. Without a path nothing is done. Of an absolute path without a base the last folder is kept."""
        if glob_str is None:
            return True
        if str(glob_str).startswith(("gs://", "s3://")):
            return []
        if base_path is None and os.path.isabs(glob_str):
            base_path = os.path.dirname(os.path.dirname(os.path.abspath(glob_str)))
        return list(self._verb("save")(glob_str, base_path, policy, glob))

    def restore(self, name: str, run_path: str | None = None, replace: bool = False, root: str | None = None) -> Any:
        """Bring back a file that was saved: see `runstone.Run.restore`.

        Raises:
            CommError: there is no such run.
            ValueError: it has no such file.
        """
        with translated():
            return self._verb("restore")(name, None if run_path is None else ids.of_path(run_path), replace, root)

    def mark_preempting(self) -> None:
        """Record that the scheduler is about to take the machine; the run then ends as preempted."""
        self._need_open("mark_preempting")
        self._run.mark_preempting()

    def pin_config_keys(self, keys: Sequence[str] = ()) -> None:
        """Show these values of the config above the notes."""
        self._verb("pin_config_keys")(keys)

    def write_logs(self, text: str) -> None:
        """Append a text to the console of the run, and print nothing."""
        self._verb("write_logs")(text)

    def log_code(
        self, root: str | None = ".", name: str | None = None, include_fn: Any = None, exclude_fn: Any = None
    ) -> Any:
        """Log files of code as an artifact of type `code`: see `runstone.Run.log_code`. What git ignores, and what looks like a secret, is left out.

        Args:
            root: the folder that they lie in.
            name: of the artifact; by default `source-<project>-<program>`.
            include_fn, exclude_fn: take a path, or a path and the root; by default Python, requirements and Dockerfiles.

        Returns:
            The artifact; None if there is no such file.
        """
        from runstone.compat.wandb.artifact import ours
        from runstone.compat.wandb.code import code_name

        take = self._verb("log_code")
        if not os.path.isdir(root or "."):
            guard.say(f"log_code({root!r}): there is no such folder. No code was logged.")
            return None
        with translated():
            made = take(root or ".", code_name(name, self._run.project), include_fn, exclude_fn)
        return None if made is None else ours(made)

    def display(self, height: int = 420, hidden: bool = False) -> bool:
        """Show the run in a notebook. Returns whether one shows it."""
        return self._run.display(height, hidden)

    def to_html(self, height: int = 420, hidden: bool = False) -> str:
        """What `display` shows."""
        return self._run.to_html(height, hidden)

    def _verb(self, name: str) -> Any:
        self._need_open(name)
        return getattr(self._run, name)

    def _need_open(self, verb: str) -> None:
        if self._run.closed and not self._run.disabled:
            raise UsageError(
                f"{verb}() after finish(): the run {self.id!r} is over, and nothing was recorded. What was logged before is safe."
            )

    def _label(self, *args: Any, **kwargs: Any) -> None:
        """Integrations say here who they are; nobody counts them."""

    def _repr_html_(self) -> str:
        return self._run._repr_html_()

    def __repr__(self) -> str:
        return f"<Run {self._run.project}/{self.id} {self._run.name!r}>"

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"A run has no {name!r}. {_INSTEAD.get(name, 'docs/wandb.md lists what it has')}.")

    def __reduce__(self) -> Any:
        return _rejoin, (self.id, to_plain(self._run.project))


def _rejoin(run_id: str, project: str) -> Any:
    """A run that was pickled, in the process that it came to: the one that is open here, or joined."""
    from runstone.compat.wandb.opening import init

    here = current.find(run_id)
    return here if here is not None else init(id=run_id, project=project, resume="must", reinit="create_new")


_INSTEAD = {
    "join": "Use finish()",
    "get_url": "Use run.url",
    "get_project_url": "Use run.project_url",
    "project_name": "Use run.project",
    "plot_table": "Use wandb.plot_table",
    "log_metric": "Use log()",
    "use_config": "Use run.config",
}
