"""Files: of any length in constant memory, under names that are safe."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import runstone as rs
from reading import LogOne
from runstone.sdk.media.files import MAX_NAME_BYTES, safe_name


def test_a_file_as_it_is(log_one: LogOne, tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text("{}")
    for file, name in ((rs.File(path), "weights.json"), (rs.File(str(path), "best.json", caption="c"), "best.json")):
        item = log_one(file)
        assert (item.read(), item.item.type, item.item.mime, item.item.facts) == (
            b"{}",
            "file",
            "application/json",
            {"name": name},
        )


def test_an_artifact_with_what_belongs_to_it(log_one: LogOne, tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt"
    path.write_bytes(b"weights")
    item = log_one(rs.Artifact(path, "best so far", {"epoch": 3}))
    assert (item.read(), item.item.caption) == (b"weights", "best so far")
    assert item.item.mime == "application/octet-stream"
    assert item.item.facts == {"name": "model.ckpt", "metadata": {"epoch": 3}}
    assert log_one(rs.Artifact(b"x", name="a.bin")).item.facts == {"name": "a.bin"}
    assert log_one(rs.Artifact(b"x")).item.facts == {"name": "artifact"}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/", "file"),
        ("..", "file"),
        ("a\x00\x1b[31m\u202egpj.exe", "a__[31m_gpj.exe"),
        ('<img src="x">', "_img src=_x__"),
        ("x" * 300 + ".json", "x" * 195 + ".json"),
        ("ä" * 150, "ä" * 100),
    ],
)
def test_names_are_made_safe_and_that_is_told(
    log_one: LogOne, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, safe: str
) -> None:
    path = tmp_path / "data"
    path.write_bytes(b"x")
    assert log_one(rs.File(path, name)).item.facts["name"] == safe
    assert f"is recorded as {safe!r}" in capsys.readouterr().err


@given(st.text())
@example(". .")
def test_any_name_becomes_one_that_stays_where_it_is_put(name: str) -> None:
    safe = safe_name(name)
    assert safe.strip(". ")
    assert not set(safe) & set('/\\\0\n\r<>:"|?*')
    assert len(safe.encode("utf-8", "replace")) <= MAX_NAME_BYTES
    assert safe_name(safe) == safe


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: rs.File(path / "missing"), "missing is not there"),
        (lambda path: rs.File(path), "is a folder: log its files"),
        (lambda path: rs.File(b"bytes"), "an Artifact also takes bytes"),
        (lambda path: rs.Artifact(3), "a int is no path"),
    ],
)
def test_what_is_no_file(tmp_path: Path, make: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        make(tmp_path)


def test_a_file_that_is_gone_when_it_is_logged(home: Any, tmp_path: Path) -> None:
    path = tmp_path / "short-lived"
    path.write_bytes(b"x")
    file = rs.File(path)
    path.unlink()
    with rs.init("p", id="r") as run, pytest.raises(rs.BadValue, match="cannot be read"):
        run.log({"f": file, "loss": 1.0})
    assert rs.Api(home.path).run("r").summary["loss"] == 1.0


LOG_IT = """
import json, resource, sys
import runstone as rs
run = rs.init("p", id="r")
run.log({"warm": rs.Artifact(b"up")})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
run.log({"f": rs.File(sys.argv[1])})
run.finish()
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before))
"""


def test_a_long_file_in_constant_memory(home: Any, tmp_path: Path, python: Callable[..., Any]) -> None:
    size_bytes = int(os.environ.get("RUNSTONE_LONG_FILE_BYTES", 128 << 20))
    path = tmp_path / "checkpoint"
    with open(path, "wb") as file:
        file.truncate(size_bytes)
    done = python(LOG_IT, str(path))
    assert done.stderr == ""
    assert json.loads(done.stdout) < 16 << 10  # KiB
    (item,) = rs.Api(home.path).run("r").media("f")
    assert item.item.size_bytes == size_bytes
    path.unlink()
    target = tmp_path / "copy"
    item.save(target)
    assert target.stat().st_size == size_bytes
