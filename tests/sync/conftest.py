"""A home with everything in it that a run can have, and a second one to bring it to."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import runstone as rs
from runstone.api import Api
from runstone.journal import seal
from runstone.model.home import Home


@pytest.fixture
def other(tmp_path: Path) -> Home:
    """Where packages are unpacked."""
    return Home(tmp_path / "other")


@pytest.fixture
def rich(home: Home) -> Iterator[Home]:
    """`base`, rewound once, with media, texts, console and NaN; `child`, forked off it; `grandchild`, forked off that."""
    base = rs.init("cv/demo", id="base", config={"lr": 0.1, "m": {"w": 3}}, tags=["a", "b"], notes="*why*", group="g")
    for step in range(60):
        base.log({"loss": 1 / (step + 1), "odd": math.nan if step % 7 == 3 else math.inf}, step=step)
    base.log({"image": rs.Image(np.zeros((4, 4, 3), np.uint8), caption="black"), "said": "hello"}, step=60)
    base.finish()
    with rs.init("cv/demo", id="base", rewind=("base", 30)) as again:
        for step in range(31, 50):
            again.log({"loss": step * 0.1}, step=step)
        again.log({"said": "again"}, step=49)
        again.tags.add("c")
    with rs.init("cv/demo", id="child", fork=("base", 20), config={"lr": 0.2}) as child:
        for step in range(21, 40):
            child.log({"loss": -step, "own": step}, step=step)
    with rs.init("cv/demo", id="grandchild", fork=("child", 30)) as grandchild:
        grandchild.log({"image": rs.Image(np.ones((4, 4, 3), np.uint8))}, step=31)
        grandchild.log({"loss": 0.0}, step=32)
    seal.seal(home.journals("child")[0])
    yield home


def answers(home: Home, run: str) -> dict[str, Any]:
    """All that the Api says of a run."""
    with Api(home=home.path) as api:
        found = api.run(run)
        detail = rs_to_builtins(found.detail)
        detail.pop("revision", None)
        return {
            "detail": detail,
            "metrics": [repr(stat) for stat in found.metrics()],
            "series": {stat.name: [part.tobytes() for part in found.series(stat.name)] for stat in found.metrics()},
            "texts": [repr(text) for text in found.texts()],
            "media": [(item.key, item.step, item.caption, item.bytes()) for item in found.media()],
            "logs": [repr(line) for line in found.logs()],
        }


def rs_to_builtins(value: Any) -> dict[str, Any]:
    """A struct as a dict, NaN spelt so that it equals itself."""
    import msgspec

    from runstone.model.values import to_json

    plain = to_json(msgspec.to_builtins(value))
    assert isinstance(plain, dict)
    return plain


def files(home: Home) -> dict[str, bytes]:
    """Every file of a home but its index."""
    return {
        str(path.relative_to(home.path)): path.read_bytes()
        for path in sorted(home.path.rglob("*"))
        if path.is_file() and "index" not in path.relative_to(home.path).parts
    }
