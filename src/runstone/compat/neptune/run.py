"""`neptune_scale.Run`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from runstone.compat.neptune.types import File, Histogram
from runstone.model.ids import is_display_id
from runstone.model.values import to_plain
from runstone.sdk.init import init
from runstone.sdk.run import Run as NativeRun


class Run:
    """A run that is open. `log_metrics`, `log_configs` and the rest are Neptune's; what they do is the SDK's."""

    def __init__(
        self,
        *,
        run_id: str | None = None,
        project: str | None = None,
        api_token: str | None = None,
        resume: bool = False,
        mode: str | None = None,
        experiment_name: str | None = None,
        creation_time: datetime | None = None,
        fork_run_id: str | None = None,
        fork_step: int | float | None = None,
        enable_console_log_capture: bool = True,
        **accepted: Any,
    ) -> None:
        """
        Args:
            run_id: your own id; a run that has it is gone on with, as theirs is.
            project: `workspace/name`; `NEPTUNE_PROJECT` stands in.
            api_token: accepted; there is nobody to ask.
            resume: accepted: see `run_id`.
            mode: `disabled` writes nothing; `async` and `offline` record.
            experiment_name: the name of the run, and the group of all runs of the experiment.
            creation_time: accepted; a run begins when it does.
            fork_run_id, fork_step: begin with the parent's points up to the step.
            enable_console_log_capture: whether what is printed is recorded.
            **accepted: of theirs, about queues, callbacks and the server.
        """
        chosen = run_id or os.environ.get("NEPTUNE_RUN_ID")
        self._run = init(
            project or os.environ.get("NEPTUNE_PROJECT"),
            experiment_name,
            group=experiment_name,
            id=_own(chosen),
            resume=None if chosen is None or fork_run_id is not None else "allow",
            fork_run_id=_own(fork_run_id),
            fork_step=None if fork_step is None else int(fork_step),
            mode="disabled" if mode == "disabled" else None,
            settings={} if enable_console_log_capture else {"console": False},
        )
        self._run_id = chosen or self._run.id

    @property
    def native(self) -> NativeRun:
        """The run underneath, with all that Runstone can do."""
        return self._run

    @property
    def run_id(self) -> str:
        """The id."""
        return self._run_id

    def log_metrics(
        self,
        data: Mapping[str, Any],
        step: float,
        *,
        timestamp: datetime | None = None,
        preview: bool = False,
        preview_completion: Any = None,
    ) -> None:
        """Numbers of a step. A step between two integers is counted down to the one below it."""
        self._run.log(dict(data), int(step), None, _seconds(timestamp))

    def log_string_series(self, data: Mapping[str, str], step: float, *, timestamp: datetime | None = None) -> None:
        """Texts of a step."""
        self._run.log({key: str(text) for key, text in data.items()}, int(step), None, _seconds(timestamp))

    def log_histograms(
        self, histograms: Mapping[str, Histogram], step: float, *, timestamp: datetime | None = None
    ) -> None:
        """Histograms of a step."""
        self._run.log({key: each.media() for key, each in histograms.items()}, int(step), None, _seconds(timestamp))

    def log_files(self, files: Mapping[str, Any], step: float, *, timestamp: datetime | None = None) -> None:
        """Files of a step; pictures among them are shown as such."""
        logged = {key: (each if isinstance(each, File) else File(each)).media() for key, each in files.items()}
        self._run.log(logged, int(step), None, _seconds(timestamp))

    def log_configs(
        self, data: Mapping[str, Any] | None = None, flatten: bool = False, cast_unsupported: bool = False
    ) -> None:
        """Values of the config. `a/b` is `b` below `a`; `flatten` and `cast_unsupported` are accepted: nested values stay nested."""
        for key, value in (data or {}).items():
            tree: Any = to_plain(value)
            for part in reversed(key.split("/")):
                tree = {part: tree}
            self._run.update_config(tree)

    def assign_files(self, files: Mapping[str, Any]) -> None:
        """Files of the run, each under its name."""
        for key, each in files.items():
            (each if isinstance(each, File) else File(each)).keep(self._run, key)

    def add_tags(self, tags: Any, group_tags: bool = False) -> None:
        """Put tags on; those of a group, too."""
        self._run.add_tags([tags] if isinstance(tags, str) else list(tags))

    def remove_tags(self, tags: Any, group_tags: bool = False) -> None:
        """Take tags off."""
        self._run.remove_tags([tags] if isinstance(tags, str) else list(tags))

    def wait_for_submission(self, timeout: float | None = None, verbose: bool = True) -> bool:
        """What was logged is recorded: true."""
        return True

    wait_for_processing = wait_for_submission

    def close(self, *, timeout: float | None = None) -> None:
        """End the run."""
        self._run.finish()

    def terminate(self) -> None:
        """End the run as killed."""
        self._run.finish(state="killed")

    def get_run_url(self) -> str:
        """Where a browser finds the run; empty while no `runstone ui` shows this home."""
        return self._run.url or ""

    def get_experiment_url(self) -> str:
        """As `get_run_url`."""
        return self.get_run_url()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run.__exit__(kind, error, trace)


def _own(run_id: str | None) -> str | None:
    """Their ids may look like a number or a display id, which are given out here, not chosen."""
    if run_id is None:
        return None
    return f"id-{run_id}" if run_id.isdigit() or is_display_id(run_id) else run_id


def _seconds(timestamp: datetime | float | None) -> float | None:
    return timestamp.timestamp() if isinstance(timestamp, datetime) else timestamp
