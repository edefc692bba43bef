"""Outputs: kept whole, with their step and metric, and none is missed at the end."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone as rs
from runstone.sdk.outputs.retention import Candidate, Retention


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def versions(run: str, path: str) -> list[tuple[str, int | None, object]]:
    found = [item for item in rs.Api().run(run).logged_artifacts() if item.metadata.get("output_path") == path]
    return [
        (item.version, item.row.step, item.metadata["value"])
        for item in sorted(found, key=lambda item: item.row.number)
    ]


def test_the_last_checkpoint_is_never_missed(out: Path) -> None:
    with rs.init("cv", id="a") as run:
        run.set_primary_metric("acc")
        run.watch_outputs(out, interval_secs=3600)
        for step in range(3):
            run.log({"acc": step / 10}, step=step)
        (out / "last.safetensors").write_bytes(b"weights")
        (out / "train.log").write_text("line\n")
        (out / "half.pt.tmp").write_bytes(b"half")
    assert versions("a", "out/last.safetensors") == [("v0", 2, 0.2)]
    assert [file.path for file in rs.Api().run("a").files()] == ["out/train.log"]
    assert len(rs.Api().run("a").logged_artifacts()) == 1


@pytest.mark.parametrize(
    "name", ["a.safetensors", "a.npz", "a.pkl", "a.yaml", "a.h5", "a.parquet", "a.onnx", "a.ckpt", "a.pt", "a.pth"]
)
def test_one_scan_keeps_every_usual_kind(out: Path, name: str) -> None:
    (out / name).write_bytes(b"x")
    with rs.init("cv") as run:
        found = run.scan_outputs_once(output_dirs=[out])
        assert (found["scanned"], found["archived"], found["unstable"]) == (1, 1, [])
        again = run.scan_outputs_once(output_dirs=[out])
        assert (again["scanned"], again["changed"], again["archived"]) == (1, 0, 0)


def test_checkpoints_have_their_step_and_metric_and_the_best_stays(out: Path) -> None:
    with rs.init("cv", id="a") as run:
        run.set_primary_metric("loss", "min")
        for step, loss in enumerate((0.9, 0.2, 0.5, 0.6, 0.7)):
            run.log({"loss": loss}, step=step)
            (out / "ckpt.pt").write_bytes(f"weights {step}".encode())
            run.scan_outputs_once(out, keep_best=1, keep_every=4)
    # The best, every fourth, and the last.
    assert versions("a", "out/ckpt.pt") == [("v0", 0, 0.9), ("v1", 1, 0.2), ("v4", 4, 0.7)]
    run = rs.Api().run("a")
    best = run.best_checkpoint()
    assert best is not None
    assert (best.step, best.value, best.path) == (1, 0.2, "out/ckpt.pt")
    assert best.artifact.get_entry("ckpt.pt").read() == b"weights 1"
    assert [item.step for item in run.checkpoints()] == [0, 1, 4]


def test_a_rolling_slot_has_the_last_state(out: Path) -> None:
    with rs.init("cv", id="a") as run:
        for step in range(3):
            run.log({"x": 1.0}, step=step)
            (out / "ckpt.pt").write_bytes(bytes([step]))
            run.scan_outputs_once(out, mode="rolling")
    assert [(version, step) for version, step, _ in versions("a", "out/ckpt.pt")] == [("v2", 2)]


def test_a_folder_is_one_unit(out: Path) -> None:
    with rs.init("cv", id="a") as run:
        for step in (1, 2):
            folder = out / "deep" / f"checkpoint-{step}"
            folder.mkdir(parents=True)
            (folder / "model.safetensors").write_bytes(bytes([step]))
            (folder / "config.json").write_text("{}")
        found = run.scan_outputs_once(out, ["checkpoint-*/"])
    assert sorted(entry["path"] for entry in found["archived_entries"]) == [
        "out/deep/checkpoint-1",
        "out/deep/checkpoint-2",
    ]
    one = rs.Api().run("a").logged_artifacts()[0]
    assert set(one.manifest.entries) == {"model.safetensors", "config.json"}


def test_a_file_that_is_being_written_waits(out: Path, eventually: Callable[..., object]) -> None:
    with rs.init("cv", id="a") as run:
        run.watch_outputs(out, interval_secs=0.01, min_age_secs=0.0, stable_looks=3)
        with open(out / "big.pt", "wb") as file:
            for _ in range(50):
                file.write(random.randbytes(1000))
                file.flush()
        final = out / "renamed.pt.tmp"
        final.write_bytes(b"whole")
        os.replace(final, out / "renamed.pt")
        eventually(lambda: versions("a", "out/big.pt") and versions("a", "out/renamed.pt"))
        run.stop_outputs_watch()
    last = [item for item in rs.Api().run("a").logged_artifacts() if item.metadata["output_path"] == "out/big.pt"][-1]
    assert last.size == 50_000


def test_a_resumed_run_goes_on_with_what_it_kept(out: Path) -> None:
    for step in range(3):
        with rs.init("cv", id="a", resume="allow") as run:
            run.log({"acc": float(-step)}, step=step)
            (out / "ckpt.pt").write_bytes(bytes([step]))
            run.watch_outputs(out, keep_best=1, metric="acc")
    assert [step for _, step, _ in versions("a", "out/ckpt.pt")] == [0, 2]


def test_what_somebody_named_is_not_let_go(out: Path) -> None:
    with rs.init("cv", id="a") as run:
        (out / "ckpt.pt").write_bytes(b"0")
        run.scan_outputs_once(out, mode="rolling")
        rs.Api().run("a").logged_artifacts()[0].aliases = ["latest", "paper"]
        (out / "ckpt.pt").write_bytes(b"1")
        run.scan_outputs_once(out, mode="rolling")
    assert len(versions("a", "out/ckpt.pt")) == 2


def test_a_disabled_run_watches_nothing(out: Path) -> None:
    (out / "a.pt").write_bytes(b"0")
    with rs.init("cv", mode="disabled") as run:
        run.watch_outputs(out)
        assert run.scan_outputs_once(out)["archived"] == 0
        run.stop_outputs_watch()


VALUES = st.lists(st.one_of(st.none(), st.floats(allow_nan=True)), max_size=12)
COUNTS = st.one_of(st.none(), st.integers(1, 5))


@given(VALUES, COUNTS, COUNTS, COUNTS, st.sampled_from(["maximize", "minimize"]))
def test_retention_keeps_what_it_says(
    values: list[float | None], best: int | None, every: int | None, last: int | None, goal: str
) -> None:
    versions = [(number, Candidate(str(number), value)) for number, value in enumerate(values)]
    gone = {int(name) for name in Retention(best, every, last).doomed(versions, goal)}  # type: ignore[arg-type]
    if best is None and every is None and last is None:
        assert not gone
        return
    kept = set(range(len(values))) - gone
    expected = set(list(range(len(values)))[-(last or 1) :])
    expected |= {number for number in range(len(values)) if every is not None and number % every == 0}
    finite = [(value, number) for number, value in enumerate(values) if value is not None and abs(value) < float("inf")]
    finite.sort(key=lambda item: (item[0] if goal == "minimize" else -item[0], item[1]))
    expected |= {number for _, number in finite[: best or 0]}
    assert kept == expected
