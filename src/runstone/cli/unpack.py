"""`runstone unpack`: brings packed runs into a home."""

from __future__ import annotations

from pathlib import Path

from runstone.cli.output import print_json, terminal
from runstone.cli.place import HomeOption, JsonOption
from runstone.cli.transfer import watched
from runstone.model.errors import Misuse
from runstone.model.home import Home, default_home
from runstone.sync import receiving


def unpack(file: Path, *, home: HomeOption = None, json: JsonOption = False) -> None:
    """Bring the runs of a package into the home. All of it is checked first; what is here already stays, or grows.

    Parameters
    ----------
    file
        What `runstone pack` wrote.
    """
    place = Home(home or default_home())
    try:
        with watched("unpacking", file.stat().st_size) as told:
            unpacked = receiving.unpack(place, file, told)
    except FileNotFoundError as error:
        raise Misuse(f"There is no file {file}. Nothing was changed.") from error
    if json:
        print_json({**unpacked._asdict(), "runs": [run._asdict() for run in unpacked.runs]})
        return
    out = terminal()
    for run in unpacked.runs:
        called = f"{run.display_id}  {run.run}" if run.display_id else run.run
        if run.is_new:
            out.print(f"{called}  is new here, {run.journals} journals")
        else:
            out.print(
                f"{called}  " + (f"{run.journals} journals are new or longer" if run.journals else "was here already")
            )
    for sweep in unpacked.sweeps:
        out.print(f"The sweep {sweep} is here now, or knows more than before.")
    out.print(f"{unpacked.blobs} media files are new in {place.path}.")
    if unpacked.missing_blobs:
        out.print(
            f"[yellow]{len(unpacked.missing_blobs)} media files were missing where it was packed[/yellow], and are missing here."
        )
