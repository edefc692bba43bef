"""`runstone import FOLDER` and `runstone ui FOLDER`: what Runicorn recorded, brought home or looked at where it lies."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

GOLDEN = Path(__file__).parents[1] / "golden" / "runicorn"


def test_import_says_what_it_did(runstone: Any, tmp_path: Path) -> None:
    assert runstone("import", str(GOLDEN)).out.startswith("3 runs, ")
    again = runstone("import", str(GOLDEN))
    assert (again.code, again.out[:19]) == (0, "0 runs, 0 B, into /")
    nothing = runstone("import", str(tmp_path))
    assert nothing.code == 1
    assert "no runs of Runicorn" in nothing.err


def test_a_folder_is_shown_where_it_lies_and_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, eventually: Callable[..., object]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    store = Path(shutil.copytree(GOLDEN, tmp_path / "store"))
    before = sorted(store.rglob("*"))
    command = [sys.executable, "-m", "runstone.cli.app", "ui", str(store), "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[0]
            run = f"{url}api/runs/20240103_120000_000001"

            def loss() -> object:
                answer = httpx.get(run, timeout=20)
                return answer.json()["summary"].get("loss") if answer.status_code == 200 else None

            assert eventually(loss) == 2.0
            line = {"ts": 1.8e9, "type": "metrics", "data": {"loss": 0.5, "global_step": 2}}
            with open(store / "runs" / "nlp" / "20240103_120000_000001" / "events.jsonl", "a") as file:
                file.write(json.dumps(line) + "\n")
            eventually(lambda: loss() == 0.5)
            refused = httpx.post(f"{url}api/edits", json={"runs": ["20240103_120000_000001"], "name": "x"}, timeout=20)
            assert refused.status_code == 409
        finally:
            process.send_signal(signal.SIGINT)
    assert sorted(store.rglob("*")) == before, "the folder stays as it is"
