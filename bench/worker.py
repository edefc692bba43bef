"""One benchmark of one tracker in a process of its own: `python -m bench.worker <bench> <tracker> <answer file>`."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from bench.trackers import TRACKERS


def main(bench: str, tracker: str, answer: str) -> None:
    # Trackers print, and capture what is printed, so the answer goes to a file.
    with tempfile.TemporaryDirectory(prefix="runstone-bench-", ignore_cleanup_errors=True) as folder:
        measures = import_module(f"bench.{bench}").measure(TRACKERS[tracker], Path(folder))
    Path(answer).write_text(json.dumps([asdict(measure) for measure in measures]))


if __name__ == "__main__":
    main(*sys.argv[1:])
