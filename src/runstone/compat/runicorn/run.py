"""The run as Runicorn's users hold it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from runstone.compat.runicorn.assets import Assets
from runstone.compat.runicorn.log_handler import RunicornLoggingHandler
from runstone.compat.runicorn.monitor import MetricMonitor
from runstone.compat.runicorn.status import state_of
from runstone.model.errors import BadValue
from runstone.model.values import to_plain
from runstone.sdk import guard
from runstone.sdk.run import Run as NativeRun


class Run(Assets):
    """A run that is open. The verbs are Runicorn's; what they do is the SDK's. A context manager."""

    def __init__(self, run: NativeRun) -> None:
        """For `init`: the run underneath."""
        super().__init__(run)
        self.monitor = MetricMonitor()
        # Held while the first step is given out.
        self._lock = threading.Lock()

    def log(self, data: Mapping[str, Any] | None = None, *, step: Any = None, stage: Any = None, **values: Any) -> None:
        """Record values. When this returns, a kill of the process loses none of them.

        Args:
            data, values: names and values, which keywords add to: numbers of any library, texts, media; see `runstone.Run.log`. `epoch`, `time` and
                `global_step` are names like others.
            step: by default one more than the highest so far, the first is 1. A text of digits counts; what is no number is said, and takes the
                step by default.
            stage: which part of the training this is; by default what stands under `stage` among the values.

        Raises:
            BadValue: a value that cannot be recorded; all others of the call were.
        """
        if self._is_over("log"):
            return
        if data is not None and not isinstance(data, Mapping):
            raise BadValue(f"log() takes a dict of names and values, not {type(data).__name__}. Nothing was recorded.")
        logged = {**(data or {}), **values}
        inner = logged.pop("stage", None)
        at = None if step is None else _whole(step)
        self._log(logged, at, _plain_stage(inner if stage is None else stage))
        for message in self.monitor.check_metrics(logged):
            self._run.alert(message, level="warn")

    def _log(self, values: Mapping[str, Any], step: int | None, stage: Any) -> None:
        if step is None and self._run.step == 0:
            with self._lock:
                self._run.log(values, 1 if self._run.step == 0 else None, stage=stage)
        else:
            self._run.log(values, step, stage=stage)

    def log_text(self, text: Any) -> None:
        """Append to the run's console, line by line, and print nothing."""
        if not self._is_over("log_text"):
            self._run.write_logs(str(text))

    def log_image(
        self,
        key: str,
        image: Any,
        step: int | None = None,
        caption: str | None = None,
        format: str = "png",  # noqa: A002 - theirs
        quality: int = 90,
    ) -> str:
        """Record an image.

        Args:
            key: its name, with slashes or without.
            image: a path or bytes (kept as they are), PIL, a figure, an array or tensor of any layout, of bytes or floats.
            step: by default that of the last `log`.
            caption: shown below it.
            format: png, jpg, jpeg or webp, for what is not a file already.
            quality: accepted; files are encoded for the eye, not by a number.

        Returns:
            `media/` and the key.

        Raises:
            BadValue: it is no image, or there is no such format. Nothing was recorded.
        """
        if not self._is_over("log_image"):
            from runstone.sdk.media import Image

            file_type: Any = str(format).lower().lstrip(".")
            at = max(self._run.step - 1, 1) if step is None else _whole(step)
            self._run.log({key: Image(image, caption, file_type=file_type)}, at, commit=False)
        return f"media/{key}"

    def set_primary_metric(self, metric_name: str, mode: str = "max") -> None:
        """Say by which metric the run is judged, and whether `max` or `min` is better.

        Raises:
            BadValue: no such mode. A ValueError, too. Nothing was recorded.
        """
        if not self._is_over("set_primary_metric"):
            self._run.set_primary_metric(metric_name, mode)

    def summary(self, update: Mapping[str, Any] | None = None, **values: Any) -> None:
        """Set values of the summary; numbers of any library."""
        if not self._is_over("summary"):
            self._run.summary.update({**(update or {}), **values})

    def finish(self, status: str = "finished") -> None:
        """End the run. Idempotent; also done at the exit of the process.

        Args:
            status: `finished`, `failed` or `interrupted`, or one of their other names; `running` lets go of the run, and a later `init` with its
                id goes on.

        Raises:
            BadValue: there is no such status. A ValueError, too. The run is still open.
        """
        state = state_of(status)
        if state is None:
            self._run.close()
        else:
            self._run.finish(state=state)

    def get_logging_handler(self, level: int | str = logging.INFO, fmt: str | None = None) -> RunicornLoggingHandler:
        """A handler for `logging` that writes into the run's console."""
        return RunicornLoggingHandler(self, level, fmt)

    def add_tags(self, tags: str | Iterable[str]) -> None:
        """Put one tag or several on."""
        if not self._is_over("add_tags"):
            self._run.add_tags(tags)

    def remove_tags(self, tags: str | Iterable[str]) -> None:
        """Take one tag or several off."""
        if not self._is_over("remove_tags"):
            self._run.remove_tags(tags)

    @property
    def id(self) -> str:
        """The id: unique in the home, yours or made up."""
        return self._run.id

    @property
    def path(self) -> str:
        """The path among runs."""
        return self._run.project

    @property
    def alias(self) -> str:
        """The name that people read, made up if you gave none."""
        return self._run.name

    @property
    def tags(self) -> list[str]:
        """The tags."""
        return list(self._run.tags)

    @property
    def run_dir(self) -> Path:
        """A folder for files of your own, which are kept with the run."""
        return Path(self._run.dir)

    @property
    def storage_root(self) -> Path:
        """The home that the run lies in."""
        return Path(self._run.home)

    @property
    def run(self) -> NativeRun:
        """The run underneath, with all that Runstone can do."""
        return self._run

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it: as failed where an exception leaves the block, as killed where Ctrl-C does."""
        self._run.__exit__(kind, error, trace)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.alias!r} ({self.id}) in {self.path!r}, {self._run.state}>"


class NoOpRun(Run):
    """A run that takes every call and writes nothing."""


def _whole(step: Any) -> int | None:
    try:
        return int(step)
    except (TypeError, ValueError, OverflowError):
        guard.say_once(f"step={step!r} is no number; the values were recorded at the next step.")
        return None


def _plain_stage(stage: Any) -> Any:
    if stage is None or type(stage) is str:
        return stage
    plain = to_plain(stage)
    return msgspec.json.encode(plain).decode() if isinstance(plain, dict | list) else plain
