"""Packages, host and system metrics."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from runstone.model.records import EnvironmentCaptured, Record
from runstone.sdk.capture.background import BackgroundCapture
from runstone.sdk.capture.host import HostCapture, quick_facts
from runstone.sdk.capture.nvml import Gpus
from runstone.sdk.capture.packages import PackagesCapture, installed
from runstone.sdk.capture.system import Sampler, SystemMetrics


def parts_of(records: list[Record]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for record in records:
        assert isinstance(record, EnvironmentCaptured)
        merged.update(record.parts)
    return merged


def test_packages_are_recorded_with_their_versions() -> None:
    records: list[Record] = []
    capture = PackagesCapture(records.append, lambda: 7)
    capture.start()
    capture.stop(30.0)
    packages = parts_of(records)["packages"]
    assert isinstance(packages, dict)
    assert packages["msgspec"] == version("msgspec")
    assert packages == installed()


def test_a_half_removed_package_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ghost-1.0.dist-info").mkdir()
    whole = tmp_path / "whole-2.0.dist-info"
    whole.mkdir()
    (whole / "METADATA").write_text("Metadata-Version: 2.1\nName: Whole.Thing\nVersion: 2.0\n\nName: not this\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert installed() == {"Whole.Thing": "2.0"}


def test_the_host_is_described_and_the_quick_facts_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["train.py", "--lr", "0.1", "--token", "abcdefgh"])
    monkeypatch.setenv("SLURM_JOB_ID", "42")
    monkeypatch.setenv("MY_PRIVATE_THING", "x")
    records: list[Record] = []
    capture = HostCapture(records.append, lambda: 7)
    capture.start()
    at_once = parts_of(records[:1])
    assert at_once["command"] == ["train.py", "--lr", "0.1", "--token", "***"]
    assert {"cwd", "python", "executable", "host", "pid"} <= set(at_once)
    capture.stop(30.0)
    parts = parts_of(records)
    assert {"os", "cpu", "memory_bytes", "env"} <= set(parts)
    env = parts["env"]
    assert isinstance(env, dict)
    assert env["SLURM_JOB_ID"] == "42"
    assert "MY_PRIVATE_THING" not in env


def test_a_removed_working_folder_hinders_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert "cwd" not in quick_facts()
    monkeypatch.chdir(tmp_path)


def test_a_slow_look_holds_up_nobody_and_is_left_out() -> None:
    records: list[Record] = []
    go_on = threading.Event()

    class Slow(BackgroundCapture):
        patience_secs = 0.05

        def look(self) -> dict[str, object]:
            go_on.wait(30)
            return {"late": True}

    capture = Slow(records.append, lambda: 7)
    capture.start()
    capture.stop()
    go_on.set()
    assert capture._worker.wait(30)
    assert records == []


def test_a_failing_look_is_told_once_and_printed_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    class Broken(BackgroundCapture):
        what = "weather"

        def look(self) -> dict[str, object]:
            raise LookupError("no window")

    told: list[str] = []
    capture = Broken(lambda record: None, lambda: 7, on_trouble=told.append)
    capture.start()
    capture.stop(30.0)
    assert len(told) == 1
    assert told[0].startswith("Capturing the weather stopped (LookupError: no window).")
    assert capfd.readouterr() == ("", "")


def test_system_metrics_come_soon_and_end_before_the_next_are_due(
    eventually: Callable[..., object], tmp_path: Path
) -> None:
    rows: list[dict[str, float]] = []
    metrics = SystemMetrics(rows.append, interval_secs=3600, home=tmp_path)
    metrics.start()
    eventually(lambda: rows)
    metrics.stop()
    metrics.stop()
    assert metrics._worker.wait(30)
    assert {
        "sys/cpu_percent",
        "sys/process_cpu_percent",
        "sys/process_rss_bytes",
        "sys/memory_used_bytes",
        "sys/disk_free_bytes",
    } <= set(rows[0])
    assert all(name.startswith("sys/") for row in rows for name in row)
    assert rows[0]["sys/process_rss_bytes"] > 1 << 20


def test_a_busy_process_shows_as_busy_and_its_children_count(tmp_path: Path) -> None:
    began = time.monotonic()
    sampler = Sampler(str(tmp_path))
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass
    busy = sampler.sample()["sys/process_cpu_percent"]
    # On a busy machine 0.3 s of work take long.
    assert busy > 50 * 0.3 / (time.monotonic() - began)
    assert sampler.sample()["sys/process_threads"] >= 1


def test_a_missing_gpu_library_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pynvml", None)
    assert Gpus.open() is None


def test_importing_the_captures_imports_nothing_heavy(python: Callable[..., object]) -> None:
    code = (
        "import sys, runstone.sdk.capture.console, runstone.sdk.capture.git, runstone.sdk.capture.host, runstone.sdk.capture.packages,"
        "runstone.sdk.capture.system, runstone.sdk.media;"
        "print({'numpy', 'PIL', 'psutil', 'pynvml', 'matplotlib', 'narwhals', 'subprocess', 'importlib.metadata', 'email'} & set(sys.modules))"
    )
    done = python(code)
    assert (getattr(done, "stdout", ""), getattr(done, "stderr", "")) == ("set()\n", "")


class FakeNvml(ModuleType):
    """Stands in for NVIDIA's library: one whole GPU, and one whose power and use nobody may ask (as on shared ones)."""

    NVML_TEMPERATURE_GPU = 0

    class NVMLError(Exception):
        pass

    def __init__(self) -> None:
        super().__init__("pynvml")
        self.open = False

    def nvmlInit(self) -> None:  # noqa: N802 - theirs
        self.open = True

    def nvmlShutdown(self) -> None:  # noqa: N802
        self.open = False

    def nvmlDeviceGetCount(self) -> int:  # noqa: N802
        return 2

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:  # noqa: N802
        return index

    def nvmlDeviceGetName(self, handle: int) -> str | bytes:  # noqa: N802
        return ["H100", b"A100"][handle]

    def nvmlDeviceGetMemoryInfo(self, handle: int) -> SimpleNamespace:  # noqa: N802
        return SimpleNamespace(total=800, used=200)

    def nvmlDeviceGetUtilizationRates(self, handle: int) -> SimpleNamespace:  # noqa: N802
        if handle == 1:
            raise self.NVMLError("no permission")
        return SimpleNamespace(gpu=90)

    def nvmlDeviceGetTemperature(self, handle: int, sensor: int) -> int:  # noqa: N802
        return 60

    def nvmlDeviceGetPowerUsage(self, handle: int) -> int:  # noqa: N802
        if handle == 1:
            raise self.NVMLError("not supported")
        return 350_500

    def nvmlSystemGetDriverVersion(self) -> bytes:  # noqa: N802
        return b"570.1"


def test_gpus_are_sampled_and_what_they_do_not_tell_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    nvml = FakeNvml()
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    gpus = Gpus.open()
    assert gpus is not None
    assert gpus.describe() == [{"name": "H100", "memory_bytes": 800}, {"name": "A100", "memory_bytes": 800}]
    assert gpus.driver() == "570.1"
    assert gpus.sample() == {
        "sys/gpu0_utilization_percent": 90.0,
        "sys/gpu0_memory_used_bytes": 200.0,
        "sys/gpu0_memory_percent": 25.0,
        "sys/gpu0_temperature_celsius": 60.0,
        "sys/gpu0_power_watts": 350.5,
        "sys/gpu1_memory_used_bytes": 200.0,
        "sys/gpu1_memory_percent": 25.0,
        "sys/gpu1_temperature_celsius": 60.0,
    }
    gpus.close()
    assert not nvml.open


def test_runs_that_follow_each_other_look_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from runstone.sdk.capture.background import BackgroundCapture

    class Counted(BackgroundCapture):
        looks = 0

        def look(self) -> dict[str, Any]:
            Counted.looks += 1
            return {"looks": Counted.looks}

    def recorded() -> list[dict[str, Any]]:
        records: list[Any] = []
        capture = Counted(records.append, lambda: 1)
        capture.start()
        capture.stop()
        return [record.parts for record in records]

    monkeypatch.chdir(tmp_path)
    assert [recorded(), recorded()] == [[{"looks": 1}], [{"looks": 1}]]
    monkeypatch.setattr(Counted, "fresh_secs", 0.0)
    assert recorded() == [{"looks": 2}]
    monkeypatch.setattr(Counted, "fresh_secs", 10.0)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert recorded() == [{"looks": 3}]
