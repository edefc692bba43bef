"""A home on this machine as a source of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import msgspec

from runstone.api import commenting, editing, views
from runstone.api.changing import ArtifactChanged, ArtifactEdit, change_artifact, delete_artifact, restore_artifact
from runstone.api.commenting import CommentAsk, CommentChange, CommentEdited
from runstone.api.editing import EditAsk, Edited
from runstone.api.source import Stream
from runstone.api.views import SaveAsk
from runstone.artifacts.change import Change
from runstone.blobs.store import CHUNK_BYTES, BlobStore
from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.author import login_name
from runstone.model.errors import BlobDamaged
from runstone.model.home import Home
from runstone.model.instance import find
from runstone.model.states import SweepState
from runstone.query import (
    alerts,
    best,
    comments,
    console,
    data,
    files,
    grouping,
    made_edits,
    media,
    metrics,
    projects,
    runs,
    series,
    sql,
    stages,
    texts,
)
from runstone.query import views as view_query
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
from runstone.query.artifacts import collections, lineage
from runstone.query.artifacts.answers import (
    ArtifactCollection,
    ArtifactCollectionDetail,
    ArtifactLineage,
    ArtifactVersionDetail,
    RunArtifact,
)
from runstone.query.best import BestAsk
from runstone.query.best_media import BestMediaAsk, best_media
from runstone.query.compare import comparison
from runstone.query.compare.comparison import CompareAsk
from runstone.query.grouping import GroupsAsk
from runstone.query.panel_frame import Panel
from runstone.query.runs import RunsAsk
from runstone.query.series import PanelAsk, Points
from runstone.query.space import project_space, run_space
from runstone.query.sql import SqlAnswer
from runstone.query.sql.question import EngineName
from runstone.query.stage_figures import stage_figures
from runstone.query.sweeps import listing
from runstone.query.sweeps.answers import Sweep, SweepDetail
from runstone.sweeps.controller import Controller
from runstone.sweeps.sweep import Sweep as SweepLedger

# Another process may be reading years of journals for the first time.
_PATIENCE_SECS = 600.0


class LocalSource:
    """Answers from the index of a home, which it brings up to date with the journals before each first page."""

    def __init__(self, home: Home) -> None:
        """Nothing is opened before the first question."""
        self.home = home
        self.index = Index(home)
        self._editor = Editor(home)

    def server_url(self) -> str | None:
        """See Source."""
        server = find(self.home)
        return server.url if server else None

    def fresh(self) -> Index:
        """The index, caught up with the journals."""
        self.index.refresh(_PATIENCE_SECS)
        return self.index

    def list_runs(self, ask: RunsAsk) -> RunsPage:
        """See Source."""
        return runs.list_runs(self.index if ask.cursor else self.fresh(), ask)

    def get_run(self, run: str) -> RunDetail:
        """See Source."""
        return runs.get_run(self.fresh(), run)

    def list_projects(self) -> list[Project]:
        """See Source."""
        return projects.list_projects(self.fresh())

    def list_columns(self, project: str | None, recursive: bool) -> Columns:
        """See Source."""
        return runs.columns(self.fresh(), project, recursive)

    def list_groups(self, ask: GroupsAsk) -> RunGroups:
        """See Source."""
        return grouping.list_groups(self.index if ask.cursor else self.fresh(), ask)

    def compare(self, ask: CompareAsk) -> Comparison:
        """See Source."""
        return comparison.compare(self.fresh(), ask)

    def sql(self, text: str, engine: EngineName, limit: int, timeout_secs: float) -> SqlAnswer:
        """See Source."""
        return sql.ask(self.fresh(), text, engine, limit, timeout_secs)

    def metrics(self, run: str) -> list[MetricStats]:
        """See Source."""
        return metrics.stats(self.fresh(), run)

    def points(self, run: str, metric: str, lo: int | None, hi: int | None, limit: int, cursor: str | None) -> Points:
        """See Source."""
        return series.points(self.index if cursor else self.fresh(), run, metric, lo, hi, limit, cursor)

    def derived(self, run: str, expression: str, lo: int | None, hi: int | None) -> Points:
        """See Source."""
        return series.derived(self.fresh(), run, expression, lo, hi)

    def best(self, ask: BestAsk) -> list[BestPoint | None]:
        """See Source."""
        return best.best(self.fresh(), ask)

    def best_media(self, ask: BestMediaAsk) -> BestMedia:
        """See Source."""
        return best_media(self.fresh(), ask)

    def panel(self, ask: PanelAsk) -> Panel:
        """See Source."""
        return series.panel(self.fresh(), ask)

    def texts(self, run: str, key: str | None, limit: int, cursor: str | None) -> TextsPage:
        """See Source."""
        return texts.page(self.index if cursor else self.fresh(), run, key, limit, cursor)

    def stages(self, run: str) -> list[Stage]:
        """See Source."""
        return stages.list_stages(self.fresh(), [run])[0].stages

    def stage_figures(self, metric: str, runs: Sequence[str]) -> list[RunStageFigures]:
        """See Source."""
        return stage_figures(self.fresh(), metric, runs)

    def console(self, run: str, first: int, limit: int, stream: Stream | None) -> Console:
        """See Source."""
        return console.read(self.index if first > 0 else self.fresh(), run, first, limit, stream)

    def media(self, run: str, key: str | None, step: int | None) -> list[MediaItem]:
        """See Source."""
        return media.items(self.fresh(), run, key, step)

    def alerts(self, run: str | None, project: str | None, after: int | None, limit: int) -> list[Alert]:
        """See Source."""
        return alerts.list_alerts(self.fresh(), run, project, after, limit).alerts

    def files(self, run: str) -> list[SavedFile]:
        """See Source."""
        return files.list_files(self.fresh(), run)

    def data(self, project: str | None, run: str | None, name: str | None, digest: str | None) -> list[DataUse]:
        """See Source."""
        return data.list_data(self.fresh(), project, run, name, digest)

    def space(self, project: str | None) -> SpaceTree:
        """See Source."""
        return project_space(self.fresh(), project)

    def run_space(self, runs: Sequence[str]) -> Space:
        """See Source."""
        return run_space(self.fresh(), runs)

    def blob(self, sha256: str) -> Iterator[bytes]:
        """See Source."""
        try:
            with open(BlobStore(self.home).path(sha256), "rb") as file:
                while chunk := file.read(CHUNK_BYTES):
                    yield chunk
        except FileNotFoundError as error:
            raise BlobDamaged(
                f"The blob {sha256} is missing from {self.home.blobs_path}. Bring it back from a copy of the home."
            ) from error

    def edit(self, ask: EditAsk) -> Edited:
        """See Source."""
        return editing.edit(self.index, self._editor, ask)

    def list_edits(self, run: str) -> list[MadeEdit]:
        """See Source."""
        return made_edits.list_edits(self.fresh(), run)

    def list_comments(self, run: str | None, project: str | None, panel: str | None, limit: int) -> list[Comment]:
        """See Source."""
        return comments.list_comments(self.fresh(), run, project, panel, limit)

    def list_comment_versions(self, comment: str) -> list[CommentVersion]:
        """See Source."""
        return comments.list_versions(self.fresh(), comment)

    def comment(self, ask: CommentAsk) -> CommentEdited:
        """See Source."""
        return commenting.comment(self.index, self._editor, ask)

    def change_comment(self, comment: str, ask: CommentChange) -> CommentEdited:
        """See Source."""
        return commenting.change_comment(self.index, self._editor, comment, ask)

    def artifact_home(self) -> Home | None:
        """See Source."""
        return self.home

    def list_collections(self, project: str | None, type: str | None, search: str | None) -> list[ArtifactCollection]:  # noqa: A002
        """See Source."""
        return collections.list_collections(self.fresh(), project, True, type, search)

    def artifact_collection(self, collection: str, deleted: bool = False) -> ArtifactCollectionDetail:
        """See Source."""
        return collections.get_collection(self.fresh(), collection, deleted)

    def find_artifact(self, name: str, project: str | None) -> ArtifactVersionDetail:
        """See Source."""
        return collections.find_version(self.fresh(), name, project)

    def artifact_version(self, version: str) -> ArtifactVersionDetail:
        """See Source."""
        return collections.get_version(self.fresh(), version)

    def artifact_lineage(self, version: str | None, run: str | None, depth: int, limit: int) -> ArtifactLineage:
        """See Source."""
        return lineage.lineage(self.fresh(), version, run, depth, limit)

    def run_artifacts(self, run: str) -> list[RunArtifact]:
        """See Source."""
        return collections.run_artifacts(self.fresh(), run)

    def change_artifact(self, collection: str, version: str, wanted: Change) -> ArtifactChanged:
        """See Source."""
        edit = ArtifactEdit(collection=collection, version=version, **msgspec.structs.asdict(wanted))
        return change_artifact(self.home, self.fresh(), edit)

    def delete_artifact(self, version: str, delete_aliases: bool) -> ArtifactChanged:
        """See Source."""
        return delete_artifact(self.home, self.fresh(), version, delete_aliases)

    def restore_artifact(self, version: str) -> ArtifactChanged:
        """See Source."""
        return restore_artifact(self.home, self.fresh(), version)

    def list_views(self, project: str | None, kind: str | None = None) -> list[View]:
        """See Source."""
        return view_query.list_views(self.fresh(), project, kind)

    def get_view(self, view: str, revision: str | None) -> ViewDetail:
        """See Source."""
        return view_query.get_view(self.fresh(), view, revision)

    def list_versions(self, view: str) -> list[ViewVersion]:
        """See Source."""
        return view_query.list_versions(self.fresh(), view)

    def save_view(self, ask: SaveAsk) -> ViewDetail:
        """See Source."""
        return views.save(self.index, self._editor, ask)

    def remove_view(self, view: str, expected_revision: str) -> ViewDetail:
        """See Source."""
        return views.remove(self.index, self._editor, view, expected_revision)

    def restore_view(self, view: str, revision: str, expected_revision: str) -> ViewDetail:
        """See Source."""
        return views.restore(self.index, self._editor, view, revision, expected_revision)

    def choose_default(self, view: str, chosen: bool) -> ViewDetail:
        """See Source."""
        return views.choose_default(self.index, self._editor, view, chosen)

    def list_sweeps(self, project: str | None) -> list[Sweep]:
        """See Source."""
        return listing.list_sweeps(self.fresh(), project)

    def get_sweep(self, sweep: str) -> SweepDetail:
        """See Source."""
        return listing.get_sweep(self.fresh(), sweep)

    def begin_sweep(self, definition: Any, project: str | None, prior_runs: list[str]) -> SweepDetail:
        """See Source."""
        return self.get_sweep(SweepLedger.begin(self.home, definition, project, prior_runs, login_name()))

    def change_sweep(self, sweep: str, state: SweepState) -> SweepDetail:
        """See Source."""
        with closing(Controller(self.home, sweep, login_name())) as controller:
            controller.change(state)
        return self.get_sweep(sweep)

    def stop_trial(self, sweep: str, number: int) -> None:
        """See Source."""
        with closing(Controller(self.home, sweep, login_name())) as controller:
            controller.stop(number)

    def close(self) -> None:
        """See Source."""
        self._editor.close()
        self.index.close()
