"""`runstone pack`: runs as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from runstone.cli.output import format_bytes, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home, open_index
from runstone.cli.transfer import watched
from runstone.index.index import Index
from runstone.journal.registry import Registry
from runstone.model.errors import Misuse
from runstone.model.home import Home
from runstone.model.ids import check_project, to_file_name
from runstone.query.runs import RunsAsk, list_ids
from runstone.query.runs.pages import MAX_IDS
from runstone.sdk.existing import need_run
from runstone.sync import sending

SUFFIX = ".runstone"


def pack(
    *runs: str,
    project: Annotated[
        str | None, Parameter(help="All runs of this project and below it, those in the archive and in the bin, too.")
    ] = None,
    output: Annotated[
        Path | None, Parameter(alias="-o", help="The file to write, or the folder to put it in. Default: here.")
    ] = None,
    parents: Annotated[
        bool, Parameter(help="Bring the runs that it was forked off, too: without them their points are missing.")
    ] = True,
    force: Annotated[bool, Parameter(negative=(), help="Replace a file that is there.")] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Write runs into one file: journals, media, artifacts that they logged, the sweeps that they are trials of, and the runs that they were forked off. `runstone unpack` brings it into another home.

    Parameters
    ----------
    runs
        Ids, display ids or numbers.
    """
    place = open_home(home)
    found = [need_run(place, run) for run in runs]
    if project is not None:
        found += _below(open_index(home), project)
    found = list(dict.fromkeys(found))
    if not found:
        where = f"under {project} " if project is not None else ""
        raise Misuse(f"There are no runs {where}to pack. Name runs, or a project by --project. Nothing was written.")
    target = output or Path()
    if target.is_dir():
        called = project.replace("/", "-") if project else _called(place, found[0])
        target = target / f"{called}{SUFFIX}"
    with watched("packing") as told:
        packed = sending.pack(place, found, target, parents=parents, overwrite=force, on_bytes=told)
    if json:
        print_json({**packed._asdict(), "path": str(packed.path)})
        return
    out = terminal()
    others = len(packed.runs) - len(found)
    said = runs[0] if len(found) == 1 and runs else f"{len(found)} runs"
    forked = (
        f" and {others} run{'s' if others > 1 else ''} that {'it was' if len(found) == 1 else 'they were'} forked off"
        if others
        else ""
    )
    out.print(
        f"{packed.path}: {said}{forked}, {packed.journals} journals and {packed.blobs} media files, {format_bytes(packed.size_bytes)}."
    )
    if packed.missing_blobs:
        out.print(
            f"[yellow]{len(packed.missing_blobs)} media files are missing from this home[/yellow], and from the package. "
            "`runstone doctor` names them."
        )


def _below(index: Index, project: str) -> list[str]:
    return list_ids(index, RunsAsk(project=check_project(project), place="all", sort=("number",), limit=MAX_IDS)).ids


def _called(home: Home, run: str) -> str:
    """What the run is called here; its id if the registry has lost it."""
    return next((entry.display_id for entry in Registry(home).entries() if entry.run == run), to_file_name(run))
