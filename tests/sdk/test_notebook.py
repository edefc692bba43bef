"""Runs show themselves in notebooks."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import pytest

import runstone as rs
from runstone.model.errors import BadValue
from runstone.model.home import Home

Python = Callable[..., subprocess.CompletedProcess[str]]


def announce(home: Home) -> None:
    (home.path / "server.json").write_text(f'{{"url": "http://127.0.0.1:7861/", "pid": {os.getpid()}}}')


def test_an_open_run_and_a_stored_one(home: Home) -> None:
    with rs.init("cv/x", "wide", id="a1") as run:
        run.log({"train/loss": 0.5}, step=3)
        assert "train/loss" in run._repr_html_()
        announce(home)
        assert 'src="http://127.0.0.1:7861/p/cv/x/r/a1?tab=charts"' in run._repr_html_()
    stored = rs.Api(home.path).run("a1")
    assert 'src="http://127.0.0.1:7861/p/cv/x/r/a1?tab=charts"' in stored._repr_html_()
    (home.path / "server.json").unlink()
    assert "<iframe" not in stored._repr_html_()
    assert "0.5" in stored._repr_html_()


def test_outside_of_a_notebook_a_line_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with rs.init("p", "plain") as run:
        run.display()
        assert "'plain'" in capsys.readouterr().out
        for height in (0, 99, "480", True):
            with pytest.raises(BadValue, match="height"):
                run.display(height=height)  # type: ignore[arg-type]


def test_in_a_notebook_html_is_displayed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ipython = pytest.importorskip("IPython")
    monkeypatch.setattr(ipython, "get_ipython", lambda: object())
    with rs.init("p", "noted") as run:
        run.display(height=200)
        assert "IPython.core.display.HTML" in capsys.readouterr().out


def test_nothing_of_it_is_imported_before_it_is_asked_for(python: Python) -> None:
    code = (
        "import sys, runstone as rs\n"
        "rs.init('p').finish()\n"
        "assert not {'html', 'runstone.model.embed', 'runstone.sdk.notebook', 'IPython'} & set(sys.modules)\n"
    )
    done = python(code)
    assert done.returncode == 0, done.stderr
