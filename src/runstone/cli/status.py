"""`runstone status`: how far the servers got that a home is sent to."""

from __future__ import annotations

import msgspec

from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_bytes, format_moment, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.sync.upload_status import list_status


def status(*, home: HomeOption = None, json: JsonOption = False) -> None:
    """Tell how far the servers got that this home is sent to, and what keeps the rest."""
    found = list_status(open_home(home))
    if json:
        print_json([{**msgspec.structs.asdict(status), "at_work": at_work} for status, at_work in found])
        return
    if not found:
        terminal().print("This home is sent nowhere. With RUNSTONE_URL set, runs are sent to that server.")
        return
    print_columns(
        terminal(),
        [
            Column("server", [status.url for status, _ in found]),
            Column("state", [status.state if at_work else _at_rest(status.left_bytes) for status, at_work in found]),
            Column("left", [format_bytes(status.left_bytes) for status, _ in found], is_number=True),
            Column("told", [format_moment(status.time) for status, _ in found], rank=1),
        ],
    )
    for status, _ in found:
        for text in (status.trouble, *status.faults):
            if text:
                terminal().print(f"{status.url}: {one_line(text)}")


def _at_rest(left_bytes: int) -> str:
    """Of one that nobody is at work on; the next run, or `runstone sync`, goes on with it."""
    return "stopped" if left_bytes else "done"
