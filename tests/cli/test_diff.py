"""`runstone diff`, `ls` and `best`: what a person sees of several runs, and what a program gets."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from recorder import Recorder
from runstone.blobs.store import BlobStore
from runstone.model.home import Home
from runstone.model.records import EnvironmentCaptured

Begin = Callable[..., Recorder]

PATH = "/a/long/path/to/the/folder/where/the/images/are/kept/"


@pytest.fixture
def runs(home: Home, record: Begin) -> None:
    """Three runs that differ in little; the third is still running and has an odd name."""
    for number, name in enumerate(["wide", "narrow", "学习 [bold]x[/bold]\n2"]):
        config: dict[str, Any] = {
            "lr": 0.1 / 10**number,
            "data": f"{PATH}{number}",
            "seed": 1,
            "name": "1" if number else 1,
        }
        run = record(f"r{number}", project="cv", name=name, config=config, tags=["odd tag"] if number == 1 else [])
        patch = f"diff --git a/train.py b/train.py\n-x = 0\n+x = {number}\n".encode()
        stored = BlobStore(home).put(patch)
        git = {"commit": "c0ffee", "branch": "main", "dirty": True, "diff": stored._asdict()}
        packages = {"torch": f"2.{number}", **({"einops": "0.8"} if number else {})}
        run.event(EnvironmentCaptured, parts={"host": "box", "packages": packages, "git": git, "pid": number})
        for step in range(20):
            run.log({"loss": (20 - step) * (number + 1) / 10, "acc": step / (20 + number), "sys/cpu": 1.0}, step)
        if number < 2:
            run.finish()


def lines_of(text: str) -> dict[str, list[str]]:
    """The words of each line, by its first word."""
    return {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.strip()}


@pytest.mark.usefixtures("runs")
class TestDiff:
    def test_what_differs_and_by_how_much(self, runstone: Any) -> None:
        said = runstone("diff", "r0", "r1")
        assert said.code == 0
        found = lines_of(said.out)
        assert found["lr"] == ["0.1", "0.01", "−0.09", "×0.1"]
        assert (
            found["data"] == ["…to/the/folder/where/the/images/are/kept/0"[-32:], "x"] or "kept/0" in found["data"][0]
        )
        assert found["einops"] == ["—", "0.8"]
        assert found["torch"] == ["2.0", "2.1"]
        assert found["name"] == ["1", '"1"']
        assert found["config"] == ["3", "differ,", "1", "the", "same"]
        assert "seed" not in found
        assert "-+x = 0\n++x = 1" in said.out
        assert all(line == line.rstrip() for line in said.out.splitlines())

    def test_all_of_it(self, runstone: Any) -> None:
        assert lines_of(runstone("diff", "r0", "r1", "--all", "--config").out)["seed"] == ["1", "1"]
        assert "packages" not in runstone("diff", "r0", "r1", "--config").out
        assert "loss.min" in runstone("diff", "r0", "r1", "--metrics").out

    def test_names_are_no_markup(self, runstone: Any) -> None:
        assert "学习 [bold]x[/bold]↵2" in runstone("diff", "r0", "r2").out

    def test_json(self, runstone: Any) -> None:
        found = runstone("diff", "r0", "r1", "r2", "--json", "--config").json
        assert [run["id"] for run in found["runs"]] == ["r0", "r1", "r2"]
        assert [row["key"] for row in found["config"]] == ["data", "lr", "name"]
        assert found["packages"] == []

    def test_exit_code(self, runstone: Any) -> None:
        assert runstone("diff", "r0", "r1", "--exit-code", "--config").code == 1
        assert runstone("diff", "r0", "r1", "--exit-code", "--environment").code == 0
        assert runstone("diff", "r0", "r1", "--exit-code", "--code").code == 1

    def test_what_cannot_be_compared(self, runstone: Any) -> None:
        for names in (("r0",), ("r0", "r0"), ("r0", "nobody")):
            said = runstone("diff", *names)
            assert said.code == 1
            assert said.err.startswith("runstone: ")
            assert said.err.count("\n") == 1

    def test_a_narrow_terminal_has_a_line_for_each_run(self, terminal: Any) -> None:
        said = terminal(40, 24, "diff", "r0", "r1", "r2", "--config").text
        assert all(len(line) <= 40 for line in said.splitlines())
        assert "lr\n  CV-1  0.1\n  CV-2  0.01  −0.09  ×0.1\n  CV-3  0.001  −0.099  ×0.01\n" in said


@pytest.mark.usefixtures("runs")
class TestLs:
    def test_columns_may_be_patterns(self, runstone: Any) -> None:
        said = runstone("ls", "--columns", "config.l*,metrics.a*.max", "--columns", "host")
        assert said.out.splitlines()[0].split() == [
            "id",
            "name",
            "project",
            "state",
            "begun",
            "took",
            "lr",
            "acc.max",
            "host",
        ]
        assert "sys/cpu" not in runstone("ls", "--columns", "summary.*").out
        assert "sys/cpu" in runstone("ls", "--columns", "summary.sys/*").out
        assert runstone("ls", "--columns", "config.nothing*").code == 1

    def test_several_sorts(self, runstone: Any) -> None:
        assert runstone("ls", "--ids", "--sort", "-state", "--sort", "config.lr").out.split() == ["r2", "r1", "r0"]

    def test_states_and_tags_join_the_filter(self, runstone: Any) -> None:
        assert runstone("ls", "--ids", "--tag", "odd tag").out == "r1\n"
        assert (
            runstone("ls", "--ids", "--state", "finished", "--filter", "config.lr > 0.05 or config.lr < 0.005").out
            == "r0\n"
        )
        assert runstone("ls", "--ids", "--state", "finished", "--state", "running").out.split() == ["r2", "r1", "r0"]

    def test_a_filter_may_be_json_and_have_company(self, runstone: Any) -> None:
        written = '{"$or": [{"config.lr": {"$gt": 0.05}}, {"config.lr": {"$lt": 0.005}}]}'
        assert runstone("ls", "--ids", "--filter", written, "--state", "finished").out == "r0\n"
        assert [row["run"] for row in runstone("best", "acc", "--filter", written, "--json").json["runs"]] == [
            "r0",
            "r2",
        ]

    def test_a_wrong_filter_is_told_as_it_was_written(self, runstone: Any) -> None:
        said = runstone("ls", "--filter", "config.lr <", "--state", "running")
        assert said.code == 1
        assert "here the text ends" in said.err

    def test_csv_is_whole(self, runstone: Any) -> None:
        rows = list(csv.DictReader(io.StringIO(runstone("ls", "--csv", "--sort", "config.lr").out)))
        assert [float(row["config.lr"]) for row in rows] == [0.1 / 100, 0.01, 0.1]
        assert rows[0]["name"] == "学习 [bold]x[/bold]\n2"
        assert rows[0]["config.data"] == f"{PATH}2"
        assert runstone("ls", "--csv", "--columns", "config.seed", "--limit", "1").out == "id,config.seed\nr2,1\n"

    def test_groups(self, runstone: Any) -> None:
        said = runstone("ls", "--group-by", "state", "--columns", "summary.loss", "--sort", "-runs")
        assert [line.split()[:2] for line in said.out.splitlines()] == [
            ["state", "runs"],
            ["finished", "2"],
            ["running", "1"],
        ]
        assert "0.15 ± 0.071" in said.out
        groups = runstone("ls", "--group-by", "state", "--columns", "summary.loss", "--json").json["groups"]
        assert groups[0]["aggregates"]["summary.loss"]["count"] == 2
        assert runstone("ls", "--group-by", "state", "--csv").out == "state,runs\nfinished,2\nrunning,1\n"

    def test_a_narrow_terminal_has_fewer_columns(self, terminal: Any) -> None:
        said = terminal(40, 24, "ls").text
        assert all(len(line) <= 40 for line in said.splitlines())
        assert "CV-2" in said
        assert "narrow" in said


@pytest.mark.usefixtures("runs")
class TestBest:
    def test_less_is_better_for_a_loss_and_more_for_all_else(self, runstone: Any) -> None:
        assert [row["run"] for row in runstone("best", "loss", "--json").json["runs"]] == ["r0", "r1", "r2"]
        assert [row["run"] for row in runstone("best", "acc", "--json").json["runs"]] == ["r0", "r1", "r2"]
        found = runstone("best", "loss", "--max", "--json").json
        row = found["runs"][0]
        assert (row["run"], row["value"], row["step"]) == ("r2", 6.0, 0)

    def test_who_came_past_a_value_first(self, runstone: Any, record: Begin) -> None:
        run = record("long", project="cv")
        for step in range(5000):
            run.log({"loss": 5.0 - step / 1000}, step)
        found = runstone("best", "loss", "--below", "0.5", "--json").json
        told = [(row["run"], row["step"], round(row["value"], 9)) for row in found["runs"]]
        assert told == [("r0", 16, 0.4), ("r1", 18, 0.4), ("r2", 19, 0.3), ("long", 4501, 0.499)]
        assert len(runstone("best", "acc", "--above", "-1", "--json").json["runs"]) == 3
        said = runstone("best", "acc", "--above", "0.99")
        assert said.code == 1
        assert "No run came above 0.99 in 'acc'" in said.err

    def test_it_shows_what_differs_in_the_config(self, runstone: Any) -> None:
        said = runstone("best", "acc", "--filter", "config.lr > 0.005", "--limit", "5")
        head, first, second = (line.split() for line in said.out.splitlines()[1:])
        assert head == ["id", "name", "state", "max", "step", "data", "lr", "name"]
        assert first[:5] == ["CV-1", "wide", "finished", "0.95", "19"]
        assert second[0] == "CV-2"

    def test_a_metric_that_nobody_has(self, runstone: Any) -> None:
        said = runstone("best", "los")
        assert said.code == 1
        assert "Did you mean loss?" in said.err
        assert runstone("best", "acc", "--min", "--max").code == 1
