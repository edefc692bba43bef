"""The process that keeps an index up for an `ApartIndex`: `python -m runstone.index.indexing HOME`.

It reads requests from its standard input and writes an answer for each to its standard output, a line of JSON each, and ends with its input:
so it outlives nobody who asks.
"""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import sys
import time
from typing import Literal

import msgspec

from runstone.index.index import Index
from runstone.model.errors import RunstoneError
from runstone.model.home import Home

# Nobody reads here but who merges what came a moment ago.
_CACHE_BYTES = 32 << 20

LOG = logging.getLogger("runstone.indexing")


class Refresh(msgspec.Struct, frozen=True, tag="refresh", tag_field="kind"):
    """See `Index.refresh`."""

    wait_secs: float
    drawn_every_secs: float


class Maintain(msgspec.Struct, frozen=True, tag="maintain", tag_field="kind"):
    """See `Index.maintain`."""

    budget_secs: float


class Answer(msgspec.Struct, frozen=True):
    """What the index answered, or why it could not; the processor time that this process took so far."""

    is_done: bool
    cpu_secs: float
    trouble: Literal["", "unusable", "fault"] = ""
    message: str = ""


def main(home: str) -> None:
    """Answer until the input ends."""
    # Ctrl-C in a terminal is meant for who asks, and comes to all of its processes.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.basicConfig(format="runstone: %(message)s")
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    index = Index(Home(home), cache_bytes=_CACHE_BYTES)
    requests = msgspec.json.Decoder(Refresh | Maintain)
    encoder = msgspec.json.Encoder()
    told = ""
    for line in sys.stdin.buffer:
        answer = _answer(index, requests.decode(line), told)
        told = answer.message
        answers.write(encoder.encode(answer) + b"\n")
    index.close()


def _answer(index: Index, request: Refresh | Maintain, told: str) -> Answer:
    """The answer; what was told by the last one is not logged again."""
    try:
        if isinstance(request, Refresh):
            is_done = index.refresh(request.wait_secs, drawn_every_secs=request.drawn_every_secs)
        else:
            is_done = index.maintain(request.budget_secs)
    except RunstoneError as error:
        return Answer(False, time.process_time(), "unusable", str(error))
    except (sqlite3.Error, OSError) as error:
        message = f"The index could not be brought up to date ({error}). The journals are untouched, and nothing recorded is lost."
        return Answer(False, time.process_time(), "unusable", message)
    except Exception as error:  # the outer loop of a process: one odd record must not stop the view of all runs
        message = f"{type(error).__name__}: {error}"
        if message != told:
            LOG.exception("New records do not show for now, by a fault of Runstone. What is recorded is safe")
        return Answer(False, time.process_time(), "fault", message)
    return Answer(is_done, time.process_time())


if __name__ == "__main__":
    main(sys.argv[1])
