"""What `run.watch` costs a training step: `python -m bench.watch`. Steps with and without it alternate, so that both meet the same machine.

On a CPU time of the processor is told, which other programs change little; on a GPU time by the clock.
"""

from __future__ import annotations

import tempfile
import time
from statistics import median
from typing import Any

import torch

import runstone as rs

LAYERS, WIDTH, BATCH = 25, 128, 32
IDLE_STEPS, LOGGED_STEPS = 200, 10
NEVER = 1 << 30
QUIET = {"console": False, "git": False, "host": False, "packages": False, "system": False, "quiet": True}


def model(device: str) -> Any:
    layers = [part for _ in range(LAYERS) for part in (torch.nn.Linear(WIDTH, WIDTH), torch.nn.ReLU())]
    return torch.nn.Sequential(*layers).to(device)


def step_secs(net: Any, batch: Any) -> float:
    """One forward and backward pass."""
    if batch.is_cuda:
        torch.cuda.synchronize()
    clock = time.perf_counter if batch.is_cuda else time.process_time
    began = clock()
    net.zero_grad()
    net(batch).square().mean().backward()
    if batch.is_cuda:
        torch.cuda.synchronize()
    return clock() - began


def compare(device: str, log: str, log_freq: int, steps: int) -> tuple[float, float]:
    """Medians of a step without and with hooks."""
    batch = torch.randn(BATCH, WIDTH, device=device)
    bare, watched = model(device), model(device)
    with tempfile.TemporaryDirectory() as home, rs.init(dir=home, settings=QUIET) as run:
        run.watch(watched, log=log, log_freq=log_freq)
        for _ in range(3):
            step_secs(bare, batch)
            step_secs(watched, batch)
        pairs = [(step_secs(bare, batch), step_secs(watched, batch)) for _ in range(steps)]
    return median(plain for plain, _ in pairs), median(hooked for _, hooked in pairs)


def main() -> None:
    torch.set_num_threads(1)  # threads that wait for each other would measure the machine's load
    parameters = 2 * LAYERS
    for device in ["cpu"] + ["cuda"] * torch.cuda.is_available():
        print(f"{device}: {LAYERS} layers of {WIDTH} × {WIDTH}, {parameters} parameters, batches of {BATCH}")
        plain, idle = compare(device, "all", NEVER, IDLE_STEPS)
        print(f"  step without hooks {plain * 1e3:8.3f} ms")
        micros = (idle - plain) * 1e6 / parameters
        print(f"  between two logged batches {idle * 1e3:8.3f} ms, {micros:.2f} µs a parameter more")
        for log in ("gradients", "all"):
            plain, logged = compare(device, log, 1, LOGGED_STEPS)
            tensors = parameters * (2 if log == "all" else 1)
            millis = (logged - plain) * 1e3
            print(f"  a logged batch, {log:<9} {logged * 1e3:8.3f} ms, {millis / tensors:.3f} ms a tensor more")


if __name__ == "__main__":
    main()
