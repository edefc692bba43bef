"""Scripts for Neptune, both of its clients, with only the import changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import runstone.compat.neptune as neptune
from runstone.api import Api
from runstone.compat.neptune import Run
from runstone.compat.neptune.types import File, Histogram
from runstone.model.errors import BadValue, Misuse, RunNotFound
from runstone.model.home import Home


@pytest.fixture
def stored(home: Home) -> Callable[[], Any]:
    """The only run of the home."""

    def find() -> Any:
        with_runs = Api(home.path)
        [run] = with_runs.runs()
        return run

    return find


def test_the_quickstart_of_neptune_scale(stored: Any, tmp_path: Path) -> None:
    picture = tmp_path / "black.png"
    import PIL.Image

    PIL.Image.new("RGB", (2, 2)).save(picture)
    (tmp_path / "model.bin").write_bytes(b"weights")
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    with Run(project="space/quick", experiment_name="seabird", api_token="none", run_id="42") as run:
        assert run.run_id == "42"
        run.log_configs({"parameters/lr": 0.002, "parameters/net": {"depth": 3}, "when": moment})
        for step in range(5):
            run.log_metrics(data={"metrics/accuracy": step / 5}, step=step, timestamp=moment)
        run.log_string_series({"note": "warm"}, step=1)
        run.log_histograms({"weights": Histogram([0, 1, 2], counts=[3, 4])}, step=1)
        run.log_files({"picture": str(picture)}, step=2)
        run.assign_files({"models/best": str(tmp_path / "model.bin"), "raw.txt": File(b"hi", mime_type="text/plain")})
        run.add_tags(["a", "b"], group_tags=True)
        run.remove_tags("b")
        assert run.wait_for_processing()
    found = stored()
    assert (found.project, found.name, found.group, found.state) == ("space/quick", "seabird", "seabird", "finished")
    assert found.config["parameters"] == {"lr": 0.002, "net": {"depth": 3}}
    assert found.series("metrics/accuracy").values.tolist() == [0, 0.2, 0.4, 0.6, 0.8]
    assert set(found.series("metrics/accuracy").times.tolist()) == {int(moment.timestamp() * 1e6)}
    assert [text.text for text in found.texts("note")] == ["warm"]
    assert {item.item.key: item.item.type for item in found.media()} == {"weights": "histogram", "picture": "image"}
    assert sorted(file.path for file in found.files()) == ["models/best.bin", "raw.txt"]
    assert found.tags == ["a"]


def test_a_run_is_gone_on_with_and_forked(home: Home) -> None:
    for first in (0, 5):
        run = Run(project="p", run_id="mine")
        run.log_metrics({"x": first}, step=first)
        run.close()
    fork = Run(project="p", run_id="other", fork_run_id="mine", fork_step=0)
    fork.terminate()
    runs = {run.id: run for run in Api(home.path).runs()}
    assert runs["mine"].series("x").steps.tolist() == [0, 5]
    assert runs["other"].series("x").steps.tolist() == [0]
    assert runs["other"].state == "killed"


def test_disabled_writes_nothing(home: Home) -> None:
    Run(mode="disabled").log_metrics({"x": 1}, step=0)
    neptune.init_run(mode="debug")["x"].append(1)
    assert not home.path.exists()


def test_a_histogram_has_counts_or_densities() -> None:
    with pytest.raises(BadValue):
        Histogram([0, 1])


def test_the_quickstart_of_neptune_1(stored: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("data.csv").write_text("a,b")
    run = neptune.init_run(project="space/quick", name="first", tags="baseline", custom_run_id="mine")
    run["parameters"] = {"lr": 0.001}
    run["parameters"]["optimizer"] = "Adam"
    for epoch in range(3):
        run["train/loss"].append(0.9**epoch)
    run["train/acc"].extend([0.1, 0.2], steps=[10, 20])
    run["note"].append("text")
    run["eval/f1"] = 0.66
    run["data"].upload("data.csv")
    run["sys/tags"].add(["late"])
    run["sys/name"] = "renamed"
    run.sync()
    run.stop()
    found = stored()
    assert (found.name, found.state, found.tags) == ("renamed", "finished", ["baseline", "late"])
    assert found.config == {"parameters": {"lr": 0.001, "optimizer": "Adam"}, "eval": {"f1": 0.66}}
    assert found.series("train/loss").steps.tolist() == [0, 1, 2]
    assert found.series("train/acc").steps.tolist() == [10, 20]
    assert [file.path for file in found.files()] == ["data.csv"]

    again = neptune.init_run(with_id="mine")
    again["train/loss"].append(0.5)
    again.stop()
    assert len(stored().series("train/loss").steps) == 4


def test_what_is_not_here_says_what_to_use() -> None:
    with pytest.raises(Misuse, match=r"runstone\.Api"):
        neptune.init_project  # noqa: B018
    with pytest.raises(AttributeError, match=r"docs/neptune\.md"):
        neptune.nonsense  # noqa: B018
    with pytest.raises(RunNotFound):
        neptune.init_run(with_id="NOPE-1")
