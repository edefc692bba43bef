"""The seam of the read API: who answers its questions, a home on this machine or a server that shows one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

from runstone.api.changing import ArtifactChanged
from runstone.api.commenting import CommentAsk, CommentChange, CommentEdited
from runstone.api.editing import EditAsk, Edited
from runstone.api.views import SaveAsk
from runstone.artifacts.change import Change
from runstone.model.home import Home
from runstone.model.states import SweepState
from runstone.query.answers.alerts import Alert
from runstone.query.answers.columns import Columns
from runstone.query.answers.comments import Comment, CommentVersion
from runstone.query.answers.compare import Comparison
from runstone.query.answers.console import Console
from runstone.query.answers.data import DataUse
from runstone.query.answers.edits import MadeEdit
from runstone.query.answers.groups import RunGroups
from runstone.query.answers.media import BestMedia, MediaItem
from runstone.query.answers.metrics import BestPoint, MetricStats
from runstone.query.answers.runs import Project, RunDetail, RunsPage, SavedFile
from runstone.query.answers.space import Space, SpaceTree
from runstone.query.answers.texts import RunStageFigures, Stage, TextsPage
from runstone.query.answers.views import View, ViewDetail, ViewVersion
from runstone.query.artifacts.answers import (
    ArtifactCollection,
    ArtifactCollectionDetail,
    ArtifactLineage,
    ArtifactVersionDetail,
    RunArtifact,
)
from runstone.query.best import BestAsk
from runstone.query.best_media import BestMediaAsk
from runstone.query.compare.comparison import CompareAsk
from runstone.query.grouping import GroupsAsk
from runstone.query.panel_frame import Panel
from runstone.query.runs import RunsAsk
from runstone.query.series import PanelAsk, Points
from runstone.query.sql import SqlAnswer
from runstone.query.sql.question import EngineName
from runstone.query.sweeps.answers import Sweep, SweepDetail

Stream = Literal["stdout", "stderr"]


class Source(Protocol):
    """The questions of `query/`, with the same answers and errors wherever the home lies.

    The first page of everything is fresh; the following ones, asked for with a cursor, go on with what was seen then. A page may hold
    less than `limit`: there is more as long as it has a cursor. `run` is an id, display id or number; who is none raises RunNotFound.
    May be shared by threads.
    """

    def server_url(self) -> str | None:
        """Where a server shows these runs to a browser; None where none runs."""

    def list_runs(self, ask: RunsAsk) -> RunsPage:
        """A page of runs."""

    def get_run(self, run: str) -> RunDetail:
        """One run whole."""

    def list_projects(self) -> list[Project]:
        """The projects that hold runs themselves."""

    def list_columns(self, project: str | None, recursive: bool) -> Columns:
        """The flat keys of config and summary that the runs of a project have."""

    def list_groups(self, ask: GroupsAsk) -> RunGroups:
        """A page of groups of runs."""

    def compare(self, ask: CompareAsk) -> Comparison:
        """What is the same in runs, and what differs."""

    def sql(self, text: str, engine: EngineName, limit: int, timeout_secs: float) -> SqlAnswer:
        """The answer to a query.

        Raises:
            Misuse: a server is asked, which takes no SQL.
        """

    def metrics(self, run: str) -> list[MetricStats]:
        """Each series of a run in figures, by name."""

    def points(self, run: str, metric: str, lo: int | None, hi: int | None, limit: int, cursor: str | None) -> Points:
        """Exact points of one metric, steps ascending."""

    def derived(self, run: str, expression: str, lo: int | None, hi: int | None) -> Points:
        """Exact points of an expression over the metrics of a run, all of them."""

    def best(self, ask: BestAsk) -> list[BestPoint | None]:
        """Where runs stood best."""

    def best_media(self, ask: BestMediaAsk) -> BestMedia:
        """The media nearest to where a metric is best."""

    def panel(self, ask: PanelAsk) -> Panel:
        """Curves, thinned."""

    def texts(self, run: str, key: str | None, limit: int, cursor: str | None) -> TextsPage:
        """Points of string series, by key and step."""

    def stages(self, run: str) -> list[Stage]:
        """Where the stages of a run begin, by step."""

    def stage_figures(self, metric: str, runs: Sequence[str]) -> list[RunStageFigures]:
        """A metric in figures for each stage of each run."""

    def console(self, run: str, first: int, limit: int, stream: Stream | None) -> Console:
        """A stretch of what a run printed."""

    def media(self, run: str, key: str | None, step: int | None) -> list[MediaItem]:
        """Media items, by key, step and index."""

    def alerts(self, run: str | None, project: str | None, after: int | None, limit: int) -> list[Alert]:
        """Alerts of a run, of a project and what is below it, or of all, the newest first; `after` a time."""

    def files(self, run: str) -> list[SavedFile]:
        """The files that were saved with a run, by path."""

    def data(self, project: str | None, run: str | None, name: str | None, digest: str | None) -> list[DataUse]:
        """Data that runs work with, the newest first."""

    def space(self, project: str | None) -> SpaceTree:
        """What a project and all below it take up."""

    def run_space(self, runs: Sequence[str]) -> Space:
        """What some runs take up."""

    def blob(self, sha256: str) -> Iterator[bytes]:
        """The bytes of a blob, piece by piece; they are not compared with their hash.

        Raises:
            BlobDamaged: the blob is missing.
        """

    def edit(self, ask: EditAsk) -> Edited:
        """Change runs. Every answer after shows it.

        Raises:
            Misuse: the edit says nothing, or something that cannot be; nothing was changed.
            HomeUnusable: nothing could be written.
        """

    def list_edits(self, run: str) -> list[MadeEdit]:
        """Who changed what about a run, and when, the newest first."""

    def list_comments(self, run: str | None, project: str | None, panel: str | None, limit: int) -> list[Comment]:
        """Comments on a run, on charts of a project, or all, in the order in which they were written; the last `limit`."""

    def list_comment_versions(self, comment: str) -> list[CommentVersion]:
        """All that was said of a comment, the newest first; who has no such id raises CommentNotFound."""

    def comment(self, ask: CommentAsk) -> CommentEdited:
        """Comment on a run or a chart, or reply, as `api.commenting.comment`."""

    def change_comment(self, comment: str, ask: CommentChange) -> CommentEdited:
        """Change a comment, as `api.commenting.change_comment`."""

    def artifact_home(self) -> Home | None:
        """The home whose blobs can be read directly; None where a server has them."""

    def list_collections(self, project: str | None, type: str | None, search: str | None) -> list[ArtifactCollection]:  # noqa: A002
        """Collections of artifacts, by project and name."""

    def artifact_collection(self, collection: str, deleted: bool = False) -> ArtifactCollectionDetail:
        """A collection with its versions; with `deleted` also those that were deleted."""

    def find_artifact(self, name: str, project: str | None) -> ArtifactVersionDetail:
        """The version that a name means."""

    def artifact_version(self, version: str) -> ArtifactVersionDetail:
        """A version by its id."""

    def artifact_lineage(self, version: str | None, run: str | None, depth: int, limit: int) -> ArtifactLineage:
        """The graph of runs and versions around one of them."""

    def run_artifacts(self, run: str) -> list[RunArtifact]:
        """The versions that a run logged and used."""

    def change_artifact(self, collection: str, version: str, wanted: Change) -> ArtifactChanged:
        """Change what is said of a version; of the collection if `version` is empty. Every answer after shows it."""

    def delete_artifact(self, version: str, delete_aliases: bool) -> ArtifactChanged:
        """Delete a version."""

    def restore_artifact(self, version: str) -> ArtifactChanged:
        """Bring back a version that was deleted."""

    def list_views(self, project: str | None, kind: str | None = None) -> list[View]:
        """The saved views of a project, or all, by name; of one kind, or of all."""

    def get_view(self, view: str, revision: str | None) -> ViewDetail:
        """A view whole, as it stands or as it was in a revision; who has no such id raises ViewNotFound."""

    def list_versions(self, view: str) -> list[ViewVersion]:
        """All that a view was, the newest first."""

    def save_view(self, ask: SaveAsk) -> ViewDetail:
        """Save a view, a new one or a new version, as `api.views.save`."""

    def remove_view(self, view: str, expected_revision: str) -> ViewDetail:
        """Remove a view."""

    def restore_view(self, view: str, revision: str, expected_revision: str) -> ViewDetail:
        """Save a view again as it was in a revision."""

    def choose_default(self, view: str, chosen: bool) -> ViewDetail:
        """Show a project by a view, or no longer."""

    def list_sweeps(self, project: str | None) -> list[Sweep]:
        """The sweeps of a project and those under it, or all, the newest first."""

    def get_sweep(self, sweep: str) -> SweepDetail:
        """One sweep whole; who has no such id raises SweepNotFound."""

    def begin_sweep(self, definition: Any, project: str | None, prior_runs: list[str]) -> SweepDetail:
        """Make a sweep."""

    def change_sweep(self, sweep: str, state: SweepState) -> SweepDetail:
        """Pause a sweep, let it go on, end it, or cancel it with its trials."""

    def stop_trial(self, sweep: str, number: int) -> None:
        """Ask a trial to end before it is through."""

    def close(self) -> None:
        """Let go of files and sockets. Idempotent; the next question opens them again."""
