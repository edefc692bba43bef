"""`runstone gc`: frees the blobs that no run refers to any more."""

from __future__ import annotations

import shutil
from typing import Annotated

from cyclopts import Parameter

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
    """Free the blobs that no journal of the home refers to. Blobs that another run shares stay."""
    place = open_home(home)
    for doomed in place.runs_path.glob(".removed-*"):  # what a killed `rm` left
        shutil.rmtree(doomed)
    receiving.sweep(place)
    freed = collect(place, blob_references(place), grace_secs)
    if json:
        print_json(freed._asdict())
    else:
        terminal().print(f"Freed {freed.blobs} blobs, {format_bytes(freed.size_bytes)}.")
