"""A home whose runs log images: what the gallery shows beside each other.

| project | runs |
|---|---|
| `vision/pins` | `ada`, `bob`, `cy`, `dee`: see `record` |
| `vision/broken` | `broken`: images whose files are gone, cut short or no images |
| `vision/many` | 24 runs with 40 keys |
| `vision/beside` | `left`, `right`: histograms over 30 steps, sounds and films of two lengths |
| `vision/kinds` | `kinds`: one item of each other kind of media |
"""

from __future__ import annotations

import io
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import runstone as rs
from e2e.served import environment
from runstone.blobs.store import BlobStore
from runstone.model.home import Home

PINS = "vision/pins"
BROKEN = "vision/broken"
MANY = "vision/many"
KINDS = "vision/kinds"
BESIDE = "vision/beside"
MANY_RUNS = 24
MANY_KEYS = 40
LAST = 100

QUIET = {"console": False, "git": False, "host": False, "packages": False, "system": False, "quiet": True}
CLASSES = {1: "road", 2: "sky"}


def record(home: Path) -> None:
    """Record all of it.

    `val/loss` has a point each ten steps; it is least at 50 (`ada`), at 30 and 70 alike (`bob`), never finite (`cy`), and missing (`dee`).
    `val/pictures`: `ada` and `cy` each ten steps, three samples; `bob` at 5, 15, … 95, two samples. `val/detections`: `ada` and `bob`, with
    boxes and masks. `sketch`: `ada` alone.
    """
    for name, first, samples, loss in (
        ("ada", 0, 3, lambda step: 0.1 + abs(step - 50) / 100),
        ("bob", 5, 2, lambda step: 0.2 + min(abs(step - 30), abs(step - 70)) / 100),
        ("cy", 0, 3, lambda step: math.nan),
        ("dee", 0, 1, None),
    ):
        with rs.init(PINS, name, id=name, dir=home, settings=QUIET) as run:
            for step in range(0, LAST + 1, 10):
                if loss is not None:
                    run.log({"val/loss": loss(step)}, step=step)
                run.log({"train/loss": 1 / (1 + step)}, step=step)
            if name != "dee":
                for step in range(first, LAST + 1, 10):
                    run.log({"val/pictures": [picture(name, step, sample) for sample in range(samples)]}, step=step)
            if name in ("ada", "bob"):
                for step in (0, 50, 100):
                    run.log({"val/detections": detections(step)}, step=step)
            if name == "ada":
                run.log({"sketch": rs.Image(large(), caption="a large one")}, step=0)
    broken(home)
    many(home)
    kinds(home)
    beside(home)


def picture(name: str, step: int, sample: int) -> rs.Image:
    """A picture of 96 x 72; its top left pixel is (step, sample, 7)."""
    seed = sum(map(ord, name))
    y, x = np.mgrid[0:72, 0:96]
    phase = np.sin((x * (1 + sample) + y) / 8 + seed)
    noise = np.random.default_rng(seed + step).normal(0, 1.2 - step / 90, (72, 96))
    grey = np.clip(128 + 80 * phase + 50 * noise, 0, 255)
    pixels = np.stack([grey, np.roll(grey, 20, 1), np.full_like(grey, 2 * step)], axis=2).astype(np.uint8)
    pixels[0, 0] = (step, sample, 7)
    return rs.Image(pixels, caption=f"{name} {sample} at {step}")


def detections(step: int) -> rs.Image:
    """A grey picture of 200 x 100: its left half is road, its right half sky, with two boxes."""
    mask = np.ones((100, 200), np.uint8)
    mask[:, 100:] = 2
    boxes = [
        {"left": 20, "top": 20, "right": 80, "bottom": 60, "class": 0, "scores": {"score": 0.9}},
        {"left": 120, "top": 30, "right": 180, "bottom": 90, "class": 1, "scores": {"score": 0.4}},
    ]
    return rs.Image(
        np.full((100, 200, 3), 128, np.uint8),
        caption=f"detected at {step}",
        boxes={"predictions": {"boxes": boxes, "labels": {0: "car", 1: "cat"}}},
        masks={"truth": {"mask": mask, "labels": CLASSES}},
    )


def large() -> Any:
    """A picture of 1600 x 1200, which a card shows as a thumbnail."""
    y, x = np.mgrid[0:1200, 0:1600]
    return np.stack([x % 256, y % 256, (x + y) % 256], axis=2).astype(np.uint8)


def broken(home: Path) -> None:
    """Log images whose files are then gone, cut short, or a script in a drawing."""
    script = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><script>window.parent.hacked = 1</script><rect width="40" height="40" fill="red"/></svg>'
    with rs.init(BROKEN, "broken", id="broken", dir=home, settings=QUIET) as run:
        run.log({"gone": rs.Image(np.random.default_rng(1).random((1500, 1500, 3)))}, step=0)
        run.log({"cut": rs.Image(np.random.default_rng(2).random((1500, 1500, 3)))}, step=0)
        run.log({"drawing": rs.Image(script)}, step=0)
        for form in ("jpeg", "gif"):
            run.log({f"icon.{form}": rs.Image(icon(form))}, step=0)
    files = {each.item.key: each.item.sha256 for each in rs.Api(home).run("broken").media()}
    blobs = BlobStore(Home(home))
    blobs.path(files["gone"]).unlink()
    for name in ("cut", "icon.jpeg", "icon.gif"):
        cut = blobs.path(files[name])
        data = cut.read_bytes()
        cut.chmod(0o644)
        cut.write_bytes(data[: len(data) // 3])


def icon(form: str) -> bytes:
    """A file with a picture that is no larger than a card."""
    file = io.BytesIO()
    Image.fromarray(np.random.default_rng(3).integers(0, 255, (80, 96, 3), dtype=np.uint8)).save(file, form)
    return file.getvalue()


def many(home: Path) -> None:
    """More than fits on a screen: what is not in sight must not be asked for."""
    for number in range(MANY_RUNS):
        with rs.init(MANY, f"many-{number}", id=f"many{number}", dir=home, settings=QUIET) as run:
            for step in (0, 1):
                tile = np.full((8, 8), (number * 10 + step) % 256, np.uint8)
                run.log({f"set{key % 4}/key{key:02}": rs.Image(tile) for key in range(MANY_KEYS)}, step=step)


PAGE = """<!doctype html><title>x</title><p id=said>still</p><script>
let reached = "nothing";
try { reached = "page " + parent.document.title } catch {}
try { reached = "cookies " + document.cookie } catch {}
try { reached = "storage " + localStorage.length } catch {}
document.getElementById("said").textContent = "drawn, reached " + reached;
</script>"""


def kinds(home: Path) -> None:
    """A histogram with NaN, a table with pictures in 500 rows, texts, a page whose script looks around, a sound, a film."""
    rng = np.random.default_rng(3)
    rows = [[row, f"label {row % 7}", rs.Image(np.full((8, 8), row % 256, np.uint8))] for row in range(500)]
    with rs.init(KINDS, "kinds", id="kinds", dir=home, settings=QUIET) as run:
        run.log(
            {
                "weights": rs.Histogram(np.append(rng.normal(0, 1, 1_000), [np.nan, np.nan])),
                "table": rs.Table(columns=["row", "label", "picture"], rows=rows),
                "words": rs.Text("plain <b>words</b>"),
                "report": rs.Text("## Findings\n\n- *one*", markdown=True),
                "page": rs.Html(PAGE),
                "tone": rs.Audio(np.sin(np.arange(8_000) / 10), sample_rate_hz=8_000),
                "film": rs.Video(rng.integers(0, 255, (4, 3, 16, 16), dtype=np.uint8), fps=2, format="gif"),
            },
            step=0,
        )


def beside(home: Path) -> None:
    """Runs whose spreads narrow at two speeds; the edges of `uneven` are the same at each step. `right`'s film is half as long."""
    rng = np.random.default_rng(5)
    for number, name in enumerate(("left", "right")):
        with rs.init(BESIDE, name, id=name, dir=home, settings=QUIET) as run:
            for step in range(0, 300, 10):
                values = rng.normal(0, 2 / (1 + step * (1 + number) / 100), 500)
                counts, edges = np.histogram(np.abs(values), [0, 0.1, 0.5, 2, 20])
                run.log({"grads": rs.Histogram(values), "uneven": rs.Histogram(counts=counts, edges=edges)}, step=step)
                run.log({"loss": 1 / (1 + step)}, step=step)
            beat = np.sin(np.arange(24_000) * (0.2 + number / 10)) * (np.arange(24_000) % 6_000 < 3_000)
            frames = rng.integers(0, 255, (12 // (1 + number), 3, 32, 32), dtype=np.uint8)
            run.log({"tone": rs.Audio(beat, sample_rate_hz=8_000, caption=f"beat of {name}")}, step=290)
            run.log(
                {"film": rs.Video(frames, fps=4, format="gif"), "clip": rs.Video(frames, fps=4, format="webm")},
                step=290,
            )
            run.log({"picture": rs.Image(np.full((16, 16), 90 * number, np.uint8), caption=f"{name}'s")}, step=290)


def make(home: Path) -> None:
    """Record it in a process of its own."""
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from e2e import pictures; pictures.record(Path(sys.argv[1]))",
    ]
    subprocess.run([*command, str(home)], env=environment(), check=True)
