"""The trainers: machines with runs that are sent as the upload agent sends them, all in one process of few instructions."""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import msgspec
import zstandard

from bench.load.plan import Plan
from bench.load.run import SimulatedRun
from bench.load.wire import Line, Reply
from runstone.sync import agent, hearing, pieces

_LEVEL = 3
# What was logged when the load ends is sent within so long, or counts as not sent.
_LAST_SECS = 120.0


@dataclass
class Sent:
    """What all machines did. `send_secs` are times from the first try of a call until it was acknowledged."""

    acknowledged_bytes: int = 0
    acknowledged_points: int = 0
    left_bytes: int = 0
    requests: int = 0
    refused: int = 0
    failed: int = 0
    send_secs: list[float] = field(default_factory=list)
    cpu_secs: float = 0.0


class Machine:
    """One agent with its runs. Sends what is new about twice a second, waits longer after a failure, and asks each second what people wrote."""

    def __init__(self, runs: list[SimulatedRun], port: int, token: str, sent: Sent) -> None:
        self._runs = runs
        self._port = port
        self._token = token
        self._sent = sent
        self._waiting: dict[str, tuple[int, bytes]] = {run.name: (0, b"") for run in runs}
        self._next_hearing = 0.0
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)

    async def work(self, ends: float) -> None:
        """Until a time of the monotonic clock, and until all that was logged by then is acknowledged."""
        await asyncio.sleep(random.uniform(0, agent._LOOK_SECS))
        line = Line(self._port, self._token)
        with line.closing():
            known = False
            wait_secs = 0.0
            last = False
            while True:
                now = time.monotonic()
                if now >= ends and not last:
                    self._pack(ended=True)
                    last = True
                elif not last:
                    self._pack()
                try:
                    if not known:
                        await self._post(line, "/api/sync/sizes", {"names": list(self._waiting)})
                        known = True
                    pause_secs = await self._send(line)
                    wait_secs = 0.0
                    if now >= self._next_hearing and not last:
                        await self._post(line, "/api/sync/edits", {"runs": [run.id for run in self._runs]})
                        self._next_hearing = now + hearing._ASK_SECS
                except _Refused as refusal:
                    self._sent.refused += 1
                    wait_secs = min(max(2 * wait_secs, agent._SHORTEST_WAIT_SECS), agent._LONGEST_WAIT_SECS)
                    pause_secs = max(wait_secs, refusal.retry_secs)
                except (OSError, EOFError):
                    self._sent.failed += 1
                    wait_secs = min(max(2 * wait_secs, agent._SHORTEST_WAIT_SECS), agent._LONGEST_WAIT_SECS)
                    pause_secs = wait_secs
                if last and (now > ends + _LAST_SECS or not any(data for _, data in self._waiting.values())):
                    break
                await asyncio.sleep(pause_secs * random.uniform(0.75, 1.25))
        self._sent.left_bytes += sum(len(data) for _, data in self._waiting.values())

    def _pack(self, *, ended: bool = False) -> None:
        now = time.time_ns() // 1000
        for run in self._runs:
            offset, waiting = self._waiting[run.name]
            self._waiting[run.name] = offset, waiting + run.pack(now) + (run.end(now) if ended else b"")

    async def _send(self, line: Line) -> float:
        """Send what waits; for how long to wait until the next look."""
        call = [pieces._Sent(name, offset, data) for name, (offset, data) in self._waiting.items() if data]
        if not call:
            return agent._LOOK_SECS
        began = time.monotonic()
        body = self._compressor.compress(msgspec.msgpack.encode(call))
        reply = await self._ask(line, "/api/sync/pieces", body, pieces.MEDIA_TYPE)
        told = json.loads(reply.body)
        there = told["sizes"]
        if told.get("edits") is not None:
            # What the server tells in passing is not asked for.
            self._next_hearing = time.monotonic() + hearing._ASK_SECS
        self._sent.send_secs.append(time.monotonic() - began)
        for name, (offset, data) in list(self._waiting.items()):
            taken = there.get(name, offset) - offset
            self._waiting[name] = offset + taken, data[taken:]
            self._sent.acknowledged_bytes += taken
        return max(agent._LOOK_SECS, float(told.get("pace_secs", 0.0)))

    async def _post(self, line: Line, path: str, body: dict[str, Any]) -> None:
        await self._ask(line, path, msgspec.json.encode(body), "application/json")

    async def _ask(self, line: Line, path: str, body: bytes, media_type: str) -> Reply:
        self._sent.requests += 1
        if media_type != pieces.MEDIA_TYPE:
            # The agent opens a connection for whatever must not be sent twice.
            line.close()
        try:
            reply = await line.ask("POST", path, body, media_type)
        except (OSError, EOFError):
            if media_type != pieces.MEDIA_TYPE:
                raise
            reply = await line.ask("POST", path, body, media_type)
        if reply.status != 200:
            raise _Refused(reply)
        return reply


class _Refused(Exception):
    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.status}: {reply.body[:300]!r}")
        self.retry_secs = reply.retry_secs or 0.0


def train(plan: Plan, port: int, token: str, begins: int, told: Connection) -> None:
    """The whole of the process: log and send for as long as the plan says; what was sent is told then."""
    runs = runs_of(plan, begins)
    sent = Sent()
    machines = [
        Machine(runs[number :: plan.machines], port, token, sent) for number in range(min(plan.machines, len(runs)))
    ]

    async def work() -> None:
        ends = time.monotonic() + plan.secs
        await asyncio.gather(*(machine.work(ends) for machine in machines))

    asyncio.run(work())
    sent.acknowledged_points = sum(run.packed_rows for run in runs) * plan.metrics if not sent.left_bytes else -1
    sent.cpu_secs = time.process_time()
    told.send((sent, {run.id: run.packed_rows for run in runs}))


def runs_of(plan: Plan, begins: int) -> list[SimulatedRun]:
    """The runs of a plan, as they begin at a time in microseconds."""
    return [SimulatedRun(number, plan.metrics, plan.hertz, begins) for number in range(plan.runs)]
