"""`runstone status`: how far the servers got that a home is sent to, and of which runs that are sent to it nothing comes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from runstone.cli.columns import Column, print_columns
from runstone.cli.output import cut, format_bytes, format_moment, format_secs, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home, open_index
from runstone.query.answers.runs import Run
from runstone.sync.upload_status import UploadStatus, list_status

_MOST_SILENT = 50
_NAME_WIDTH = 40


def status(*, home: HomeOption = None, json: JsonOption = False) -> None:
    """Tell how far the servers got that this home is sent to, and what keeps the rest; and of which runs that are sent to this home nothing comes."""
    uploads = list_status(open_home(home))
    silent, total = _silent_runs(home)
    if json:
        print_json(
            {
                "uploads": [{**msgspec.structs.asdict(upload), "at_work": at_work} for upload, at_work in uploads],
                "silent_runs": [
                    {"id": run.id, "project": run.project, "name": run.name, "silent_time": run.silent_time}
                    for run in silent
                ],
                "silent_total": total,
            }
        )
        return
    if uploads:
        _print_uploads(uploads)
    else:
        terminal().print("This home is sent nowhere. With RUNSTONE_URL set, runs are sent to that server.")
    if silent:
        _print_silent(silent, total)


def _silent_runs(home: Path | None) -> tuple[list[Run], int]:
    """The runs of which nothing comes, those silent for longest first, and how many they are."""
    from runstone.query.runs import RunsAsk, list_runs

    ask = RunsAsk(filter="silent_time != null", place="all", sort=("silent_time",), limit=_MOST_SILENT)
    page = list_runs(open_index(home), ask)
    return page.runs, page.total


def _print_uploads(uploads: Sequence[tuple[UploadStatus, bool]]) -> None:
    print_columns(
        terminal(),
        [
            Column("server", [status.url for status, _ in uploads]),
            Column("state", [status.state if at_work else _at_rest(status.left_bytes) for status, at_work in uploads]),
            Column("left", [format_bytes(status.left_bytes) for status, _ in uploads], is_number=True),
            Column("told", [format_moment(status.time) for status, _ in uploads], rank=1),
        ],
    )
    for status, _ in uploads:
        for text in (status.trouble, *status.faults):
            if text:
                terminal().print(f"{status.url}: {one_line(text)}")


def _print_silent(runs: Sequence[Run], total: int) -> None:
    out, now = terminal(), time.time()
    out.print("\nNo news of runs that are sent here:")
    since = [run.silent_time or 0 for run in runs]
    print_columns(
        out,
        [
            Column("run", [run.display_id for run in runs]),
            Column("name", [cut(one_line(run.name), _NAME_WIDTH) for run in runs], rank=1),
            Column("project", [run.project for run in runs]),
            Column("since", [format_moment(time_us) for time_us in since]),
            Column("for", [format_secs(max(0.0, now - time_us / 1e6)) for time_us in since], is_number=True),
        ],
    )
    if total > len(runs):
        out.print(f"and {total - len(runs):,} more: runstone ls --filter 'silent_time != null'")


def _at_rest(left_bytes: int) -> str:
    """Of one that nobody is at work on; the next run, or `runstone sync`, goes on with it."""
    return "stopped" if left_bytes else "done"
