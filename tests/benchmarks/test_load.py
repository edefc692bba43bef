"""The load on a server, at a tiny size: everything that was sent is there, once. No figure is looked at."""

from __future__ import annotations

from pathlib import Path

from bench.load.measuring import measure
from bench.load.plan import Plan


def test_a_small_load_arrives_whole(tmp_path: Path) -> None:
    found = measure(Plan(runs=3, metrics=5, hertz=10.0, readers=1, secs=2.0, machines=2, real=0), tmp_path)
    assert found.missing == []
    assert found.sent.left_bytes == 0
    assert found.sent.acknowledged_points > 0
    assert any("every point is there once" in line for line in found.lines())
