"""A home to be asked in SQL."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pytest

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.records import ConsoleWritten, MediaLogged, Parent, SummaryUpdated, TagsChanged, TextLogged

LARGE = (1 << 62) + 1
LONG = "é" * 3000


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Six runs: plain, odd values, late steps, a rewind, and a fork of that with another fork of it. To be read only."""
    home = Home(tmp_path_factory.mktemp("asked"))

    def record(run: str, parent: tuple[str, int] | None = None, **facts: Any) -> Recorder:
        return Recorder(home, run, parent=Parent(*parent) if parent else None, **facts)

    plain = record(
        "plain",
        config={"lr": 0.1, "opt": {"name": "adam", "betas": [0.9, 0.99]}, "amp": True, "seed": LARGE, "none": None,
                "long": LONG, "nan": math.nan},
        tags=["a", "b"], group="g", project="cv",
    )  # fmt: skip
    for step in range(5000):
        plain.log({"loss": 1 / (step + 1), "acc": step / 7}, step)
    plain.event(ConsoleWritten, stream="stdout", lines=["one", "two"])
    plain.event(ConsoleWritten, stream="stderr", lines=["three\0 and more", '"four"'])
    plain.event(TextLogged, key="said", step=1, text="hello")
    plain.event(SummaryUpdated, changes={"best": 0.5})
    plain.finish()
    odd = record("odd", config={"lr": 0.2}, project="cv", group="g")
    for step, value in enumerate([math.nan, math.inf, -math.inf, 0.1, 5e-324, 1.7976931348623157e308, -0.0]):
        odd.log({"loss": value, "nan only": math.nan}, step - LARGE)
    odd.finish()
    late = record("late", project="nlp")
    for step in [*range(100), *range(50), 7]:
        late.log({"loss": step * 0.1}, step)
    late.finish()
    rewound = record("rewound", config={"lr": 0.3}, project="nlp")
    for step in range(3000):
        rewound.log({"loss": float(step), "old": 1.0}, step)
    rewound.event(TextLogged, key="said", step=10, text="kept")
    rewound.event(TextLogged, key="said", step=2900, text="hidden")
    again = rewound.rewind(1000, branch=1)
    for step in range(1001, 1010):
        again.log({"loss": -float(step), "new": 2.0}, step)
    again.event(TextLogged, key="said", step=10, text="said again")
    again.event(
        MediaLogged, key="k", step=3, type="image", sha256="0" * 64, size_bytes=7, mime="image/png", facts={"w": 4}
    )
    again.finish()
    fork = record("fork", parent=("rewound", 1004), project="nlp")
    fork.log({"loss": 0.25, "own": 1.0}, 1005)
    fork.event(TagsChanged, added=["forked"])
    fork.finish()
    deep = record("deep", parent=("fork", 20), project="nlp")
    deep.log({"own": 2.0}, 21)
    deep.finish()
    index = Index(home)
    index.refresh(30)
    yield index
    index.close()
