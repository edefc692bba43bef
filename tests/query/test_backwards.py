"""A patch that is read backwards takes its change back, as git sees it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from runstone.query.compare.backwards import backwards

BEFORE = {
    "kept.txt": "same\n",
    "changed.txt": "".join(f"{n}\n" for n in range(40)),
    "gone.txt": "-- a\n++ b\n",
    "end.txt": "no\nend",
}


def git(folder: Path, *words: str, given: str | None = None) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words],
        cwd=folder,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init", "-q")
    for name, text in BEFORE.items():
        (folder / name).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "begin")
    return folder


def change_lines(folder: Path) -> None:
    lines = (folder / "changed.txt").read_text().splitlines(keepends=True)
    lines[3:5] = ["three\n"]
    lines[30:30] = ["new\n", "lines\n"]
    (folder / "changed.txt").write_text("".join(lines[:-1]))


def change_the_end(folder: Path) -> None:
    (folder / "end.txt").write_text("no\nend\nnow\n")


def remove_a_file(folder: Path) -> None:
    (folder / "gone.txt").unlink()


def add_a_file(folder: Path) -> None:
    (folder / "new file.txt").write_text("-- new\n")


def move_a_file(folder: Path) -> None:
    (folder / "changed.txt").rename(folder / "moved.txt")


def make_executable(folder: Path) -> None:
    (folder / "kept.txt").chmod(0o755)


@pytest.mark.parametrize(
    "change",
    [change_lines, change_the_end, remove_a_file, add_a_file, move_a_file, make_executable],
    ids=lambda f: f.__name__,
)
def test_git_takes_the_change_back(checkout: Path, change: object) -> None:
    assert callable(change)
    change(checkout)
    git(checkout, "add", "-A")
    patch = git(checkout, "diff", "HEAD")
    assert patch
    git(checkout, "apply", "-", given="".join(backwards(patch.splitlines(keepends=True))))
    assert files(checkout) == BEFORE
    assert not (checkout / "kept.txt").stat().st_mode & 0o100
