"""What readers made of a run: nothing is thinned away, exports are whole, and freeing space loses nothing."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

import runstone as rs
import runstone.compat.runicorn as rn
from runstone.artifacts.garbage import artifact_references
from runstone.blobs.garbage import collect
from runstone.cli.app import main
from runstone.journal.references import blob_references
from runstone.model.home import Home
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack


@pytest.fixture
def recorded(tmp_path: Path, home: Home) -> rn.Run:
    """A run with data, an output and a spike in its second metric."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1,2\n")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "model.pt").write_bytes(b"weights")
    with rn.init("cv", run_id="mine") as run:
        run.log_dataset("digits", tmp_path / "data", save=True)
        run.scan_outputs_once(output_dirs=[tmp_path / "out"])
        for step in range(5000):
            run.log({"acc": 0.5, "loss": 99.0 if step == 3210 else 1.0}, step=step)
        run.log({"acc": math.nan, "loss": math.inf})
    return run


def contents(api: rs.Api) -> set[bytes]:
    """The bytes of all files of the artifacts that the run used and logged."""
    run = api.run("mine")
    kept = [*run.used_artifacts(), *run.logged_artifacts()]
    return {path.read_bytes() for item in kept for path in Path(item.download()).rglob("*") if path.is_file()}


def test_a_spike_in_another_metric_is_seen(recorded: rn.Run) -> None:
    thin = rs.Api().run("mine").envelope("loss", buckets=100)
    assert float(thin.max[thin.max < math.inf].max()) == 99.0
    assert thin.nonfinite


def test_points_are_exported(recorded: rn.Run, tmp_path: Path) -> None:
    target = tmp_path / "points.csv"
    with pytest.raises(SystemExit) as ended:
        main(["export", str(target), "--run", "mine"])
    assert not ended.value.code
    with target.open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 2 * 5001


def test_a_package_has_the_data_and_the_outputs(recorded: rn.Run, home: Home, tmp_path: Path) -> None:
    packed = pack(home, "mine", tmp_path / "mine.runstone")
    assert packed.missing_blobs == []
    other = Home(tmp_path / "other")
    unpack(other, packed.path)
    assert contents(rs.Api(other.path)) == {b"1,2\n", b"weights"}


def test_freeing_space_loses_nothing(recorded: rn.Run, home: Home) -> None:
    collect(home, blob_references(home) | artifact_references(home), grace_secs=-10)
    assert contents(rs.Api()) == {b"1,2\n", b"weights"}
