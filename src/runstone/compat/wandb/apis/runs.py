"""Runs that were recorded, read as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, overload

from runstone.api import Api
from runstone.compat.wandb.apis import history
from runstone.compat.wandb.apis.run import Run, as_filter


class Runs(Sequence[Run]):
    """Runs of a project that a filter lets through, in an order."""

    def __init__(
        self,
        api: Api,
        project: str | None,
        filters: Mapping[str, Any] | None,
        order: str | None,
        entity: str = "",
    ) -> None:
        self._api = api
        self._asked = {
            "project": project,
            "filter": as_filter(filters) if filters else None,
            "sort": _order(order),
        }
        self._entity = entity
        self._found: list[Run] = []
        self._rest: Iterator[Run] | None = None

    def __iter__(self) -> Iterator[Run]:
        at = 0
        while self._read(at + 1):
            yield self._found[at]
            at += 1

    def __len__(self) -> int:
        self._read(None)
        return len(self._found)

    @overload
    def __getitem__(self, at: int) -> Run: ...
    @overload
    def __getitem__(self, at: slice) -> list[Run]: ...
    def __getitem__(self, at: int | slice) -> Run | list[Run]:
        self._read(at + 1 if isinstance(at, int) and at >= 0 else None)
        return self._found[at]

    def __bool__(self) -> bool:
        return self._read(1)

    def _read(self, count: int | None) -> bool:
        """Have so many runs, or all for None. Whether there are so many."""
        if self._rest is None:
            self._rest = (Run(run, self._entity) for run in self._api.iter_runs(**self._asked))  # type: ignore[arg-type]
        missing = None if count is None else max(0, count - len(self._found))
        self._found += islice(self._rest, missing)
        return count is None or len(self._found) >= count

    def histories(
        self,
        samples: int = 500,
        keys: list[str] | None = None,
        x_axis: str = "_step",
        format: Literal["default", "pandas", "polars"] = "default",  # noqa: A002 - theirs
        stream: Literal["default", "system"] = "default",
    ) -> Any:
        """Rows of all of them: dicts with `run_id`, or a frame of pandas or Polars."""
        found = [
            {"run_id": run.id, **row}
            for run in self
            for row in history.sample(list(history.rows(run.native, keys, system=stream == "system")), samples)
        ]
        if format == "pandas":
            import pandas as pd

            return pd.DataFrame.from_records(found)
        if format == "polars":
            import polars as pl

            return pl.DataFrame(found, infer_schema_length=None)
        return found

    def upgrade_to_full(self) -> None:
        """Nothing to do: what is asked for is read."""

    def __repr__(self) -> str:
        return f"<Runs {self._asked['project'] or 'of all projects'}>"


def _order(order: str | None) -> str | None:
    """An order in the words of the home: by default the oldest first, as theirs."""
    chosen = order or "+created_at"
    return chosen.removeprefix("+")
