"""`runstone edit`: changes what people say of runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from runstone.api import editing
from runstone.api.editing import EditAsk, Edited
from runstone.cli.output import print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_index
from runstone.edits.edit import Edit, RunsEdit
from runstone.edits.editor import Editor
from runstone.model.errors import Misuse


def edit(
    runs: list[str] | None = None,
    *,
    name: str | None = None,
    notes: Annotated[str | None, Parameter(help="Markdown; an empty text clears it.")] = None,
    tag: Annotated[list[str] | None, Parameter(help="Put a tag on; may repeat.")] = None,
    untag: Annotated[list[str] | None, Parameter(help="Take a tag off; may repeat.")] = None,
    project: Annotated[str | None, Parameter(help="Move it there.")] = None,
    project_from: Annotated[
        str | None, Parameter(help="With --project: the beginning of the project that is replaced, to move a tree.")
    ] = None,
    group: Annotated[str | None, Parameter(help="An empty text clears it.")] = None,
    job_type: Annotated[str | None, Parameter(help="An empty text clears it.")] = None,
    colour: Annotated[
        str | None, Parameter(name=["--colour", "--color"], help="A word such as teal, or #rrggbb.")
    ] = None,
    star: Annotated[bool | None, Parameter(negative="--unstar", help="A baseline, or none.")] = None,
    archive: Annotated[bool | None, Parameter(negative="--unarchive", help="Into the archive, or out of it.")] = None,
    undo: Annotated[
        Path | None,
        Parameter(allow_leading_hyphen=True, help="Take back an edit: what --json printed of it, in a file or - ."),
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Change runs, under way or finished. Nothing is overwritten.

    Parameters
    ----------
    runs
        Ids, display ids or numbers.
    """
    changes = Edit(
        name=name,
        notes=notes,
        tags_added=tuple(tag or ()),
        tags_removed=tuple(untag or ()),
        project=project,
        project_from=project_from,
        group=group,
        job_type=job_type,
        colour=colour,
        starred=star,
        archived=archive,
    )
    if undo is not None:
        if runs or changes != Edit():
            raise Misuse("--undo says itself what to change. Nothing was changed.")
        ask = EditAsk(edits=_read_undo(undo))
    elif runs:
        ask = EditAsk(runs=runs, changes=changes)
    else:
        raise Misuse("Name the runs to change. Nothing was changed.")
    carry_out(ask, home, json)


def carry_out(ask: EditAsk, home: Path | None, json: bool, said: str = "{count} changed.") -> None:
    """Carry out an edit and tell of it; `said` is a sentence with the `count` of runs."""
    index = open_index(home)
    editor = Editor(index.home)
    try:
        edited = editing.edit(index, editor, ask)
    finally:
        editor.close()
    if json:
        print_json(edited)
    if edited.stopped is not None:
        editing.whole(edited)
    if not json:
        terminal().print(said.format(count="1 run" if edited.changed == 1 else f"{edited.changed} runs"))


def _read_undo(path: Path) -> list[RunsEdit]:
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return msgspec.json.decode(data, type=Edited).undo
    except (OSError, msgspec.DecodeError) as error:
        raise Misuse(
            f"{path} is nothing that `runstone edit --json` printed ({error}). Nothing was changed."
        ) from error
