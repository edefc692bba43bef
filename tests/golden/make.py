"""Wrote the golden files of format version 1. Run it only to add files of a new version: the old ones must stay as they are."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any
from unittest import mock

from runstone.journal import seal
from runstone.journal.writer import JournalWriter
from runstone.model.home import WORKSPACE, Collections, Home, Sweeps
from runstone.model.records import (
    AliasesChanged,
    CollectionBegan,
    CommentChanged,
    Commented,
    ConfigUpdated,
    ConsoleWritten,
    DataLogged,
    DefaultViewChosen,
    Described,
    EnvironmentCaptured,
    Marked,
    MediaLogged,
    Parent,
    PartUpserted,
    PrimaryChosen,
    Rewound,
    Staged,
    Started,
    StateChanged,
    StopAsked,
    StopWithdrawn,
    SummaryUpdated,
    SweepBegan,
    SweepStateChanged,
    TagsChanged,
    TextLogged,
    TrialClaimed,
    TrialEnded,
    TrialReported,
    TrialStopAsked,
    VersionDeleted,
    VersionDescribed,
    VersionLinked,
    VersionLogged,
    VersionNumbered,
    VersionTagged,
    ViewRemoved,
    ViewSaved,
    WriterGone,
)
from runstone.model.states import State, StopReason, SweepState, TrialState

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


def write_edits(home: Home) -> Path:
    """A journal of an editor."""
    writer = JournalWriter(home, "golden", role="editor", version="0.1.0", author="ada")
    writer.event(
        Described(time=writer.now(), name="better é", notes="# Good", colour="#aabbcc", project="cv/a", group=""),
        TagsChanged(time=writer.now(), added=["c"]),
        Marked(time=writer.now(), starred=True, archived=True, binned=True),
    )
    writer.event(Marked(time=writer.now(), binned=False))
    writer.close()
    return home.journals("golden")[-1]


def write_stops(home: Home) -> Path:
    """A journal of an editor who asked a run to stop, took that back, and saw that its writer is gone."""
    began = JournalWriter(home, "stops", version="0.1.0")
    began.event(Started(time=began.now(), number=10, display_id="GOL-10", project="golden", name="stops"))
    editor = JournalWriter(home, "stops", role="editor", version="0.1.0", author="ada")
    editor.event(StopAsked(time=editor.now()))
    editor.event(StopWithdrawn(time=editor.now()), StopAsked(time=editor.now()))
    editor.event(WriterGone(time=editor.now(), writer=began.writer))
    editor.close()
    return home.journals("stops")[-1]


def write_stages(home: Home) -> Path:
    """A journal of a run that went through stages."""
    writer = JournalWriter(home, "stages", version="0.1.0")
    writer.event(Started(time=writer.now(), number=8, display_id="GOL-8", project="golden", name="stages"))
    for step, stage in ((0, "warmup é"), (10, 1), (20, 2.5), (30, True)):
        writer.event(Staged(time=writer.now(), step=step, stage=stage))
    writer.close()
    return home.journals("stages")[0]


def write_assets(home: Home) -> Path:
    """A journal of a run that works with data, and is judged by a metric."""
    writer = JournalWriter(home, "assets", version="0.1.0")
    writer.event(Started(time=writer.now(), number=9, display_id="GOL-9", project="golden", name="assets"))
    writer.event(PrimaryChosen(time=writer.now(), metric="acc"))
    writer.event(PrimaryChosen(time=writer.now(), metric="loss é", goal="minimize"))
    for step, loss in enumerate((0.5, 0.25, 1.0)):
        writer.row(writer.layout(("loss é",)), step, [loss])
    data = {"name": "digits", "uri": "/data/digits", "context": "train"}
    writer.event(DataLogged(time=writer.now(), **data))
    known = {"file_count": 2, "size_bytes": 8, "listing": "ab" * 32}
    writer.event(DataLogged(time=writer.now(), digests={"stat": "s", "partial": "p"}, **data, **known))
    writer.event(
        DataLogged(time=writer.now(), name="net", uri="hf://net", role="pretrained", facts={"revision": "main"})
    )
    writer.close()
    return home.journals("assets")[0]


def write_workspace(home: Home) -> Path:
    """A journal of the home itself."""
    writer = JournalWriter(home, WORKSPACE, role="editor", version="0.1.0", author="ada")
    view = {"view": "v1", "project": "cv", "name": "Overview"}
    writer.event(ViewSaved(time=writer.now(), revision="r1", document='{"zoom": 1}', description="d", **view))
    writer.event(DefaultViewChosen(time=writer.now(), project="cv", view="v1"))
    writer.event(ViewRemoved(time=writer.now(), revision="r2", onto="r1", **view))
    writer.event(ViewSaved(time=writer.now(), revision="r3", onto="r2", document='{"zoom": 2}', **view))
    writer.close()
    return home.journals(WORKSPACE)[-1]


def write_comments(home: Home) -> Path:
    """A journal of an editor who comments on a run."""
    writer = JournalWriter(home, "comments", role="editor", version="0.1.0", author="ada")
    writer.event(Commented(time=writer.now(), comment="c1", text="**Why** é?", panel="loss", x=20.0))
    writer.event(Commented(time=writer.now(), comment="c2", text="A spike.", reply_to="c1", panel="loss"))
    writer.event(Commented(time=writer.now(), comment="c3", text="Gone."))
    writer.event(CommentChanged(time=writer.now(), comment="c2", text="A rate of 3."))
    writer.event(CommentChanged(time=writer.now(), comment="c3", deleted=True))
    writer.event(CommentChanged(time=writer.now(), comment="c1", resolved=True))
    writer.close()
    return home.journals("comments")[-1]


def write_chart_comments(home: Home) -> Path:
    """A journal of the home itself, whose editor comments on a chart of a project."""
    writer = JournalWriter(home, WORKSPACE, role="editor", version="0.1.0", author="ada")
    said = {"project": "cv", "panel": "loss", "x": 1.5, "x_axis": "relative"}
    writer.event(Commented(time=writer.now(), comment="c4", text="Look.", **said))
    writer.event(CommentChanged(time=writer.now(), comment="c4", resolved=True))
    writer.event(CommentChanged(time=writer.now(), comment="c4", resolved=False))
    writer.close()
    return home.journals(WORKSPACE)[-1]


def write_artifacts(home: Home) -> Path:
    """A journal of a collection of artifacts, with every kind of record that such a one may hold."""
    folders = Collections(home)
    writer = JournalWriter(folders, "c0", role="worker", version="0.1.0")

    def version(name: str, number: int, **fields: Any) -> VersionLogged:
        at = writer.now()
        return VersionLogged(time=at, version=name, number=number, digest=name * 8, manifest="ab" * 32, **fields)

    writer.event(CollectionBegan(time=writer.now(), project="cv", name="data", type="dataset", description="# Data"))
    writer.event(PartUpserted(time=writer.now(), distributed_id="d", manifest="cd" * 32, run="r"))
    writer.event(version("v_a", 0, size_bytes=5, file_count=2, run="r", step=7, aliases=["latest"], tags=["x"]))
    writer.event(version("v_b", 1, metadata={"rows": 3}, description="é", aliases=["latest", "best"], ttl_secs=60))
    writer.event(version("v_c", 1, distributed_id="d"))
    writer.event(VersionNumbered(time=writer.now(), version="v_c", number=5))
    linked = {"source": "c1", "source_version": "v_z", "aliases": ["production"]}
    writer.event(VersionLinked(time=writer.now(), version="v_d", number=6, digest="d", manifest="ef" * 32, **linked))
    writer.event(AliasesChanged(time=writer.now(), version="v_a", added=["best"], removed=["latest"]))
    writer.event(VersionDescribed(time=writer.now(), version="v_a", description="better", ttl_secs=0))
    writer.event(VersionTagged(time=writer.now(), version="v_a", added=["y"], removed=["x"]))
    writer.event(VersionDescribed(time=writer.now(), description="all of it"))
    writer.event(VersionDeleted(time=writer.now(), version="v_b"))
    writer.close()
    return folders.journals("c0")[-1]


def write_sweep(home: Home) -> Path:
    """A journal of a sweep, with every kind of record that such a one may hold."""
    folders = Sweeps(home)
    writer = JournalWriter(folders, "s0", role="editor", version="0.1.0", author="ada")
    definition = {"method": "grid", "metric": {"name": "loss"}, "parameters": {"lr": {"values": [0.1, 0.2]}}}
    began = {"project": "cv", "name": "é", "definition": definition, "seed": 7, "prior_runs": ["r0"]}
    writer.event(SweepBegan(time=writer.now(), **began))
    writer.event(TrialClaimed(time=writer.now(), number=0, run="r1", params={"lr": 0.1}, agent="box:1"))
    writer.event(TrialClaimed(time=writer.now(), number=1, run="r2", params={"lr": 0.2}, agent="b", reports=True))
    writer.event(TrialReported(time=writer.now(), number=1, points=[(0, 0.5), (1, float("nan"))]))
    writer.event(TrialStopAsked(time=writer.now(), number=0, reason=StopReason.PRUNED))
    writer.event(TrialEnded(time=writer.now(), number=0, state=TrialState.STOPPED, exit_code=143))
    writer.event(TrialEnded(time=writer.now(), number=1, state=TrialState.FINISHED, value=0.25))
    writer.event(SweepStateChanged(time=writer.now(), state=SweepState.PAUSED, reason="lunch"))
    writer.close()
    return folders.journals("s0")[-1]


if __name__ == "__main__":
    scratch = Path(sys.argv[1])
    with mock.patch("os.uname") as uname:
        uname.return_value.nodename = "host"
        path = write(Home(scratch))
        of_kind = {
            "edits": write_edits(Home(scratch)),
            "workspace": write_workspace(Home(scratch)),
            "comments": write_comments(Home(scratch)),
            "chart-comments": write_chart_comments(Home(scratch)),
            "stops": write_stops(Home(scratch)),
            "stages": write_stages(Home(scratch)),
            "assets": write_assets(Home(scratch)),
            "artifacts": write_artifacts(Home(scratch)),
            "sweeps": write_sweep(Home(scratch)),
        }
    for kind, source in of_kind.items():
        (HERE / kind).mkdir(exist_ok=True)
        shutil.copy(source, HERE / kind / "version-1.journal")
    shutil.copy(path, HERE / "version-1.journal")
    shutil.copy(seal.seal(path), HERE / "version-1.sealed")
