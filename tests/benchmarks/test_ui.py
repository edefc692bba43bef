"""The benchmark of the web UI finds what it clicks on."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from bench.ui import __main__ as ui
from bench.ui.measures import MEASURES, charts, compare, console, live, loading, opening, table

PAGES = (loading, opening, charts, table, compare, console, live)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the homes are recorded, once for all pages."""
    return tmp_path_factory.mktemp("bench-ui")


def test_every_page_is_tried() -> None:
    assert [measure for page in PAGES for measure in page.MEASURES] == list(MEASURES)


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__.rpartition(".")[2])
def test_every_measure_is_taken(page: ModuleType, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [argument for measure in page.MEASURES for argument in ("--only", measure.what)]
    assert ui.main(["--quick", "--data", str(data), *chosen]) == 0
    said = capsys.readouterr().out
    for measure in page.MEASURES:
        assert measure.what.split(",")[0] in said
