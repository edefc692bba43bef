"""A home whose runs log artifacts, and use each other's.

In `cv/digits` the run `prep` logs two versions of the data set `digits`; SWEEP runs use `digits:v1` and log a version of `cnn` each, the third of which
`judge` uses; `registry/model/digits` shows two of them. `plain` has a run without artifacts.
"""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np

import runstone as rs
from e2e.pictures import QUIET
from e2e.served import environment

PROJECT = "cv/digits"
PLAIN = "plain"
SWEEP = 12
FILES = 300

CARD = "# Digits\n\nA small **convolutional** net.\n\n| set | accuracy |\n|---|---|\n| test | 0.98 |\n"


def record(home: Path) -> None:
    """Record all of it."""
    with rs.init(PROJECT, "prep", id="prep", job_type="prepare", dir=home, settings=QUIET) as run:
        run.log_artifact(first(home), aliases=["raw"])
        run.log_artifact(second(), aliases=["clean", "checked"], tags=["reviewed"])
    for number in range(SWEEP):
        with rs.init(
            PROJECT, f"train {number}", id=f"train-{number}", job_type="train", dir=home, settings=QUIET
        ) as run:
            run.use_artifact("digits:v1", use_as="train")
            run.log({"accuracy": 0.9 + number / 200})
            cnn = rs.Artifact("cnn", type="model", description=CARD, metadata={"accuracy": 0.9 + number / 200})
            cnn.add_bytes(safetensors(number), "model.safetensors")
            cnn.add_bytes(archive(), "checkpoint.pt")
            run.log_artifact(cnn, aliases=["best"] if number == 3 else [])
            if number in (2, 3):
                stage = "production" if number == 2 else "staging"
                run.link_artifact(cnn, "registry/model/digits", aliases=[stage])
    with rs.init(PROJECT, "judge", id="judge", job_type="evaluate", dir=home, settings=QUIET) as run:
        run.use_artifact("cnn:v3")
        run.use_artifact("digits:clean", use_as="test")
        results = rs.Artifact("results", type="results")
        results.add(rs.Table(columns=["label", "right"], rows=[[label, 90 + label] for label in range(10)]), "by_label")
        run.log_artifact(results)
    with rs.init(PLAIN, "plain", id="plain", dir=home, settings=QUIET) as run:
        run.log({"loss": 1.0})


def first(home: Path) -> rs.Artifact:
    """Version 0 of the data: many small files, and one of each kind that is looked into."""
    data = rs.Artifact("digits", type="dataset", description="# Digits\n\nAs they came.", metadata={"rows": 300, "split": {"train": 0.8}})  # fmt: skip
    for number in range(FILES):
        data.add_bytes(f"digit {number % 10}\n".encode(), f"train/{number % 10}/{number:04}.txt")
    data.add_bytes(b"# Read me\n\n- one\n- two\n", "readme.md")
    data.add_bytes(
        json.dumps({"classes": list("0123456789"), "size": {"width": 8, "height": 8}}).encode(), "config.json"
    )
    data.add_bytes(b"".join(f"{row},{row % 10}\n".encode() for row in range(50)), "labels.csv")
    data.add(rs.Image(np.tile(np.arange(0, 240, 8, np.uint8), (30, 1))), "samples")
    data.add_bytes(bytes(range(256)) * 16, "raw.bin")
    elsewhere = home.parent / "elsewhere.txt"
    elsewhere.write_text("far away")
    data.add_reference(elsewhere.as_uri(), "far/elsewhere.txt")
    return data


def second() -> rs.Artifact:
    """Version 1: a file more, a file less, and two that changed."""
    data = rs.Artifact("digits", type="dataset", description="# Digits\n\nChecked by hand.", metadata={"rows": 299, "split": {"train": 0.8}, "checked": True})  # fmt: skip
    for number in range(1, FILES):
        data.add_bytes(f"digit {number % 10}\n".encode(), f"train/{number % 10}/{number:04}.txt")
    data.add_bytes(b"# Read me\n\n- one\n- two, mended\n", "readme.md")
    data.add_bytes(
        json.dumps({"classes": list("0123456789"), "size": {"width": 8, "height": 8}}).encode(), "config.json"
    )
    data.add_bytes(b"".join(f"{row},{row % 10}\n".encode() for row in range(51)), "labels.csv")
    data.add_bytes(b"new\n", "changes.txt")
    return data


def safetensors(number: int) -> bytes:
    """A checkpoint of two tensors."""
    header = {
        "__metadata__": {"format": "pt", "number": str(number)},
        "conv.weight": {"dtype": "F32", "shape": [16, 3, 3], "data_offsets": [0, 576]},
        "head.bias": {"dtype": "F32", "shape": [10], "data_offsets": [576, 616]},
    }
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(616)


def archive() -> bytes:
    """A zip file, as checkpoints of PyTorch are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("archive/data.pkl", b"pickle")
        file.writestr("archive/data/0", bytes(100))
    return out.getvalue()


def make(home: Path) -> None:
    """Record it in a process of its own."""
    command = [sys.executable, "-c", "import sys; from pathlib import Path; from e2e import storeroom; storeroom.record(Path(sys.argv[1]))"]  # fmt: skip
    subprocess.run([*command, str(home)], env=environment(), check=True)
