"""`runstone mv`: moves a project with all below it."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from runstone.api.editing import EditAsk, Selected
from runstone.cli.edit import carry_out
from runstone.cli.place import HomeOption, JsonOption
from runstone.edits.edit import Edit


def mv(
    project: str,
    target: str,
    *,
    filter: Annotated[str | None, Parameter(help="Only the runs that meet this condition.")] = None,  # noqa: A002
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Move a project, with all that lies below it, or rename it. Runs in the archive and in the bin move, too. --json prints what takes it back.

    Parameters
    ----------
    project
        Its path.
    target
        The path that takes its place.
    """
    selected = Selected(project=project, filter=filter, place="all")
    changes = Edit(project=target, project_from=project)
    carry_out(EditAsk(selection=selected, changes=changes), home, json, said="{count} moved.")
