"""`runstone retention`: what the home's policy keeps no longer, and puts into the bin."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated

from cyclopts import Parameter

from runstone.api import editing
from runstone.api.editing import EditAsk
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_index
from runstone.edits.edit import Edit
from runstone.edits.editor import Editor
from runstone.model.policy import policy_path, read_policy
from runstone.query.retention import outdated

_AUTHOR = "retention"


def retention(
    *,
    apply: Annotated[
        bool, Parameter(negative=(), help="Put them into the bin, from which `runstone restore` brings them back.")
    ] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List the runs that the home's policy keeps no longer; with --apply put them into the bin. Nothing is removed for good, and what is under way,
    starred, tagged `keep`, or was forked where the fork stays, is left alone."""
    index = open_index(home)
    policy = read_policy(index.home)
    found = outdated(index, policy, time.time_ns() // 1000)
    if apply and found:
        editor = Editor(index.home, _AUTHOR)
        try:
            edited = editing.edit(index, editor, EditAsk(runs=[run.id for run in found], changes=Edit(binned=True)))
        finally:
            editor.close()
        editing.whole(edited)
    if json:
        print_json({"runs": found, "applied": apply})
        return
    out = terminal()
    if not found:
        out.print(f"Every run is kept. The rules are those of {policy_path(index.home)}.")
        return
    print_columns(
        out,
        [
            Column("run", [run.display_id for run in found]),
            Column("name", [run.name for run in found], rank=1),
            Column("project", [run.project for run in found]),
            Column("last record", [f"{datetime.fromtimestamp(run.updated_time / 1e6, UTC):%Y-%m-%d}" for run in found]),
            Column("rule of", [run.rule or "the home" for run in found], rank=1),
        ],
    )
    count = "1 run" if len(found) == 1 else f"{len(found):,} runs"
    if apply:
        out.print(f"{count} put into the bin; `runstone restore` brings them back.")
    else:
        out.print(f"{count} would go into the bin. Nothing was changed: `runstone retention --apply` does it.")
