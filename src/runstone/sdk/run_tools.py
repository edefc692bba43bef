"""What a run does beside logging: definitions, files, alerts, models that are watched."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from runstone.model.errors import BadValue
from runstone.model.log_level import LOG_LEVELS, LogLevel
from runstone.model.records import ConfigPinned, ConsoleWritten, Goal, PrimaryChosen, Stream
from runstone.sdk.guard import guarded, while_open
from runstone.sdk.run_words import RunWords

if TYPE_CHECKING:
    import logging

    from runstone.model.definitions import Definition
    from runstone.sdk.history import History
    from runstone.sdk.opening import Opening
    from runstone.sdk.tools import Tools


class RunStatus(NamedTuple):
    """How a run stands that is being recorded. What waits is safe on the disk or in memory, and on its way."""

    state: str
    recorded_bytes: int
    waiting_records: int
    waiting_media_bytes: int
    waiting_files: int


class RunTools(RunWords):
    """The verbs of a run that are no `log`."""

    _history: History

    def __init__(self, opening: Opening) -> None:
        super().__init__(opening.identity, opening.writer, opening.words, opening.settings)
        self._summary = opening.summary
        self._metrics = opening.metrics
        self._tools: Tools = opening.tools
        self._lifecycle = opening.lifecycle

    @while_open
    def define_metric(
        self,
        name: str,
        step_metric: str | None = None,
        step_sync: bool | None = None,
        hidden: bool | None = None,
        summary: str | Iterable[str] | None = None,
        goal: str | None = None,
        overwrite: bool = False,
    ) -> Definition:
        """Say how a metric is to be shown. What is None stays as it was said before; later calls add to earlier ones. Points are recorded as ever.

        Args:
            name: of the metric; with a `*` at its end of all that begin so (never of those that begin with `_`). What is said of a metric's
                own name hides what is said of such a beginning; of several beginnings the one defined first holds.
            step_metric: the metric on its x axis; an empty text for steps again.
            step_sync: where the x axis has no value at a point's step, the last one before stands. True if a step_metric is given.
            hidden: it has no panel of its own unless somebody asks for it.
            summary: which figures stand in the summary under its name, as a dict: `min`, `max`, `mean` (over finite values), `first`, `last`;
                several as a list, or joined by commas. `none` alone: nothing stands there. An empty text for the last value, as by default.
            goal: `minimize` or `maximize`: which values are better.
            overwrite: what was said of this name before no longer holds.

        Returns:
            What holds for the name now.

        Raises:
            BadValue: one of these cannot be; nothing was defined.
        """
        return self._metrics.define(
            name, step_metric, step_sync, hidden, summary, goal, overwrite, self._summary.reconsider
        )

    @while_open
    def set_primary_metric(self, name: str, mode: str = "max") -> None:
        """Say by which metric the run is judged: lists of runs show its best value and the step that has it, and can be sorted by it. What was
        said before no longer holds; what was logged before counts, too.

        Args:
            name: of the metric; an empty text for none.
            mode: `max` or `min`: which values are better. NaN and infinities never are.

        Raises:
            BadValue: no such mode, or no name. A ValueError, too. Nothing was recorded.
        """
        goals: dict[str, Goal] = {"max": "maximize", "min": "minimize", "maximize": "maximize", "minimize": "minimize"}
        if not isinstance(name, str) or mode not in goals:
            raise BadValue(
                f"set_primary_metric({name!r}, mode={mode!r}): a name and 'max' or 'min' are expected. Nothing was recorded."
            )
        self._writer.event(PrimaryChosen(time=self._writer.now(), metric=name, goal=goals[mode]))

    @while_open
    def pin_config_keys(self, keys: Sequence[str] = ()) -> None:
        """Show these values of the config above the notes of the run's page, in this order; texts are shown as Markdown.

        Args:
            keys: flat keys (`model/depth`), instead of those that were pinned before; none to unpin all.

        Raises:
            BadValue: they are no list of texts; nothing was changed.
        """
        if isinstance(keys, str) or not all(isinstance(key, str) and key for key in keys):
            raise BadValue("pin_config_keys() takes a list of keys, each a text. Nothing was changed.")
        self._writer.event(ConfigPinned(time=self._writer.now(), keys=list(dict.fromkeys(keys))))

    @while_open
    def save(
        self,
        glob_str: str | os.PathLike[str],
        base_path: str | os.PathLike[str] | None = None,
        policy: str = "live",
        glob: bool = True,
    ) -> list[str]:
        """Keep files with the run: their bytes go into the home, and the run's page lists them.

        Args:
            glob_str: a path, or a pattern with `*`, `?`, `[…]` and `**`. A folder means all that is in it.
            base_path: where paths in the run begin: by default the present folder, or for an absolute path the folder that it lies in.
            policy: `live`: now and whenever they change, new ones that match too; a file that is being written waits until it is left alone.
                `now`: at once, before this returns. `end`: as they are when the run finishes. Files that were saved live are looked at then, too.
            glob: False takes wildcards for what they are, signs.

        Returns:
            The paths in the run of the files that there are so far.

        Raises:
            BadValue: no such policy, or a path outside of the base; nothing was saved.
        """
        return self._tools.save(glob_str, base_path, policy, glob)

    @guarded
    def restore(
        self, name: str, run_path: str | None = None, replace: bool = False, root: str | os.PathLike[str] | None = None
    ) -> TextIO | None:
        """Bring back a file that was saved with this run, or another one of this home.

        Args:
            name: its path in the run.
            run_path: the other run: its id, number or display id, a project before it or not.
            replace: whether a file that is there already is overwritten; else that one stays, and is opened.
            root: the folder to put it into; by default the run's `dir`.

        Returns:
            The file, open for reading as text; its path is `.name`. None for a disabled run.

        Raises:
            RunNotFound: there is no such run.
            BadValue: it has no such file. A ValueError, too.
            BlobDamaged: the file is lost.
        """
        if self._identity.disabled:
            return None
        from runstone.model.home import Home
        from runstone.sdk.saving.restoring import restore

        folder = os.fspath(root) if root is not None else self.dir
        return restore(Home(self._identity.home), self._identity.id, name, run_path, replace, folder)

    @while_open
    def alert(
        self,
        title: str,
        text: str = "",
        level: Any = None,
        wait_duration: float | timedelta | None = None,
    ) -> bool:
        """Say something that somebody should hear soon: it is shown at the bell of the UI, and delivered as the settings `alert_…` say. Returns at
        once; what cannot be delivered never ends or delays the training.

        Args:
            title: in few words.
            text: more about it.
            level: `info` (by default), `warn` or `error`.
            wait_duration: another alert of this title is left out for so many seconds, or a `timedelta`; 60 by default.

        Returns:
            False if it was left out.

        Raises:
            BadValue: no title, level or duration. A ValueError, too. Nothing was recorded.
        """
        return self._tools.alerts.alert(title, text, level, wait_duration)

    @while_open
    def alert_on(self, rule: str, level: Any = None, wait_duration: float | timedelta | None = None) -> None:
        """Raise an alert whenever a rule is met from now on. A thread looks every second at what was logged, so `log()` takes no longer.

        Args:
            rule: `nan` (a value of any metric that is not finite), `nan train/loss`, `train/loss > 10`, `val/acc < 0.1`, or `stall 600` (no point
                for so many seconds). `crash` is for the settings of `runstone ui`: a process cannot see its own.
            level: `warn` by default.
            wait_duration: as for `alert`.

        Raises:
            BadValue: no such rule or level.
        """
        self._tools.alerts.alert_on(rule, level, wait_duration)

    @while_open
    def watch(
        self,
        models: Any,
        criterion: Any = None,
        log: str | None = "gradients",
        log_freq: int = 1000,
        idx: int | None = None,
        log_graph: bool = False,
    ) -> None:
        """Log histograms of what a model of PyTorch learns with, as `gradients/<parameter>` and `parameters/<parameter>`: at the first batch, and
        every `log_freq` batches after it. They have the step of the next `log()`. They are counted on the device of the tensors.

        Args:
            models: a module, or several. From the second one on parameters are called `graph_<idx>.<parameter>`.
            criterion: not needed; for scripts that give one.
            log: `gradients`, `parameters`, `all`, or None for no histograms.
            log_freq: in batches: backward passes for gradients, forward passes in training mode for parameters.
            idx: the number of the first of these models; by default the next one.
            log_graph: log the tree of modules as a Graph, `graph_<idx>`, too.

        Raises:
            BadValue: these are no modules, or watched already, or another argument cannot be. A ValueError, too. Nothing is watched by the call.
        """
        self._tools.watcher(self._log_aside).watch(models, log, log_freq, idx, log_graph)

    @guarded
    def unwatch(self, models: Any = None) -> None:
        """No longer watch these models; None for all."""
        self._tools.watcher(self._log_aside).unwatch(models)

    def _log_aside(self, data: dict[str, Any]) -> None:
        if not self._lifecycle.over:
            self._history.log(data, commit=False)

    @while_open
    def write_logs(
        self,
        text: str,
        stream: Stream = "stdout",
        *,
        level: LogLevel | None = None,
        logger: str | None = None,
    ) -> None:
        """Append a text to the run's console, line by line, as if it had been printed, and print nothing.

        Args:
            text: one line or several.
            stream: which one they belong to.
            level: how grave it is, by which readers filter; None: what each line says of itself.
            logger: who says it.

        Raises:
            BadValue: it is no text, or there is no such level.
        """
        if not isinstance(text, str):
            raise BadValue(f"write_logs() takes a text, not {type(text).__name__}. Nothing was recorded.")
        if level is not None and level not in LOG_LEVELS:
            raise BadValue(
                f"write_logs(level={level!r}): the levels are {', '.join(LOG_LEVELS)}. Nothing was recorded."
            )
        lines = text.splitlines()
        if self._settings["redact"]:
            from runstone.sdk.capture.redaction import Redactor

            lines = Redactor().lines(lines)
        if lines:
            self._writer.event(
                ConsoleWritten(time=self._writer.now(), stream=stream, lines=lines, level=level, logger=logger)
            )

    def logging_handler(self, level: int | str = "INFO", fmt: str | None = None) -> logging.Handler:
        """A handler for `logging` that writes into the run's console, with levels and the names of loggers; it prints nothing.

        Args:
            level: the least that is written.
            fmt: of `logging.Formatter`; by default level, logger and message.
        """
        from runstone.sdk.capture.log_handler import LogHandler

        return LogHandler(self, level, fmt)

    @property
    def closed(self) -> bool:
        """Whether the run was finished or closed here."""
        return self._lifecycle.over

    def status(self) -> RunStatus:
        """How the run stands: what is recorded, and what is on its way."""
        return RunStatus(
            state=self._lifecycle.state.value,
            recorded_bytes=self._writer.offset,
            waiting_records=self._writer.drain(),
            waiting_media_bytes=self._history.waiting_media_bytes,
            waiting_files=self._tools.waiting_files,
        )
