"""The benchmark of the web UI finds what it clicks on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from types import ModuleType

import pytest
from bench.ui import __main__ as ui
from bench.ui import report
from bench.ui.measures import MEASURES, charts, compare, console, gallery, live, loading, opening, table
from bench.ui.recorded import SMALL
from bench.ui.site import Site

PAGES = (loading, opening, charts, table, compare, console, gallery, live)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Small homes, recorded and served once for all pages, and one browser."""
    chromium = ui.installed()
    if chromium is None:
        told = (
            "The benchmark of the web UI needs Chromium: apt-get install -y chromium, or name one in RUNSTONE_CHROMIUM."
        )
        pytest.fail(told, pytrace=False) if os.environ.get("RUNSTONE_REQUIRE_BROWSER") == "1" else pytest.skip(told)
    with ui.launched(chromium) as browser, ExitStack() as stack:
        yield Site(browser, tmp_path_factory.mktemp("bench-ui"), SMALL, stack)


def test_every_page_is_tried() -> None:
    assert [measure for page in PAGES for measure in page.MEASURES] == list(MEASURES)


def test_a_name_that_no_measure_has_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        ui.main(["--only", "no such thing"])
    assert "no measure has 'no such thing'" in capsys.readouterr().err


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__.rpartition(".")[2])
def test_every_way_of_measuring_is_gone(page: ModuleType, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    measures = ui.quick(page.MEASURES)
    found, loads = ui.take(site, measures, rounds=1)
    assert report.show(measures, found, loads, judged=False) == 0
    said = capsys.readouterr().out
    for measure in measures:
        assert measure.what.split(",")[0] in said
