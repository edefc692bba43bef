"""PyTorch's own writer beside a run, and tensors and modules given to ours."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pytest

import runstone as rs
from reading import read_points
from runstone.compat.tensorboard import SummaryWriter
from runstone.model.home import Home

torch = pytest.importorskip("torch")
writers = pytest.importorskip("torch.utils.tensorboard")


def model() -> torch.nn.Module:
    return torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU(), torch.nn.Linear(3, 2))


def use(writer: object) -> None:
    """The surface of PyTorch's documentation, on whichever writer."""
    generator = torch.Generator().manual_seed(0)
    w = writer  # type: ignore[assignment]
    for step in range(3):
        w.add_scalar("loss", torch.tensor(1.0 / (step + 1)), step)
        w.add_scalar("new", 0.5, step, new_style=True, double_precision=True)
    w.add_scalars("run", {"sin": torch.tensor(0.25), "cos": 0.75}, 1)
    w.add_image("image", torch.rand(3, 8, 6, generator=generator), 1)
    w.add_histogram("weights", torch.randn(1000, generator=generator), 1)
    w.add_histogram("auto", torch.arange(50), 1, bins="auto")
    w.add_text("note", "**bold**", 1)
    w.add_audio("sound", torch.sin(torch.linspace(0, 9, 800))[None], 1, sample_rate=8000)
    w.add_pr_curve("pr", torch.tensor([0, 1, 1]), torch.tensor([0.1, 0.6, 0.9]), 1)
    w.add_hparams({"lr": 0.1, "bsize": 3}, {"hparam/accuracy": 10.0})
    w.add_mesh(
        "mesh",
        torch.rand(1, 4, 3, generator=generator),
        colors=torch.randint(0, 255, (1, 4, 3)),
        faces=torch.tensor([[[0, 1, 2]]]),
        global_step=1,
    )
    w.add_tensor("rows", torch.eye(2), 1)
    w.add_graph(model(), torch.zeros(1, 4))
    w.close()


def facts_of(run: str) -> tuple[dict[str, list[int]], dict[str, tuple[str, int]], object, object]:
    found = rs.Api().run(run)
    points = {name: found.series(name).steps.tolist() for name in found.metric_names()}
    media = {media.item.key: (media.item.type, media.item.step) for media in found.media()}
    return points, media, found.config, found.summary["hparam/accuracy"]


@pytest.mark.filterwarnings("ignore")
def test_the_same_script_with_theirs_beside_a_run_and_with_ours(home: Home, tmp_path: Path) -> None:
    with rs.init(id="theirs", sync_tensorboard=True):
        use(writers.SummaryWriter(str(tmp_path / "logs")))
    with rs.init(id="ours"):
        use(SummaryWriter(str(tmp_path / "other")))
    theirs, ours = facts_of("theirs"), facts_of("ours")
    assert theirs == ours
    assert theirs[0] == {"loss": [0, 1, 2], "new": [0, 1, 2], "run/sin": [1], "run/cos": [1]}
    assert set(theirs[1]) == {"image", "weights", "auto", "note", "sound", "pr", "mesh", "rows", "graph"}
    for key in ("image", "weights", "auto", "pr"):
        one, other = (rs.Api().run(run).media(key)[0] for run in ("theirs", "ours"))
        if key == "image":
            assert np.abs(np.asarray(one.image(), int) - np.asarray(other.image(), int)).max() <= 1
        elif key == "pr":
            left, right = (item.table("pandas")[["precision", "recall"]].to_numpy() for item in (one, other))
            assert np.allclose(left, right)
        else:
            assert one.histogram().counts.tolist() == other.histogram().counts.tolist()
            assert np.allclose(one.histogram().edges, other.histogram().edges)
    assert read_points(home, "theirs")["new"] == read_points(home, "ours")["new"]


@pytest.mark.filterwarnings("ignore")
def test_graphs_of_modules(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with rs.init(id="a1") as run:
        SummaryWriter(run=run).add_graph(model(), torch.zeros(1, 4))
    with rs.init(id="b2") as run:
        SummaryWriter(run=run).add_graph(model())

        class Broken(torch.nn.Module):  # type: ignore[misc]
            def forward(self, x: object) -> object:
                raise RuntimeError("no way")

        SummaryWriter(run=run).add_graph(Broken(), torch.zeros(1))
    assert "the model cannot be traced (no way)" in capsys.readouterr().err
    for run_id, types in (
        ("a1", {"input", "aten::linear", "aten::relu"}),
        ("b2", {"placeholder", "call_module", "output"}),
    ):
        (graph,) = rs.Api().run(run_id).media("graph")
        document = json.loads(graph.read())
        assert {node["type"] for node in document["nodes"]} == types
        assert len(document["edges"]) >= 3


def test_tensors_with_a_gradient_and_of_half_precision(home: Home) -> None:
    with rs.init(id="a1") as run, warnings.catch_warnings():
        warnings.simplefilter("error")
        writer = SummaryWriter(run=run)
        writer.add_scalar("loss", torch.tensor([0.5], requires_grad=True), 0)
        writer.add_scalar("loss", torch.tensor(0.25, dtype=torch.bfloat16), 1)
        writer.add_image("image", torch.rand(3, 4, 4, requires_grad=True), 1)
        writer.add_histogram("weights", torch.rand(9, dtype=torch.bfloat16, requires_grad=True), 1)
    assert read_points(home, "a1") == {"loss": [(0, 0.5), (1, 0.25)]}


def test_embeddings_lie_in_files_of_their_own_and_are_read_when_the_run_ends(home: Home, tmp_path: Path) -> None:
    with rs.init("tb", id="a1", sync_tensorboard=True):
        writer = writers.SummaryWriter(str(tmp_path / "logs"))
        points = torch.arange(12.0).reshape(4, 3)
        writer.add_embedding(points, metadata=["a", "b", "c", "d"], label_img=torch.rand(4, 3, 8, 8), global_step=5)
        writer.add_embedding(points[:2], metadata=[["x", 1], ["y", 2]], metadata_header=["word", "n"], tag="words")
        writer.add_scalar("loss", 1.0, 0)
        writer.close()
    found = {item.item.key: item for item in rs.Api().run("a1").media()}
    assert (found["embedding"].item.step, found["words"].item.step) == (5, 0)
    table = found["embedding"].table()
    assert list(table["label"]) == ["a", "b", "c", "d"]
    assert list(table["2"]) == [2.0, 5.0, 8.0, 11.0]
    assert "image" in list(table.columns)
    assert list(found["words"].table()["word"]) == ["x", "y"]
