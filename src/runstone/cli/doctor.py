"""`runstone doctor`: reads every byte of a home, names what is damaged, and says what it costs."""

from __future__ import annotations

import sys
from typing import Any

from rich.progress import track

from runstone.artifacts.garbage import needs
from runstone.blobs.store import BlobStore
from runstone.cli.output import format_bytes, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.journal.checkup import Checkup, check
from runstone.journal.references import run_references
from runstone.model.errors import DataFault
from runstone.model.home import WORKSPACE, Collections, Home, Sweeps


def doctor(*, home: HomeOption = None, json: JsonOption = False) -> None:
    """Verify every journal and blob. Changes nothing; exit code 1 if something that was recorded cannot be read."""
    place = open_home(home)
    silent = json or not sys.stderr.isatty()
    checkups: list[Checkup] = []
    wanted: dict[str, str] = {}
    for run in track(sorted(place.run_ids()), "journals", disable=silent, transient=True):
        checkups += [check(path) for path in place.journals(run)]
        try:
            wanted.update(dict.fromkeys(run_references(place, run), run))
        except DataFault:
            continue  # told by the check-up
    checkups += [check(path) for path in place.journals(WORKSPACE)]
    for folders in (Collections(place), Sweeps(place)):
        checkups += [check(path) for each in sorted(folders.run_ids()) for path in folders.journals(each)]
    artifacts = needs(place)
    store = BlobStore(place)
    missing, damaged = [], []
    for sha256 in track(sorted(wanted), "blobs", disable=silent, transient=True):
        if sha256 not in store:
            # A run that goes on may have put another blob in its place since its journals were read.
            if sha256 in run_references(place, wanted[sha256]):
                missing.append(sha256)
        elif not store.is_intact(sha256):
            damaged.append(sha256)
    for sha256 in track(sorted(artifacts.blobs.keys() - wanted.keys()), "artifacts", disable=silent, transient=True):
        if sha256 not in store:
            if sha256 not in artifacts.elsewhere:
                missing.append(sha256)
        elif not store.is_intact(sha256):
            damaged.append(sha256)
    owners = artifacts.blobs | {sha256: f"run {run!r}" for sha256, run in wanted.items()}
    empty = [run for run in place.run_ids() if not place.journals(run)]
    lost = any(checkup.lost for checkup in checkups) or bool(missing or damaged)
    if json:
        print_json(_answer(place, checkups, missing, damaged, empty, lost))
    else:
        _tell(place, checkups, owners, missing, damaged, empty, lost)
    if lost:
        sys.exit(1)


def _answer(
    home: Home, checkups: list[Checkup], missing: list[str], damaged: list[str], empty: list[str], lost: bool
) -> dict[str, Any]:
    return {
        "home": str(home.path),
        "journals": [
            {**checkup._asdict(), "damage": [spot._asdict() for spot in checkup.damage]} for checkup in checkups
        ],
        "missing_blobs": missing,
        "damaged_blobs": damaged,
        "empty_runs": empty,
        "data_lost": lost,
    }


def _tell(
    home: Home,
    checkups: list[Checkup],
    owners: dict[str, str],
    missing: list[str],
    damaged: list[str],
    empty: list[str],
    lost: bool,
) -> None:
    out = terminal()
    for checkup in checkups:
        if checkup.fault:
            out.print(f"[red]lost[/red]  {checkup.path}: {checkup.fault}")
        for spot in checkup.damage:
            out.print(
                f"[red]lost[/red]  {checkup.path}: {spot.size_bytes} bytes at offset {spot.offset} are damaged. The records in them "
                "cannot be read; everything before and after is intact. If you have a copy of the file, bring it back."
            )
        if checkup.torn_bytes and not checkup.alive:
            out.print(
                f"[yellow]torn[/yellow]  {checkup.path}: the last {checkup.torn_bytes} bytes are a record that was cut short when its "
                "writer died or the disk was full. Its log() had not returned; everything before is intact. Nothing to do."
            )
    for sha256 in missing:
        out.print(
            f"[red]lost[/red]  blob {sha256} is missing; {owners[sha256]} needs it. Bring it back from a copy of the home."
        )
    for sha256 in damaged:
        out.print(
            f"[red]lost[/red]  blob {sha256} was changed by the disk; {owners[sha256]} needs it. Bring it back from a copy."
        )
    for run in empty:
        out.print(
            f"[yellow]empty[/yellow] run {run!r} has a folder and no journal: it was begun and never written. `runstone rm` removes it."
        )
    points = sum(checkup.points for checkup in checkups)
    size = sum(checkup.size_bytes for checkup in checkups)
    out.print(
        f"{home.path}: {len(checkups)} journals with {points:,} points and {format_bytes(size)}, {len(owners)} blobs. "
        + ("Some of it is lost, see above." if lost else "All that was recorded is intact.")
    )
