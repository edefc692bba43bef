"""A SummaryWriter's `add_scalar`: PyTorch's and tensorboardX's, alone and beside a run that is synchronised, and ours; and reading event files.

`python -m bench.tensorboard [--gigabytes N]`. tensorboard is needed; PyTorch and tensorboardX are measured where they are.
"""

from __future__ import annotations

import argparse
import importlib
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

import runstone as rs
from bench.measure import percentile
from runstone.compat.tensorboard import SummaryWriter
from runstone.importers.tensorboard import EventFolder

ROUNDS = 20
CALLS = 500
RECORDS = 20_000
IMAGES = 20
IMAGE_BYTES = 512 << 10


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.tensorboard", description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=0.5, help="of the event file that is read")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        writing(Path(folder))
        reading(Path(folder), int(asked.gigabytes * (1 << 30)))


def theirs() -> Iterator[tuple[str, Any]]:
    """The writers that are installed."""
    for name, module in (("PyTorch", "torch.utils.tensorboard"), ("tensorboardX", "tensorboardX")):
        try:
            yield name, importlib.import_module(module).SummaryWriter
        except ImportError:
            print(f"{name} is not installed, and left out.", file=sys.stderr)


def writing(folder: Path) -> None:
    """What one call keeps the training waiting, and how long all of them take with `close`."""
    table = Table("add_scalar", "p50 µs", "p99 µs", "µs a call, until closed")
    found = dict(theirs())
    alone: dict[str, Callable[[], Any]] = {
        name: partial(kind, str(folder / f"alone-{name}")) for name, kind in found.items()
    }
    quiet = {"quiet": True, "system": False, "console": False}
    ours = rs.init(dir=folder / "ours", settings=quiet)
    for row in measured({**alone, "Runstone": partial(SummaryWriter, run=ours)}):
        table.add_row(*row)
    ours.finish()
    synced = rs.init(dir=folder / "synced", sync_tensorboard=True, settings=quiet)
    beside: dict[str, Callable[[], Any]] = {
        f"{name}, synchronised": partial(kind, str(folder / f"beside-{name}")) for name, kind in found.items()
    }
    for row in measured(beside):
        table.add_row(*row)
    synced.finish()
    Console().print(table)


def measured(openers: dict[str, Callable[[], Any]]) -> Iterator[tuple[str, str, str, str]]:
    """All of them take turns, so that they see the same machine."""
    writers = {name: opener() for name, opener in openers.items()}
    micros: dict[str, list[float]] = {name: [] for name in writers}
    secs = dict.fromkeys(writers, 0.0)
    for start in range(0, ROUNDS * CALLS, CALLS):
        for name, writer in writers.items():
            begun_secs = time.perf_counter()
            for step in range(start, start + CALLS):
                begun = time.perf_counter_ns()
                writer.add_scalar("train/loss", 1 / (step + 1), step)
                micros[name].append((time.perf_counter_ns() - begun) / 1e3)
            writer.flush()
            secs[name] += time.perf_counter() - begun_secs
    for name, writer in writers.items():
        begun_secs = time.perf_counter()
        writer.close()
        secs[name] += time.perf_counter() - begun_secs
        each = secs[name] * 1e6 / (ROUNDS * CALLS)
        yield name, f"{median(micros[name]):.1f}", f"{percentile(micros[name], 99):.0f}", f"{each:.1f}"


def reading(folder: Path, size_bytes: int) -> None:
    """How fast a large file of scalars, and one of images, is read, and in how much memory."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.record_writer import RecordWriter

    def part(events: Iterator[Any]) -> bytes:
        file = io.BytesIO()
        writer = RecordWriter(file)
        for event in events:
            writer.write(event.SerializeToString())
        return file.getvalue()

    def of(step: int, **value: Any) -> Any:
        return Event(
            wall_time=1.7e9 + step, step=step, summary=Summary(value=[Summary.Value(tag="train/loss", **value)])
        )

    pixels = np.random.default_rng(0).bytes(IMAGE_BYTES)
    parts = {
        "scalars": part(of(step, simple_value=0.5) for step in range(RECORDS)),
        "images of 512 KiB": part(of(step, image=Summary.Image(encoded_image_string=pixels)) for step in range(IMAGES)),
    }
    table = Table("reading a file of", "GB", "MB/s", "events/s", "memory, MiB more")
    for name, content in parts.items():
        logs = folder / name
        logs.mkdir()
        # A scalar is 50 bytes: a sixtieth of the bytes is 170 times as many events.
        share = size_bytes // 60 if name == "scalars" else size_bytes
        with (logs / "events.out.tfevents.1.bench").open("wb") as file:
            for _ in range(max(1, share // len(content))):
                file.write(content)
        written = (logs / "events.out.tfevents.1.bench").stat().st_size
        before_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        events = sum(1 for _ in EventFolder(logs).read())
        secs = time.perf_counter() - begun
        more_mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kib) / 1024
        table.add_row(
            name, f"{written / 1e9:.2f}", f"{written / 1e6 / secs:.0f}", f"{events / secs:,.0f}", f"{more_mib:.0f}"
        )
    Console().print(table)


if __name__ == "__main__":
    main()
