"""A run of `neptune` 1.x: a tree of fields, each set, appended to, or filled with a file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from runstone.compat.neptune.types import File
from runstone.model.values import to_plain
from runstone.sdk.init import init
from runstone.sdk.run import Run as NativeRun

_TAGS = "sys/tags"
_WORDS = {"sys/name": "name", "sys/description": "notes"}


class FieldRun:
    """An open run, by its fields."""

    def __init__(self, run: NativeRun) -> None:
        self._run = run
        self._first_step = run.step
        self._next_steps: dict[str, int] = {}

    @classmethod
    def begin(
        cls,
        project: str | None,
        with_id: str | None,
        custom_run_id: str | None,
        mode: str | None,
        name: str | None,
        description: str | None,
        tags: Any,
    ) -> FieldRun:
        """See `neptune.init_run`."""
        chosen = with_id or custom_run_id or os.environ.get("NEPTUNE_CUSTOM_RUN_ID")
        return cls(
            init(
                project or os.environ.get("NEPTUNE_PROJECT"),
                name,
                notes=description,
                tags=tags,
                id=chosen,
                resume="must" if with_id else "allow" if chosen else None,
                mode="disabled" if mode == "debug" else None,
            )
        )

    @property
    def native(self) -> NativeRun:
        """The run underneath, with all that Runstone can do."""
        return self._run

    def __getitem__(self, path: str) -> Field:
        return Field(self, path)

    def __setitem__(self, path: str, value: Any) -> None:
        Field(self, path).assign(value)

    def next_step(self, path: str) -> int:
        """The step of the next point of a series that is given none: each series counts for itself."""
        step = self._next_steps.get(path, self._first_step)
        self._next_steps[path] = step + 1
        return step

    def sync(self, *args: Any, **kwargs: Any) -> None:
        """What was logged is recorded."""

    wait = sync

    def stop(self, *, seconds: float | None = None) -> None:
        """End the run."""
        self._run.finish()

    def get_url(self) -> str:
        """Where a browser finds the run; empty while no `runstone ui` shows this home."""
        return self._run.url or ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run.__exit__(kind, error, trace)


class Field:
    """A place in the tree."""

    def __init__(self, fields: FieldRun, path: str) -> None:
        self._fields = fields
        self._run = fields.native
        self._path = path.strip("/")

    def __getitem__(self, path: str) -> Field:
        return Field(self._fields, f"{self._path}/{path}")

    def __setitem__(self, path: str, value: Any) -> None:
        self[path].assign(value)

    def assign(self, value: Any, **accepted: Any) -> None:
        """A value that stands: of the config, whole dicts too; a file; a name, notes or tags under `sys/`."""
        if self._path in _WORDS:
            setattr(self._run, _WORDS[self._path], str(value))
        elif self._path == _TAGS:
            self._run.tags = value
        elif isinstance(value, File):
            self.upload(value)
        else:
            tree: Any = to_plain(value)
            for part in reversed(self._path.split("/")):
                tree = {part: tree}
            self._run.update_config(tree)

    def append(self, value: Any, *, step: float | None = None, timestamp: float | None = None, **accepted: Any) -> None:
        """One more point of a series; by default at the step behind its last."""
        if isinstance(value, Mapping):
            for key, each in value.items():
                self[str(key)].append(each, step=step, timestamp=timestamp)
            return
        given = value.media() if isinstance(value, File) else value
        self._run.log(
            {self._path: given}, self._fields.next_step(self._path) if step is None else int(step), None, timestamp
        )

    log = append

    def extend(self, values: Any, *, steps: Any = None, timestamps: Any = None, **accepted: Any) -> None:
        """Many points of a series."""
        for place, value in enumerate(values):
            self.append(
                value,
                step=None if steps is None else steps[place],
                timestamp=None if timestamps is None else timestamps[place],
            )

    def upload(self, value: Any, **accepted: Any) -> None:
        """A file of the run, under the field's name; a picture or a figure is shown as such."""
        given = value if isinstance(value, File) else File(value) if isinstance(value, str | os.PathLike) else None
        if given is None:
            self._run.log({self._path: value}, self._fields.next_step(self._path))
            return
        given.keep(self._run, self._path)

    def upload_files(self, globs: Any, **accepted: Any) -> None:
        """Files of the run, by patterns."""
        for pattern in [globs] if isinstance(globs, str) else globs:
            self._run.save(pattern, None, "now")

    def add(self, values: Any, **accepted: Any) -> None:
        """Put tags on."""
        self._run.add_tags([values] if isinstance(values, str) else list(values))

    def remove(self, values: Any, **accepted: Any) -> None:
        """Take tags off."""
        self._run.remove_tags([values] if isinstance(values, str) else list(values))
