"""`runstone views`: the saved views of a home."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from runstone.api import Api, SavedView
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_moment, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.model.errors import Misuse

ProjectOption = Annotated[str | None, Parameter(help="Among the views of this project only.")]

views = App(name="views", help="List, share and change saved views.", help_format="plaintext", version_flags=[])


@views.command(name="list")
def list_(project: str | None = None, *, home: HomeOption = None, json: JsonOption = False) -> None:
    """List views, by name.

    Parameters
    ----------
    project
        Only those of this project.
    """
    with _open(home) as api:
        found = api.views(project)
        if json:
            print_json([view.row for view in found])
            return
        print_columns(
            terminal(),
            [
                Column("id", [view.id for view in found]),
                Column("project", [view.project or "(whole home)" for view in found]),
                Column("name", [one_line(view.name) + (" (default)" if view.is_default else "") for view in found]),
                Column("kind", [view.kind for view in found], rank=1),
                Column("saved", [format_moment(view.row.updated_time) for view in found], rank=1),
                Column("by", [one_line(view.row.updated_by) for view in found], rank=2),
            ],
        )


@views.command
def show(view: str, *, project: ProjectOption = None, home: HomeOption = None) -> None:
    """Print a view with its document, as JSON.

    Parameters
    ----------
    view
        Its name or id.
    """
    with _open(home) as api:
        found = api.view(view, project)
        assert found.document is not None or found.removed
        print_json(found.row)


@views.command
def versions(view: str, *, project: ProjectOption = None, home: HomeOption = None, json: JsonOption = False) -> None:
    """List all that a view was, the newest first.

    Parameters
    ----------
    view
        Its name, or its id if it is removed.
    """
    with _open(home) as api:
        found = api.view(view, project).versions()
        if json:
            print_json(found)
            return
        print_columns(
            terminal(),
            [
                Column("revision", [one.revision for one in found]),
                Column("name", [one_line(one.name) + (" (removed)" if one.removed else "") for one in found]),
                Column("saved", [format_moment(one.time) for one in found]),
                Column("by", [one_line(one.author) for one in found], rank=1),
            ],
        )


@views.command
def rename(view: str, name: str, *, project: ProjectOption = None, home: HomeOption = None) -> None:
    """Call a view something else.

    Parameters
    ----------
    view
        Its name or id.
    name
        What it is called from now on.
    """
    with _open(home) as api:
        found = api.view(view, project)
        before = found.name
        found.edit(name=name)
        _tell(found, f"{before!r} is called {found.name!r} now.")


@views.command
def default(
    view: str,
    *,
    off: Annotated[bool, Parameter(negative=(), help="Show its project by no view any more.")] = False,
    project: ProjectOption = None,
    home: HomeOption = None,
) -> None:
    """Show a view's project by it from now on.

    Parameters
    ----------
    view
        Its name or id.
    """
    with _open(home) as api:
        found = api.view(view, project)
        found.make_default(not off)
        where = found.project or "The whole home"
        _tell(found, f"{where} is shown by {'no view' if off else repr(found.name)} from now on.")


@views.command
def remove(view: str, *, project: ProjectOption = None, home: HomeOption = None) -> None:
    """Remove a view; `runstone views restore` with its id brings it back.

    Parameters
    ----------
    view
        Its name or id.
    """
    with _open(home) as api:
        found = api.view(view, project)
        found.remove()
        _tell(found, f"{found.name!r} is removed; `runstone views restore {found.id}` brings it back.")


@views.command
def restore(
    view: str,
    *,
    revision: Annotated[str | None, Parameter(help="One of its `versions`; by default the last one before.")] = None,
    home: HomeOption = None,
) -> None:
    """Bring back a view that was removed, or an earlier version of one.

    Parameters
    ----------
    view
        Its id, or its name while it is not removed.
    """
    with _open(home) as api:
        found = api.view(view)
        found.restore(revision)
        _tell(found, f"{found.name!r} is as it was.")


@views.command
def export(view: str, file: Path | None = None, *, project: ProjectOption = None, home: HomeOption = None) -> None:
    """Write a view as a JSON file that `runstone views import` takes, in this home or another one.

    Parameters
    ----------
    view
        Its name or id.
    file
        By default standard output.
    """
    with _open(home) as api:
        text = api.view(view, project).to_json()
    if file is None:
        print(text, end="")
        return
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError as error:
        raise Misuse(f"{file} is there already. Nothing was written; name another file.") from error
    except OSError as error:
        raise Misuse(f"{file} cannot be written ({error.strerror}). Name another file.") from error


@views.command(name="import")
def import_(
    file: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    *,
    name: Annotated[str | None, Parameter(help="What it is called here.")] = None,
    project: Annotated[
        str | None, Parameter(help="The project that it is to show; by default the one it showed.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Save an exported view as a new one.

    Parameters
    ----------
    file
        What `runstone views export` wrote; - for standard input.
    """
    try:
        text = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Misuse(f"{file} cannot be read ({error.strerror}). Nothing was saved.") from error
    with _open(home) as api:
        found = api.import_view(text, project)
        if name is not None:
            found.edit(name=name)
        _tell(found, f"{found.name!r} is saved in {found.project or 'the whole home'}: {found.id}")


@contextmanager
def _open(home: Path | None) -> Iterator[Api]:
    with Api(open_home(home).path) as api:
        yield api


def _tell(view: SavedView, text: str) -> None:
    terminal().print(one_line(text), soft_wrap=True)
