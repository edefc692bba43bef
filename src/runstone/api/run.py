"""A run that was recorded, to be read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np

from runstone.api.artifact import StoredArtifact
from runstone.api.checkout import Checkout, check_out, find_snapshot
from runstone.api.checkpoints import Checkpoint, best_of, checkpoints
from runstone.api.commenting import CommentAsk
from runstone.api.editing import EditAsk, Edited, whole
from runstone.api.files import StoredFile
from runstone.api.media import StoredMedia
from runstone.api.rows import Ask, Rows, scan, side_by_side
from runstone.api.run_facts import RunFacts
from runstone.api.selection import select
from runstone.api.source import Source, Stream
from runstone.api.stored_comment import StoredComment
from runstone.edits.edit import Edit
from runstone.encoding.frame import Backend
from runstone.index.points import Float64, Int64
from runstone.model.errors import Misuse
from runstone.query.answers.alerts import Alert
from runstone.query.answers.console import ConsoleLine
from runstone.query.answers.data import DataUse
from runstone.query.answers.edits import MadeEdit
from runstone.query.answers.metrics import BestPoint, MetricStats
from runstone.query.answers.runs import Run, RunDetail
from runstone.query.answers.texts import Stage, StageFigures, TextPoint
from runstone.query.best import BestAsk
from runstone.query.best_media import DEFAULT_TOLERANCE, BestMediaAsk
from runstone.query.series import PanelAsk, Points
from runstone.query.tracing import PanelX

_ALL = (1 << 62) - 1
_PAGE_LINES = 20_000
_PAGE_TEXTS = 1000


class Series(NamedTuple):
    """Exact points: steps ascending, times in microseconds since the epoch."""

    steps: Int64
    times: Int64
    values: Float64


class Envelope(NamedTuple):
    """A thinned series, one element a bucket: every minimum and maximum survives. NaN and infinities are counted in `nonfinite` alone.
    `smooth` is the smoothed line where one was asked for. A server may round it, and `mean`, to float32."""

    x: Float64
    last: Float64
    min: Float64
    max: Float64
    mean: Float64
    counts: Float64
    nonfinite: list[tuple[float, Literal["NaN", "Infinity", "-Infinity"]]]
    smooth: Float64 | None = None


class StoredRun(RunFacts):
    """A run as it was recorded. Words and values are those of the moment at which it was asked for; curves, media and logs are read when
    they are asked for, and so may be newer."""

    def __init__(self, source: Source, row: Run) -> None:
        super().__init__(row)
        self._source = source

    def __repr__(self) -> str:
        return f"<Run {self.display_id} {self.name!r} {self.state}>"

    def _repr_html_(self) -> str:
        from runstone.model.embed import run_html
        from runstone.model.values import flatten

        return run_html(
            server_url=self._source.server_url(),
            project=self.project,
            run=self.id,
            display_id=self.display_id,
            name=self.name,
            state=self.state,
            values=flatten(self._row.summary),
        )

    @cached_property
    def detail(self) -> RunDetail:
        """Everything about it: environment, writers, troubles, rewinds."""
        return self._row if isinstance(self._row, RunDetail) else self._source.get_run(self.id)

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
        if parent is None or not parent.display_id:
            return None
        return StoredRun(self._source, self._source.get_run(parent.id))

    @property
    def children(self) -> list[StoredRun]:
        """The runs that were forked off it."""
        children = self._source.get_run(self.id).children
        return [StoredRun(self._source, self._source.get_run(child.id)) for child in children]

    def metrics(self) -> list[MetricStats]:
        """Each series in figures, by name."""
        return self._source.metrics(self.id)

    def metric_names(self, metrics: Sequence[str] | None = None) -> list[str]:
        """The names of its metrics.

        Args:
            metrics: only these: names, which need not be there, or patterns with `*` and `?`. None for all.
        """
        return select(metrics, lambda: [found.name for found in self.metrics()])

    def series(self, name: str, lo: int | None = None, hi: int | None = None) -> Series:
        """All points of a metric from step `lo` to step `hi`, both included; never sampled. Empty arrays if there are none."""
        ask = self._ask(name, lo, hi)
        pages = [ask(_ALL, None)]
        while pages[-1].next_cursor is not None:
            pages.append(ask(_ALL, pages[-1].next_cursor))
        if len(pages) == 1:
            return Series(*pages[0][:3])
        return Series(*(np.concatenate(parts) for parts in list(zip(*pages, strict=True))[:3]))

    def rows(self, metrics: Sequence[str] | None = None, lo: int | None = None, hi: int | None = None) -> Rows:
        """All points of metrics side by side, as arrays. See `scan` for series that memory does not hold."""
        return side_by_side({name: Points(*self.series(name, lo, hi), None) for name in self.metric_names(metrics)})

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
            metrics: names, or patterns with `*` and `?`; None for all.
            lo: the first step.
            hi: the last step.
            backend: `pandas`, `polars` or `pyarrow`; by default the first of them that is imported already, else that is installed.

        Raises:
            MissingDependency: none of them is installed.
        """
        return self.rows(metrics, lo, hi).frame(backend)

    def scan(
        self,
        metrics: Sequence[str] | None = None,
        *,
        lo: int | None = None,
        hi: int | None = None,
        rows: int = 65_536,
    ) -> Iterator[Rows]:
        """All points in the order of steps, a stretch after the other, in memory that does not grow with their number; never sampled.

        Args:
            metrics: names, or patterns with `*` and `?`; None for all. They come side by side, aligned on their steps.
            lo: the first step.
            hi: the last step.
            rows: the most rows at once. Beyond 61 metrics there are fewer, so that a stretch has about 4 million values at most.

        Raises:
            Misuse: `rows` is less than 1.
        """
        if rows < 1:
            raise Misuse(f"{rows} rows at once are no rows. Ask for at least 1.")
        return scan({name: self._ask(name, lo, hi) for name in self.metric_names(metrics)}, rows)

    def envelope(
        self,
        name: str,
        buckets: int = 1000,
        lo: float | None = None,
        hi: float | None = None,
        x: PanelX = "step",
        smoothing: str | None = None,
        x_metric: str | None = None,
    ) -> Envelope:
        """A metric thinned to about so many buckets; the points themselves where there are no more.

        Args:
            name: of the metric.
            buckets: at most so many.
            lo: the least x.
            hi: the greatest.
            x: `step`, `time`, `relative` (microseconds since the run began), or `runtime` (the same without the pauses before it was resumed).
            smoothing: `ema:0.9`, `gaussian:25` or `mean:51`; see docs/reading.md.
            x_metric: another metric on the x axis, met at equal steps.

        Raises:
            BadQuery: one of these cannot be followed.
        """
        over = x if x_metric is None else "metric"
        ask = PanelAsk(name, [self.id], over, lo, hi, buckets, x_metric=x_metric, smoothing=smoothing)
        panel = self._source.panel(ask)
        last, low, high, mean, counts, *smooth = panel.runs[0].values
        return Envelope(panel.grid, last, low, high, mean, counts, panel.runs[0].nonfinite, *smooth)

    def derived(self, expression: str, lo: int | None = None, hi: int | None = None) -> Series:
        """All points of an expression over metrics, from step `lo` to step `hi`: `run.derived("ema(train/loss, 0.9) - val/loss")`.

        Raises:
            BadQuery: the expression cannot be evaluated.
        """
        return Series(*self._source.derived(self.id, expression, lo, hi)[:3])

    def best(
        self,
        metric: str,
        figure: Literal["min", "max"] | None = None,
        *,
        above: float | None = None,
        below: float | None = None,
    ) -> BestPoint | None:
        """The point where a metric was least (`"min"`) or greatest (`"max"`), or the first one above or below a value; None if there is none.

        Raises:
            BadQuery: not exactly one of figure, above and below was given.
        """
        (found,) = self._source.best(BestAsk(metric, [self.id], figure, above, below))
        return found

    def best_media(
        self, metric: str, figure: Literal["min", "max"], key: str, tolerance: int = DEFAULT_TOLERANCE
    ) -> list[StoredMedia]:
        """The media of a key nearest to where a metric was least (`"min"`) or greatest (`"max"`), of those steps that have some no more than
        `tolerance` steps away; none if there are none. `Api.best_media` tells how far away they are, and why there are none.

        Raises:
            BadQuery: the figure is none, or the tolerance is negative.
        """
        found = self._source.best_media(BestMediaAsk(metric, figure, [self.id], [key], tolerance))
        return [item for pin in found.pins for item in self.media(key, pin.step)]

    def iter_texts(self, key: str | None = None) -> Iterator[TextPoint]:
        """String series, by key and step, read as they are asked for."""
        cursor = None
        while True:
            page = self._source.texts(self.id, key, _PAGE_TEXTS, cursor)
            yield from page.texts
            cursor = page.next_cursor
            if cursor is None:
                return

    def texts(self, key: str | None = None) -> list[TextPoint]:
        """String series, by key and step."""
        return list(self.iter_texts(key))

    def stages(self) -> list[Stage]:
        """The stages that it went through (`run.log(…, stage="epoch_1")`), by the step at which they begin; each lasts until the next."""
        return self._source.stages(self.id)

    def stage_figures(self, metric: str) -> list[StageFigures]:
        """A metric in each of its stages: count, least, greatest, mean and last value; stages without a point are left out."""
        return self._source.stage_figures(metric, [self.id])[0].stages

    def snapshot(self) -> StoredArtifact | None:
        """Its code as `init(snapshot_code=True)` kept it; None if there is no snapshot, or none that is whole."""
        return find_snapshot(self._source, self.detail)

    def checkout(self, folder: str | os.PathLike[str]) -> Checkout:
        """Restore its code into a folder that is empty or not there yet: its snapshot, else its commit with the diff that was recorded.

        Raises:
            Misuse: the folder is not empty, or there is neither a snapshot nor the commit on this machine.
            BlobDamaged: a file of the snapshot is lost.
        """
        return check_out(self._source, self.detail, Path(folder))

    def data(self) -> list[DataUse]:
        """The datasets and pretrained models that it works with, the newest first."""
        return self._source.data(None, self.id, None, None)

    def checkpoints(self) -> list[Checkpoint]:
        """The outputs that it kept (`run.watch_outputs`), in the order of writing."""
        return checkpoints(self.logged_artifacts())

    def best_checkpoint(self, path: str | None = None) -> Checkpoint | None:
        """The output that was written when its metric was best; of this path, if one is given. None if no value was known of any."""
        return best_of(self.checkpoints(), path)

    def logged_artifacts(self) -> list[StoredArtifact]:
        """The versions of artifacts that it logged, in the order of time; those that were deleted are left out."""
        return self._artifacts("logged")

    def used_artifacts(self) -> list[StoredArtifact]:
        """The versions of artifacts that it used, in the order of time; those that were deleted are left out."""
        return self._artifacts("used")

    def _artifacts(self, role: str) -> list[StoredArtifact]:
        found = self._source.run_artifacts(self.id)
        return [
            StoredArtifact.found_by(self._source, item.version)
            for item in found
            if item.role == role and not item.version.deleted
        ]

    def media(self, key: str | None = None, step: int | None = None) -> list[StoredMedia]:
        """Media items, by key, step and index."""
        return [StoredMedia(self._source, self.id, item) for item in self._source.media(self.id, key, step)]

    def files(self) -> list[StoredFile]:
        """The files that were saved with it (`run.save`), by path."""
        return [StoredFile(self._source, item) for item in self._source.files(self.id)]

    def file(self, path: str) -> StoredFile:
        """One of its files.

        Raises:
            Misuse: it has none of this path.
        """
        found = {file.path: file for file in self.files()}
        if path not in found:
            raise Misuse(f"The run {self.display_id} has no file {path!r}. It has: {', '.join(found) or 'none'}.")
        return found[path]

    def alerts(self, limit: int = 1000) -> list[Alert]:
        """What it had to say (`run.alert`, and rules), the newest first."""
        return self._source.alerts(self.id, None, None, limit)

    def edits(self) -> list[MadeEdit]:
        """Who changed what about it, and when, the newest first: name, notes, tags, project, and where it lies. Of each edit `changes` is what was
        changed, and `undo` what brings back what stood there before: `api.edit([run], edit.undo)`."""
        return self._source.list_edits(self.id)

    def comments(self, limit: int = 1000) -> list[StoredComment]:
        """What people said of it and of the charts of its page, in the order in which they did; the last `limit`."""
        return [StoredComment(self._source, found) for found in self._source.list_comments(self.id, None, None, limit)]

    def comment(
        self, text: str, *, panel: str | None = None, x: float | None = None, x_axis: str = "step"
    ) -> StoredComment:
        """Say something about it.

        Args:
            text: Markdown, 1 to 20,000 characters.
            panel: the chart of its page that it is about, by its key; None for the run as a whole.
            x: where on that chart, on the axis `x_axis`.
            x_axis: what `x` counts.

        Raises:
            Misuse: something cannot be. Nothing was written.
            HomeUnusable: it could not be written.
        """
        ask = CommentAsk(text=text, run=self.id, panel=panel, x=x, x_axis=x_axis)
        return StoredComment(self._source, self._source.comment(ask).comment)

    def iter_logs(self, stream: Stream | None = None) -> Iterator[ConsoleLine]:
        """What the run printed, line by line, of one stream or both, read as it is asked for."""
        first = 0
        while True:
            found = self._source.console(self.id, first, _PAGE_LINES, stream)
            yield from found.lines
            first += len(found.lines)
            if not found.lines or first >= found.total:
                return

    def logs(self, stream: Stream | None = None) -> list[ConsoleLine]:
        """What the run printed, line by line, of one stream or both."""
        return list(self.iter_logs(stream))

    def _ask(self, metric: str, lo: int | None, hi: int | None) -> Ask:
        return partial(self._source.points, self.id, metric, lo, hi)

    def edit(
        self,
        *,
        name: str | None = None,
        notes: str | None = None,
        tags: Sequence[str] | None = None,
        add_tags: Sequence[str] = (),
        remove_tags: Sequence[str] = (),
        project: str | None = None,
        group: str | None = None,
        job_type: str | None = None,
        colour: str | None = None,
        starred: bool | None = None,
        archived: bool | None = None,
        binned: bool | None = None,
        expected_notes: str | None = None,
    ) -> Edited:
        """Change what people say of the run, and where it lies; None leaves a fact as it is. It may be under way. This object shows it.

        Args:
            name: not empty.
            notes: Markdown; an empty text clears it, as it does group, job_type and colour.
            tags: all that it is to have, instead of `add_tags` and `remove_tags`.
            add_tags: to put on.
            remove_tags: to take off.
            project: where it moves.
            group: the group.
            job_type: the job type.
            colour: a word such as `teal`, or `#rrggbb`.
            starred: whether it is a baseline.
            archived: whether it lies in the archive, out of most lists.
            binned: whether it lies in the bin.
            expected_notes: with `notes`: those that were there when you read them, so that nobody's are overwritten unseen.

        Returns:
            What was changed; `Api.undo` takes it back.

        Raises:
            Misuse: a value cannot be, or nothing was given. Nothing was changed.
            NotesConflict: somebody wrote other notes meanwhile; its `current` has them. Nothing was changed.
            HomeUnusable: it could not be written.
        """
        if tags is not None and (add_tags or remove_tags):
            raise Misuse("Give tags=, or add_tags= and remove_tags=, not both. Nothing was changed.")
        if tags is not None:
            present = self._source.get_run(self.id).tags
            add_tags, remove_tags = tags, [tag for tag in present if tag not in tags]
        changes = Edit(
            name=name,
            notes=notes,
            tags_added=tuple(add_tags),
            tags_removed=tuple(remove_tags),
            project=project,
            group=group,
            job_type=job_type,
            colour=colour,
            starred=starred,
            archived=archived,
            binned=binned,
        )
        if tags is not None and changes == Edit():
            return Edited(0, [], None, self._row.revision)  # no tags are to be there, and none are
        edited = whole(self._source.edit(EditAsk(runs=[self.id], changes=changes, expected_notes=expected_notes)))
        self._row = self._source.get_run(self.id)
        self.__dict__.pop("detail", None)
        return edited
