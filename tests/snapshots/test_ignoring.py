"""What files say is left out: as git reads them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runstone.snapshots.source_tree import Limits, look_at_tree

FILES = (
    *("a.py", "b.txt", "data/x.bin", "data/keep.txt", "src/a.py", "src/data/y.bin", "src/build/out.o", "build/z"),
    *("docs/a b.md", "docs/ü.md", "src/deep/er/a.py", "#odd", "!bang"),
)
PATTERNS = (
    *("*.py", "/a.py", "data", "data/", "/data/", "data/*", "!data/keep.txt", "!*.py", "src/**", "**/build", "**/a.py"),
    *(
        "src/*/a.py",
        "*.[ob]*",
        "docs/a\\ b.md",
        "\\#odd",
        "\\!bang",
        "# words",
        "",
        "b.txt  ",
        "!src/a.py",
        "*",
        "!*/",
        "ü.md",
    ),
    *("src/deep/**/a.py", "/src/data", "z", "build/*", "!build/z", "er/"),
)
SAYINGS = st.dictionaries(
    st.sampled_from(["", "src", "data", "src/deep"]), st.lists(st.sampled_from(PATTERNS), max_size=5)
)


def paths(root: Path) -> set[str]:
    return {file.path for file in look_at_tree(root, Limits()).files if not file.path.endswith(".gitignore")}


def write(root: Path, files: tuple[str, ...]) -> None:
    for name in files:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("repository")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    write(root, FILES)
    return root


@settings(max_examples=60)
@given(SAYINGS)
def test_nested_gitignores_mean_what_git_means(repository: Path, sayings: dict[str, list[str]]) -> None:
    for old in repository.rglob(".gitignore"):
        old.unlink()
    for folder, lines in sayings.items():
        (repository / folder / ".gitignore").write_text("\n".join(lines) + "\n")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--others", "--exclude-standard"], cwd=repository, check=True, capture_output=True
    )
    said = {name for name in listed.stdout.decode().split("\0") if name and not name.endswith(".gitignore")}
    assert paths(repository) == said


def test_anchored_patterns_match(tmp_path: Path) -> None:
    write(tmp_path, ("data/x.bin", "src/data/y.bin", "secret.txt", "src/secret.txt"))
    (tmp_path / ".rnignore").write_text("/data/\n/secret.txt\n")
    assert paths(tmp_path) == {".rnignore", "src/data/y.bin", "src/secret.txt"}


def test_defaults_hold_beside_an_ignore_file_and_can_be_taken_back(tmp_path: Path) -> None:
    write(
        tmp_path,
        ("a.py", "__pycache__/a.pyc", ".venv/lib.py", "mine/pyvenv.cfg", "mine/lib.py", "node_modules/m.js", "b.pyc"),
    )
    (tmp_path / ".rnignore").write_text("*.log\n!b.pyc\n")
    assert paths(tmp_path) == {".rnignore", "a.py", "b.pyc"}


def test_our_own_file_has_the_last_word(tmp_path: Path) -> None:
    write(tmp_path, ("a.py", "small.bin", "large.bin", "sub/large.bin"))
    (tmp_path / ".gitignore").write_text("*.bin\n")
    (tmp_path / ".runstoneignore").write_text("!small.bin\n")
    (tmp_path / "sub" / ".rnignore").write_text("!large.bin\n")
    assert paths(tmp_path) == {".runstoneignore", "sub/.rnignore", "a.py", "small.bin", "sub/large.bin"}


def test_a_folder_of_a_repository_is_ruled_by_what_lies_above_it(repository: Path) -> None:
    for old in repository.rglob(".gitignore"):
        old.unlink()
    (repository / ".gitignore").write_text("/src/data/\n/a.py\n")
    assert paths(repository / "src") == {"a.py", "build/out.o", "deep/er/a.py"}
