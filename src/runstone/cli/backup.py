"""`runstone backup`: a copy of a home that can be brought back, kept in another place."""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_bytes, print_json, terminal
from runstone.cli.place import BackupPlace, HomeOption, JsonOption, open_home
from runstone.cli.transfer import watched
from runstone.model.errors import BadValue

if TYPE_CHECKING:
    from runstone.sync.replica import Shelf


def backup(
    place: BackupPlace,
    /,
    *,
    home: HomeOption = None,
    verify: Annotated[
        bool, Parameter(negative=(), help="Take none: read the last one whole, and tell what of it is damaged.")
    ] = False,
    list_: Annotated[bool, Parameter(name="--list", negative=(), help="Take none: list those that are there.")] = False,
    at: Annotated[
        str | None, Parameter(help="With --verify: another one than the last, by how its name begins.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Take a backup of a home, which may be written to meanwhile. Only what is new since the last one is brought."""
    from runstone.backup.place import open_shelf
    from runstone.backup.taking import Taking

    own = None if verify or list_ else open_home(home)
    if own is not None and "://" not in place and os.path.realpath(place) == os.path.realpath(own.path):
        raise BadValue(f"{place} is the home itself. Nothing was done.")
    with closing(open_shelf(place)) as shelf:
        if own is None:
            _list(shelf, json) if list_ else _verify(shelf, at, json)
            return
        with watched("Bringing") as on_bytes:
            taken = Taking(own, shelf, on_bytes).take(time.time_ns() // 1000)
        manifest = taken.manifest
        if json:
            print_json(
                {
                    "backup": taken.name,
                    "time": manifest.time,
                    "journals": len(manifest.journals),
                    "blobs": len(manifest.blobs),
                    "new_journals": taken.new_journals,
                    "new_journal_bytes": taken.new_journal_bytes,
                    "new_blobs": taken.new_blobs,
                    "new_blob_bytes": taken.new_blob_bytes,
                    "missing_blobs": len(manifest.missing_blobs),
                    "faults": manifest.faults,
                }
            )
        else:
            out = terminal()
            out.print(
                f"{shelf} has {len(manifest.journals):,} journals and {len(manifest.blobs):,} blobs as of {_when(manifest.time)}. New: "
                f"{taken.new_journals:,} journals ({format_bytes(taken.new_journal_bytes)}) and {taken.new_blobs:,} blobs "
                f"({format_bytes(taken.new_blob_bytes)})."
            )
            for fault in manifest.faults:
                out.print(fault)


def _list(shelf: Shelf, json: bool) -> None:
    from runstone.backup.place import list_backups

    names = list_backups(shelf)
    if json:
        print_json([{"backup": name, "time": _time_of(name)} for name in names])
    elif names:
        times = [_when(_time_of(name)) for name in names]
        print_columns(terminal(), [Column("backup", names), Column("taken", times)])
    else:
        terminal().print(f"There is no backup in {shelf}.")


def _verify(shelf: Shelf, at: str | None, json: bool) -> None:
    from runstone.backup.place import read_backup
    from runstone.backup.verifying import verify

    name, manifest = read_backup(shelf, at)
    with watched("Reading") as on_bytes:
        found = verify(shelf, manifest, on_bytes)
    if json:
        print_json({"backup": name, "time": manifest.time, **found._asdict()})
    else:
        out = terminal()
        for fault in found.faults:
            out.print(f"[red]lost[/red]  {fault}")
        for note in found.notes:
            out.print(f"[yellow]note[/yellow]  {note}")
        out.print(
            f"{shelf}, as of {_when(manifest.time)}: {found.journals:,} journals with {found.points:,} points and "
            f"{format_bytes(found.journal_bytes)}, {found.blobs:,} blobs with {format_bytes(found.blob_bytes)}. "
            + ("Some of it is lost, see above." if found.faults else "All of it can be restored.")
        )
    if found.faults:
        sys.exit(1)


def _time_of(name: str) -> int:
    first = name.partition("-")[0]
    return int(first) if first.isdigit() else 0


def _when(time_us: int) -> str:
    return f"{datetime.fromtimestamp(time_us / 1e6, UTC):%Y-%m-%d %H:%M:%S} UTC"
