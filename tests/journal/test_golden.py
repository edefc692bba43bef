"""Journals of every format version stay readable for ever, also by a reader written from FORMAT.md alone."""

from __future__ import annotations

import math
import shutil
import struct
import zlib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from reading import read_pieces
from runstone.artifacts.collection import Collection
from runstone.index.index import Index
from runstone.journal import seal
from runstone.model.facts import RunFacts
from runstone.model.home import Collections, Home, Sweeps
from runstone.query import comments, stages, views
from runstone.query.data import list_data
from runstone.query.runs import get_run
from runstone.sweeps.sweep import Sweep

GOLDEN = Path(__file__).parents[1] / "golden"
JOURNALS = sorted([*GOLDEN.glob("*.journal"), *GOLDEN.glob("*.sealed")])


@pytest.mark.parametrize("path", JOURNALS, ids=lambda path: path.name)
def test_the_present_reader_reads_it(path: Path) -> None:
    pieces = read_pieces(path)
    assert not any(piece.damage or piece.tail_bytes for piece in pieces)
    facts = RunFacts("golden")
    for piece in pieces:
        for record in piece.records:
            facts.apply("w", record)
    assert facts.config.nested() == {"m": {"w": 3, "d": 2}}
    assert facts.summary.nested() == {"best": 0.9}
    assert (facts.name, facts.tags, facts.recorded_state, facts.exit_code) == ("brisk-otter-7", ["b"], "failed", 1)
    assert facts.lineage() == [(1, None), (0, 20)]
    rows = {rows.names: rows for piece in pieces for rows in piece.rows}
    loss = rows["train/loss", "train/acc"]
    assert loss.steps.tolist() == list(range(50))
    assert loss.values[:, 0].tolist() == [1 / (step + 1) for step in range(50)]
    assert math.isnan(loss.values[7, 1])
    assert rows[("val/loss",)].values[2, 0] == math.inf


def test_sealed_gives_the_journal_back() -> None:
    sealed, journal = GOLDEN / "version-1.sealed", GOLDEN / "version-1.journal"
    assert seal.read(sealed, 0, 1 << 30) == journal.read_bytes()


def read_by_the_book(data: bytes) -> tuple[list[dict[str, Any]], dict[str, list[tuple[int, float]]]]:
    """A reader in thirty lines, from what FORMAT.md says."""
    assert data[:8] == b"\x89RSJ\r\n\x1a\x01"
    names: dict[int, str] = {}
    layouts: dict[int, tuple[int, ...]] = {}
    events: list[dict[str, Any]] = []
    points: dict[str, list[tuple[int, float]]] = {}
    at = 8
    while at < len(data):
        crc, size, kind = struct.unpack_from("<IIB", data, at)
        payload = data[at + 9 : at + 9 + size]
        assert zlib.crc32(data[at + 4 : at + 9 + size]) == crc
        if kind == 0xE1:
            events.append(msgspec.msgpack.decode(payload))
        elif kind == 0xE2:
            first = int.from_bytes(payload[:4], "little")
            names.update(enumerate(msgspec.msgpack.decode(payload[4:]), first))
        elif kind == 0xE3:
            number, *columns = struct.unpack(f"<{size // 4}I", payload)
            layouts[number] = tuple(columns)
        elif kind == 0xE4:
            layout, step, _ = struct.unpack_from("<Iqq", payload)
            values = struct.unpack(f"<{(size - 20) // 8}d", payload[20:])
            for column, value in zip(layouts[layout], values, strict=True):
                points.setdefault(names[column], []).append((step, value))
        at += 9 + size
    return events, points


def test_a_reader_written_from_the_format_page_reads_it() -> None:
    events, points = read_by_the_book((GOLDEN / "version-1.journal").read_bytes())
    assert [event["is"] for event in events] == [
        "opened", "started", "config", "summary", "tags", "text", "media", "console", "environment", "rewound", "state", "closed",
    ]  # fmt: skip
    assert events[1]["parent"] == {"run": "other", "step": 3}
    assert events[5]["text"] == "warm-up é"
    assert [event["time"] for event in events] == sorted(event["time"] for event in events)
    assert points["train/loss"] == [(step, 1 / (step + 1)) for step in range(50)]
    assert points["val/loss"][2] == (20, math.inf)


def test_what_people_changed_is_read() -> None:
    facts = RunFacts("golden")
    for piece in read_pieces(GOLDEN / "edits" / "version-1.journal"):
        for record in piece.records:
            facts.apply("w", record)
    assert (facts.name, facts.notes, facts.colour, facts.project) == ("better é", "# Good", "#aabbcc", "cv/a")
    assert (facts.tags, facts.starred, facts.archived, facts.binned_time) == (["c"], True, True, None)
    assert facts.writers["w"].opened.author == "ada"
    events, _ = read_by_the_book((GOLDEN / "edits" / "version-1.journal").read_bytes())
    assert [event["is"] for event in events] == ["opened", "described", "tags", "marked", "marked", "closed"]


def test_what_was_asked_of_a_run_and_seen_of_its_writer_is_read() -> None:
    facts = RunFacts("stops")
    for piece in read_pieces(GOLDEN / "stops" / "version-1.journal"):
        for record in piece.records:
            facts.apply("w", record)
    assert (facts.stop_asked_by, len(facts.gone)) == ("ada", 1)
    assert facts.stop_asked_time is not None


def test_the_stages_of_a_run_are_read(home: Home, index: Index) -> None:
    journal = GOLDEN / "stages" / "version-1.journal"
    folder = home.run_path("stages")
    folder.mkdir(parents=True)
    shutil.copy(journal, folder / "00000000000-000000.journal")
    index.refresh()
    found = [(stage.step, stage.stage) for stage in stages.list_stages(index, ["stages"])[0].stages]
    assert found == [(0, "warmup é"), (10, 1), (20, 2.5), (30, True)]
    events, _ = read_by_the_book(journal.read_bytes())
    assert [(event["step"], event["stage"]) for event in events if event["is"] == "stage"] == found


def test_the_data_of_a_run_and_what_it_is_judged_by_are_read(home: Home, index: Index) -> None:
    folder = home.run_path("assets")
    folder.mkdir(parents=True)
    shutil.copy(GOLDEN / "assets" / "version-1.journal", folder / "00000000000-000000.journal")
    index.refresh()
    best = get_run(index, "assets").best
    assert best is not None
    assert (best.metric, best.goal, best.value, best.step) == ("loss é", "minimize", 0.25, 1)
    found = {use.name: use for use in list_data(index)}
    assert (found["digits"].known, found["digits"].file_count, found["digits"].listing) == ("partial", 2, "ab" * 32)
    assert (found["net"].role, found["net"].facts) == ("pretrained", {"revision": "main"})


def test_what_people_keep_beside_runs_is_read(home: Home, index: Index) -> None:
    home.workspace_path.mkdir(parents=True)
    shutil.copy(GOLDEN / "workspace" / "version-1.journal", home.workspace_path)
    index.refresh()
    found = views.get_view(index, "v1")
    assert (found.name, found.document, found.updated_by, found.is_default) == ("Overview", {"zoom": 2}, "ada", True)
    assert [version.removed for version in views.list_versions(index, "v1")] == [False, True, False]
    assert views.get_view(index, "v1", "r1").description == "d"


def test_a_collection_of_artifacts_is_read(home: Home) -> None:
    journal = GOLDEN / "artifacts" / "version-1.journal"
    folder = Collections(home).run_path("c0")
    folder.mkdir(parents=True)
    shutil.copy(journal, folder / "00000000000-000000.journal")
    facts = Collection(home, "c0").facts()
    assert (facts.project, facts.name, facts.type, facts.description) == ("cv", "data", "dataset", "all of it")
    found = {version.id: version for version in facts.versions()}
    assert {name: (version.number, version.aliases) for name, version in found.items()} == {
        "v_a": (0, ["best"]),
        "v_c": (5, []),
        "v_d": (6, ["latest", "production"]),
    }
    first = found["v_a"]
    assert (first.description, first.tags, first.ttl_secs, first.run, first.step) == ("better", ["y"], None, "r", 7)
    assert (found["v_d"].source, found["v_d"].source_version) == ("c1", "v_z")
    assert (facts.parts("d"), facts.next_number) == ([], 7)
    events, _ = read_by_the_book(journal.read_bytes())
    assert [event["number"] for event in events if event["is"] == "version"] == [0, 1, 1]


def test_a_sweep_is_read(home: Home) -> None:
    journal = GOLDEN / "sweeps" / "version-1.journal"
    folder = Sweeps(home).run_path("s0")
    folder.mkdir(parents=True)
    shutil.copy(journal, folder / "00000000000-000000.journal")
    facts = Sweep(home, "s0").known()
    assert (facts.project, facts.name, facts.state, facts.state_reason) == ("cv", "é", "paused", "lunch")
    first, second = facts.trials()
    assert (first.claimed.params, first.stop, first.ended and first.ended.exit_code) == ({"lr": 0.1}, "pruned", 143)
    assert (second.claimed.reports, second.points[0][1], second.ended and second.ended.value) == (True, 0.5, 0.25)
    events, _ = read_by_the_book(journal.read_bytes())
    assert [event["is"] for event in events][1:-1] == [
        *("sweep", "trial", "trial", "trial_report", "trial_stop", "trial_end", "trial_end", "sweep_state")
    ]


def test_comments_on_runs_and_charts_are_read(home: Home, index: Index) -> None:
    home.workspace_path.mkdir(parents=True)
    shutil.copy(GOLDEN / "chart-comments" / "version-1.journal", home.workspace_path)
    folder = home.run_path("comments")
    folder.mkdir(parents=True)
    shutil.copy(GOLDEN / "comments" / "version-1.journal", folder / "00000000000-000000.journal")
    index.refresh()
    first, reply = comments.list_comments(index, "comments")
    assert (first.text, first.panel, first.x, first.x_axis, first.author) == ("**Why** é?", "loss", 20.0, "step", "ada")
    assert (first.resolved_by, reply.text, reply.reply_to) == ("ada", "A rate of 3.", "c1")
    assert [version.text for version in comments.list_versions(index, "c2")] == ["A rate of 3.", "A spike."]
    assert comments.get_comment(index, "c3").deleted_time is not None
    (chart,) = comments.list_comments(index, project="cv")
    assert (chart.run, chart.panel, chart.x, chart.x_axis, chart.resolved_time) == (None, "loss", 1.5, "relative", None)
