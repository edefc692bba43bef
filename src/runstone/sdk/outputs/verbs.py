"""The verbs of a run that are about outputs. Each is one call to the watch over them, which is made at the first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstone.model.errors import BadValue
from runstone.sdk.data.verbs import DataVerbs
from runstone.sdk.guard import guarded

if TYPE_CHECKING:
    from runstone.sdk.outputs.watch import OutputWatch, Watched
    from runstone.sdk.tools import Tools

Folders = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
MODES = ("versions", "rolling")


class OutputVerbs(DataVerbs):
    """What a run can do with files that it writes."""

    _tools: Tools

    @guarded
    def watch_outputs(
        self,
        output_dirs: Folders,
        patterns: Sequence[str] | None = None,
        *,
        interval_secs: float = 10.0,
        mode: str = "versions",
        metric: str = "",
        goal: str = "",
        keep_best: int | None = None,
        keep_every: int | None = None,
        keep_last: int | None = None,
        stable_looks: int = 2,
        min_age_secs: float = 1.0,
        growing_secs: float = 60.0,
    ) -> None:
        """Keep what the training writes, whole and as it changes, while it goes on: each file or folder is an artifact of the run, each state of it a
        version with the step and the value of the metric at which it was written. `finish` takes a last look, so the last checkpoint is never missed.

        Args:
            output_dirs: folders, which need not be there yet.
            patterns: which files, by name at any depth (`*.pt`), or by path (`best/*.pt`); one with `/` at its end means folders, each kept as one
                (`checkpoint-*/`). By default models, arrays, tables, pictures, configs and logs. Logs, CSVs and texts are written on and on: their last
                state is kept with the run's files.
            interval_secs: between two looks.
            mode: `versions`, or `rolling` for the last state alone.
            metric: what checkpoints are judged by; by default the run's primary metric.
            goal: `maximize` or `minimize`; of a metric that is given here.
            keep_best: keep so many with the best values, …
            keep_every: … every so many-th, …
            keep_last: … and so many of the last ones (one at least). None of these: keep all.
            stable_looks: a file is whole once it looked the same so many times, …
            min_age_secs: … and was not written to for so long.
            growing_secs: the least time between two states of a log.

        Raises:
            BadValue: one of these cannot be; nothing is watched by the call.
        """
        if self._outputs is None:
            return
        watched = self._watched(
            (output_dirs, patterns, mode, metric, goal),
            (keep_best, keep_every, keep_last),
            (stable_looks, min_age_secs, growing_secs),
        )
        if not interval_secs > 0:
            raise BadValue(
                f"interval_secs={interval_secs!r}: expected a positive number of seconds. Nothing is watched."
            )
        self._outputs.watch(watched, interval_secs)

    @guarded
    def stop_outputs_watch(self) -> None:
        """Take a last look at what is watched, and look no more."""
        if self._outputs is not None:
            self._outputs.stop()

    @guarded
    def scan_outputs_once(
        self,
        output_dirs: Folders,
        patterns: Sequence[str] | None = None,
        *,
        mode: str = "versions",
        metric: str = "",
        goal: str = "",
        keep_best: int | None = None,
        keep_every: int | None = None,
        keep_last: int | None = None,
    ) -> dict[str, Any]:
        """Keep what the training has written by now; arguments and errors as of `watch_outputs`. A file that changes while it is read is not kept.

        Returns:
            `run_id`; how many were `scanned`, `changed` and `archived`; which were `unstable`; `archived_entries` with `path`, `version`, `step`,
            `metric`, `value`.
        """
        if self._outputs is None:
            return {
                "run_id": self._identity.id,
                "scanned": 0,
                "archived": 0,
                "changed": 0,
                "unstable": [],
                "archived_entries": [],
            }
        asked = (output_dirs, patterns, mode, metric, goal)
        watched = self._watched(asked, (keep_best, keep_every, keep_last), (1, 0.0, 0.0))
        return self._outputs.scan(watched, final=False).told(self._identity.id)

    def _watched(
        self,
        asked: tuple[Folders, Sequence[str] | None, str, str, str],
        kept: tuple[int | None, int | None, int | None],
        patience: tuple[int, float, float],
    ) -> Watched:
        from runstone.model.home import Home
        from runstone.sdk.artifacts.log import ArtifactLog
        from runstone.sdk.outputs.moments import Moments
        from runstone.sdk.outputs.retention import Retention
        from runstone.sdk.outputs.shelf import Shelf
        from runstone.sdk.outputs.units import Outputs
        from runstone.sdk.outputs.watch import Stability, Watched

        folders, patterns, mode, metric, goal = asked
        if mode not in MODES or goal not in ("", "maximize", "minimize"):
            raise BadValue(
                f"mode={mode!r}, goal={goal!r}: expected a mode of {', '.join(MODES)}, and maximize or minimize. Nothing is watched."
            )
        retention = Retention.of(*kept)
        if mode == "rolling":
            retention = Retention(last=1)
        home, log = Home(self._identity.home), self._artifacts
        assert isinstance(log, ArtifactLog)  # a run that records has one
        looks, min_age_secs, growing_secs = patience
        return Watched(
            Outputs.of(folders, patterns),
            Stability(looks, min_age_secs),
            Shelf(home, log, self._identity.id, retention),
            Moments(home, self._identity.id, metric, "minimize" if goal == "minimize" else "maximize"),
            growing_secs,
        )

    @cached_property
    def _outputs(self) -> OutputWatch | None:
        from runstone.journal.writer import JournalWriter
        from runstone.model.home import Home
        from runstone.sdk.outputs.watch import OutputWatch

        _ = self._artifacts  # a run that is over logs none
        if not isinstance(self._writer, JournalWriter):
            return None

        def save(path: Path, base: Path) -> None:
            self._tools.save(path, base, "now", False)

        return OutputWatch(Home(self._identity.home), self._writer, save)

    def _end_artifacts(self) -> None:
        watch = self.__dict__.get("_outputs")
        if watch is not None:
            watch.stop()
        super()._end_artifacts()

    def _fork_artifacts(self) -> None:
        watch = self.__dict__.get("_outputs")
        if watch is not None:
            watch.after_fork()
        super()._fork_artifacts()
