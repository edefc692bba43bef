"""One load, from a fresh home to the question whether everything arrived."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import re
import time
from collections.abc import Mapping
from pathlib import Path

from bench.load import real
from bench.load.measured import Measured
from bench.load.plan import Plan
from bench.load.readers import Probe, Reader, Timings
from bench.load.run import SimulatedRun
from bench.load.serving import Serving, serving
from bench.load.trainers import runs_of, train
from bench.load.wire import Line, Refusal

_PROBES = 4
_PROBE_GAP_SECS = 0.5
_USAGE_SECS = 1.0
_SETTLE_SECS = 120.0
_LOOKED_AT = 5


def measure(plan: Plan, folder: Path) -> Measured:
    """Put a load on a server of its own.

    Args:
        plan: how much.
        folder: an empty one, for the home and all else.
    """
    measured = Measured(plan)
    with serving(folder) as server:
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        begins = time.time_ns() // 1000 + 2_000_000
        trainers = context.Process(target=train, args=(plan, server.port, server.trainer, begins, there))
        trainings = real.begin(plan, folder, f"http://127.0.0.1:{server.port}", server.trainer)
        trainers.start()
        try:
            asyncio.run(_watch(plan, server, measured))
            while not here.poll(1.0):
                if not trainers.is_alive():
                    raise SystemExit("The trainers' process ended; see above.")
            measured.sent, rows = here.recv()
        finally:
            trainers.join()
            measured.real_ended = not any(training.wait() for training in trainings)
        asyncio.run(_verify(plan, server, begins, rows, measured))
    return measured


async def _watch(plan: Plan, server: Serving, measured: Measured) -> None:
    """Look at pages and probe while the load lasts. The first moments, in which all begin at once, are no part of it."""
    timings = Timings()
    await asyncio.sleep(min(5.0, plan.secs / 5) + 2.0)
    cpu = time.process_time()
    ends = time.monotonic() + plan.secs * 0.8 - 2.0
    tokens = (server.admin, server.viewer)
    readers = [
        Reader(plan, server.port, tokens[number % 2], timings, number).look(ends) for number in range(plan.readers)
    ]
    probes = [Probe(plan, server.port, server.admin) for _ in range(_PROBES)]
    before = await _parts(server)
    await asyncio.gather(
        *readers, *(probe.look(ends, _PROBE_GAP_SECS) for probe in probes), _weigh(server, measured, ends)
    )
    after = await _parts(server)
    measured.parts_cpu_secs = {part: secs - before.get(part, 0.0) for part, secs in after.items()}
    measured.lag_secs = sorted(lag for probe in probes for lag in probe.lag_secs)
    measured.pages_secs, measured.page_failures, measured.events = timings.secs, timings.failures, timings.events
    measured.reader_cpu_secs = time.process_time() - cpu


async def _weigh(server: Serving, measured: Measured, ends: float) -> None:
    while time.monotonic() < ends:
        measured.usages.append((time.monotonic(), await asyncio.to_thread(server.usage)))
        await asyncio.sleep(_USAGE_SECS)
    measured.usages.append((time.monotonic(), await asyncio.to_thread(server.usage)))


async def _parts(server: Serving) -> dict[str, float]:
    """The processor time of the server's parts, as it tells it."""
    line = Line(server.port, server.admin)
    with line.closing():
        text = (await line.asked("GET", "/metrics")).decode()
    found = re.findall(r'^runstone_cpu_seconds_total\{part="([^"]+)"\} (\S+)$', text, re.MULTILINE)
    return {part: float(secs) for part, secs in found}


async def _verify(plan: Plan, server: Serving, begins: int, rows: Mapping[str, int], measured: Measured) -> None:
    """Whether what a query tells is what was logged: of all metrics the counts and bounds, of some all points."""
    line = Line(server.port, server.admin)
    began = time.monotonic()
    runs = runs_of(plan, begins)
    with line.closing():
        for run in runs:
            while (wrong := await _wrong(line, run, rows[run.id])) and time.monotonic() < began + _SETTLE_SECS:
                await asyncio.sleep(0.1)
            if wrong:
                measured.missing.append(wrong)
        measured.settle_secs = time.monotonic() - began
        for run in runs[:: max(1, len(runs) // _LOOKED_AT)]:
            if wrong := await _differs(line, run, rows[run.id]):
                measured.missing.append(wrong)


async def _wrong(line: Line, run: SimulatedRun, rows: int) -> str:
    """What is not as it was logged; empty if all is."""
    try:
        found = json.loads(await line.asked("GET", f"/api/runs/{run.id}/metrics"))["metrics"]
        state = json.loads(await line.asked("GET", f"/api/runs/{run.id}"))["state"]
    except Refusal as refusal:
        return str(refusal)
    told = {metric["name"]: (metric["count"], metric["first_step"], metric["last_step"]) for metric in found}
    wanted = dict.fromkeys(run.metrics, (rows, 0, rows - 1))
    if told != wanted:
        odd = next(name for name in wanted if told.get(name) != wanted[name])
        return f"{run.id} {odd}: {told.get(odd)} instead of {wanted[odd]}"
    return "" if state == "finished" else f"{run.id} is {state}"


async def _differs(line: Line, run: SimulatedRun, rows: int) -> str:
    column = len(run.metrics) - 1
    path = f"/api/runs/{run.id}/points?metric={run.metrics[column]}&limit=1000000"
    found = json.loads(await line.asked("GET", path))
    wanted = [run.value(step, column) for step in range(rows)]
    right = found["steps"] == list(range(rows)) and found["values"] == wanted
    return "" if right else f"{run.id} {run.metrics[column]} has other points than were logged"
