"""Side by side with the real client: both have the same points, config, summary, media and exit state."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runstone.api.run import StoredRun
from shim_names import name

# Each of these starts wandb's own service, which takes its time where much else is going on.
pytestmark = pytest.mark.timeout(400)

EVERYTHING = """
import numpy as np, wandb

config = {"lr": 0.1, "model": {"depth": 3}, "sizes": [1, 2]}
run = wandb.init(project="cv", name="first", config=config, tags=["baseline"], notes="hello", group="g", job_type="train")
assert isinstance(run, wandb.sdk.wandb_run.Run) and wandb.run is run and not hasattr(run, "native")
run._log({"gradients/w": wandb.Histogram([0, 1, 1])}, commit=False)  # as `watch` does
run.define_metric("epoch")
run.define_metric("val/*", step_metric="epoch", summary="max")
row = {"loss": 1.0, "epoch": 0, "val/acc": 0.5, "by": {"cat": 0.5}, "note": "warm", "flag": True}
kept = {**row}
for i in range(20):
    row["loss"], row["epoch"], row["val/acc"] = 1 / (i + 1), i // 5, i / 20
    row["by"]["cat"] = i
    run.log(row)
assert row.keys() == kept.keys() and row["by"] == {"cat": 19}
wandb.log({"nan": float("nan"), "inf": float("inf"), "big": 2**40, "np": np.float32(0.25)})
run.log({"a": 1}, commit=False)
run.log({"b": 2})
run.log({"c": 1}, step=30)
run.log({"d": 2}, step=30)
run.log({"c": 3}, step=40)
run.log({"e": 4})
run.log({"f": 5})

black, white = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 255, np.uint8)
boxes = {"found": {"box_data": [{"position": {"minX": 0, "maxX": 1, "minY": 0, "maxY": 0.5}, "class_id": 1}], "class_labels": {1: "cat"}}}
masks = {"truth": {"mask_data": np.eye(4, dtype=np.uint8), "class_labels": {0: "none", 1: "cat"}}}
try:
    wandb.Image(black, masks=masks)
except ValueError:
    masks = None  # older clients draw masks in a way that Pillow 12 no longer knows
wav = b"RIFF\\x26\\x00\\x00\\x00WAVEfmt \\x10\\x00\\x00\\x00\\x01\\x00\\x01\\x00\\x40\\x1f\\x00\\x00\\x80\\x3e\\x00\\x00\\x02\\x00\\x10\\x00data\\x02\\x00\\x00\\x00\\x01\\x00"
open("beep.wav", "wb").write(wav)
open("water.pdb", "w").write("HETATM    1  O   HOH A   1       0.000   0.000   0.000  1.00  0.00           O\\nEND\\n")
from PIL import Image as Pictures
Pictures.fromarray(black).save("film.gif", save_all=True, append_images=[Pictures.fromarray(white)])
table = wandb.Table(columns=["name", "picture"], data=[["black", wandb.Image(black)]])
run.log({
    "image": wandb.Image(black, caption="night", boxes=boxes, masks=masks),
    "images": [wandb.Image(black), wandb.Image(white)],
    "histogram": wandb.Histogram(np.arange(100)),
    "audio": wandb.Audio("beep.wav", caption="beep"),
    "video": wandb.Video("film.gif", caption="film", format="gif"),
    "html": wandb.Html("<b>hi</b>"),
    "points": wandb.Object3D(np.arange(30.0).reshape(10, 3)),
    "molecule": wandb.Molecule("water.pdb"),
    "table": table,
})
table.add_data("white", wandb.Image(white))
xy = wandb.Table(columns=["x", "y"], data=[[1, 2], [2, 3]])
run.log({"line": wandb.plot.line(xy, "x", "y", title="T"), "matrix": wandb.plot.confusion_matrix(y_true=[0, 1], preds=[0, 0], class_names=["a", "b"])})

run.config.update({"batch": 32})
run.config["seed"] = 1
run.config.update({"lr": 0.2}, allow_val_change=True)
run.summary["best"] = 3
run.summary.update({"deep": {"x": 1}})
run.summary["deep"]["y"] = 2
run.summary["gone"] = 1
del run.summary["gone"]
run.tags += ("late",)
run.tags = run.tags + ("later",)
run.name = "renamed"
run.notes = "changed"
artifact = wandb.Artifact("digits", "dataset", description="two", metadata={"k": 1})
with artifact.new_file("a.txt") as file:
    file.write("hi")
run.log_artifact(artifact, aliases=["best"])
open("weights.txt", "w").write("w")
run.log_artifact("weights.txt", name="weights", type="model")
open("saved.txt", "w").write("s")
run.save("saved.txt")
run.alert("Look", "at this", level="WARN")
print("printed by the script")
run.finish()
"""


def flat(row: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in row.items():
        if isinstance(value, dict) and "_type" not in value and key != "_wandb":
            yield from flat(value, f"{prefix}{key}/")
        elif not key.startswith("_"):
            yield prefix + key, value


def number(value: Any) -> float | None:
    """Infinities and NaN are words in what wandb writes."""
    if isinstance(value, str):
        return float(value) if value in ("NaN", "Infinity", "-Infinity") else None
    return float(value) if isinstance(value, int | float) else None


def in_summary(summary: dict[str, Any], key: str) -> Any:
    """A number, wherever it stands: under its name, nested in what was set by hand, or as a figure that was asked for."""
    if key in summary:
        return summary[key]
    above, _, rest = key.rpartition("/")
    assert above, (key, summary)
    return in_summary(summary, above)[rest]


def points_of(run: dict[str, Any]) -> dict[str, list[tuple[int, float]]]:
    points: dict[str, list[tuple[int, float]]] = {}
    for step, row in run["rows"]:
        for key, value in flat(row):
            if number(value) is not None:
                points.setdefault(key, []).append((step, number(value)))  # type: ignore[arg-type]
    return points


def points_in(run: StoredRun) -> dict[str, list[tuple[int, float]]]:
    names = [each for each in run.metric_names() if not each.startswith("sys/")]
    series = {each: run.series(each) for each in names}
    return {key: list(zip(found.steps.tolist(), found.values.tolist(), strict=True)) for key, found in series.items()}


def same(a: dict[str, list[tuple[int, float]]], b: dict[str, list[tuple[int, float]]]) -> bool:
    assert a.keys() == b.keys()
    for key in a:
        assert [step for step, _ in a[key]] == [step for step, _ in b[key]], key
        for (_, one), (_, other) in zip(a[key], b[key], strict=True):
            assert one == pytest.approx(other, rel=1e-6) or (math.isnan(one) and math.isnan(other)), key
    return True


@name("wandb.init", "project", "name", "config", "tags", "notes", "group", "job_type", "id")
@name("wandb.init", "isinstance(run, wandb.Run)", note="the run is wandb's own, and has what wandb's has")
@name("Run.log", "numbers, truth values, texts, nested dicts", note="nested names are `a/b` in the home")
@name("Run.log", "NaN, ±Inf, integers beyond 2^31, NumPy scalars")
@name("Run.log", "no step, step=, commit=False", note="the steps are wandb's; a dict that is logged is never changed")
@name("Run.log", "Histogram, Html, Audio, Video, Molecule, Object3D", note="byte for byte the files that wandb wrote")
@name("Run.log", "Image", note="with boxes and masks; byte for byte the file that wandb wrote")
@name("Run.log", "lists of media")
@name("Run.log", "Table", better="all rows, beyond wandb's 10,000; media in cells; as it was when it was logged")
@name("Run.log", "charts of wandb.plot", better="a figure, and its table under `<key>_table`: drawn without a server")
@name("Run", "config, config.update", note="after `init`, too")
@name("Run", "summary, summary.update, del", note="nested, too")
@name("Run", "define_metric", note="`step_metric`, `step_sync`, `hidden`, `summary`, globs, `overwrite`")
@name("Run", "tags, name, notes", note="at every assignment")
@name("Run", "log_artifact, log_model, log_code", note="files, references, metadata, aliases")
@name("Run", "save")
@name("Run", "alert", better="in the home, and delivered by your own alert settings")
@name("Run", "the console", note="what wandb records of it")
@name("Run", "watch", note="its histograms are rows like others")
@name("Run", "finish")
def test_a_whole_script(environment: Any, script: Any, theirs: Any, ours: Any, tmp_path: Path) -> None:
    ran = script(environment, EVERYTHING)
    assert ran.code == 0, ran.err
    assert ran.ours == [], ran.err
    [their], [our] = theirs(environment), ours()

    assert their["exit_code"] == 0
    assert our.state == "finished"
    assert our.id == their["id"]
    assert (our.project, our.name, our.notes, our.group, our.job_type) == ("cv", "renamed", "changed", "g", "train")
    assert (their["project"], their["name"], their["notes"]) == ("cv", "renamed", "changed")
    assert list(our.tags) == their["tags"] == ["baseline", "late", "later"]
    assert our.config == their["config"]
    assert our.config["lr"] == 0.2

    assert same(points_of(their), points_in(our))
    assert len(points_of(their)["loss"]) == 20
    texts = [(text.step, text.text) for text in our.texts("note")]
    assert texts == [(step, row["note"]) for step, row in their["rows"] if "note" in row]

    numbers = {key: value for key, value in flat(their["summary"]) if number(value) is not None}
    assert numbers["val/acc/max"] == 0.95
    for key, value in numbers.items():
        assert in_summary(our.summary, key) == pytest.approx(number(value), nan_ok=True), key
    assert our.summary["best"] == 3
    assert "gone" not in our.summary

    assert media_are_the_same(their, our)
    artifacts = {each.name.partition(":")[0]: each for each in our.logged_artifacts()}
    assert {each[0]: each[1] for each in their["artifacts"] if each[1] != "run_table"} == {
        key: each.type for key, each in artifacts.items()
    }
    assert artifacts["digits"].metadata == {"k": 1}
    assert {"best", "latest"} <= set(artifacts["digits"].aliases)
    assert (Path(artifacts["digits"].download(tmp_path / "got")) / "a.txt").read_text() == "hi"
    assert [file.path for file in our.files()] == ["saved.txt"]
    assert (Path(their["files"]) / "saved.txt").exists()
    assert [alert.title for alert in our.alerts()] == their["alerts"] == ["Look"]
    assert "printed by the script" in [line.text for line in our.logs()]


def media_are_the_same(their: dict[str, Any], our: StoredRun) -> bool:
    logged = {key: value for _, row in their["rows"] for key, value in flat(row) if isinstance(value, dict)}
    items = {(each.item.key, each.item.index): each for each in our.media()}
    for key in ("image", "html", "audio", "video", "molecule"):
        assert hashlib.sha256(items[key, 0].read()).hexdigest() == logged[key]["sha256"], key
    files = Path(their["files"])
    for index, path in enumerate(logged["images"]["filenames"]):
        assert items["images", index].read() == (files / path).read_bytes()
    assert items["image", 0].item.caption == logged["image"]["caption"] == "night"
    assert items["audio", 0].item.caption == "beep"
    boxes = json.loads((files / logged["image"]["boxes"]["found"]["path"]).read_text())
    assert len(boxes["box_data"]) == 1
    assert "found" in json.dumps(items["image", 0].item.facts)
    if "masks" in logged["image"]:
        assert items["image", 0].image("mask/truth").size == (4, 4)
    assert items["gradients/w", 0].item.step == 0
    counts, edges = items["histogram", 0].histogram()
    assert counts.tolist() == logged["histogram"]["values"]
    assert edges.tolist() == pytest.approx(logged["histogram"]["bins"])
    points = json.loads((files / logged["points"]["path"]).read_text())
    assert items["points", 0].item.type == "object3d"
    assert len(points) == 10
    table = items["table", 0].table("pandas")
    assert table["name"].tolist() == ["black"], "as it was when it was logged"
    assert items["line", 0].item.type == items["matrix", 0].item.type == "figure"
    assert items["line_table", 0].table("pandas")["y"].tolist() == [2, 3]
    return True


SEVERAL = """
import wandb

try:
    with wandb.init(project="p", name="raised") as run:
        run.log({"x": 1})
        raise RuntimeError("inside")
except RuntimeError:
    pass

run = wandb.init(project="p", name="said")
run.log({"x": 2})
run.finish(exit_code=3)

off = wandb.init(project="p", name="off", mode="disabled")
off.log({"x": 1})
off.finish()

first = wandb.init(project="p", id="mine", name="resumed")
assert wandb.init(project="p", reinit=False) is first
first.log({"x": 3})
first.finish()

again = wandb.init(project="p", id="mine", resume="allow")
again.log({"x": 4})
wandb.finish()
"""


@name("wandb.init", "RUNSTONE_PROJECT", note="before `project=`, `WANDB_PROJECT` and wandb's own default")
@name("Run", "exit_code", note="of `finish`, of `sys.exit`, and of an exception, with its traceback")
@name("wandb.init", 'mode="disabled"', note="nothing is recorded")
@name("wandb.init", "resume", note="a run that the home knows goes on; one that only wandb knows begins")
@name("wandb.init", "reinit, several runs in one process, init while a run is open")
def test_several_runs_in_one_process(environment: Any, script: Any, theirs: Any, ours: Any) -> None:
    ran = script(environment, SEVERAL, RUNSTONE_PROJECT="of/mine")
    assert ran.code == 0, ran.err
    their = theirs(environment)
    raised, said, mine = ours()
    assert {raised.project, said.project, mine.project} == {"of/mine"}
    # Of runs that begin within a second nothing tells the order; old clients write one that is resumed then into the file of the first.
    codes = {run["name"]: run["exit_code"] for run in their}
    assert (codes["raised"], codes["said"]) == (1, 3)
    assert set(codes.values()) == {0, 1, 3}
    assert (raised.name, raised.state) == ("raised", "failed")
    assert "inside" in str(raised.detail)
    assert (said.name, said.state) == ("said", "failed")
    assert (mine.id, mine.state) == ("mine", "finished")
    assert points_in(raised) == {"x": [(0, 1)]}
    assert points_in(mine) == {"x": [(0, 3), (1, 4)]}


@pytest.mark.parametrize(
    ("ending", "code"),
    [("raise ValueError('ouch')", 1), ("import sys; sys.exit(4)", 4)],
)
def test_the_ways_out(environment: Any, script: Any, theirs: Any, ours: Any, ending: str, code: int) -> None:
    ran = script(environment, f"import wandb\nwandb.init(project='p')\nwandb.log({{'x': 1}})\n{ending}\n")
    assert ran.code == code
    assert [run["exit_code"] for run in theirs(environment)] == [code]
    assert ran.ours == [], ran.err
    [our] = ours()
    assert our.state == "failed"
    assert points_in(our) == {"x": [(0, 1)]}
