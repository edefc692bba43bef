"""Scripts that use a `SummaryWriter`, with only the import changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary

import runstone as rs
from reading import read_points
from runstone.compat import tensorboard
from runstone.compat.tensorboard import FileWriter, SummaryWriter
from runstone.compat.tensorboard.inputs import histogram_by
from runstone.model.home import Home
from runstone.sdk import guard
from runstone.sdk.existing import read_run

RANDOM = np.random.default_rng(0)
PIXELS = RANDOM.integers(0, 255, (3, 6, 5), np.uint8)


@pytest.fixture
def run() -> rs.Run:
    """The run that is open."""
    return rs.init(id="a1")


def stored(run: str = "a1") -> dict[str, list[Any]]:
    """The media of a run by key."""
    found: dict[str, list[Any]] = {}
    for media in rs.Api().run(run).media():
        found.setdefault(media.item.key, []).append(media)
    return found


def test_points_in_the_run_that_is_open(home: Home, run: rs.Run) -> None:
    writer = SummaryWriter()
    writer.add_scalar("loss", 0.1, 5, walltime=1_700_000_000.25)
    writer.add_scalar("loss", np.float32(0.25), np.int64(6))
    writer.add_scalar("loss", np.array([0.5]), 7, None, True, True)
    writer.add_scalars("acc", {"train": 0.5, "val": 0.75}, 5)
    writer.close()
    assert not run.closed
    assert read_points(home, "a1") == {
        "loss": [(5, 0.1), (6, 0.25), (7, 0.5)],
        "acc/train": [(5, 0.5)],
        "acc/val": [(5, 0.75)],
    }
    assert rs.Api().run("a1").series("loss").times[0] == 1_700_000_000_250_000


def test_points_without_a_step_count_by_themselves(home: Home, run: rs.Run) -> None:
    writer = SummaryWriter()
    for value in (1.0, 2.0):
        writer.add_scalar("a", value)
    writer.add_scalar("b", 3.0)
    with writer.use_metadata(global_step=9):
        writer.add_scalar("b", 4.0)
    assert read_points(home, "a1") == {"a": [(0, 1.0), (1, 2.0)], "b": [(0, 3.0), (9, 4.0)]}


def test_a_writer_opens_a_run_where_there_is_none_and_finishes_it(home: Home, tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path / "runs" / "baseline")) as writer:
        writer.add_scalar("loss", 1.0, 1)
        name, run = writer.run.name, writer.run.id
    assert name == "baseline"
    assert read_run(home, run).state == "finished"
    writer.add_scalar("loss", 2.0, 2)
    writer.close()
    assert read_points(home, run) == {"loss": [(1, 1.0), (2, 2.0)]}
    assert read_run(home, run).state == "finished"


def test_an_error_that_leaves_the_block_is_a_failure(home: Home) -> None:
    with pytest.raises(ZeroDivisionError), SummaryWriter(comment="_lr_0.1") as writer:
        raise ZeroDivisionError
    assert writer.run.name == "lr_0.1"
    assert read_run(home, writer.run.id).state == "failed"


def test_two_writers_of_one_training_share_a_run(home: Home, tmp_path: Path) -> None:
    train, val = SummaryWriter(tmp_path / "train"), SummaryWriter(tmp_path / "val")
    train.add_scalar("loss", 1.0, 1)
    train.close()
    val.add_scalar("loss", 2.0, 1)
    val.close()
    run = train.run.id
    assert read_points(home, run) == {"train/loss": [(1, 1.0)], "val/loss": [(1, 2.0)]}
    assert read_run(home, run).state == "finished"


def test_one_training_after_another_are_two_runs(tmp_path: Path) -> None:
    runs = []
    for name in ("a", "b"):
        with SummaryWriter(tmp_path / name) as writer:
            writer.add_scalar("loss", 1.0, 1)
            runs.append((writer.run.id, writer.run.name))
    assert len({run for run, _ in runs}) == 2
    assert [name for _, name in runs] == ["a", "b"]


def test_a_writer_that_writes_nothing(home: Home) -> None:
    with SummaryWriter(write_to_disk=False) as writer:
        writer.add_scalar("loss", 1.0, 1)
    assert not home.runs_path.exists() or not list(home.runs_path.iterdir())


def test_the_folder_is_there_for_files_of_ones_own(run: rs.Run, tmp_path: Path) -> None:
    writer = SummaryWriter(log_dir=tmp_path / "deep" / "logs")
    Path(writer.log_dir, "model.pt").write_bytes(b"weights")
    assert writer.get_logdir() == writer.logdir == str(tmp_path / "deep" / "logs")


@pytest.mark.parametrize("letters", ["CHW", "HWC", "CWH", "WHC"])
def test_images_in_any_order_of_dimensions(run: rs.Run, letters: str) -> None:
    writer = SummaryWriter()
    pixels = PIXELS.transpose(["CHW".index(letter) for letter in letters])
    writer.add_image("image", pixels, 1, dataformats=letters)
    writer.add_images("images", np.stack([pixels, 255 - pixels]), 1, dataformats="N" + letters)
    expected = np.moveaxis(PIXELS, 0, -1)
    found = stored()
    assert np.array_equal(found["image"][0].image(), expected)
    assert [np.array_equal(item.image(), want) for item, want in zip(found["images"], [expected, 255 - expected], strict=True)] == [True] * 2  # fmt: skip


def test_grey_images(run: rs.Run) -> None:
    SummaryWriter().add_image("image", PIXELS[0], 1, dataformats="HW")
    assert np.array_equal(stored()["image"][0].image(), PIXELS[0])


def test_floats_are_full_at_one_whatever_there_is(run: rs.Run) -> None:
    SummaryWriter().add_image("image", np.array([[[-1.0, 0.25, 1.0, 7.0]]]), 1)
    assert np.asarray(stored()["image"][0].image()).tolist() == [[0, 64, 255, 255]]


def test_images_that_are_none(run: rs.Run) -> None:
    with pytest.raises(rs.BadValue, match="dataformats='CHW'"):
        SummaryWriter().add_image("image", PIXELS[0], 1)


@pytest.mark.parametrize("tensorboardx", [False, True])
def test_boxes(run: rs.Run, tensorboardx: bool) -> None:
    boxes = np.array([[0, 0, 2.5, 3], [1, 2, 5, 6]])
    writer = SummaryWriter()
    if tensorboardx:
        writer.add_image_with_boxes("boxes", PIXELS, boxes, 1, None, "CHW", ["cat", "dog"])
    else:
        writer.add_image_with_boxes("boxes", PIXELS, boxes, 1, None, 1, "CHW", ["cat", "dog"])
    ((_, layer),) = stored()["boxes"][0].item.facts["layers"]["boxes"].items()
    assert [(box["caption"], box["right"], box["bottom"]) for box in layer["boxes"]] == [
        ("cat", 0.5, 0.5),
        ("dog", 1, 1),
    ]


def test_figures(run: rs.Run) -> None:
    matplotlib.use("agg")
    figures = [plt.figure(figsize=(1, 1)) for _ in range(2)]
    writer = SummaryWriter()
    writer.add_figure("one", figures[0], 1, close=False)
    assert plt.fignum_exists(figures[0].number)
    writer.add_figure("two", figures, 1)
    assert not any(plt.fignum_exists(figure.number) for figure in figures)
    assert {key: len(items) for key, items in stored().items()} == {"one": 1, "two": 2}


def test_sounds_films_and_texts(run: rs.Run) -> None:
    writer = SummaryWriter()
    writer.add_audio("sound", np.sin(np.linspace(0, 9, 800))[None], 1, sample_rate=8000)
    writer.add_video("film", RANDOM.integers(0, 255, (2, 4, 3, 8, 6), np.uint8), 1, fps=5)
    writer.add_text("text", "# Hello", 1)
    found = stored()
    assert found["sound"][0].item.facts["duration_secs"] == 0.1
    assert [(item.item.facts["frames"], item.item.facts["width"]) for item in found["film"]] == [(4, 6)] * 2
    assert (found["text"][0].read(), found["text"][0].item.mime) == (b"# Hello", "text/markdown")


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50), st.sampled_from(["tensorflow", "auto", "fd", 3, [0, 1, 5]])
)
@settings(max_examples=50)
def test_histograms_count_each_value_where_it_lies(values: list[float], bins: Any) -> None:
    data = np.array(values)
    facts = histogram_by(data, bins, None).encode().facts
    edges = facts["edges"]
    edges = np.linspace(edges["low"], edges["high"], len(facts["counts"]) + 1) if isinstance(edges, dict) else edges
    inside = data if not isinstance(bins, list) else data[(data >= 0) & (data <= 5)]
    assert facts["count"] == (len(inside) or len(data))
    for at, edge in enumerate(edges):
        if len(inside) and not np.isclose(edge, data, rtol=1e-9).any():
            assert sum(facts["counts"][:at]) == (inside < edge).sum()


def test_histograms_with_uneven_edges_raw_ones_and_nan(run: rs.Run) -> None:
    writer = SummaryWriter()
    writer.add_histogram("edges", np.arange(10), 1, bins=[0, 1, 10])
    writer.add_histogram("nan", np.array([1.0, np.nan, np.inf]), 1)
    writer.add_histogram_raw("raw", 0.5, 9, 3, 10, 40, [1.0, 2.0, 10.0], [1, 0, 2], 1)
    writer.add_histogram("normal", RANDOM.standard_normal(10_000), 1)
    found = stored()
    assert [part.tolist() for part in found["edges"][0].histogram()] == [[1, 9], [0, 1, 10]]
    assert found["nan"][0].item.facts["nan"] == 1
    assert [part.tolist() for part in found["raw"][0].histogram()] == [[1, 0, 2], [0.5, 1, 2, 9]]
    counts, edges = found["normal"][0].histogram()
    assert counts.sum() == 10_000
    assert abs(counts[edges[:-1] >= 0].sum() - 5000) < 200


def test_precision_and_recall(run: rs.Run) -> None:
    labels, scores = RANDOM.random(200) > 0.5, RANDOM.random(200)
    writer = SummaryWriter()
    writer.add_pr_curve("pr", labels, scores, 1, num_thresholds=256)
    table = stored()["pr"][0].table("pandas")
    for threshold, precision, recall, hits in table[["threshold", "precision", "recall", "true_positives"]].to_numpy()[::17]:  # fmt: skip
        chosen = scores >= threshold
        assert hits == (chosen & labels).sum()
        assert np.isclose(recall, hits / labels.sum())
        assert np.isclose(precision, hits / max(1, chosen.sum()))
    counts = [np.arange(3.0)] * 4
    writer.add_pr_curve_raw("raw", *counts, [1, 0.5, 0.2], [0.1, 0.5, 1], 1, num_thresholds=3)
    assert stored()["raw"][0].table("pandas")["threshold"].tolist() == [0, 0.5, 1]


def test_hyperparameters_belong_to_the_run(home: Home, run: rs.Run) -> None:
    writer = SummaryWriter()
    writer.add_hparams({"lr": 0.1, "model": "mlp", "none": None}, {"accuracy": np.float32(0.5)}, run_name="one")
    writer.add_hparams({"lr": 0.2}, {"accuracy": 0.75}, "tensorboardX has a name here")
    found = rs.Api().run("a1")
    assert found.config == {"lr": 0.2, "model": "mlp"}
    assert found.summary == {"accuracy": 0.75}
    assert read_points(home, "a1") == {}


def test_embeddings_are_tables(run: rs.Run) -> None:
    writer = SummaryWriter()
    points = RANDOM.random((4, 3))
    writer.add_embedding(points, ["a", "b", "c", "d"], np.stack([PIXELS / 255.0] * 4), 2)
    writer.add_embedding(points, [["a", 1]] * 4, tag="two", metadata_header=["name", "size"])
    found = stored()
    table = found["embedding"][0].table("pandas")
    assert list(table.columns) == ["label", "image", "0", "1", "2"]
    assert np.array_equal(table[["0", "1", "2"]].to_numpy(), points)
    assert list(found["two"][0].table("pandas").columns) == ["name", "size", "0", "1", "2"]
    with pytest.raises(rs.BadValue, match="metadata of 1 points for 4"):
        writer.add_embedding(points, ["a"])


def test_meshes_and_points(run: rs.Run) -> None:
    vertices, colors = RANDOM.random((2, 4, 3)), RANDOM.integers(0, 255, (2, 4, 3))
    faces = np.array([[[0, 1, 2], [1, 2, 3]]] * 2)
    writer = SummaryWriter()
    writer.add_mesh("points", vertices, colors, global_step=1)
    writer.add_mesh("mesh", vertices, colors, faces, global_step=1)
    found = stored()
    assert [item.item.facts["fields"] for item in found["points"]] == ["xyzrgb"] * 2
    lines = found["mesh"][0].read().decode().splitlines()
    assert lines[-2:] == ["f 1 2 3", "f 2 3 4"]
    assert np.allclose(np.array(lines[0].split()[1:], float), [*vertices[0][0], *colors[0][0] / 255], atol=1e-6)
    with pytest.raises(rs.BadValue, match="colors of shape"):
        writer.add_mesh("mesh", vertices, colors[:, :2], faces)


def test_tensors(home: Home, run: rs.Run, capsys: pytest.CaptureFixture[str]) -> None:
    writer = SummaryWriter()
    writer.add_tensor("one", np.array([[0.5]]), 1)
    writer.add_tensor("rows", np.eye(2), 1)
    writer.add_tensor("many", np.zeros((2, 2, 2)), 1)
    assert read_points(home, "a1") == {"one": [(1, 0.5)]}
    assert set(stored()) == {"rows"}
    assert "log a Histogram" in capsys.readouterr().err


def test_graphs_of_onnx_need_no_onnx(run: rs.Run, tmp_path: Path) -> None:
    def field(number: int, body: bytes) -> bytes:
        return bytes([number << 3 | 2, len(body)]) + body

    add = field(1, b"x") + field(1, b"w") + field(2, b"y") + field(3, b"adding") + field(4, b"Add")
    relu = field(1, b"y") + field(2, b"z") + field(4, b"Relu")
    graph = field(1, add) + field(1, relu) + field(11, field(1, b"x"))
    (tmp_path / "model.onnx").write_bytes(b"\x08\x07" + field(7, graph))
    SummaryWriter().add_onnx_graph(tmp_path / "model.onnx")
    document = json.loads(stored()["graph"][0].read())
    assert [(node["id"], node["type"]) for node in document["nodes"]] == [
        ("x", "input"),
        ("adding", "Add"),
        ("Relu_1", "Relu"),
    ]
    assert [(edge["source"], edge["target"]) for edge in document["edges"]] == [("x", "adding"), ("adding", "Relu_1")]


def test_protocol_buffers_of_ones_own(home: Home, run: rs.Run) -> None:
    """The way that many scripts log hyperparameters and metrics beside each other."""
    writer = SummaryWriter()
    summary = Summary(value=[Summary.Value(tag="loss", simple_value=0.5)])
    writer.file_writer.add_summary(summary, 3)
    writer._get_file_writer().add_event(Event(summary=summary), 4, 1_700_000_000.5)
    FileWriter("logs").add_event(Event(step=1 << 40, summary=summary))
    assert read_points(home, "a1") == {"loss": [(3, 0.5), (4, 0.5), (1 << 40, 0.5)]}


def test_scalars_are_exported(run: rs.Run, tmp_path: Path) -> None:
    writer = SummaryWriter()
    writer.add_scalars("loss", {"train": 0.5}, 3, walltime=1_700_000_000.5)
    writer.export_scalars_to_json(tmp_path / "all.json")
    assert json.loads((tmp_path / "all.json").read_text()) == {"loss/train": [[1_700_000_000.5, 3, 0.5]]}


def test_what_is_refused_says_what_to_use_and_ends_nothing(
    run: rs.Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_reported", set())  # what another test made it say is said again
    writer = SummaryWriter()
    writer.add_custom_scalars({})
    writer.add_custom_scalars_multilinechart(["a"])
    writer.add_custom_scalars_marginchart(["a", "b", "c"])
    writer.add_openvino_graph("net.xml")
    writer.add_graph(object())
    said = capsys.readouterr().err.splitlines()
    for words in ("arrange the charts in the UI", "graphs of OpenVINO", "a module of PyTorch, not a object"):
        assert len([line for line in said if words in line]) == 1
    for name in ("GlobalSummaryWriter", "RecordWriter", "TorchVis"):
        with pytest.raises(rs.Misuse, match="is not translated"):
            getattr(tensorboard, name)


def test_a_training_that_begins_anew(run: rs.Run, capsys: pytest.CaptureFixture[str]) -> None:
    SummaryWriter(purge_step=5)
    assert capsys.readouterr().err == ""
    run.log({"loss": 1.0}, step=9)
    SummaryWriter(purge_step=5)
    assert "resume_from='a1?_step=4'" in capsys.readouterr().err
