"""A home with everything in it that a run can have, and a second one to bring it to."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

import runstone as rs
from runstone.journal import seal
from runstone.model.home import Home


@pytest.fixture
def other(tmp_path: Path) -> Home:
    """Where packages are unpacked."""
    return Home(tmp_path / "other")


@pytest.fixture
def rich(home: Home) -> Home:
    """`base`, rewound once, with media, texts, console and NaN; `child`, forked off it; `grandchild`, forked off that."""
    base = rs.init("cv/demo", id="base", config={"lr": 0.1, "m": {"w": 3}}, tags=["a", "b"], notes="*why*", group="g")
    for step in range(60):
        base.log({"loss": 1 / (step + 1), "odd": math.nan if step % 7 == 3 else math.inf}, step=step)
    base.log({"image": rs.Image(np.zeros((4, 4, 3), np.uint8), caption="black"), "said": "hello"}, step=60)
    base.finish()
    with rs.init("cv/demo", resume_from="base?_step=30") as again:
        for step in range(31, 50):
            again.log({"loss": step * 0.1}, step=step)
        again.log({"said": "again"}, step=49)
        again.add_tags("c")
    with rs.init("cv/demo", id="child", fork_from="base?_step=20", config={"lr": 0.2}) as child:
        for step in range(21, 40):
            child.log({"loss": -step, "own": step}, step=step)
    with rs.init("cv/demo", id="grandchild", fork_from="child?_step=30") as grandchild:
        grandchild.log({"image": rs.Image(np.ones((4, 4, 3), np.uint8))}, step=31)
        grandchild.log({"loss": 0.0}, step=32)
    seal.seal(home.journals("child")[0])
    return home
