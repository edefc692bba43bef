"""System metrics: what the process, the host and its GPUs do while the run goes on.

| name | what it is |
|---|---|
| `sys/cpu_percent` | the host's processors, 100 = all of them busy |
| `sys/process_cpu_percent` | this process and its children, 100 = one core busy |
| `sys/process_rss_bytes` | resident memory of this process and its children (shared pages count for each) |
| `sys/process_threads` | threads of this process |
| `sys/memory_used_bytes`, `sys/memory_percent` | the host's memory that is not available |
| `sys/disk_read_bytes_per_sec`, `sys/disk_write_bytes_per_sec` | all disks of the host |
| `sys/disk_free_bytes` | free space where the home lies |
| `sys/network_sent_bytes_per_sec`, `sys/network_received_bytes_per_sec` | all interfaces but loopback |
| `sys/gpu0_utilization_percent`, `sys/gpu0_memory_used_bytes`, `sys/gpu0_memory_percent`, `sys/gpu0_temperature_celsius`, `sys/gpu0_power_watts` | each GPU that NVML tells of |

Every name ends in its unit. A figure that the host does not tell is left out.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections.abc import Callable
from typing import Any

from runstone.sdk.capture.nvml import Gpus
from runstone.sdk.capture.worker import OnTrouble, Worker, ignore

FIRST_SECS = 1.0
MIN_INTERVAL_SECS = 0.1


class SystemMetrics:
    """Samples the host at a steady pace, the first time a second after the start, so that short runs have something too."""

    def __init__(
        self,
        log_row: Callable[[dict[str, float]], None],
        *,
        interval_secs: float = 10.0,
        home: str | os.PathLike[str] | None = None,
        on_trouble: OnTrouble = ignore,
    ) -> None:
        """
        Args:
            log_row: takes the values of one sample; called from a thread of ours.
            interval_secs: the time between samples, at least 0.1.
            home: the folder whose disk's free space is told; the working folder by default.
            on_trouble: is told once if sampling fails.
        """
        self._log_row = log_row
        self._interval_secs = max(MIN_INTERVAL_SECS, interval_secs)
        self._home = os.fspath(home) if home is not None else os.curdir
        self._stopping = threading.Event()
        self._worker = Worker(self._sample, what="system metrics", on_trouble=on_trouble)

    def start(self) -> None:
        """Begin."""
        self._worker.start()

    def stop(self, timeout_secs: float = 2.0) -> None:
        """End at once. Idempotent."""
        self._stopping.set()
        self._worker.wait(timeout_secs)

    def _sample(self) -> None:
        if self._stopping.wait(min(FIRST_SECS, self._interval_secs) / 2):
            return  # over before the first sample: spare it the import
        sampler = Sampler(self._home)
        gpus = Gpus.open()
        due = time.monotonic() + min(FIRST_SECS, self._interval_secs) / 2
        while not self._stopping.wait(max(0.0, due - time.monotonic())):
            self._log_row({**sampler.sample(), **(gpus.sample() if gpus else {})})
            # A pace that does not drift; after a suspend it starts anew instead of catching up.
            due = max(due + self._interval_secs, time.monotonic())
        if gpus is not None:
            gpus.close()


class Sampler:
    """Turns psutil's counters into figures. Rates are over the time since the last sample."""

    def __init__(self, home: str) -> None:
        """Take the counters that the first sample's rates start from."""
        import psutil

        self._psutil: Any = psutil
        self._home = home
        self._process = psutil.Process()
        self._time = time.monotonic()
        self._counters = self._read_counters()
        self._cpu_secs: dict[int, float] = {}
        psutil.cpu_percent()
        self._sample_processes(1.0)

    def sample(self) -> dict[str, float]:
        """One sample."""
        now = time.monotonic()
        elapsed_secs = max(now - self._time, 1e-3)
        self._time = now
        memory = self._psutil.virtual_memory()
        values = {
            "sys/cpu_percent": float(self._psutil.cpu_percent()),
            "sys/memory_used_bytes": float(memory.total - memory.available),
            "sys/memory_percent": float(memory.percent),
        }
        values.update(self._sample_processes(elapsed_secs))
        counters = self._read_counters()
        for name, count in counters.items():
            # A counter that went back (an interface came anew) tells nothing this time.
            if name in self._counters and count >= self._counters[name]:
                values[name] = (count - self._counters[name]) / elapsed_secs
        self._counters = counters
        with contextlib.suppress(OSError):  # not there at the moment
            values["sys/disk_free_bytes"] = float(self._psutil.disk_usage(self._home).free)
        return values

    def _sample_processes(self, elapsed_secs: float) -> dict[str, float]:
        family = self._family()
        cpu_secs: dict[int, float] = {}
        rss_bytes = 0
        threads = 0
        for process in family:
            try:
                with process.oneshot():
                    times = process.cpu_times()
                    cpu_secs[process.pid] = times.user + times.system
                    rss_bytes += process.memory_info().rss
                    if process.pid == self._process.pid:
                        threads = process.num_threads()
            except self._psutil.Error:
                continue  # it ended while we looked
        busy_secs = sum(max(0.0, secs - self._cpu_secs.get(pid, 0.0)) for pid, secs in cpu_secs.items())
        self._cpu_secs = cpu_secs
        return {
            "sys/process_cpu_percent": 100.0 * busy_secs / elapsed_secs,
            "sys/process_rss_bytes": float(rss_bytes),
            "sys/process_threads": float(threads),
        }

    def _family(self) -> list[Any]:
        try:
            return [self._process, *self._process.children(recursive=True)]
        except self._psutil.Error:
            return [self._process]

    def _read_counters(self) -> dict[str, float]:
        counters: dict[str, float] = {}
        try:
            disk = self._psutil.disk_io_counters()
            interfaces = self._psutil.net_io_counters(pernic=True)
        except (OSError, RuntimeError, NotImplementedError):
            return counters  # a sandbox that hides them
        if disk is not None:
            counters["sys/disk_read_bytes_per_sec"] = disk.read_bytes
            counters["sys/disk_write_bytes_per_sec"] = disk.write_bytes
        real = [count for name, count in interfaces.items() if not name.startswith("lo")]
        if real:
            counters["sys/network_sent_bytes_per_sec"] = sum(count.bytes_sent for count in real)
            counters["sys/network_received_bytes_per_sec"] = sum(count.bytes_recv for count in real)
        return counters
