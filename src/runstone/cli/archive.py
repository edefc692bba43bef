"""`runstone archive`: puts a project into the archive, or takes it out."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from runstone.api.editing import EditAsk, Selected
from runstone.cli.edit import carry_out
from runstone.cli.place import HomeOption, JsonOption
from runstone.edits.edit import Edit


def archive(
    project: str,
    *,
    undo: Annotated[bool, Parameter(negative=(), help="Take them out of the archive.")] = False,
    filter: Annotated[str | None, Parameter(help="Only the runs that meet this condition.")] = None,  # noqa: A002
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Put all runs of a project and below it into the archive: lists show them no more, and nothing is removed.

    Parameters
    ----------
    project
        Its path.
    """
    selected = Selected(project=project, filter=filter, place="archived" if undo else "active")
    said = "{count} taken out of the archive." if undo else "{count} put into the archive; --undo takes them out."
    carry_out(EditAsk(selection=selected, changes=Edit(archived=not undo)), home, json, said=said)
