"""The verbs, called as a person would call them."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import runstone as rs
from reading import read_points
from runstone.blobs.store import BlobStore
from runstone.cli.app import VERBS
from runstone.cli.output import format_bytes, format_secs
from runstone.journal import seal
from runstone.model.home import Home


def fail(picture: Any) -> None:
    with rs.init("cv/b", "second", id="two") as run:
        run.log({"loss": float("nan"), "pic": rs.Image(picture)})
        raise ValueError("boom")


@pytest.fixture
def runs(home: Home) -> None:
    """Three runs: one finished with an image, one failed with the same image, one still open."""
    picture = np.arange(64, dtype=np.uint8).reshape(8, 8)
    with rs.init("cv/a", "first", id="one", config={"lr": 0.1, "m": {"w": 3}}, tags=["keep"]) as run:
        for step in range(50):
            run.log({"loss": 1 / (step + 1)})
        run.log({"pic": rs.Image(picture), "own": rs.Image(255 - picture)})
    with pytest.raises(ValueError, match="boom"):
        fail(picture)
    rs.init("nlp", "third", id="three").log({"loss": 3.0})


def test_every_verb_helps_itself(runstone: Any) -> None:
    for verb in VERBS:
        said = runstone(verb, "--help")
        assert said.code == 0
        assert f"runstone {verb}" in said.out
    assert all(says in runstone("--help").out for says in VERBS.values())


def test_as_a_program(runs: None) -> None:
    done = subprocess.run([sys.executable, "-m", "runstone.cli.app", "ls"], capture_output=True, text=True, check=True)
    assert "first" in done.stdout
    wrong = subprocess.run(
        [sys.executable, "-m", "runstone.cli.app", "show", "no"], capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr


def test_a_home_without_runs(runstone: Any) -> None:
    for verb in ("ls", "doctor", "gc", "rebuild"):
        said = runstone(verb)
        assert said.code == 1
        assert "There are no runs in" in said.err
        assert "runstone.init()" in said.err


def test_ls(runs: None, runstone: Any) -> None:
    said = runstone("ls")
    assert [line.split()[:4] for line in said.out.splitlines()[1:]] == [
        ["NLP-1", "third", "nlp", "running"],
        ["CB-1", "second", "cv/b", "failed"],
        ["CA-1", "first", "cv/a", "finished"],
    ]
    names = [run["name"] for run in runstone("ls", "cv", "--sort", "name", "--json").json["runs"]]
    assert names == ["first", "second"]
    assert [run["id"] for run in runstone("ls", "--filter", "state = failed", "--json").json["runs"]] == ["two"]
    assert [run["id"] for run in runstone("ls", "--filter", "tag = keep", "--json").json["runs"]] == ["one"]
    assert [run["id"] for run in runstone("ls", "--filter", "~ 'thi.d'", "--json").json["runs"]] == ["three"]
    assert "0.1" in runstone("ls", "--columns", "config.lr").out
    assert "1 of 3 runs" in runstone("ls", "--limit", "1").out
    wrong = runstone("ls", "--sort", "nonsense")
    assert wrong.code == 1
    assert "nonsense" in wrong.err


def test_a_filter_may_be_json(runs: None, runstone: Any) -> None:
    found = runstone("ls", "--filter", '{"config.lr.value": {"$lt": 1}}', "--json").json["runs"]
    assert [run["id"] for run in found] == ["one"]


def test_a_wrong_filter_is_pointed_at(runs: None, runstone: Any) -> None:
    said = runstone("ls", "--filter", "tag = keep and stat = failed")
    message, *place = said.err.splitlines()
    assert said.code == 1
    assert "Did you mean `state`?" in message
    assert place == ["tag = keep and stat = failed", "               ^^^^"]


@pytest.mark.parametrize("name", ["one", "CA-1", "1"])
def test_show(runs: None, runstone: Any, name: str) -> None:
    said = runstone("show", name)
    for part in ("first  CA-1  finished", "cv/a", "m/w", "loss", "█", "keep"):
        assert part in said.out
    found = runstone("show", name, "--json").json
    assert found["run"]["config"] == {"lr": 0.1, "m": {"w": 3}}
    assert found["metrics"][0]["count"] == 50


def test_show_tells_why_a_run_failed(runs: None, runstone: Any) -> None:
    assert "ValueError: boom" in runstone("show", "two").out
    assert runstone("show", "two", "--json").json["run"]["summary"]["loss"] == {"$float": "NaN"}


def test_doctor_finds_nothing_wrong(runs: None, runstone: Any) -> None:
    said = runstone("doctor")
    assert said.code == 0
    assert "All that was recorded is intact" in said.out
    assert runstone("doctor", "--json").json["data_lost"] is False


def test_doctor_names_a_torn_tail_and_calls_it_no_loss(home: Home, runs: None, runstone: Any) -> None:
    path = home.journals("one")[0]
    path.write_bytes(path.read_bytes()[:-5])
    said = runstone("doctor")
    assert said.code == 0
    assert "torn" in said.out
    assert str(path) in said.out.replace("\n", "")
    assert "Its log() had not returned" in said.out.replace("\n", " ")


def test_doctor_names_a_flipped_byte_and_what_it_costs(home: Home, runs: None, runstone: Any) -> None:
    path = home.journals("one")[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    said = runstone("doctor")
    assert said.code == 1
    assert "are damaged" in said.out
    (journal,) = [item for item in runstone("doctor", "--json").json["journals"] if item["path"] == str(path)]
    assert journal["damage"][0]["size_bytes"] > 0


def test_doctor_names_blobs_that_are_missing_or_changed(home: Home, runs: None, runstone: Any) -> None:
    first, second = [stored.sha256 for stored in BlobStore(home)]
    BlobStore(home).path(first).unlink()
    BlobStore(home).path(second).write_bytes(b"rot")
    said = runstone("doctor", "--json")
    assert said.code == 1
    assert said.json["missing_blobs"] == [first]
    assert said.json["damaged_blobs"] == [second]
    assert "Bring it back from a copy" in runstone("doctor").out.replace("\n", " ")


def test_doctor_names_what_is_no_journal_and_an_empty_folder(home: Home, runs: None, runstone: Any) -> None:
    home.journals("one")[0].write_text("rubbish")
    (home.runs_path / "hollow").mkdir()
    said = runstone("doctor")
    assert said.code == 1
    assert "is no journal" in said.out.replace("\n", " ")
    assert "'hollow' has a folder and no journal" in said.out.replace("\n", " ")


def test_rm_then_gc_frees_the_disk_and_keeps_what_is_shared(home: Home, runs: None, runstone: Any) -> None:
    assert len(list(BlobStore(home))) == 2
    said = runstone("rm", "one", "--yes")
    assert said.code == 0, said.err
    assert home.run_ids() != []
    assert "one" not in home.run_ids()
    assert "1 runs" in said.out
    assert [run["id"] for run in runstone("ls", "--json").json["runs"]] == ["three", "two"]
    assert runstone("gc", "--json").json["blobs"] == 0  # too young to be sure that nobody needs it
    freed = runstone("gc", "--grace-secs", "0", "--json").json
    assert freed["blobs"] == 1
    assert freed["size_bytes"] > 0
    assert runstone("doctor").code == 0


def test_gc_reads_sealed_journals_too(home: Home, runs: None, runstone: Any) -> None:
    for run in ("one", "two"):
        seal.seal(home.journals(run)[0])
    assert runstone("gc", "--grace-secs", "0", "--json").json["blobs"] == 0


def test_rm_refuses_a_run_that_is_open_and_asks(home: Home, runs: None, runstone: Any) -> None:
    said = runstone("rm", "three", "--yes")
    assert said.code == 1
    assert "is being written to. Nothing was removed" in said.err
    said = runstone("rm", "one")
    assert said.code == 1
    assert "Nobody is there to confirm" in said.err
    assert len(home.run_ids()) == 3
    assert runstone("rm", "three", "--yes", "--force").code == 0
    assert sorted(home.run_ids()) == ["one", "two"]


def test_rm_takes_what_is_typed(home: Home, runs: None, runstone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert "Nothing was removed" in runstone("rm", "one").err
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert runstone("rm", "one", "two").code == 0
    assert home.run_ids() == ["three"]


def test_rm_tells_of_forks(runs: None, runstone: Any) -> None:
    rs.init(fork_from="one?_step=3", id="child").finish()
    assert "1 forks show its points" in runstone("rm", "one", "--yes").out.replace("\n", " ")


def test_rebuild_brings_back_the_index_and_the_registry(home: Home, runs: None, runstone: Any) -> None:
    before = runstone("ls", "--json").json
    home.registry_path.unlink()
    said = runstone("rebuild")
    assert "The registry was gone; it lists 3 runs again" in said.out
    after = runstone("ls", "--json").json
    for page in (before, after):
        for run in page["runs"]:
            del run["revision"]
            if run["id"] == "three":
                del run["duration_secs"], run["updated_time"]
    assert after == before
    assert runstone("show", "1").code == 0
    assert rs.init("cv/a").display_id == "CA-2"


def test_rewind_and_back(home: Home, runs: None, runstone: Any) -> None:
    def last_step() -> int:
        found: int = runstone("show", "one", "--json").json["metrics"][0]["last_step"]
        return found

    assert last_step() == 49
    assert runstone("rewind", "one", "10").code == 0
    assert last_step() == 10
    assert runstone("rewind", "one", "5").code == 0
    assert last_step() == 5
    assert runstone("rewind", "one", "--undo").code == 0
    assert last_step() == 10
    assert runstone("rewind", "CA-1", "--undo").code == 0
    assert last_step() == 49
    assert len(read_points(home, "one")["loss"]) == 50
    for wrong in (("rewind", "one"), ("rewind", "one", "99"), ("rewind", "one", "--undo"), ("rewind", "no", "1")):
        said = runstone(*wrong)
        assert said.code == 1
        assert "Nothing was c" in said.err


def test_config_tells_where_a_value_came_from(runstone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_SYNC_INTERVAL_SECS", "2.5")
    rows = {row["name"]: row for row in runstone("config", "--json").json["settings"]}
    assert (rows["sync_interval_secs"]["value"], rows["sync_interval_secs"]["source"]) == (2.5, "environment")
    assert rows["heartbeat_secs"]["source"] == "default"
    assert "RUNSTONE_SYNC_INTERVAL_SECS" in runstone("config").out
    monkeypatch.setenv("RUNSTONE_GIT", "perhaps")
    said = runstone("config")
    assert said.code == 1
    assert "RUNSTONE_GIT='perhaps'" in said.err


def test_config_shows_no_secrets(runstone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_ALERT_SMTP", "smtps://me:pa55word@mail.example:465")
    monkeypatch.setenv("RUNSTONE_ALERT_SLACK", "https://hooks.slack.example/services/T0/B0/xyzzy")
    monkeypatch.setenv("RUNSTONE_ALERT_WEBHOOK", "smtp://me:pa/55word@host")
    said = runstone("config", "--json")
    rows = {row["name"]: row["value"] for row in said.json["settings"]}
    assert rows["alert_smtp"] == "smtps://***@mail.example:465"
    assert rows["alert_slack"] == "https://hooks.slack.example/***"
    assert rows["alert_webhook"] == "***"
    for out in (said.out, runstone("config").out):
        assert not [word for word in ("pa55word", "55word", "xyzzy", "T0") if word in out]


def test_version(runstone: Any) -> None:
    assert runstone("version").out.startswith(f"runstone {rs.__version__} ")
    assert runstone("version", "--json").json["journal_format"] == 1


def test_figures_for_people() -> None:
    assert [format_bytes(n) for n in (0, 999, 1500, 2.5e6, 3e9, 4e12)] == [
        "0 B",
        "999 B",
        "1.5 kB",
        "2.5 MB",
        "3.0 GB",
        "4.0 TB",
    ]
    assert [format_secs(n) for n in (0.25, 59.9, 187, 3725, 90000)] == ["0.2s", "59.9s", "3m 07s", "1h 02m", "1d 01h"]


def test_a_run_that_died_is_crashed(runstone: Any, python: Any) -> None:
    python("import runstone as rs, os\nrs.init('p', id='dead').log({'a': 1})\nos.kill(os.getpid(), 9)")
    assert runstone("show", "dead", "--json").json["run"]["state"] == "crashed"
