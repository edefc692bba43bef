"""The console of a run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from starlette.responses import Response, StreamingResponse

from runstone.model.log_level import LogLevel
from runstone.query import console, runs
from runstone.query.answers.console import Console, ConsoleMatches
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.routes.runs import Run, RunAsk
from runstone.server.service import Indexed, Service

PLAIN_TEXT = "text/plain; charset=utf-8"

_LINES_AT_ONCE = 20_000


class ConsoleAsk(msgspec.Struct, frozen=True):
    """Which lines."""

    run: Run
    first: Annotated[Int64, Meta(description="The first line; negative counts from the end.")] = 0
    limit: Annotated[int, Meta(ge=1, le=100_000, description="The most lines.")] = 1000
    stream: Annotated[Literal["stdout", "stderr"], Meta(description="Only this stream.")] | None = None
    level: Annotated[LogLevel, Meta(description="Only lines of this level or graver ones.")] | None = None


@get("/api/runs/{run}/console")
def read_console(service: Indexed, ask: ConsoleAsk) -> Console:
    """A stretch of what the run printed, with its ANSI escapes."""
    return console.read(service.index, runs.find(service.index, ask.run), ask.first, ask.limit, ask.stream, ask.level)


class SearchAsk(msgspec.Struct, frozen=True):
    """What is looked for, and in which lines."""

    run: Run
    text: Annotated[str, Meta(min_length=1, max_length=1000, description="What is looked for.")] = msgspec.field(
        name="q"
    )
    regex: Annotated[bool, Meta(description="It is a regular expression (RE2).")] = False
    first: Annotated[int, Meta(ge=0, le=(1 << 63) - 1, description="The position to begin at.")] = 0
    limit: Annotated[int, Meta(ge=1, le=100_000, description="The most lines to look through.")] = 100_000
    stream: Annotated[Literal["stdout", "stderr"], Meta(description="Only this stream.")] | None = None
    level: Annotated[LogLevel, Meta(description="Only lines of this level or graver ones.")] | None = None


@get("/api/runs/{run}/console/search")
def search_console(service: Indexed, ask: SearchAsk) -> ConsoleMatches:
    """Where something is found in a stretch of what the run printed."""
    run = runs.find(service.index, ask.run)
    return console.search(service.index, run, ask.text, ask.regex, ask.first, ask.limit, ask.stream, ask.level)


@get("/api/runs/{run}/console.txt", media_type=PLAIN_TEXT)
def download_console(service: Service, ask: RunAsk) -> Response:
    """The whole console as text."""
    run = runs.find(service.index, ask.run)

    def lines() -> Iterator[str]:
        first = 0
        while True:
            found = console.read(service.index, run, first, _LINES_AT_ONCE, None)
            yield "".join(f"{line.text}\n" for line in found.lines)
            first += len(found.lines)
            if not found.lines or first >= found.total:
                yield "".join(f"{line.text}\n" for line in found.unfinished)
                return

    return StreamingResponse(lines(), media_type=PLAIN_TEXT, headers={"x-content-type-options": "nosniff"})


ENDPOINTS: list[Endpoint] = [read_console, search_console, download_console]
