"""`runstone gc`: frees the blobs that no run and no artifact refers to any more."""

from __future__ import annotations

import shutil
from typing import Annotated

from cyclopts import Parameter

from runstone.artifacts.garbage import artifact_references, expire
from runstone.blobs.garbage import GRACE_SECS, collect
from runstone.cli.output import format_bytes, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.edits import leftovers
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
    """Free the blobs that no run and no version of an artifact needs, encode media that killed runs left in raw values, and delete versions whose
    time to live is over."""
    place = open_home(home)
    for doomed in place.runs_path.glob(".removed-*"):  # what a killed `rm` left
        shutil.rmtree(doomed)
    receiving.sweep(place)
    ended = expire(place)
    settled = leftovers.settle(place, grace_secs)
    freed = collect(place, blob_references(place) | artifact_references(place), grace_secs)
    if json:
        print_json({**freed._asdict(), "expired_versions": ended, "encoded_media": settled._asdict()})
    else:
        gone = f"Deleted {ended} versions of artifacts whose time was over. " if ended else ""
        if settled.media:
            gone += (
                f"Encoded {settled.media} media that killed runs had left in raw values: {format_bytes(settled.encoded_bytes)} "
                f"instead of {format_bytes(settled.raw_bytes)}. "
            )
        if settled.failed:
            gone += f"{settled.failed} media stay in raw values, which cannot be encoded here; they are shown as far as they can be. "
        terminal().print(f"{gone}Freed {freed.blobs} blobs, {format_bytes(freed.size_bytes)}.")
