"""The benchmark of the web UI finds what it clicks on."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.ui import __main__ as ui


@pytest.mark.browser
@pytest.mark.slow
def test_every_measure_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ui.main(["--quick", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for measure in ui.MEASURES:
        assert measure.what.split(",")[0] in said
