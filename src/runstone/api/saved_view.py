"""A saved view: a way to look at a project that somebody kept, with its document, and what can be done with it."""

from __future__ import annotations

import difflib
from typing import Any

from runstone.api.source import Source
from runstone.api.view_file import ViewFile
from runstone.api.views import SaveAsk
from runstone.model.errors import Misuse, ViewNotFound
from runstone.query.answers.views import View, ViewDetail, ViewVersion


class SavedView:
    """A view as it was when it was read, or when this object last changed it.

    Every change is a new version, and none is lost. A change is made onto the version that this object knows: if somebody saved another one
    meanwhile, it raises `Conflict` and nothing is overwritten. Read the view again then.
    """

    def __init__(self, source: Source, view: View) -> None:
        self._source = source
        self._view = view

    def __repr__(self) -> str:
        return f"SavedView({self.name!r}, project={self.project!r}, id={self.id!r})"

    @property
    def id(self) -> str:
        """What the address of the UI calls it by."""
        return self._view.id

    @property
    def name(self) -> str:
        return self._view.name

    @property
    def kind(self) -> str:
        """`view`, or `report` for a page of text and panels."""
        return self._view.kind

    @property
    def project(self) -> str:
        """The project that it shows; empty for the whole home."""
        return self._view.project

    @property
    def description(self) -> str:
        return self._view.description

    @property
    def is_default(self) -> bool:
        """Whether its project is shown by it."""
        return self._view.is_default

    @property
    def removed(self) -> bool:
        return self._view.removed

    @property
    def row(self) -> View:
        """All that a list tells of it: revision, times in microseconds since the epoch, who saved it, its size."""
        return self._view

    @property
    def document(self) -> Any:
        """What the UI keeps of it, as JSON would have it; None once it is removed."""
        if not isinstance(self._view, ViewDetail):
            self._view = self._source.get_view(self.id, self._view.revision)
        return self._view.document

    def edit(
        self,
        *,
        name: str | None = None,
        description: str | None = None,
        project: str | None = None,
        document: Any = None,
    ) -> None:
        """Save a new version; what is not given stays.

        Args:
            name: 1 to 200 characters.
            description: up to 10,000 characters.
            project: moves the view there; empty for the whole home.
            document: any JSON of up to 256 KiB, such as the one of another view.

        Raises:
            Conflict: somebody saved the view meanwhile. Nothing was overwritten.
            BadValue, BadProject, HomeUnusable: it could not be saved. Nothing was.
        """
        ask = SaveAsk(
            id=self.id,
            expected_revision=self._view.revision,
            name=name,
            description=description,
            project=project,
            document=document,
        )
        self._view = self._source.save_view(ask)

    def make_default(self, default: bool = True) -> None:
        """Show the project by this view from now on; with False, by none if it was this one.

        Raises:
            Misuse: the view is removed.
            HomeUnusable: it could not be written.
        """
        self._view = self._source.choose_default(self.id, default)

    def remove(self) -> None:
        """Remove the view; `restore` brings it back. Raises `Conflict` and `HomeUnusable` as `edit`."""
        self._view = self._source.remove_view(self.id, self._view.revision)

    def restore(self, revision: str | None = None) -> None:
        """Save the view again as it was in a revision; by default as it was before it was removed or last changed.

        Raises:
            ViewNotFound: it has no such version.
            Misuse: it was never anything else, or was removed in that revision. Nothing was saved.
            Conflict, HomeUnusable: as `edit`.
        """
        if revision is None:
            earlier = [
                one.revision for one in self.versions() if not one.removed and one.revision != self._view.revision
            ]
            if not earlier:
                raise Misuse(f"The view {self.name!r} has no earlier version. Nothing was saved.")
            revision = earlier[0]
        self._view = self._source.restore_view(self.id, revision, self._view.revision)

    def versions(self) -> list[ViewVersion]:
        """All that it was, the newest first."""
        return self._source.list_versions(self.id)

    def to_json(self) -> str:
        """The view as a file that `Api.import_view` takes, here or in another home."""
        return ViewFile(self.name, self.project, self.description, self.kind, self.document).to_json()


def find(source: Source, name: str, project: str | None) -> SavedView:
    """The view with this id, or with this name among those of a project, or of all.

    Raises:
        ViewNotFound: there is none.
        Misuse: several have the name.
    """
    views = source.list_views(None)
    if any(view.id == name for view in views):
        return SavedView(source, source.get_view(name, None))
    among = [view for view in views if project is None or view.project == project]
    named = [view for view in among if view.name == name]
    if len(named) > 1:
        told = ", ".join(f"{view.id} ({view.project or 'whole home'})" for view in named)
        raise Misuse(f"Several views are called {name!r}: {told}. Say which one by its id, or its project.")
    if named:
        return SavedView(source, source.get_view(named[0].id, None))
    try:
        return SavedView(source, source.get_view(name, None))  # one that was removed is still known by its id
    except ViewNotFound:
        close = difflib.get_close_matches(name, [view.name for view in among], n=3)
        hint = f" Did you mean {' or '.join(map(repr, close))}?" if close else ""
        where = f"The project {project!r} has" if project else "There is"
        raise ViewNotFound(f"{where} no view {name!r}.{hint} `runstone views list` lists them.") from None
