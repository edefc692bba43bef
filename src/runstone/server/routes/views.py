"""Saved views."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.api import views as saving
from runstone.api.views import SaveAsk
from runstone.query import views
from runstone.query.answers.views import View, ViewDetail, ViewVersion
from runstone.server.action import Action, delete, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.service import Service
from runstone.server.shown import check_place

Id = Annotated[str, Meta(description="The view's id.")]


class ViewsAsk(msgspec.Struct, frozen=True):
    """Of which project, and of which kind."""

    project: Annotated[str, Meta(description="Only views of this project; all if not given.")] | None = None
    kind: Annotated[str, Meta(description="Only views of this kind, `view` or `report`; all if not given.")] | None = (
        None
    )


class ViewsAnswer(msgspec.Struct, frozen=True):
    """Views without their documents, by name."""

    views: list[View]


class ViewAsk(msgspec.Struct, frozen=True):
    """Which view, and as of when."""

    view: Id
    revision: Annotated[str, Meta(description="As it was in this version; as it stands if not given.")] | None = None


class VersionsAsk(msgspec.Struct, frozen=True):
    """Of which view."""

    view: Id


class VersionsAnswer(msgspec.Struct, frozen=True):
    """What a view was, the newest first."""

    versions: list[ViewVersion]


class RemoveAsk(msgspec.Struct, frozen=True):
    """Which view, and the version that the person had before them."""

    view: Id
    expected_revision: Annotated[str, Meta(description="The version that is to be removed.")]


class RestoreBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The version to bring back, and the one that the person had before them."""

    revision: str
    expected_revision: str


class DefaultBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether the view's project is shown by it from now on."""

    default: bool = True


@get("/api/views")
def list_views(service: Service, ask: ViewsAsk) -> ViewsAnswer:
    """The saved views of a project, or all."""
    return ViewsAnswer(views.list_views(service.index, ask.project, ask.kind))


@get("/api/views/{view}")
def read_view(service: Service, ask: ViewAsk) -> ViewDetail:
    """One view with its document; also one that was removed."""
    return views.get_view(service.index, ask.view, ask.revision)


@get("/api/views/{view}/versions")
def list_versions(service: Service, ask: VersionsAsk) -> VersionsAnswer:
    """All that a view was."""
    return VersionsAnswer(views.list_versions(service.index, ask.view))


@post("/api/views")
def save_view(service: Service, body: SaveAsk) -> ViewDetail:
    """Save a new view, or an old one anew."""
    if body.id is None or body.project is not None:
        check_place(service, body.project, whole_home=True)
    return saving.save(service.index, service.editor, body)


@delete("/api/views/{view}")
def remove_view(service: Service, ask: RemoveAsk) -> ViewDetail:
    """Remove a view; a version of it can be brought back at any time."""
    return saving.remove(service.index, service.editor, ask.view, ask.expected_revision)


@post("/api/views/{view}/restore")
def restore_view(service: Service, ask: VersionsAsk, body: RestoreBody) -> ViewDetail:
    """Save a view again as it was once."""
    return saving.restore(service.index, service.editor, ask.view, body.revision, body.expected_revision)


@post("/api/views/{view}/default")
def choose_default(service: Service, ask: VersionsAsk, body: DefaultBody) -> ViewDetail:
    """Show the view's project by this view from now on, or no longer."""
    return saving.choose_default(service.index, service.editor, ask.view, body.default)


ENDPOINTS: list[Endpoint | Action] = [
    list_views,
    read_view,
    list_versions,
    save_view,
    remove_view,
    restore_view,
    choose_default,
]
