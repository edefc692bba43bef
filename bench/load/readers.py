"""The readers: people who look at pages, one after the other, and at what the pages ask for while they look."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import urlencode

from bench.load.plan import Plan
from bench.load.run import PROJECT
from bench.load.wire import Line, Refusal

CHARTS = 20
# So long people look at a page; what is on it is asked for anew while it changes, as the UI does.
_DWELL_SECS = 5.0
_REFRESH_SECS = 2.0
_THINK_SECS = (0.5, 2.0)


class Timings:
    """How long requests took, by kind of page."""

    def __init__(self) -> None:
        self.secs: dict[str, list[float]] = {}
        self.failures: list[str] = []
        self.events = 0

    async def time(self, kind: str, asking: Awaitable[bytes]) -> bytes:
        """Time one request; an answer that is none is counted."""
        began = time.monotonic()
        try:
            return await asking
        except (Refusal, OSError, EOFError) as error:
            self.failures.append(str(error) or type(error).__name__)
            return b""
        finally:
            self.secs.setdefault(kind, []).append(time.monotonic() - began)


class Reader:
    """A person with a browser: two connections, and one for what changed."""

    def __init__(self, plan: Plan, port: int, token: str, timings: Timings, seed: int) -> None:
        self._plan = plan
        self._timings = timings
        self._line = Line(port, token)
        self._stream = Line(port, token)
        self._random = random.Random(seed)

    async def look(self, ends: float) -> None:
        """Go from page to page until a time of the monotonic clock."""
        following = asyncio.create_task(self._follow())
        pages = [self._project, self._run, self._table, self._gallery]
        self._random.shuffle(pages)
        try:
            while time.monotonic() < ends:
                page = pages.pop(0)
                pages.append(page)
                await self._dwell(page, ends)
                await asyncio.sleep(self._random.uniform(*_THINK_SECS))
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            self._line.close()
            self._stream.close()

    async def _dwell(self, page: Callable[[], AsyncIterator[None]], ends: float) -> None:
        leaves = min(ends, time.monotonic() + _DWELL_SECS)
        async for _ in page():
            if time.monotonic() >= leaves:
                return
            await asyncio.sleep(_REFRESH_SECS)

    async def _follow(self) -> None:
        """The event stream, read as fast as it comes."""
        async for _ in self._stream.events("/api/events"):
            self._timings.events += 1

    async def _project(self) -> AsyncIterator[None]:
        project = f"{PROJECT}/p{self._random.randrange(10)}"
        await self._get("project", "/api/home")
        await self._get("project", "/api/projects")
        await self._get("project", "/api/columns", project=project)
        while True:
            body = await self._get("project", "/api/runs", project=project, limit=20, fields="none")
            runs = [run["id"] for run in json.loads(body or b'{"runs": []}')["runs"]]
            await self._panels("project charts", [(metric, runs) for metric in self._metrics(8)])
            yield

    async def _run(self) -> AsyncIterator[None]:
        run = self._any_run()
        await self._get("run", f"/api/runs/{run}")
        await self._get("run", f"/api/runs/{run}/metrics")
        metrics = self._metrics(CHARTS)
        while True:
            await self._panels("run charts", [(metric, [run]) for metric in metrics])
            yield
            await self._get("run", f"/api/runs/{run}")

    async def _table(self) -> AsyncIterator[None]:
        await self._get("table", "/api/columns")
        asked = {
            "project": PROJECT,
            "filter": f"config.lr < 0.01 and state = running and summary.{self._metrics(1)[0]} > 0",
            "sort": f"-summary.{self._metrics(1)[0]}",
            "limit": 100,
        }
        while True:
            await self._get("table", "/api/runs", **asked)
            yield

    async def _gallery(self) -> AsyncIterator[None]:
        if not self._plan.real:
            return
        body = await self._get("gallery", "/api/runs", project="real", limit=5, fields="none")
        runs = [run["id"] for run in json.loads(body or b'{"runs": []}')["runs"]]
        if not runs:
            return
        await self._get("gallery", "/api/media", run=runs)
        while True:
            body = await self._get("gallery", "/api/media/items", run=runs, key="sample", step=10**9, snap="nearest")
            shown = json.loads(body or b'{"runs": []}')["runs"]
            for item in [item for each in shown for item in each["items"]][:4]:
                if item["sha256"]:
                    await self._get("gallery", f"/api/blobs/{item['sha256']}/thumbnail", size=128)
            yield

    async def _get(self, kind: str, path: str, **asked: object) -> bytes:
        query = urlencode(asked, doseq=True)
        return await self._timings.time(kind, self._line.asked("GET", f"{path}{'?' if query else ''}{query}"))

    async def _panels(self, kind: str, panels: list[tuple[str, list[str]]]) -> None:
        body = {"panels": [{"metric": metric, "run": runs, "buckets": 500} for metric, runs in panels]}
        await self._timings.time(kind, self._line.asked("POST", "/api/panels", json.dumps(body).encode()))

    def _any_run(self) -> str:
        return f"load-{self._random.randrange(self._plan.runs):05d}"

    def _metrics(self, count: int) -> list[str]:
        first = self._random.randrange(max(1, self._plan.metrics - count + 1))
        return [f"m/{column:03d}" for column in range(first, min(first + count, self._plan.metrics))]


class Probe:
    """Asks again and again for the newest point of some run, and tells how long ago it was logged. Over any time that is spread as the times are
    that points take from `log()` until an answer has them."""

    def __init__(self, plan: Plan, port: int, token: str) -> None:
        self._plan = plan
        self._line = Line(port, token)
        self.lag_secs: list[tuple[float, float]] = []
        """When it was asked, by the monotonic clock, and how old the newest point was."""
        self.asked = 0

    async def look(self, ends: float, gap_secs: float) -> None:
        """Until a time of the monotonic clock."""
        steps: dict[str, int] = {}
        with self._line.closing():
            while time.monotonic() < ends:
                run = f"load-{random.randrange(self._plan.runs):05d}"
                asked = {"metric": "m/000", "lo": steps.get(run, 0), "limit": 100_000}
                began, now = time.monotonic(), time.time_ns() // 1000
                try:
                    body = await self._line.asked("GET", f"/api/runs/{run}/points?{urlencode(asked)}")
                except (Refusal, OSError, EOFError):
                    await asyncio.sleep(gap_secs)
                    continue
                found = json.loads(body)
                if found["times"]:
                    steps[run] = found["steps"][-1]
                    self.lag_secs.append((began, max(0, now - found["times"][-1]) / 1e6))
                await asyncio.sleep(gap_secs)
