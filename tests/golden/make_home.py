"""Wrote the golden home and backup of version 0.1.0. Run it only to add those of a new version: the old ones must stay as they are.

python tests/golden/make_home.py FOLDER VERSION
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec
import numpy as np

import runstone as rs
from runstone.backup.place import open_shelf
from runstone.backup.taking import Taking
from runstone.edits.edit import Edit
from runstone.journal import seal
from runstone.journal.writer import JournalWriter
from runstone.model.home import WORKSPACE, Home
from runstone.model.policy import policy_path
from runstone.model.records import Commented, ViewSaved

HERE = Path(__file__).parent
QUIET = ("CONSOLE", "GIT", "HOST", "PACKAGES", "SYSTEM")
BACKUP_TIME = 1_767_225_600_000_000


def write(home: Home) -> None:
    """A home with a bit of all that a home may hold."""
    with rs.init("cv/deep", "base", id="base", config={"lr": 0.1, "m": {"w": 3}}, tags=["a"], dir=home.path) as run:
        for step in range(50):
            run.log({"loss": 1 / (step + 1), "odd": float("nan") if step == 7 else step / 50}, step=step)
        run.log({"picture": rs.Image(np.eye(8), caption="an eye"), "phase": "warm-up"}, step=10)
        run.log({"page": rs.Html("<p>é</p>")}, step=49)
        artifact = rs.Artifact("weights", type="model")
        artifact.add_bytes(b"weights", "w.bin")
        run.log_artifact(artifact, aliases=["best"])
    with rs.init("cv/deep", "child", fork_run_id="base", fork_step=19, id="child", dir=home.path) as run:
        for step in range(20, 30):
            run.log({"loss": 0.5}, step=step)
    with rs.Api(home=home.path) as api:
        api.edit(["base"], Edit(notes="**why**", starred=True, tags_added=("keep",)))
    writer = JournalWriter(home, WORKSPACE, role="editor", version="0.1.0", author="ada")
    view = {"view": "v1", "project": "cv/deep", "name": "Mine", "revision": "r1", "document": '{"zoom": 1}'}
    writer.event(ViewSaved(time=writer.now(), **view))
    writer.close()
    comments = JournalWriter(home, "base", role="editor", version="0.1.0", author="ada")
    comments.event(Commented(time=comments.now(), comment="c1", text="Look."))
    comments.close()
    seal.seal(home.journals("base")[0])
    policy_path(home).parent.mkdir()
    policy_path(home).write_text('[projects."cv"]\nquota_bytes = 1_000_000\nkeep_days = 90\n')


def told(home: Home) -> dict[str, Any]:
    """What a home tells, in words that do not change with the version that reads it."""
    runs: dict[str, Any] = {}
    with rs.Api(home=home.path) as api:
        for name in ("base", "child"):
            run = api.run(name)
            detail = run.detail
            runs[name] = {
                "display_id": detail.display_id,
                "number": detail.number,
                "project": detail.project,
                "state": str(run.state),
                "config": run.config,
                "tags": list(detail.tags),
                "notes": detail.notes,
                "starred": detail.starred,
                "series": {
                    stat.name: [
                        [int(step), repr(float(value))] for step, value in zip(points.steps, points.values, strict=True)
                    ]
                    for stat in run.metrics()
                    for points in (run.series(stat.name),)
                },
                "media": [[item.item.key, item.item.step, item.read().hex()[:64]] for item in run.media()],
                "texts": [text.text for text in run.texts()],
            }
        version = api.artifact("cv/deep/weights:best")
        return {
            "runs": runs,
            "artifact": [version.version, sorted(version.aliases), [str(file) for file in version.manifest.entries]],
            "views": [[view.name, view.project] for view in api.views("cv/deep")],
            "comments": [comment.text for comment in api.comments("base")],
        }


if __name__ == "__main__":
    scratch, version = Path(sys.argv[1]), sys.argv[2]
    for name in QUIET:
        os.environ[f"RUNSTONE_{name}"] = "0"
    home = Home(scratch / "home")
    with mock.patch("os.uname") as uname:
        uname.return_value.nodename = "host"
        uname.return_value.sysname = "Linux"
        write(home)
    expected = told(home)
    shutil.rmtree(home.index_path)
    for kept in ("homes", "backups"):
        shutil.rmtree(HERE / kept / version, ignore_errors=True)
    shutil.copytree(home.path, HERE / "homes" / version / "home")
    (HERE / "homes" / version / "told.json").write_bytes(msgspec.json.encode(expected))
    shelf = open_shelf(str(HERE / "backups" / version))
    Taking(home, shelf).take(BACKUP_TIME)
