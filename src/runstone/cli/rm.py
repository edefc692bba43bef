"""`runstone rm`: removes runs."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from runstone.api.editing import EditAsk
from runstone.cli.edit import carry_out
from runstone.cli.output import format_bytes, terminal
from runstone.cli.place import HomeOption, open_home
from runstone.edits.edit import Edit
from runstone.edits.removal import is_written, remove
from runstone.index.index import Index
from runstone.model.errors import Misuse
from runstone.query import runs as query
from runstone.query.space import run_space

_WAIT_SECS = 30.0


def rm(
    runs: list[str],
    *,
    yes: Annotated[bool, Parameter(alias="-y", negative=(), help="Do not ask.")] = False,
    bin: Annotated[  # noqa: A002 - the word of the glossary
        bool, Parameter(negative=(), help="Only into the bin, from which `runstone restore` brings them back.")
    ] = False,
    force: Annotated[bool, Parameter(negative=(), help="Also remove runs that are being written to.")] = False,
    home: HomeOption = None,
) -> None:
    """Remove runs for good: their journals go at once, their media with the next `runstone gc`. Or put them into the bin.

    Parameters
    ----------
    runs
        Ids, display ids or numbers.
    """
    if bin:
        said = "{count} put into the bin; `runstone restore` brings them back."
        carry_out(EditAsk(runs=runs, changes=Edit(binned=True)), home, json=False, said=said)
        return
    place = open_home(home)
    index = Index(place)
    index.refresh(_WAIT_SECS)
    # A run that was begun and never written is in no index: it has a folder, and nothing else.
    hollow = [run for run in runs if run in place.run_ids() and not place.journals(run)]
    found = [query.get_run(index, query.find(index, run)) for run in runs if run not in hollow]
    out = terminal()
    for run in found:
        if not force and is_written(place, run.id):
            raise Misuse(
                f"{run.display_id} {run.name!r} is being written to. Nothing was removed. End it first, or use --force."
            )
    for run in found:
        children = [child for child in run.children if child.id not in {other.id for other in found}]
        forks = f" ({len(children)} forks show its points, and will show only their own)" if children else ""
        out.print(f"{run.display_id}  {run.name}  {run.project}  {run.state}{forks}")
    for name in hollow:
        out.print(f"{name}  (a folder without a journal)")
    if not yes:
        if not sys.stdin.isatty():
            raise Misuse("Nobody is there to confirm. Nothing was removed; --yes does not ask.")
        if found:
            space = run_space(index, [run.id for run in found])
            kept = (
                f"; {format_bytes(space.total_bytes - space.freed_bytes)} stay, for artifacts or other runs"
                if space.total_bytes > space.freed_bytes
                else ""
            )
            out.print(f"With `runstone gc` that frees {format_bytes(space.freed_bytes)}{kept}.")
        if input(f"Remove {len(found) + len(hollow)} runs for good? [y/N] ").strip().lower() not in ("y", "yes"):
            raise Misuse("Nothing was removed.")
    freed = sum(remove(place, name) for name in [*(run.id for run in found), *hollow])
    index.refresh(_WAIT_SECS)
    out.print(
        f"Removed {len(found) + len(hollow)} runs, {format_bytes(freed)}. `runstone gc` frees the media that no other run shows."
    )
