"""The stages of a run on its charts, in its project's charts, and in what is told of them."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import runstone as rs
from e2e.charts import card, expect_runs, plot
from e2e.scene import QUIET
from e2e.served import Served, path_of, path_of_run
from hands import HOUR, SECOND, Hands
from recorder import Recorder
from runstone.model.home import Home
from runstone.model.records import Staged

pytestmark = pytest.mark.browser

PROJECT = "stages/net"


def paused_run(home: Path) -> None:
    """A run that was resumed after five hours, in its second stage."""
    with Hands() as hands:
        run = Recorder(Home(home), "paused", project="stages/paused")
        for step in range(20):
            if step == 10:
                run.writer.close()
                hands.now += 5 * HOUR
                run = Recorder(Home(home), "paused", start=False)
            if step % 10 == 0:
                run.event(Staged, step=step, stage=f"epoch_{step // 10}")
            hands.now += 10 * SECOND
            run.log({"loss": 1 / (1 + step)}, step)
        run.finish()


def stage_of(step: int) -> str:
    return "warmup" if step < 50 else "epoch_1" if step < 150 else "eval"


# Not of the module: tests of another one may run between these on the same worker, and the runs are recorded once.
@pytest.fixture(scope="package", autouse=True)
def staged(site: Served) -> None:
    """Two runs with stages, and one whose loss had a spike."""
    for name in ("one", "two"):
        with rs.init(PROJECT, name, id=f"staged-{name}", dir=site.home, config={"lr": 0.25}, settings=QUIET) as run:
            for step in range(200):
                run.log({"loss": math.exp(-step / 80), "acc": step / 200}, stage=stage_of(step))
    with rs.init("stages/spike", "spike", id="spike", dir=site.home, settings=QUIET) as run:
        for step in range(200):
            run.log({"loss": 500.0 if step == 70 else 1 + (step % 9) / 10})


def test_the_charts_of_a_run_tell_where_its_stages_begin(tab: Page) -> None:
    tab.goto(path_of_run(PROJECT, "staged-one", "charts"))
    expect_runs(tab, "loss", 1)
    told = "warmup from step 0, epoch_1 from step 50, eval from step 150"
    expect(plot(tab, "loss")).to_have_attribute("aria-description", told)
    tab.get_by_role("button", name="Relative", exact=True).click()
    expect(plot(tab, "loss")).to_have_attribute(
        "aria-description", re.compile("warmup from .*, epoch_1 from .*, eval from ")
    )

    tab.get_by_role("button", name="Settings", exact=True).click()
    tab.get_by_role("checkbox", name="Show where they begin").click()
    expect(plot(tab, "loss")).not_to_have_attribute("aria-description", re.compile(".*"))
    tab.reload()
    expect_runs(tab, "loss", 1)
    expect(tab).to_have_url(re.compile("stages=0"))


def test_the_pause_before_a_run_was_resumed_can_be_cut_out(tab: Page, site: Served) -> None:
    paused_run(site.home)
    tab.goto(path_of("stages/paused"))
    expect_runs(tab, "loss", 1)
    tab.get_by_role("button", name="Relative", exact=True).click()
    expect(plot(tab, "loss")).to_have_attribute("aria-description", "epoch_0 from 0s, epoch_1 from 5h 01m")
    tab.get_by_role("button", name="Runtime", exact=True).click()
    expect(plot(tab, "loss")).to_have_attribute("aria-label", re.compile("over runtime without pauses"))
    expect(plot(tab, "loss")).to_have_attribute("aria-description", "epoch_0 from 0s, epoch_1 from 1m 40s")
    expect(tab).to_have_url(re.compile("x=runtime"))
    plot(tab, "loss").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("tooltip")).to_contain_text(re.compile("1m [45]0s"))


def test_a_project_tells_the_stages_of_the_only_run_and_of_the_one_that_is_read(tab: Page) -> None:
    tab.goto(path_of(PROJECT) + "?run=staged-two")
    expect(plot(tab, "loss")).to_have_attribute("aria-description", re.compile("^warmup from step 0"))
    tab.goto(path_of(PROJECT))
    expect_runs(tab, "loss", 2)
    with tab.expect_response(re.compile("/api/stages")):
        tab.reload()
    expect_runs(tab, "loss", 2)
    plot(tab, "loss").hover()
    expect(tab.get_by_role("tooltip")).to_contain_text("epoch_1")


def test_a_spike_that_presses_a_chart_flat_is_left_out_with_a_click(tab: Page) -> None:
    tab.goto(path_of("stages/spike"))
    expect_runs(tab, "loss", 1)
    switch = card(tab, "loss").get_by_role("button", name="outliers")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    expect(tab).to_have_url(re.compile("clip"))
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")


def test_lines_are_called_as_the_reader_says(tab: Page) -> None:
    tab.goto(path_of(PROJECT) + "?legend=1")
    expect_runs(tab, "loss", 2)
    tab.get_by_role("button", name="Settings", exact=True).click()
    tab.get_by_role("textbox", name="Names of lines").fill("{name}, lr {config.lr}")
    tab.keyboard.press("Enter")
    legend = card(tab, "loss").get_by_role("group", name="Lines")
    expect(legend).to_contain_text("one, lr 0.25")
    expect(legend).to_contain_text("two, lr 0.25")
