"""`runstone rm`: removes runs."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from runstone.api.editing import EditAsk
from runstone.api.outputs import Output, delete_outputs, outputs_of
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
    artifacts: Annotated[
        bool,
        Parameter(
            negative=(), help="Also delete the versions of artifacts that they logged and that nobody else relies on."
        ),
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
    if bin and artifacts:
        raise Misuse("--bin takes nothing away, and --artifacts does: give one of them. Nothing was removed.")
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
    outputs = outputs_of(index, [run.id for run in found]) if artifacts else []
    for output in outputs:
        out.print(f"  {output.name}  {f'stays: {output.kept_for}' if output.kept_for else 'is deleted'}", markup=False)
    if not yes:
        if not sys.stdin.isatty():
            raise Misuse("Nobody is there to confirm. Nothing was removed; --yes does not ask.")
        if found:
            out.print(_told_space(index, [run.id for run in found], outputs))
        if input(f"Remove {len(found) + len(hollow)} runs for good? [y/N] ").strip().lower() not in ("y", "yes"):
            raise Misuse("Nothing was removed.")
    deleted = delete_outputs(place, outputs)
    freed = sum(remove(place, name) for name in [*(run.id for run in found), *hollow])
    index.refresh(_WAIT_SECS)
    told = f" and deleted {deleted} versions of artifacts" if artifacts else ""
    out.print(
        f"Removed {len(found) + len(hollow)} runs, {format_bytes(freed)}{told}. `runstone gc` frees the media that no other run shows."
    )


def _told_space(index: Index, runs: list[str], outputs: list[Output]) -> str:
    space = run_space(index, runs)
    # What stays of the artifacts is known once they are deleted: only the whole of them can be foretold.
    all_go = bool(outputs) and not any(output.kept_for for output in outputs)
    freed_bytes = space.freed_with_artifacts_bytes if all_go else space.freed_bytes
    left_bytes = space.total_bytes - freed_bytes
    kept = f"; {format_bytes(left_bytes)} stay, for artifacts or other runs" if left_bytes else ""
    least = "at least " if outputs and not all_go else ""
    return f"With `runstone gc` that frees {least}{format_bytes(freed_bytes)}{kept}."
