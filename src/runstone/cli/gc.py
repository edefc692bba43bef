"""`runstone gc`: frees the blobs that no run and no artifact refers to any more."""

from __future__ import annotations

import shutil
from typing import Annotated

from cyclopts import Parameter

from runstone.artifacts.garbage import artifact_references, expire
from runstone.blobs.garbage import GRACE_SECS, collect
from runstone.cli.output import format_bytes, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.journal.references import blob_references
from runstone.sync import receiving


def gc(
    *,
    grace_secs: Annotated[
        float, Parameter(help="How old a blob must be: a younger one may be on its way into a journal.")
    ] = GRACE_SECS,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Free the blobs that no run and no version of an artifact needs, and delete versions whose time to live is over."""
    place = open_home(home)
    for doomed in place.runs_path.glob(".removed-*"):  # what a killed `rm` left
        shutil.rmtree(doomed)
    receiving.sweep(place)
    ended = expire(place)
    freed = collect(place, blob_references(place) | artifact_references(place), grace_secs)
    if json:
        print_json({**freed._asdict(), "expired_versions": ended})
    else:
        gone = f"Deleted {ended} versions of artifacts whose time was over. " if ended else ""
        terminal().print(f"{gone}Freed {freed.blobs} blobs, {format_bytes(freed.size_bytes)}.")
