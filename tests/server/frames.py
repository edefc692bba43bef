"""A reader of `application/x-runstone-series`, written from docs/http-api.md alone."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import numpy as np


class Frame(NamedTuple):
    """The head as it is, the grid, and for each run and each group its columns by name."""

    head: dict[str, Any]
    grid: np.ndarray
    runs: dict[str, dict[str, np.ndarray]]
    groups: dict[str, dict[str, np.ndarray]]


def read_frame(data: bytes) -> Frame:
    """A frame taken apart; everything that the page promises of its layout is checked."""
    length = int.from_bytes(data[:4], "little")
    head = json.loads(data[4 : 4 + length].decode())
    begin = head["grid"]["offset"]
    assert begin == (4 + length + 7) // 8 * 8
    assert not any(data[4 + length : begin])
    assert len(data) % 8 == 0
    grid = np.frombuffer(data, "<f8", head["buckets"], begin)

    def columns(table: dict[str, Any]) -> dict[str, np.ndarray]:
        assert table["offset"] % 8 == 0
        size = len(table["columns"]) * head["buckets"]
        block = np.frombuffer(data, f"<{head['dtype']}", size, table["offset"])
        return dict(zip(table["columns"], block.reshape(len(table["columns"]), head["buckets"]), strict=True))

    runs = {run["id"]: columns(run) for run in head["runs"]}
    return Frame(head, grid, runs, {group["group"]: columns(group) for group in head["groups"]})
