"""The door of the read API."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Literal

import msgspec

from runstone.api import histories
from runstone.api.artifact_questions import ArtifactQuestions
from runstone.api.choice import Choice, FilterLike, as_text
from runstone.api.commenting import CommentAsk
from runstone.api.editing import EditAsk, Edited, Selected, whole
from runstone.api.export.export import Exported, Format, Progress, export
from runstone.api.export.tables import What
from runstone.api.frames import frame
from runstone.api.local import LocalSource
from runstone.api.remote import ServerSource
from runstone.api.run import StoredRun
from runstone.api.saved_view import SavedView, find
from runstone.api.source import Source
from runstone.api.stored_comment import StoredComment
from runstone.api.stored_sweep import StoredSweep
from runstone.api.table import table
from runstone.api.view_file import ViewFile
from runstone.api.views import SaveAsk
from runstone.data.listing import Change, Listing, difference
from runstone.edits.edit import Edit
from runstone.encoding.frame import Backend
from runstone.model.errors import Misuse
from runstone.model.home import Home, default_home
from runstone.query.answers.columns import Columns
from runstone.query.answers.compare import Comparison
from runstone.query.answers.data import DataUse
from runstone.query.answers.groups import RunGroup
from runstone.query.answers.media import BestMedia
from runstone.query.answers.runs import Project
from runstone.query.answers.space import Space, SpaceTree
from runstone.query.best import Figure
from runstone.query.best_media import DEFAULT_TOLERANCE, BestMediaAsk
from runstone.query.compare.comparison import CompareAsk
from runstone.query.grouping import GroupsAsk
from runstone.query.selection import Place
from runstone.query.sql import SqlAnswer
from runstone.query.sql.question import EngineName

_GROUPS_PAGE = 1000


class Api(ArtifactQuestions):
    """Reads a home, on this machine or through a server. May be kept open for as long as wanted; every answer is up to date."""

    def __init__(self, home: str | os.PathLike[str] | None = None, url: str | None = None) -> None:
        """
        Args:
            home: the folder; by default `RUNSTONE_DIR`, or `~/.runstone`.
            url: of a server that `runstone ui` started, such as `http://box:7860`, instead of a home.

        Raises:
            Misuse: a home and a url were given, or the url is none.
        """
        if url is not None and home is not None:
            raise Misuse("Api reads a home or a server: give home= or url=, not both. Nothing was read.")
        self._source: Source = (
            ServerSource(url) if url is not None else LocalSource(Home(default_home() if home is None else home))
        )

    def __enter__(self) -> Api:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all files and sockets. Idempotent; the next question opens them again."""
        self._source.close()

    def run(self, id: str | int) -> StoredRun:  # noqa: A002 - the word of the glossary
        """The run with this id, display id or number.

        Raises:
            RunNotFound: there is none.
        """
        return StoredRun(self._source, self._source.get_run(str(id)))

    def runs(
        self,
        project: str | None = None,
        filter: FilterLike = None,  # noqa: A002 - what it is called everywhere
        sort: str | Sequence[str] | None = None,
        limit: int | None = None,
        place: Place = "active",
    ) -> list[StoredRun]:
        """Runs, the newest first unless `sort` says otherwise.

        Args:
            project: only of this project and what lies under it.
            filter: a text of the filter language, `config.lr < 1e-3 and tag = baseline`, or a MongoDB-style dict.
            sort: a field or several, `-` before one for descending: `name`, `config.lr`, `-summary.val/acc`. Runs without come last.
            limit: at most so many; None for all.
            place: `active` runs, those that are `archived`, those in the `bin`, or `all`.

        Raises:
            BadQuery: filter or sort cannot be followed.
        """
        return list(self.iter_runs(project, filter, sort, limit, place))

    def iter_runs(
        self,
        project: str | None = None,
        filter: FilterLike = None,  # noqa: A002
        sort: str | Sequence[str] | None = None,
        limit: int | None = None,
        place: Place = "active",
    ) -> Iterator[StoredRun]:
        """What `runs` gives, a thousand at a time, read as they are asked for."""
        return Choice(self._source, project, filter, sort, limit, place=place).runs()

    def edit(self, runs: Sequence[str | int | StoredRun], changes: Edit) -> Edited:
        """Change runs, one or many thousands: `api.edit(api.runs(filter="state = failed"), Edit(archived=True))`.

        Args:
            runs: themselves, or by id, display id or number.
            changes: what to change about all of them.

        Returns:
            How many were changed, and what takes it back: see `undo`.

        Raises:
            Misuse: the edit says nothing, or something that cannot be. Nothing was changed.
            RunNotFound: one of `runs` is none. Nothing was changed.
            EditStopped: the disk was full in the middle; its `edited` says how far it got.
            HomeUnusable: nothing could be written.
        """
        names = [run.id if isinstance(run, StoredRun) else str(run) for run in runs]
        return whole(self._source.edit(EditAsk(runs=names, changes=changes)))

    def move(self, project: str, target: str) -> Edited:
        """Move a project with all that lies below it, runs in the archive and in the bin too.

        Args:
            project: its path.
            target: the path that takes its place.

        Raises:
            Misuse, EditStopped, HomeUnusable: as `edit`.
        """
        changes = Edit(project=target, project_from=project)
        return whole(self._source.edit(EditAsk(selection=Selected(project=project, place="all"), changes=changes)))

    def archive(self, project: str, archived: bool = True) -> Edited:
        """Put all runs of a project and below it into the archive, or take them out of it.

        Raises:
            Misuse, EditStopped, HomeUnusable: as `edit`.
        """
        selection = Selected(project=project, place="active" if archived else "archived")
        return whole(self._source.edit(EditAsk(selection=selection, changes=Edit(archived=archived))))

    def undo(self, edited: Edited) -> Edited:
        """Take an edit back: each run has again what it had before. Runs that are gone are left out.

        Returns:
            What was changed, which can be taken back, too.

        Raises:
            EditStopped, HomeUnusable: as `edit`.
        """
        return whole(self._source.edit(EditAsk(edits=edited.undo)))

    def comments(
        self,
        run: str | int | StoredRun | None = None,
        project: str | None = None,
        panel: str | None = None,
        limit: int = 1000,
    ) -> list[StoredComment]:
        """Comments in the order in which they were written; of the whole home where nothing is said.

        Args:
            run: only on this run and the charts of its page: itself, or its id, display id or number.
            project: only on charts of this project.
            panel: only on this chart, by its key.
            limit: the last so many.

        Raises:
            RunNotFound: there is no such run.
        """
        name = run.id if isinstance(run, StoredRun) else None if run is None else str(run)
        return [StoredComment(self._source, found) for found in self._source.list_comments(name, project, panel, limit)]

    def comment(
        self, text: str, *, project: str, panel: str, x: float | None = None, x_axis: str = "step"
    ) -> StoredComment:
        """Comment on a chart of a project; `StoredRun.comment` does on a run.

        Args:
            text: Markdown, 1 to 20,000 characters.
            project: whose chart.
            panel: the key of the chart.
            x: where on it, on the axis `x_axis`.
            x_axis: what `x` counts.

        Raises:
            Misuse: something cannot be. Nothing was written.
            HomeUnusable: it could not be written.
        """
        ask = CommentAsk(text=text, project=project, panel=panel, x=x, x_axis=x_axis)
        return StoredComment(self._source, self._source.comment(ask).comment)

    def views(self, project: str | None = None, kind: str | None = None) -> list[SavedView]:
        """The saved views of a project, not of those under it, by name; all for None, those of the whole home for an empty text.

        Args:
            kind: only `view`s, or only `report`s; all for None.
        """
        return [SavedView(self._source, view) for view in self._source.list_views(project, kind)]

    def view(self, name: str, project: str | None = None) -> SavedView:
        """The view with this name, or this id; one that was removed is found by its id.

        Args:
            project: only among the views of this project.

        Raises:
            ViewNotFound: there is none.
            Misuse: several have the name.
        """
        return find(self._source, name, project)

    def save_view(
        self, name: str, document: Any, project: str = "", description: str = "", kind: str = "view"
    ) -> SavedView:
        """Save a new view.

        Args:
            name: 1 to 200 characters.
            document: what the UI keeps of a view, such as `api.view("losses").document`: any JSON of up to 256 KiB.
            project: the project that it shows; empty for the whole home.
            kind: `view`, or `report` for a page of text and panels.

        Raises:
            BadValue, BadProject, HomeUnusable: it could not be saved. Nothing was.
        """
        ask = SaveAsk(name=name, document=document, project=project, description=description, kind=kind)
        return SavedView(self._source, self._source.save_view(ask))

    def import_view(self, text: str | bytes, project: str | None = None) -> SavedView:
        """Save what `SavedView.to_json` gave, in this home or another one, as a new view.

        Args:
            project: the project that it is to show; by default the one that it showed.

        Raises:
            BadValue: the text is no such view. Nothing was saved.
            BadProject, HomeUnusable: it could not be saved.
        """
        file = ViewFile.from_json(text)
        shown = file.project if project is None else project
        return self.save_view(file.name, file.document, shown, file.description, file.kind)

    def projects(self) -> list[Project]:
        """The projects that hold runs themselves, by name."""
        return self._source.list_projects()

    def columns(self, project: str | None = None) -> Columns:
        """The flat keys of config and summary that the runs of a project, and of those under it, have; of all for None."""
        return self._source.list_columns(project, recursive=True)

    def groups(
        self,
        by: str | Sequence[str],
        aggregate: str | Sequence[str] = (),
        *,
        project: str | None = None,
        filter: FilterLike = None,  # noqa: A002
        sort: str | None = None,
        limit: int | None = None,
    ) -> list[RunGroup]:
        """Runs in groups with the same values in some fields, and how other fields spread within each: count, mean, std, stderr, min, max, median,
        quartiles and the mean's 95 % confidence interval.

        Args:
            by: one to five fields, such as `config.model`.
            aggregate: fields with numbers, such as `summary.val/acc`.
            project, filter: which runs, see `runs`.
            sort: a field of `by`, `runs`, or `<figure>:<field>` such as `mean:summary.val/acc`; `-` before it for descending.
            limit: at most so many groups; None for all.

        Raises:
            BadQuery: a field, the filter or the sort cannot be followed.
        """
        ask = GroupsAsk(
            project=project,
            filter=as_text(filter),
            by=(by,) if isinstance(by, str) else tuple(by),
            aggregate=(aggregate,) if isinstance(aggregate, str) else tuple(aggregate),
            sort=sort,
        )
        found: list[RunGroup] = []
        cursor = None
        while limit is None or len(found) < limit:
            size = _GROUPS_PAGE if limit is None else min(_GROUPS_PAGE, limit - len(found))
            page = self._source.list_groups(msgspec.structs.replace(ask, limit=size, cursor=cursor))
            found += page.groups
            cursor = page.next_cursor
            if cursor is None:
                break
        return found

    def sweeps(self, project: str | None = None) -> list[StoredSweep]:
        """The sweeps of a project and those under it, the newest first; all for None."""
        return [StoredSweep(self._source, row.id) for row in self._source.list_sweeps(project)]

    def sweep(self, id: str) -> StoredSweep:  # noqa: A002
        """The sweep with this id.

        Raises:
            SweepNotFound: there is none.
        """
        return StoredSweep(self._source, self._source.get_sweep(id).id)

    def compare(
        self, *runs: str | int, reference: str | int | None = None, differences_only: bool = False
    ) -> Comparison:
        """What is the same in 2 to 100 runs and what differs: facts, config, summary, metrics, environment, packages and code.

        Args:
            runs: ids, display ids or numbers.
            reference: the run that the others are compared with; by default the first.
            differences_only: leave out what is the same in all runs.

        Raises:
            RunNotFound: one of them is none.
            BadQuery: they are too few or too many.
        """
        names = [str(run) for run in runs]
        return self._source.compare(
            CompareAsk(names, None if reference is None else str(reference), differences_only=differences_only)
        )

    def data(
        self,
        project: str | None = None,
        *,
        run: str | None = None,
        name: str | None = None,
        digest: str | None = None,
    ) -> list[DataUse]:
        """Datasets and pretrained models that runs work with (`run.log_dataset`), the newest first; which runs used this data.

        Args:
            project: only of runs in this project and below it.
            run: only of this run.
            name: only data of this name.
            digest: only data with this digest of any depth, or one that begins so.
        """
        return self._source.data(project, run, name, digest)

    def data_diff(self, before: DataUse, after: DataUse) -> list[Change]:
        """Which files were added, changed or gone from one fingerprint to another, by path.

        Raises:
            Misuse: of one of them no files are known.
            BlobDamaged: a listing is lost.
        """
        return difference(*(self._listing(use) for use in (before, after)))

    def _listing(self, use: DataUse) -> Listing:
        if use.listing is None:
            raise Misuse(f"Of {use.name!r}, which {use.display_id} used, no files are known: {use.uri}.")
        return Listing.decode(b"".join(self._source.blob(use.listing)))

    def space(self, project: str | None = None) -> SpaceTree:
        """What a project takes up on the disk with all below it, and what removing it would free; the whole home for None."""
        return self._source.space(project)

    def run_space(self, *runs: str | int) -> Space:
        """What some runs take up with the artifacts that they logged, and what removing them would free.

        Raises:
            RunNotFound: there is no such run.
        """
        return self._source.run_space([str(run) for run in runs])

    def best_media(
        self,
        metric: str,
        figure: Figure,
        runs: Sequence[str | int | StoredRun],
        *,
        keys: str | Sequence[str] = (),
        tolerance: int = DEFAULT_TOLERANCE,
    ) -> BestMedia:
        """The media nearest to where a metric is least or greatest, of each run and key: `pins`, and `without` with the reason for those that have none.

        Args:
            metric: its name.
            figure: `min` or `max`; of equal values the earliest step is best, and NaN and infinities never are.
            runs: themselves, or by id, display id or number.
            keys: of media; by default all that a run has.
            tolerance: only steps with media no more than so many steps away count.

        Raises:
            RunNotFound: one of them is none.
            BadQuery: the figure is none, or the tolerance is negative.
        """
        names = [run.id if isinstance(run, StoredRun) else str(run) for run in runs]
        wanted = (keys,) if isinstance(keys, str) else tuple(keys)
        return self._source.best_media(BestMediaAsk(metric, figure, names, wanted, tolerance))

    def sql(
        self, text: str, *, engine: EngineName = "sqlite", limit: int = 10_000, timeout_secs: float = 30.0
    ) -> SqlAnswer:
        """The answer to a query over the tables of docs/sql.md: columns, types and rows. It only reads.

        Args:
            text: one SELECT.
            engine: `sqlite`, `duckdb` (with the extra `runstone[sql]`), or `auto`.
            limit: at most so many rows; `cut` of the answer tells whether there are more.
            timeout_secs: a query that takes longer is stopped.

        Raises:
            BadQuery: the query is wrong, or too expensive.
            Misuse: a server is asked, which takes no SQL.
        """
        return self._source.sql(text, engine, limit, timeout_secs)

    def frame(
        self,
        project: str | None = None,
        filter: FilterLike = None,  # noqa: A002
        sort: str | Sequence[str] | None = None,
        limit: int | None = None,
        *,
        runs: Sequence[str | int] | None = None,
        backend: Backend | None = None,
    ) -> Any:
        """Runs as a data frame, a row each: `id`, `display_id`, `name`, `project`, `state` …, then `config.<key>` and `summary.<key>` for every flat
        key that one of them has, null where another has it not.

        A column holds numbers, truth values or texts; where runs differ in kind it holds texts, what is no text as JSON. Times are
        microseconds since the epoch.

        Args:
            project, filter, sort, limit: which runs, see `runs`.
            runs: these runs instead, by id, display id or number.
            backend: `pandas`, `polars` or `pyarrow`, see `StoredRun.history`.

        Raises:
            RunNotFound: one of `runs` is none.
            BadQuery: filter or sort cannot be followed.
            MissingDependency: none of the libraries is installed.
        """
        return frame(table(Choice(self._source, project, filter, sort, limit, runs).rows()), backend)

    def history(
        self,
        metrics: Sequence[str] | None = None,
        *,
        project: str | None = None,
        filter: FilterLike = None,  # noqa: A002
        sort: str | Sequence[str] | None = None,
        limit: int | None = None,
        runs: Sequence[str | int] | None = None,
        form: Literal["wide", "long"] = "wide",
        lo: int | None = None,
        hi: int | None = None,
        backend: Backend | None = None,
    ) -> Any:
        """All points of many runs as one data frame, whose column `run` holds the run's id.

        `wide`, the default, has columns `run`, `step`, `time` and one a metric, a row for each step of a run; `long` has `run`, `metric`,
        `step`, `time` and `value`, a row for each point. Runs come in the order of `runs`, steps ascending within each.

        Args:
            metrics: names, or patterns with `*` and `?`; None for all.
            project, filter, sort, limit: which runs, see `runs`.
            runs: these runs instead, by id, display id or number.
            form: `wide` or `long`.
            lo: the first step.
            hi: the last step.
            backend: `pandas`, `polars` or `pyarrow`, see `StoredRun.history`.

        Raises:
            RunNotFound: one of `runs` is none.
            BadQuery: filter or sort cannot be followed.
            MissingDependency: none of the libraries is installed.
        """
        if form not in ("wide", "long"):
            raise Misuse(f"There is no history in the form {form!r}. Ask for wide or long.")
        made = histories.wide if form == "wide" else histories.long
        choice = Choice(self._source, project, filter, sort, limit, runs)
        return frame(made(choice.bare_runs(), metrics, lo, hi), backend)

    def export(
        self,
        target: str | os.PathLike[str] | BinaryIO,
        what: What = "points",
        *,
        format: Format | None = None,  # noqa: A002
        project: str | None = None,
        filter: FilterLike = None,  # noqa: A002
        sort: str | Sequence[str] | None = None,
        limit: int | None = None,
        runs: Sequence[str | int] | None = None,
        metrics: Sequence[str] | None = None,
        lo: int | None = None,
        hi: int | None = None,
        iso_times: bool = False,
        overwrite: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Exported:
        """Write a table of runs into a file, exact and in memory that does not grow with it. The file is there whole, or not at all.

        `points` has a row for each point (`run`, `metric`, `step`, `time`, `value`), `history` one for each step of a run (`run`, `step`,
        `time`, a column a metric), `runs` one for each run (see `frame`), `logs` one for each line printed, `texts` one for each point of a
        string series, `media` one for each media item. `run` holds the run's id. How each format tells NaN from a gap is in
        docs/reading.md.

        Args:
            target: the file, or a binary file that is open for writing.
            what: which table.
            format: `parquet`, `csv` or `jsonl`; by default what the file's name ends in.
            project, filter, sort, limit: which runs, see `runs`.
            runs: these runs instead, by id, display id or number.
            metrics: of points and history only these: names, or patterns with `*` and `?`.
            lo: of points and history the first step.
            hi: of points and history the last step.
            iso_times: times as ISO 8601 in UTC, in Parquet as timestamps, instead of microseconds since the epoch.
            overwrite: replace a file that is there.
            on_progress: is called after each run and each group of rows.

        Returns:
            How many runs and rows were written.

        Raises:
            Misuse: the file is there, or the format is not known.
            RunNotFound: one of `runs` is none.
            BadQuery: filter or sort cannot be followed.
            MissingDependency: Parquet was asked for, and pyarrow is not installed.
            ExportFailed: the disk refused.
        """
        choice = Choice(self._source, project, filter, sort, limit, runs)
        return export(target, choice, what, format, metrics, lo, hi, iso_times, overwrite, on_progress)
