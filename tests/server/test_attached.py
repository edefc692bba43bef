"""A server that hangs on its standard input."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from runstone.model.home import Home

SERVE = """
import sys
from pathlib import Path
from runstone.model.home import Home
from runstone.server import attached
attached.SILENCE_SECS = float(sys.argv[3])
attached.serve_attached(Home(sys.argv[1]), Path(sys.argv[2]), lambda: print("ready", flush=True))
"""


def _served(home: Home, path: Path, silence_secs: float) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, str(home.path), str(path), str(silence_secs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def test_it_gives_signs_of_life_back_and_ends_with_its_input(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "private" / "ui"
    with _served(home, path, 60) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == b"ready\n"
        assert path.parent.stat().st_mode & 0o777 == 0o700
        process.stdin.write(b"\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"\n"
        process.stdin.close()
        assert process.wait(30) == 0
    assert not path.parent.exists()


def test_it_ends_when_nobody_gives_a_sign_of_life(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "private" / "ui"
    with _served(home, path, 0.2) as process:
        assert process.wait(60) == 0
    assert not path.parent.exists()


def test_a_folder_of_somebody_else_is_never_served_from(home: Home, tmp_path: Path) -> None:
    (tmp_path / "private").mkdir()
    with _served(home, tmp_path / "private" / "ui", 60) as process:
        assert process.stdout is not None
        assert process.stdout.read() == b""
        assert process.wait(30) == 1
    assert (tmp_path / "private").exists()
