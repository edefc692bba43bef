"""Eight processes that log a hundred metrics each into one home, while somebody looks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.charts import card, expect_runs
from e2e.served import environment, path_of, serve

pytestmark = pytest.mark.browser

WRITERS = 8
METRICS = 100
STEPS = 200

WRITER = f"""
import sys, time
import runstone as rs
number, home = int(sys.argv[1]), sys.argv[2]
with rs.init("busy", f"writer-{{number}}", id=f"w{{number}}", dir=home, settings={{"quiet": True, "system": False}}) as run:
    for step in range({STEPS}):
        run.log({{f"group{{column // 10}}/m{{column}}": step * number + column for column in range({METRICS})}})
        time.sleep(0.005)
"""


def test_all_points_of_many_writers_arrive(open_tab: Callable[..., Page], tmp_path: Path) -> None:
    home = tmp_path / "served"
    with serve(home) as served:
        tab = open_tab(served.url)
        tab.goto("/")
        expect(tab.get_by_text("Log your first run")).to_be_visible()
        writers = [
            subprocess.Popen([sys.executable, "-c", WRITER, str(number), str(home)], env=environment())
            for number in range(WRITERS)
        ]
        tab.get_by_role("link", name="busy", exact=True).click()
        expect(card(tab, "group0/m0")).to_be_visible()
        assert [writer.wait() for writer in writers] == [0] * WRITERS
        expect_runs(tab, "group0/m0", WRITERS)
        expect(tab.get_by_role("list").get_by_text("finished", exact=True)).to_have_count(WRITERS)
        tab.get_by_placeholder("Search metrics (regex)").fill("^group9/")
        expect(tab.get_by_role("region", name="group9", exact=True).get_by_role("article")).to_have_count(10)
        for number in range(WRITERS):
            answer = tab.request.get(f"/api/runs/w{number}/metrics").json()
            found = {each["name"]: (each["count"], each["last"]) for each in answer["metrics"]}
            assert found == {
                f"group{column // 10}/m{column}": (STEPS, (STEPS - 1) * number + column) for column in range(METRICS)
            }
        tab.goto(path_of("busy", "runs"))
        expect(tab.locator("[data-run=w7]")).to_contain_text("finished")
        tab.close()
