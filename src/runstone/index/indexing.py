"""The process that keeps an index up for an `ApartIndex`: `python -m runstone.index.indexing HOME`.

Requests and answers are JSON.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
from typing import Literal

import msgspec

from runstone.index.index import Index
from runstone.model import child
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
    """What the index answered, or why it could not."""

    is_done: bool
    trouble: Literal["", "unusable", "fault"] = ""
    message: str = ""


def main(home: str) -> None:
    """Answer until the input ends."""
    logging.basicConfig(format="runstone: %(message)s")
    index = Index(Home(home), cache_bytes=_CACHE_BYTES)
    requests = msgspec.json.Decoder(Refresh | Maintain)
    encoder = msgspec.json.Encoder()
    told = ""

    def answer(request: bytes) -> bytes:
        nonlocal told
        found = _answer(index, requests.decode(request), told)
        told = found.message
        return encoder.encode(found)

    child.serve(answer)
    index.close()


def _answer(index: Index, request: Refresh | Maintain, told: str) -> Answer:
    """The answer; what was told by the last one is not logged again."""
    try:
        if isinstance(request, Refresh):
            is_done = index.refresh(request.wait_secs, drawn_every_secs=request.drawn_every_secs)
        else:
            is_done = index.maintain(request.budget_secs)
    except RunstoneError as error:
        return Answer(False, "unusable", str(error))
    except (sqlite3.Error, OSError) as error:
        message = f"The index could not be brought up to date ({error}). The journals are untouched, and nothing recorded is lost."
        return Answer(False, "unusable", message)
    except Exception as error:  # the outer loop of a process: one odd record must not stop the view of all runs
        message = f"{type(error).__name__}: {error}"
        if message != told:
            LOG.exception("New records do not show for now, by a fault of Runstone. What is recorded is safe")
        return Answer(False, "fault", message)
    return Answer(is_done)


if __name__ == "__main__":
    main(sys.argv[1])
