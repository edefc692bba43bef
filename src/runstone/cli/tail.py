"""`runstone tail`: what a run logs and prints, as it comes."""

from __future__ import annotations

import fnmatch
import re
import sys
from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from runstone.cli.feed import Entry, Feed, RewindSeen, Row
from runstone.cli.following import wait_for_change
from runstone.cli.output import COLOURS, format_secs, format_value, one_line, terminal
from runstone.cli.place import HomeOption, RunArgument, open_index
from runstone.model.states import OPEN_STATES
from runstone.model.values import to_json
from runstone.query import changes, runs
from runstone.query.answers.console import ConsoleLine
from runstone.query.answers.runs import RunDetail

# A row of a hundred metrics says nothing to anybody who reads it as it flies by.
_SHOWN_METRICS = 12
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)")
_COLOUR = re.compile(r"\x1b\[[0-9;:]*m")


def tail(
    run: RunArgument,
    *,
    follow: Annotated[
        bool, Parameter(name=["--follow", "-f"], negative=(), help="Go on as more comes, until the run ends.")
    ] = False,
    lines: Annotated[int, Parameter(name=["--lines", "-n"], help="Begin with the last so many.")] = 10,
    metrics: Annotated[
        list[str] | None, Parameter(help="Only metrics that match, such as 'val/*'; may repeat. '' for none.")
    ] = None,
    console: Annotated[bool, Parameter(help="What the run prints.")] = True,
    home: HomeOption = None,
    json: Annotated[bool, Parameter(negative=(), help="Print one line of JSON an entry.")] = False,
) -> None:
    """Print the last rows of metrics and lines of the console of a run, and with -f those to come."""
    index = open_index(home)
    out = terminal()
    feed = Feed(runs.find(index, run), lambda name: _is_wanted(name, metrics), console)
    seen = changes.revision(index)
    look = feed.last(index, max(0, lines))
    while True:
        for entry in look.entries:
            if json:
                print(_as_json(entry))
            else:
                _print(out, entry, whole=metrics is not None)
        sys.stdout.flush()
        if not follow or look.run.state not in OPEN_STATES:
            break
        seen = wait_for_change(index, seen)
        look = feed.new(index)
    if json:
        print(msgspec.json.encode({"state": look.run.state, "exit_code": look.run.exit_code}).decode())
    else:
        _print_state(Console(stderr=True, highlight=False), look.run)


def _is_wanted(name: str, patterns: list[str] | None) -> bool:
    if patterns is None:
        return not name.startswith("sys/")
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)


def _as_json(entry: Entry) -> str:
    match entry:
        case Row(when, step, values):
            plain: dict[str, object] = {"time": when, "step": step, "metrics": values}
        case ConsoleLine():
            plain = msgspec.to_builtins(entry)
        case RewindSeen(when, step):
            plain = {"time": when, "rewound_to_step": step}
    return msgspec.json.encode(to_json(plain)).decode()


def _print(out: Console, entry: Entry, whole: bool) -> None:
    match entry:
        case Row(_, step, values):
            shown = list(values.items()) if whole else list(values.items())[:_SHOWN_METRICS]
            line = Text.assemble(("step ", "dim"), str(step))
            for name, value in shown:
                line.append(f"  {one_line(name)} ", "dim").append(format_value(value))
            if len(shown) < len(values):
                line.append(f"  … {len(values) - len(shown)} more", "dim")
            out.print(line, soft_wrap=True)
        case ConsoleLine(text=text, stream=stream):
            if out.is_terminal and not out.no_color:
                # Colours stay; nothing else that a run printed may move our cursor or rename our window.
                kept = _ESCAPE.sub(lambda found: found[0] if _COLOUR.fullmatch(found[0]) else "", text)
                print(f"\x1b[33m{kept}\x1b[0m" if stream == "stderr" else f"{kept}\x1b[0m")
            else:
                print(_ESCAPE.sub("", text))
        case RewindSeen(_, step):
            out.print(Text(f"— rewound to step {step} —", "dim"))


def _print_state(out: Console, run: RunDetail) -> None:
    line = Text(f"{run.display_id} {one_line(run.name)} ")
    line.append("is running" if run.state in OPEN_STATES else run.state, COLOURS[run.state])
    line.append(
        f" for {format_secs(run.duration_secs)}"
        if run.state in OPEN_STATES
        else f" after {format_secs(run.duration_secs)}"
    )
    if run.exit_code:
        line.append(f", exit code {run.exit_code}")
    if run.error:
        line.append(f": {one_line(run.error.strip().rpartition(chr(10))[2])}")
    out.print(line, soft_wrap=True)
