"""A server as a source of answers: the HTTP API (docs/http-api.md) from the other side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

import msgspec

from runstone.api.changing import ArtifactChanged
from runstone.api.commenting import CommentAsk, CommentChange, CommentEdited
from runstone.api.editing import EditAsk, Edited
from runstone.api.questions import Parameters, Questions
from runstone.api.source import Stream
from runstone.api.views import SaveAsk
from runstone.artifacts.change import Change
from runstone.model.errors import (
    Misuse,
)
from runstone.model.home import Home
from runstone.model.states import SweepState
from runstone.model.values import to_json, to_plain
from runstone.query import points_frame
from runstone.query.answers.alerts import Alert, AlertsPage
from runstone.query.answers.columns import Columns
from runstone.query.answers.comments import Comment, CommentsAnswer, CommentVersion
from runstone.query.answers.compare import Comparison
from runstone.query.answers.console import Console
from runstone.query.answers.data import DataUse, DataUses
from runstone.query.answers.edits import MadeEdit, MadeEdits
from runstone.query.answers.groups import RunGroups
from runstone.query.answers.media import BestMedia, MediaItem
from runstone.query.answers.metrics import BestPoint, MetricStats
from runstone.query.answers.runs import Project, RunDetail, RunsPage, SavedFile
from runstone.query.answers.space import Space, SpaceTree
from runstone.query.answers.texts import RunStageFigures, RunStages, Stage, TextsPage
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
from runstone.query.language.expressions import to_text
from runstone.query.panel_frame import Panel
from runstone.query.runs import RunsAsk
from runstone.query.series import PanelAsk, Points
from runstone.query.sql import SqlAnswer
from runstone.query.sql.question import EngineName
from runstone.query.sweeps.answers import Sweep, SweepDetail

T = TypeVar("T")

_MOST_POINTS = 1_000_000
_MOST_TEXTS = 1 << 62
_MOST_LINES = 100_000
_MOST_ALERTS = 10_000
_MOST_COMMENTS = 10_000


class _Collections(msgspec.Struct, frozen=True):
    collections: list[ArtifactCollection]


class _RunArtifacts(msgspec.Struct, frozen=True):
    artifacts: list[RunArtifact]


class _Projects(msgspec.Struct, frozen=True):
    projects: list[Project]


class _Metrics(msgspec.Struct, frozen=True):
    metrics: list[MetricStats]


class _Best(msgspec.Struct, frozen=True):
    best: list[BestPoint | None]


class _Stages(msgspec.Struct, frozen=True):
    runs: list[RunStages]


class _StageFigures(msgspec.Struct, frozen=True):
    runs: list[RunStageFigures]


class _Files(msgspec.Struct, frozen=True):
    files: list[SavedFile]


class _Items(msgspec.Struct, frozen=True):
    items: list[MediaItem]


class _Views(msgspec.Struct, frozen=True):
    views: list[View]


class _Sweeps(msgspec.Struct, frozen=True):
    sweeps: list[Sweep]


class _Versions(msgspec.Struct, frozen=True):
    versions: list[ViewVersion]


class _CommentVersions(msgspec.Struct, frozen=True):
    versions: list[CommentVersion]


class ServerSource:
    """Answers of a server, which follows the journals itself: it is up to date to a fraction of a second."""

    def __init__(self, url: str) -> None:
        """Nothing is asked before the first question.

        Raises:
            Misuse: the URL is none of a server.
        """
        self.questions = Questions(url)

    def server_url(self) -> str | None:
        """See Source."""
        return self.questions.url

    def list_runs(self, ask: RunsAsk) -> RunsPage:
        """See Source."""
        asked = _given(
            project=ask.project,
            recursive=ask.recursive,
            filter=ask.filter,
            place=ask.place,
            sort=ask.sort,
            fields=ask.fields if ask.fields is None or ask.fields else "none",
            limit=ask.limit,
            cursor=ask.cursor,
            offset=ask.offset or None,
        )
        return self.questions.get("/api/runs", RunsPage, asked)

    def get_run(self, run: str) -> RunDetail:
        """See Source."""
        return self.questions.get(_run(run), RunDetail)

    def list_projects(self) -> list[Project]:
        """See Source."""
        return self.questions.get("/api/projects", _Projects).projects

    def list_columns(self, project: str | None, recursive: bool) -> Columns:
        """See Source."""
        return self.questions.get("/api/columns", Columns, _given(project=project, recursive=recursive))

    def list_groups(self, ask: GroupsAsk) -> RunGroups:
        """See Source."""
        asked = _given(
            project=ask.project,
            recursive=ask.recursive,
            filter=ask.filter,
            place=ask.place,
            by=ask.by,
            aggregate=ask.aggregate,
            sort=ask.sort,
            limit=ask.limit,
            cursor=ask.cursor,
            offset=ask.offset or None,
        )
        return self.questions.get("/api/groups", RunGroups, asked)

    def compare(self, ask: CompareAsk) -> Comparison:
        """See Source."""
        asked = _given(run=ask.runs, reference=ask.reference, differences=ask.differences_only, section=ask.sections)
        return self.questions.get("/api/compare", Comparison, asked)

    def sql(self, text: str, engine: EngineName, limit: int, timeout_secs: float) -> SqlAnswer:
        """See Source."""
        raise Misuse(
            f"{self.questions.url} takes no SQL: a query could keep it from answering others. Ask where the home lies, by Api(home=…).sql or "
            "`runstone sql`, or read with runs, history and export."
        )

    def metrics(self, run: str) -> list[MetricStats]:
        """See Source."""
        return self.questions.get(f"{_run(run)}/metrics", _Metrics).metrics

    def points(self, run: str, metric: str, lo: int | None, hi: int | None, limit: int, cursor: str | None) -> Points:
        """See Source."""
        asked = _given(metric=metric, lo=lo, hi=hi, limit=min(limit, _MOST_POINTS), cursor=cursor)
        return self.questions.get_frame(f"{_run(run)}/points.bin", asked, points_frame.decode)

    def derived(self, run: str, expression: str, lo: int | None, hi: int | None) -> Points:
        """See Source."""
        return self.questions.get_frame(
            f"{_run(run)}/derived.bin", _given(expression=expression, lo=lo, hi=hi), points_frame.decode
        )

    def best(self, ask: BestAsk) -> list[BestPoint | None]:
        """See Source."""
        asked = _given(metric=ask.metric, figure=ask.figure, above=ask.above, below=ask.below, run=ask.runs)
        return self.questions.get("/api/best", _Best, asked).best

    def best_media(self, ask: BestMediaAsk) -> BestMedia:
        """See Source."""
        asked = {"run": list(ask.runs), "key": list(ask.keys), "metric": ask.metric, "figure": ask.figure}
        return self.questions.post(
            "/api/media/best", {**asked, "tolerance": ask.tolerance, "with_media": ask.with_media}, BestMedia
        )

    def panel(self, ask: PanelAsk) -> Panel:
        """See Source."""
        expression = ask.expression
        if expression is not None and not isinstance(expression, str):
            expression = to_text(expression)
        asked = _given(
            metric=ask.metric,
            expression=expression,
            x=ask.x,
            x_metric=ask.x_metric,
            lo=ask.lo,
            hi=ask.hi,
            buckets=ask.buckets,
            smoothing=ask.smoothing,
            run=ask.runs,
            group=ask.groups,
        )
        return self.questions.get_frame("/api/series", asked, Panel.decode)

    def texts(self, run: str, key: str | None, limit: int, cursor: str | None) -> TextsPage:
        """See Source."""
        asked = _given(key=key, limit=min(limit, _MOST_TEXTS), cursor=cursor)
        return self.questions.get(f"{_run(run)}/texts", TextsPage, asked)

    def stages(self, run: str) -> list[Stage]:
        """See Source."""
        return self.questions.get("/api/stages", _Stages, _given(run=run)).runs[0].stages

    def stage_figures(self, metric: str, runs: Sequence[str]) -> list[RunStageFigures]:
        """See Source."""
        return self.questions.get("/api/stages/figures", _StageFigures, _given(metric=metric, run=list(runs))).runs

    def console(self, run: str, first: int, limit: int, stream: Stream | None) -> Console:
        """See Source."""
        asked = _given(first=first, limit=min(limit, _MOST_LINES), stream=stream)
        return self.questions.get(f"{_run(run)}/console", Console, asked)

    def media(self, run: str, key: str | None, step: int | None) -> list[MediaItem]:
        """See Source."""
        return self.questions.get(f"{_run(run)}/media", _Items, _given(key=key, step=step)).items

    def alerts(self, run: str | None, project: str | None, after: int | None, limit: int) -> list[Alert]:
        """See Source."""
        found: list[Alert] = []
        cursor = None
        while len(found) < limit:
            asked = _given(
                run=run, project=project, after=after, limit=min(limit - len(found), _MOST_ALERTS), cursor=cursor
            )
            page = self.questions.get("/api/alerts", AlertsPage, asked)
            found += page.alerts
            cursor = page.next_cursor
            if cursor is None:
                break
        return found

    def files(self, run: str) -> list[SavedFile]:
        """See Source."""
        return self.questions.get(f"{_run(run)}/files", _Files).files

    def data(self, project: str | None, run: str | None, name: str | None, digest: str | None) -> list[DataUse]:
        """See Source."""
        return self.questions.get(
            "/api/data", DataUses, _given(project=project, run=run, name=name, digest=digest)
        ).uses

    def space(self, project: str | None) -> SpaceTree:
        """See Source."""
        return self.questions.get("/api/space", SpaceTree, _given(project=project))

    def run_space(self, runs: Sequence[str]) -> Space:
        """See Source."""
        return self.questions.get("/api/space/runs", Space, _given(run=list(runs)))

    def blob(self, sha256: str) -> Iterator[bytes]:
        """See Source."""
        return self.questions.get_chunks(f"/api/blobs/{quote(sha256, safe='')}")

    def edit(self, ask: EditAsk) -> Edited:
        """See Source."""
        return self.questions.post("/api/edits", ask, Edited)

    def list_views(self, project: str | None, kind: str | None = None) -> list[View]:
        """See Source."""
        found = self.questions.get("/api/views", _Views, _given(project=project or None, kind=kind)).views
        # An address cannot tell an empty project from none at all.
        return found if project != "" else [view for view in found if not view.project]

    def get_view(self, view: str, revision: str | None) -> ViewDetail:
        """See Source."""
        return self.questions.get(_view(view), ViewDetail, _given(revision=revision))

    def list_versions(self, view: str) -> list[ViewVersion]:
        """See Source."""
        return self.questions.get(f"{_view(view)}/versions", _Versions).versions

    def save_view(self, ask: SaveAsk) -> ViewDetail:
        """See Source."""
        return self.questions.post("/api/views", ask, ViewDetail)

    def remove_view(self, view: str, expected_revision: str) -> ViewDetail:
        """See Source."""
        return self.questions.delete(_view(view), _given(expected_revision=expected_revision), ViewDetail)

    def restore_view(self, view: str, revision: str, expected_revision: str) -> ViewDetail:
        """See Source."""
        said = {"revision": revision, "expected_revision": expected_revision}
        return self.questions.post(f"{_view(view)}/restore", said, ViewDetail)

    def choose_default(self, view: str, chosen: bool) -> ViewDetail:
        """See Source."""
        return self.questions.post(f"{_view(view)}/default", {"default": chosen}, ViewDetail)

    def list_edits(self, run: str) -> list[MadeEdit]:
        """See Source."""
        return self.questions.get(f"{_run(run)}/edits", MadeEdits).edits

    def list_comments(self, run: str | None, project: str | None, panel: str | None, limit: int) -> list[Comment]:
        """See Source."""
        asked = _given(run=run, project=project, panel=panel, limit=min(limit, _MOST_COMMENTS))
        return self.questions.get("/api/comments", CommentsAnswer, asked).comments

    def list_comment_versions(self, comment: str) -> list[CommentVersion]:
        """See Source."""
        return self.questions.get(f"{_comment(comment)}/versions", _CommentVersions).versions

    def comment(self, ask: CommentAsk) -> CommentEdited:
        """See Source."""
        return self.questions.post("/api/comments", ask, CommentEdited)

    def change_comment(self, comment: str, ask: CommentChange) -> CommentEdited:
        """See Source."""
        return self.questions.post(_comment(comment), ask, CommentEdited)

    def artifact_home(self) -> Home | None:
        """See Source."""
        return None

    def list_collections(self, project: str | None, type: str | None, search: str | None) -> list[ArtifactCollection]:  # noqa: A002
        """See Source."""
        asked = _given(project=project, type=type, search=search)
        return self.questions.get("/api/artifacts", _Collections, asked).collections

    def artifact_collection(self, collection: str, deleted: bool = False) -> ArtifactCollectionDetail:
        """See Source."""
        path = f"/api/artifacts/collections/{quote(collection, safe='')}"
        return self.questions.get(path, ArtifactCollectionDetail, [("deleted", "true")] if deleted else None)

    def find_artifact(self, name: str, project: str | None) -> ArtifactVersionDetail:
        """See Source."""
        return self.questions.get("/api/artifacts/find", ArtifactVersionDetail, _given(name=name, project=project))

    def artifact_version(self, version: str) -> ArtifactVersionDetail:
        """See Source."""
        return self.questions.get(_version(version), ArtifactVersionDetail)

    def artifact_lineage(self, version: str | None, run: str | None, depth: int, limit: int) -> ArtifactLineage:
        """See Source."""
        asked = _given(version=version, run=run, depth=depth, limit=limit)
        return self.questions.get("/api/artifacts/lineage", ArtifactLineage, asked)

    def run_artifacts(self, run: str) -> list[RunArtifact]:
        """See Source."""
        return self.questions.get(f"{_run(run)}/artifacts", _RunArtifacts).artifacts

    def change_artifact(self, collection: str, version: str, wanted: Change) -> ArtifactChanged:
        """See Source."""
        edit = {"collection": collection, "version": version, **to_json(msgspec.to_builtins(wanted))}
        return self.questions.post("/api/artifacts/edits", edit, ArtifactChanged)

    def delete_artifact(self, version: str, delete_aliases: bool) -> ArtifactChanged:
        """See Source."""
        return self.questions.post(f"{_version(version)}/delete", {"delete_aliases": delete_aliases}, ArtifactChanged)

    def restore_artifact(self, version: str) -> ArtifactChanged:
        """See Source."""
        return self.questions.post(f"{_version(version)}/restore", {}, ArtifactChanged)

    def list_sweeps(self, project: str | None) -> list[Sweep]:
        """See Source."""
        return self.questions.get("/api/sweeps", _Sweeps, _given(project=project)).sweeps

    def get_sweep(self, sweep: str) -> SweepDetail:
        """See Source."""
        return self.questions.get(_sweep(sweep), SweepDetail)

    def begin_sweep(self, definition: Any, project: str | None, prior_runs: list[str]) -> SweepDetail:
        """See Source."""
        said = {"definition": to_json(to_plain(definition)), "project": project, "prior_runs": prior_runs}
        return self.questions.post("/api/sweeps", said, SweepDetail)

    def change_sweep(self, sweep: str, state: SweepState) -> SweepDetail:
        """See Source."""
        return self.questions.post(f"{_sweep(sweep)}/state", {"state": state}, SweepDetail)

    def stop_trial(self, sweep: str, number: int) -> None:
        """See Source."""
        self.questions.post(f"{_sweep(sweep)}/trials/{number}/stop", {}, dict[str, Any])

    def close(self) -> None:
        """See Source."""
        self.questions.close()


def _given(**fields: Any) -> Parameters:
    found: Parameters = []
    for name, value in fields.items():
        found.extend((name, word) for word in _words(value))
    return found


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, str | int):
        yield str(value)
    elif value is not None:
        for item in value:
            yield from _words(item)


def _version(version: str) -> str:
    return f"/api/artifacts/versions/{quote(version, safe='')}"


def _run(name: str) -> str:
    return f"/api/runs/{quote(name, safe='')}"


def _sweep(sweep: str) -> str:
    return f"/api/sweeps/{quote(sweep, safe='')}"


def _comment(comment: str) -> str:
    return f"/api/comments/{quote(comment, safe='')}"


def _view(view: str) -> str:
    return f"/api/views/{quote(view, safe='')}"
