"""Many machines send what they log to one `runstone serve`, people look at it, and in the end every point must be there once."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.host import Host
from bench.load.measured import Measured
from bench.load.measuring import measure
from bench.load.plan import Plan


def main(arguments: list[str] | None = None) -> int:
    """See `--help`."""
    usual = Plan()
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--runs", type=int, default=usual.runs, help="how many log at once (%(default)s)")
    parser.add_argument("--metrics", type=int, default=usual.metrics, help="how many each logs (%(default)s)")
    parser.add_argument("--hertz", type=float, default=usual.hertz, help="how often (%(default)g a second)")
    parser.add_argument("--readers", type=int, default=usual.readers, help="how many people look (%(default)s)")
    parser.add_argument("--secs", type=float, default=usual.secs, help="for how long (%(default)g)")
    parser.add_argument("--machines", type=int, help="how many agents send the runs (one each)")
    parser.add_argument(
        "--real", type=int, default=usual.real, help="real trainings with real agents beside them (%(default)s)"
    )
    parser.add_argument(
        "--until-it-breaks", action="store_true", help="twice as many, and again, until a target is missed"
    )
    parser.add_argument("--folder", type=Path, help="where homes are made, and kept; by default a temporary one")
    asked = parser.parse_args(arguments)
    plan = Plan(
        asked.runs, asked.metrics, asked.hertz, asked.readers, asked.secs, asked.machines or asked.runs, asked.real
    )
    while True:
        found = _measured(plan, asked.folder)
        if found.broken or not asked.until_it_breaks:
            return 1 if found.missing or found.sent.left_bytes else 0
        plan = plan.doubled()


def _measured(plan: Plan, kept: Path | None) -> Measured:
    folder = Path(tempfile.mkdtemp(prefix="runstone-load-", dir=kept))
    host = Host()
    try:
        found = measure(plan, folder)
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(found.lines()))
    print(f"  machine        {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {host}", flush=True)
    if kept is not None:
        (folder / "measured.json").write_text(found.as_json())
    return found


if __name__ == "__main__":
    sys.exit(main())
