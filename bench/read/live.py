"""A home that is written to while questions are asked: the writer's process, and who takes in what it writes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.read.busy import INDEX_EVERY_SECS
from bench.read.report import ROOT
from runstone.index.index import Index
from runstone.model.home import Home

_RUN = "busy"


@dataclass
class Load:
    """What the writer achieved; 0 until it has ended."""

    points_per_sec: float = 0.0


@contextmanager
def written_to(home: Home, indexer: Index | None = None) -> Iterator[Load]:
    """While the block lasts, another process logs into this home.

    Args:
        home: its run `busy` comes and goes.
        indexer: indexes in a thread of this process, as the server does; None: the other process does it.
    """
    remove(home)
    command = [sys.executable, "-m", "bench.read.busy", str(home.path), _RUN, *([] if indexer else ["--index"])]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    stop = threading.Event()

    def follow() -> None:
        while indexer is not None and not stop.is_set():
            indexer.refresh()
            stop.wait(INDEX_EVERY_SECS)

    thread = threading.Thread(target=follow)
    load = Load()
    try:
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("The process that writes ended before it wrote anything.")
        thread.start()
        yield load
    finally:
        process.stdin.close()
        answer = process.stdout.read()
        process.stdout.close()
        process.wait()
        stop.set()
        if thread.ident is not None:
            thread.join()
    if indexer is not None:
        indexer.refresh()
    achieved = json.loads(answer)
    load.points_per_sec = achieved["points"] / achieved["secs"]
    remove(home)


def remove(home: Home) -> None:
    """Take the writer's run away again, so that the home is what it was."""
    if home.run_path(_RUN).exists():
        shutil.rmtree(home.run_path(_RUN))
        index = Index(home)
        index.refresh()
        index.close()
