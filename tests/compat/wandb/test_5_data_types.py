"""The data types with the arguments that scripts give them, and the charts of `wandb.plot`."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

import runstone.compat.wandb as wandb
from runstone.api import StoredMedia
from wandb_names import name

TYPES, PLOTS = "Data types", "wandb.plot"


def logged(run: wandb.Run, value: Any) -> StoredMedia:
    """The first item that is recorded of a value."""
    run.log({"it": value})
    return wandb.Api().run(run.id).native.media("it")[0]


@name(
    TYPES,
    "wandb.Image",
    note="arrays, tensors, PIL, matplotlib, paths; boxes, masks, classes. Addresses elsewhere are refused: nothing is downloaded",
)
@name(TYPES, "wandb.Classes", "BoundingBoxes2D", "ImageMask")
def test_images(run: wandb.Run) -> None:
    box = {"position": {"minX": 0.1, "maxX": 0.5, "minY": 0.2, "maxY": 0.6}, "class_id": 1, "scores": {"acc": 0.9}}
    layer = {"box_data": [box], "class_labels": {1: "cat"}}
    mask = wandb.data_types.ImageMask({"mask_data": np.ones((8, 8), np.uint8), "class_labels": {1: "cat"}}, "truth")
    image = wandb.Image(
        np.random.default_rng(0).random((8, 8, 3)),
        mode="RGB",
        caption="one",
        classes=wandb.Classes([{"id": 1, "name": "cat"}]),
        boxes={"predictions": layer},
        masks={"truth": mask},
        file_type="jpg",
    )
    item = logged(run, image).item
    assert (item.type, item.caption, item.facts["width"], set(item.facts["layers"])) == (
        *("image", "one", 8, {"boxes", "masks"}),
    )
    assert len(run_media(run, [wandb.Image(np.zeros((3, 3))), wandb.Image(np.zeros((3, 3)), caption="b")])) == 2
    with pytest.raises(ValueError, match="elsewhere"):
        wandb.Image("s3://bucket/a.png")


def run_media(run: wandb.Run, value: Any) -> list[StoredMedia]:
    """All items that are recorded of a value."""
    run.log({"many": value})
    return wandb.Api().run(run.id).native.media("many")


@name(TYPES, "wandb.Audio")
@name(TYPES, "wandb.Video", note="without moviepy; as MP4 with PyAV, else as GIF")
def test_sounds_and_films(run: wandb.Run) -> None:
    sound = logged(run, wandb.Audio(np.sin(np.arange(800) / 9), sample_rate=8000, caption="a")).item
    assert (sound.type, sound.facts["duration_secs"], sound.caption) == ("audio", 0.1, "a")
    frames = run_media(run, wandb.Video(np.zeros((4, 3, 6, 8), np.uint8), fps=2, format="gif"))[0].item
    assert (frames.type, frames.facts["frames"], frames.facts["width"]) == ("video", 4, 8)
    with pytest.raises(ValueError, match="rate"):
        wandb.Audio(np.zeros(3))


@name(
    TYPES,
    "wandb.Table",
    better="no limit of rows; a table that grows is recorded whole each time, and stored once; any mode may grow",
)
@name(
    TYPES,
    "Table.add_data, add_column, add_computed_columns, get_column, get_dataframe, get_index, iterrows, cast",
    "Table(log_mode=)",
)
def test_tables(run: wandb.Run) -> None:
    table = wandb.Table(columns=["a", "b"])
    table.add_data(1, "x")
    table.add_data(2, "y")
    table.add_column("c", [3, 4])
    table.add_computed_columns(lambda number, row: {"d": row["a"] * 2 + number})
    assert table.columns == ["a", "b", "c", "d"]
    assert table.data == [[1, "x", 3, 2], [2, "y", 4, 5]]
    assert table.get_column("c", convert_to="numpy").tolist() == [3, 4]
    assert [number for number, _ in table.iterrows()] == table.get_index() == [0, 1]
    table.cast("a", int)
    with pytest.raises(ValueError, match="a"):
        table.cast("b", float)
    with pytest.raises(ValueError, match="cells"):
        table.add_data(1)
    run.log({"t": table})
    table.add_data(3, "z", 5, 6)
    run.log({"t": table})
    assert [item.item.facts["rows"] for item in wandb.Api().run("a1").native.media("t")] == [2, 3]
    assert wandb.Table().columns == ["Input", "Output", "Expected"]
    assert wandb.Table(data=np.ones((2, 2)), columns=["a", "b"]).data == [[1, 1], [1, 1]]
    grown = wandb.Table(columns=["a"], log_mode="INCREMENTAL")
    for value in range(3):
        grown.add_data(value)
        run.log({"grown": grown})
    assert [item.item.facts["rows"] for item in wandb.Api().run("a1").native.media("grown")] == [1, 1, 1]
    with pytest.raises(ValueError, match="log_mode"):
        wandb.Table(log_mode="SOMETIMES")  # type: ignore[arg-type]


def test_tables_of_frames() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"x": [1, 2], "y": ["a", "b"]})
    for table in (wandb.Table(dataframe=frame), wandb.Table(data=frame)):
        assert (table.columns, table.data) == (["x", "y"], [[1, "a"], [2, "b"]])
    assert wandb.Table(columns=["y"], data=frame).data == [["a"], ["b"]]


@name(TYPES, "wandb.Histogram")
def test_histograms(run: wandb.Run) -> None:
    made = wandb.Histogram([1, 2, 3, 3], num_bins=2)
    assert (made.histogram, made.bins) == ([1, 3], [1.0, 2.0, 3.0])
    given = wandb.Histogram(np_histogram=np.histogram([1, 2, 3], bins=2))
    assert given.histogram == [1, 2]
    assert logged(run, given).histogram().counts.tolist() == [1, 2]
    with pytest.raises(ValueError, match="1 to 512"):
        wandb.Histogram([1], num_bins=600)
    with pytest.raises(ValueError, match="exactly one"):
        wandb.Histogram()


@name(TYPES, "wandb.Html", better="shown where it reaches neither the page nor the network, so nothing is injected")
@name(TYPES, "wandb.Plotly", "data_types.Bokeh")
@name(TYPES, "wandb.Graph", note="also `from_keras`")
def test_documents(run: wandb.Run) -> None:
    assert logged(run, wandb.Html(io.StringIO("<p>hi"))).read() == b"<p>hi"
    run.log({"text": wandb.Html("page.html", data_is_not_path=True), "figure": wandb.Plotly({"data": []})})
    graph = wandb.Graph()
    graph.add_edge("a", "b")
    run.log({"graph": graph})
    found = {item.item.key: item for item in wandb.Api().run("a1").native.media()}
    assert found["text"].read() == b"page.html"
    assert (found["figure"].item.type, found["graph"].item.facts["edges"]) == ("figure", 1)


@name(TYPES, "wandb.Object3D", "Object3D.from_numpy, from_file, from_point_cloud", note="not `babylon`")
@name(TYPES, "wandb.Molecule", "Molecule.from_rdkit, from_smiles", note="SMILES need RDKit")
def test_solids(run: wandb.Run) -> None:
    points = np.random.default_rng(0).random((5, 3))
    assert logged(run, wandb.Object3D.from_numpy(points)).item.facts["points"] == 5
    corners = [[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]
    scene = wandb.Object3D.from_point_cloud(points, boxes=[{"corners": corners, "label": "car"}])
    mesh = wandb.Object3D.from_file(io.StringIO("v 0 0 0\n"), file_type="obj")
    molecule = wandb.Molecule(io.StringIO("ATOM\n"), caption="m", file_type="pdb")
    run.log({"scene": scene, "mesh": mesh, "molecule": molecule})
    found = {item.item.key: item.item for item in wandb.Api().run("a1").native.media()}
    assert found["scene"].facts["boxes"][0]["label"] == "car"
    assert (found["mesh"].facts["format"], found["molecule"].facts["format"]) == ("obj", "pdb")
    with pytest.raises(ValueError, match="RDKit"):
        wandb.Molecule.from_rdkit(3)


@name(TYPES, "JoinedTable", refused="log both tables; the UI and `runstone sql` join tables by a column")
@name(
    TYPES,
    "PartitionedTable",
    refused="a Table with `log_mode='INCREMENTAL'`, whose parts are added up by whoever reads it",
)
@name(TYPES, "EvalTable", "WBTraceTree", refused="log a Table")
def test_types_that_are_not_here() -> None:
    for kind in ("JoinedTable", "PartitionedTable", "EvalTable", "WBTraceTree"):
        with pytest.raises(wandb.UnsupportedError, match="not translated"):
            getattr(wandb, kind)([])


SCORES = [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7], [0.1, 0.9]]


@name(
    PLOTS,
    "line",
    "scatter",
    "bar",
    "histogram",
    "line_series",
    note="a figure under the key, its table under `<key>_table`",
)
@name(
    PLOTS,
    "plot_table",
    note="with the seven presets; a Vega spec of one's own is drawn as far as its fields tell how, or kept as its table",
)
def test_charts_of_columns(run: wandb.Run) -> None:
    table = wandb.Table(columns=["x", "y", "kind"], data=[[0, 1, "a"], [1, 3, "a"], [0, 2, "b"]])
    charts = {
        "line": wandb.plot.line(table, "x", "y", stroke="kind", title="L"),
        "scatter": wandb.plot.scatter(table, "x", "y"),
        "bar": wandb.plot.bar(table, "kind", "y"),
        "histogram": wandb.plot.histogram(table, "y"),
        "series": wandb.plot.line_series([0, 1], [[1, 2], [3, 4]], keys=["p", "q"], split_table=True),
        "preset": wandb.plot_table("wandb/line/v0", table, {"x": "x", "y": "y"}, {"title": "P"}),
    }
    run.log(charts)
    found = {item.item.key: item.item.type for item in wandb.Api().run("a1").native.media()}
    assert {key for key, kind in found.items() if kind == "figure"} == set(charts)
    assert {key for key, kind in found.items() if kind == "table"} == {
        *(f"{key}_table" for key in charts if key != "series"),
        "Custom Chart Tables/series_table",
    }
    assert charts["series"].table.data == [[0, "p", 1], [1, "p", 2], [0, "q", 3], [1, "q", 4]]
    with pytest.raises(ValueError, match="keys"):
        wandb.plot.line_series([0], [[1]], keys=["a", "b"])
    assert wandb.plot_table("me/mine", table, {}) is table
    assert wandb.plot_table("me/mine", table, {"label": "kind", "value": "y"}).table is table
    with pytest.raises(wandb.UnsupportedError, match="Altair"):
        wandb.plot.visualize("me/mine", table)


@name(PLOTS, "confusion_matrix")
def test_confusion() -> None:
    made = wandb.plot.confusion_matrix(y_true=[0, 1, 1, 2], preds=[0, 1, 2, 2], class_names=["a", "b", "c"])
    assert made.table.data == [
        *(["a", "a", 1.0], ["a", "b", 0.0], ["a", "c", 0.0], ["b", "a", 0.0], ["b", "b", 1.0], ["b", "c", 1.0]),
        *(["c", "a", 0.0], ["c", "b", 0.0], ["c", "c", 1.0]),
    ]
    of_probabilities = wandb.plot.confusion_matrix(probs=SCORES, y_true=np.array([0, 1, 1, 0, 1]))
    assert [row[2] for row in of_probabilities.table.data] == [1, 1, 1, 2]
    named = wandb.plot.confusion_matrix(y_true=["cat", "dog"], preds=["dog", "dog"], class_names=["cat", "dog"])
    assert [row[2] for row in named.table.data] == [0, 1, 0, 1]
    for wrong in ({"probs": SCORES, "preds": [1]}, {"preds": [1, 2]}, {"preds": [5], "class_names": ["a"]}):
        with pytest.raises(ValueError, match=r"Nothing was made"):
            wandb.plot.confusion_matrix(y_true=[0], **wrong)


@name(PLOTS, "roc_curve", "pr_curve", better="need NumPy alone, not scikit-learn and pandas")
@pytest.mark.parametrize("seed", range(4))
def test_curves_are_those_of_scikit_learn(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, 60)
    scores = np.round(rng.random((60, 3)), 2 - seed % 2)
    roc = wandb.plot.roc_curve(truth, scores, labels=["a", "b", "c"]).table
    pr = wandb.plot.pr_curve(truth, scores, interp_size=11).table
    for number, label in enumerate("abc"):
        fpr, tpr, _ = metrics.roc_curve(truth == number, scores[:, number], drop_intermediate=False)
        xs, ys = zip(*(row[1:] for row in roc.data if row[0] == label), strict=True)
        assert metrics.auc(xs, ys) == pytest.approx(metrics.auc(fpr, tpr), abs=2e-3)
        assert set(zip(xs, ys, strict=True)) <= set(zip(np.round(fpr, 3), np.round(tpr, 3), strict=True))
        precision, recall, _ = metrics.precision_recall_curve(truth == number, scores[:, number])
        # As theirs: precision never falls towards less recall.
        best = np.maximum.accumulate(precision)[::-1]
        at = np.searchsorted(recall[::-1], np.linspace(0, 1, 11)[::-1])
        assert [row[1] for row in pr.data if row[0] == number] == np.round(best[at], 3).tolist()
    with pytest.raises(ValueError, match="does not fit"):
        wandb.plot.roc_curve([0, 1], [[0.1]])


def test_curves_of_some_classes() -> None:
    made = wandb.plot.pr_curve([0, 1, 1, 0, 1], SCORES, classes_to_plot=[1], interp_size=3)
    assert {row[0] for row in made.table.data} == {1}
