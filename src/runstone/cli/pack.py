"""`runstone pack`: a run as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from runstone.cli.output import format_bytes, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.cli.transfer import watched
from runstone.journal.registry import Registry
from runstone.model.home import Home
from runstone.model.ids import to_file_name
from runstone.sdk.existing import need_run
from runstone.sync import sending

SUFFIX = ".runstone"


def pack(
    run: str,
    *,
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
    """Write a run into one file: journals, media, and the runs that it was forked off. `runstone unpack` brings it into another home.

    Parameters
    ----------
    run
        Its id, display id or number.
    """
    place = open_home(home)
    found = need_run(place, run)
    target = output or Path()
    if target.is_dir():
        target = target / f"{_called(place, found)}{SUFFIX}"
    with watched("packing") as told:
        packed = sending.pack(place, found, target, parents=parents, overwrite=force, on_bytes=told)
    if json:
        print_json({**packed._asdict(), "path": str(packed.path)})
        return
    out = terminal()
    others = len(packed.runs) - 1
    forked = f" and {others} run{'s' if others > 1 else ''} that it was forked off" if others else ""
    out.print(
        f"{packed.path}: {run}{forked}, {packed.journals} journals and {packed.blobs} media files, {format_bytes(packed.size_bytes)}."
    )
    if packed.missing_blobs:
        out.print(
            f"[yellow]{len(packed.missing_blobs)} media files are missing from this home[/yellow], and from the package. "
            "`runstone doctor` names them."
        )


def _called(home: Home, run: str) -> str:
    """What the run is called here; its id if the registry has lost it."""
    return next((entry.display_id for entry in Registry(home).entries() if entry.run == run), to_file_name(run))
