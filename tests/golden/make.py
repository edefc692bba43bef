"""Wrote the golden files of format version 1. Run it only to add files of a new version: the old ones must stay as they are."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from unittest import mock

from runstone.journal import seal
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.records import (
    ConfigUpdated,
    ConsoleWritten,
    EnvironmentCaptured,
    MediaLogged,
    Parent,
    Rewound,
    Started,
    StateChanged,
    SummaryUpdated,
    TagsChanged,
    TextLogged,
)
from runstone.model.states import State

HERE = Path(__file__).parent


def write(home: Home) -> Path:
    """A journal with every kind of frame and most kinds of record."""
    writer = JournalWriter(home, "golden", version="0.1.0")
    now = writer.now
    writer.event(
        Started(
            time=now(),
            number=7,
            display_id="GOL-7",
            project="golden",
            name="brisk-otter-7",
            config={"lr": 0.1, "m": {"w": 3}},
            tags=["a"],
            parent=Parent("other", 3),
        )
    )
    for step in range(50):
        writer.row(
            writer.layout(("train/loss", "train/acc")), step, [1 / (step + 1), float("nan") if step == 7 else step / 50]
        )
        if step % 10 == 0:
            writer.row(writer.layout(("val/loss",)), step, [float("inf") if step == 20 else 0.5])
    writer.event(ConfigUpdated(time=now(), changes={"m": {"d": 2}}, removed=[["lr"]]))
    writer.event(SummaryUpdated(time=now(), changes={"best": 0.9}))
    writer.event(TagsChanged(time=now(), added=["b"], removed=["a"]))
    writer.event(TextLogged(time=now(), key="phase", step=3, text="warm-up é"))
    writer.event(
        MediaLogged(
            time=now(),
            key="val/img",
            step=10,
            type="image",
            sha256="ab" * 32,
            size_bytes=12,
            mime="image/png",
            caption="3 as 8",
            facts={"width": 8},
        )
    )
    writer.event(ConsoleWritten(time=now(), stream="stderr", lines=["one", "two"]))
    writer.event(EnvironmentCaptured(time=now(), parts={"python": "3.11.7"}))
    writer.event(Rewound(time=now(), branch=1, onto=0, step=20))
    writer.event(StateChanged(time=now(), state=State.FAILED, exit_code=1, reason="Traceback"))
    writer.close()
    return home.journals("golden")[0]


if __name__ == "__main__":
    scratch = Path(sys.argv[1])
    with mock.patch("os.uname") as uname:
        uname.return_value.nodename = "host"
        path = write(Home(scratch))
    shutil.copy(path, HERE / "version-1.journal")
    shutil.copy(seal.seal(path), HERE / "version-1.sealed")
