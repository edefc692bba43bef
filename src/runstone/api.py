"""Reading what was recorded: `runstone.Api`. Everything is exact and up to date to the last `log()` that returned.

api = runstone.Api()
for run in api.runs(project="cv", sort="-summary.val/acc", limit=10):
    print(run.display_id, run.summary["val/acc"])
steps, times, values = api.run("CV-7").series("train/loss")
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.blobs.store import BlobStore
from runstone.index.index import Index
from runstone.model.errors import Misuse
from runstone.model.home import Home, default_home
from runstone.model.states import State
from runstone.query import console, history, media, metrics, runs, series, texts
from runstone.query.answers import ConsoleLine, MediaItem, MetricStats, Run, RunDetail, TextPoint
from runstone.query.history import Backend
from runstone.query.runs import RunsAsk
from runstone.query.series import PanelAsk
from runstone.query.tracing import PanelX

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

# Another process may be reading years of journals for the first time.
_PATIENCE_SECS = 600.0
_PAGE = 1000
_ALL = (1 << 62) - 1


class Series(NamedTuple):
    """Exact points: steps ascending, times in microseconds since the epoch."""

    steps: Int64
    times: Int64
    values: Float64


class Envelope(NamedTuple):
    """A thinned series, one element a bucket: every minimum and maximum survives. NaN and infinities are counted in `nonfinite` alone."""

    x: Float64
    last: Float64
    min: Float64
    max: Float64
    mean: Float64
    counts: Float64
    nonfinite: list[tuple[float, Literal["NaN", "Infinity", "-Infinity"]]]


class StoredMedia:
    """A media item with its bytes at hand. The fields of the item (`key`, `step`, `caption`, `facts` …) are attributes of `item`."""

    def __init__(self, store: BlobStore, item: MediaItem) -> None:
        self._store = store
        self.item = item

    def __repr__(self) -> str:
        return f"<{self.item.type} {self.item.key!r} step {self.item.step}>"

    @property
    def path(self) -> Path:
        """The blob's file. It is shared by all who logged the same bytes: copy it, never change it."""
        return self._store.path(self.item.sha256)

    def read(self) -> bytes:
        """The bytes.

        Raises:
            BlobDamaged: the blob is missing, or no longer what was logged.
        """
        return self._store.get(self.item.sha256)


class StoredRun:
    """A run as it was recorded. Words and values are those of the moment at which it was asked for; curves, media and logs are read when
    they are asked for, and so may be newer."""

    def __init__(self, api: Api, row: Run) -> None:
        self._api = api
        self._row = row

    def __repr__(self) -> str:
        return f"<Run {self.display_id} {self.name!r} {self.state}>"

    @property
    def id(self) -> str:
        """The id."""
        return self._row.id

    @property
    def number(self) -> int:
        """The number in the home."""
        return self._row.number

    @property
    def display_id(self) -> str:
        """What people call it: `CVR-42`."""
        return self._row.display_id

    @property
    def name(self) -> str:
        """The name."""
        return self._row.name

    @property
    def project(self) -> str:
        """The project path."""
        return self._row.project

    @property
    def state(self) -> State:
        """The state; compares equal to its word, `run.state == "finished"`."""
        return self._row.state

    @property
    def tags(self) -> list[str]:
        """The tags."""
        return list(self._row.tags)

    @property
    def notes(self) -> str | None:
        """The notes."""
        return self._row.notes

    @property
    def created_time(self) -> int:
        """When it began, in microseconds since the epoch."""
        return self._row.created_time

    @property
    def duration_secs(self) -> float:
        """How long it took, or takes so far."""
        return self._row.duration_secs

    @cached_property
    def detail(self) -> RunDetail:
        """Everything about it: environment, writers, troubles, rewinds."""
        return self._row if isinstance(self._row, RunDetail) else runs.get_run(self._api.index, self.id)

    @property
    def config(self) -> dict[str, Any]:
        """The config, nested as it was given."""
        return self.detail.config

    @property
    def summary(self) -> dict[str, Any]:
        """The last value of each metric under its whole name, and what was set by hand."""
        return self.detail.summary

    @property
    def parent(self) -> StoredRun | None:
        """The run it was forked off; None for a run of its own, or if the parent is gone."""
        parent = self._row.parent
        return self._api.run(parent.id) if parent is not None and parent.display_id else None

    @property
    def children(self) -> list[StoredRun]:
        """The runs that were forked off it."""
        return [self._api.run(child.id) for child in runs.get_run(self._api.fresh(), self.id).children]

    def metrics(self) -> list[MetricStats]:
        """Each series in figures, by name."""
        return metrics.stats(self._api.fresh(), self.id)

    def series(self, name: str, lo: int | None = None, hi: int | None = None) -> Series:
        """All points of a metric from step `lo` to step `hi`, both included; never sampled. Empty arrays if there are none."""
        found = series.points(self._api.fresh(), self.id, name, lo, hi, limit=_ALL)
        return Series(found.steps, found.times, found.values)

    def history(
        self,
        metrics: Sequence[str] | None = None,
        *,
        lo: int | None = None,
        hi: int | None = None,
        backend: Backend | None = None,
    ) -> Any:
        """All points as a data frame: a row for each step, columns `step`, `time` (of the latest point at the step), and one a metric, null where
        a metric has no point. A metric that is itself called `step` or `time` is the column `step (metric)` or `time (metric)`.

        Args:
            metrics: which; None for all.
            lo: the first step.
            hi: the last step.
            backend: `pandas`, `polars` or `pyarrow`; by default the first of them that is imported already, else that is installed.

        Raises:
            MissingDependency: none of them is installed.
        """
        names = [found.name for found in self.metrics()] if metrics is None else list(metrics)
        return history.side_by_side({name: self.series(name, lo, hi) for name in names}, backend)

    def envelope(
        self, name: str, buckets: int = 1000, lo: int | None = None, hi: int | None = None, x: PanelX = "step"
    ) -> Envelope:
        """A metric thinned to about so many buckets; the points themselves where there are no more."""
        panel = series.panel(self._api.fresh(), PanelAsk(name, [self.id], x, lo, hi, buckets))
        last, low, high, mean, counts = panel.runs[0].values
        return Envelope(panel.grid, last, low, high, mean, counts, panel.runs[0].nonfinite)

    def texts(self, key: str | None = None) -> list[TextPoint]:
        """String series, by key and step."""
        return texts.read(self._api.fresh(), self.id, key)

    def media(self, key: str | None = None, step: int | None = None) -> list[StoredMedia]:
        """Media items, by key, step and index."""
        store = BlobStore(self._api.home)
        return [StoredMedia(store, item) for item in media.items(self._api.fresh(), self.id, key, step)]

    def logs(self, stream: Literal["stdout", "stderr"] | None = None) -> list[ConsoleLine]:
        """What the run printed, line by line, of one stream or both."""
        return console.read(self._api.fresh(), self.id, limit=_ALL, stream=stream).lines


class Api:
    """Reads a home. May be kept open for as long as wanted; every answer is up to date."""

    def __init__(self, home: str | os.PathLike[str] | None = None, url: str | None = None) -> None:
        """
        Args:
            home: the folder; by default `RUNSTONE_DIR`, or `~/.runstone`.
            url: of a server. Not to be had yet.

        Raises:
            Misuse: a url was given.
        """
        if url is not None:
            raise Misuse("This version of Api reads local homes only: Api(home=...). Nothing was read.")
        self.home = Home(default_home() if home is None else home)
        self.index = Index(self.home)

    def __enter__(self) -> Api:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all files. Idempotent; the next question opens them again."""
        self.index.close()

    def fresh(self) -> Index:
        """The index, caught up with the journals."""
        self.index.refresh(_PATIENCE_SECS)
        return self.index

    def run(self, id: str | int) -> StoredRun:  # noqa: A002 - the word of the glossary
        """The run with this id, display id or number.

        Raises:
            RunNotFound: there is none.
        """
        return StoredRun(self, runs.get_run(self.fresh(), str(id)))

    def runs(
        self,
        project: str | None = None,
        filter: str | None = None,  # noqa: A002 - what it is called everywhere
        sort: str | None = None,
        limit: int | None = None,
    ) -> list[StoredRun]:
        """Runs, the newest first unless `sort` says otherwise.

        Args:
            project: only of this project and what lies under it.
            filter: plain text or a regular expression over name, id, display id and tags.
            sort: a column, `-` before it for descending: `name`, `created_time`, `config.lr`, `-summary.val/acc`. Runs without come last.
            limit: at most so many; None for all.

        Raises:
            BadQuery: filter or sort cannot be followed.
        """
        return list(self._runs(project, filter, sort or "-created_time", _ALL if limit is None else limit))

    def _runs(self, project: str | None, search: str | None, sort: str, limit: int) -> Iterator[StoredRun]:
        index = self.fresh()
        cursor = None
        while limit > 0:
            ask = RunsAsk(project=project, search=search, sort=sort, limit=min(limit, _PAGE), cursor=cursor)
            page = runs.list_runs(index, ask)
            for row in page.runs:
                yield StoredRun(self, row)
            limit -= len(page.runs)
            cursor = page.next_cursor
            if cursor is None:
                return
