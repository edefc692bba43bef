"""`runstone restore-backup`: makes a home of a backup. (`restore` takes runs out of the bin: another thing, and no option away from this one.)"""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

from cyclopts import Parameter

from runstone.cli.output import format_bytes, print_json, terminal
from runstone.cli.place import BackupPlace, HomeOption, JsonOption
from runstone.cli.transfer import watched
from runstone.model.home import default_home


def restore_backup(
    place: BackupPlace,
    /,
    *,
    home: HomeOption = None,
    at: Annotated[
        str | None, Parameter(help="Another backup than the last, by how its name begins; `runstone backup --list`.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Make a home of a backup. It goes into a folder that is empty or not there yet; nothing is ever overwritten."""
    from runstone.backup.place import open_shelf, read_backup
    from runstone.backup.restoring import restore

    target = home or default_home()
    with closing(open_shelf(place)) as shelf, watched("Bringing") as on_bytes:
        name, manifest = read_backup(shelf, at)
        done = restore(shelf, manifest, target, on_bytes)
    if json:
        print_json({"backup": name, "time": manifest.time, "home": str(target), **done._asdict()})
        return
    terminal().print(
        f"{target} has {done.journals:,} journals ({format_bytes(done.journal_bytes)}) and {done.blobs:,} blobs "
        f"({format_bytes(done.blob_bytes)}), each with the hash that it had."
    )
