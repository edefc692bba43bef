"""Files that scripts save: kept with the run whatever becomes of them on the disk, and never half of one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import runstone as rs
from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue, RunNotFound
from runstone.model.home import Home
from runstone.sdk.saving import saver
from runstone.sdk.saving.restoring import saved_files
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack

Eventually = Callable[..., object]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("RUNSTONE_SAVE_INTERVAL_SECS", "0.05")


def text_of(home: Home, run: str, path: str) -> str:
    return BlobStore(home).get(saved_files(home, run)[path].sha256).decode()


def test_what_is_saved_now_stays_as_it_was(home: Home) -> None:
    Path("model.txt").write_text("first")
    with rs.init(id="a1") as run:
        assert run.save("model.txt", policy="now") == ["model.txt"]
        Path("model.txt").write_text("second")
    assert text_of(home, "a1", "model.txt") == "first"
    assert saved_files(home, "a1")["model.txt"].policy == "now"


def test_what_is_saved_at_the_end_is_as_it_was_then(home: Home) -> None:
    Path("out").mkdir()
    with rs.init(id="a1") as run:
        run.save("out/*.txt", policy="end")
        Path("out/late.txt").write_text("made later")
        assert saved_files(home, "a1") == {}
        assert run.status().waiting_files == 1
    assert text_of(home, "a1", "out/late.txt") == "made later"


def test_live_files_are_saved_when_they_rest(home: Home, eventually: Eventually) -> None:
    with rs.init(id="a1") as run:
        run.save("ckpt/*.bin")
        Path("ckpt").mkdir()
        Path("ckpt/1.bin").write_text("one")
        eventually(lambda: saved_files(home, "a1"))
        Path("ckpt/1.bin").write_text("one, longer")
        eventually(lambda: text_of(home, "a1", "ckpt/1.bin") == "one, longer")
        Path("ckpt/2.bin").write_text("two")
    assert {path: text_of(home, "a1", path) for path in saved_files(home, "a1")} == {
        "ckpt/1.bin": "one, longer",
        "ckpt/2.bin": "two",
    }


def test_a_file_that_is_saved_again_within_a_tick_of_its_clock_is_saved_as_it_is(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = saver._look

    def look(path: Path) -> saver._Look | None:
        """As on a disk whose times are whole seconds."""
        found = exact(path)
        second = 1_000_000_000
        return found and found._replace(
            mtime_ns=found.mtime_ns // second * second, ctime_ns=found.ctime_ns // second * second
        )

    monkeypatch.setattr(saver, "_look", look)
    with rs.init(id="a1") as run:
        for number in range(100, 110):
            Path("same.txt").write_text(str(number))
            run.save("same.txt", policy="now")
            assert text_of(home, "a1", "same.txt") == str(number)


def test_a_file_that_is_being_written_is_not_saved_half(home: Home, eventually: Eventually) -> None:
    """A writer adds to a large file all the time: no version of it is cut in the middle of a read."""
    program = (
        "import time, os\n"
        "out = open('big.bin', 'wb', buffering=0)\n"
        "end = time.monotonic() + 1.0\n"
        "while time.monotonic() < end:\n"
        "    out.write(b'x' * 2_000)\n"
        "    time.sleep(0.002)\n"
        "out.write(b'end')\n"
    )
    with rs.init(id="a1") as run:
        run.save("big.bin")
        writer = subprocess.Popen([sys.executable, "-c", program])
        writer.wait()
        eventually(lambda: "big.bin" in saved_files(home, "a1"))
    stored = BlobStore(home).get(saved_files(home, "a1")["big.bin"].sha256)
    assert stored.endswith(b"end")
    assert len(stored) == os.path.getsize("big.bin")


def test_the_folder_of_the_run_is_saved_with_it(home: Home) -> None:
    with rs.init(id="a1") as run:
        Path(run.dir, "deep").mkdir()
        Path(run.dir, "deep", "note.md").write_text("mine")
    assert text_of(home, "a1", "deep/note.md") == "mine"
    assert rs.Api().run("a1").state == "finished"


def test_paths_in_the_run_begin_at_the_base(tmp_path: Path, home: Home) -> None:
    (tmp_path / "data" / "sub").mkdir(parents=True)
    (tmp_path / "data" / "sub" / "a.txt").write_text("a")
    with rs.init(id="a1") as run:
        assert run.save(tmp_path / "data" / "sub" / "a.txt", policy="now") == ["a.txt"]
        assert run.save(tmp_path / "data" / "sub" / "*.txt", base_path=tmp_path / "data", policy="now") == ["sub/a.txt"]
        assert run.save(tmp_path / "data", policy="now") == ["data/sub/a.txt"]
        with pytest.raises(BadValue, match="outside"):
            run.save("../data/sub/a.txt")
        assert run.save("../data/sub/a.txt", base_path="..", policy="now") == ["data/sub/a.txt"]
        with pytest.raises(ValueError, match="policy"):
            run.save("a.txt", policy="sometimes")
        Path("[x].txt").write_text("brackets")
        assert run.save("[x].txt", glob=False, policy="now") == ["[x].txt"]
        assert run.save("s3://bucket/a.txt") == []


def test_equal_files_are_stored_once_and_unchanged_ones_not_again(home: Home) -> None:
    Path("a.txt").write_text("same")
    Path("b.txt").write_text("same")
    with rs.init(id="a1") as run:
        run.save("*.txt", policy="now")
        run.save("*.txt", policy="now")
        os.utime("a.txt", (1, 1))
        run.save("*.txt", policy="now")
    assert len(list(BlobStore(home))) == 1
    assert [line.kind for line in rs.Api().run("a1").detail.troubles] == []


def test_a_file_is_restored_from_this_run_or_another_one(home: Home, tmp_path: Path) -> None:
    Path("ckpt").mkdir()
    Path("ckpt/best.txt").write_text("weights")
    with rs.init("vision", id="a1") as run:
        run.save("ckpt/best.txt", policy="now")
        found = run.restore("ckpt/best.txt")
        assert found is not None
        assert found.read() == "weights"
        assert found.name.startswith(run.dir)
        found.close()
    with rs.init("vision", id="b2") as other:
        found = other.restore("ckpt/best.txt", "vision/a1", root=tmp_path / "here")
        assert found is not None
        found.close()
        target = tmp_path / "here" / "ckpt" / "best.txt"
        target.write_text("mine")
        other.restore("ckpt/best.txt", "a1", root=tmp_path / "here").close()  # type: ignore[union-attr]
        assert target.read_text() == "mine"
        other.restore("ckpt/best.txt", "a1", replace=True, root=tmp_path / "here").close()  # type: ignore[union-attr]
        assert target.read_text() == "weights"
        with pytest.raises(ValueError, match="best"):
            other.restore("ckpt/other.txt", "a1")
        with pytest.raises(RunNotFound):
            other.restore("ckpt/best.txt", "nobody")
        with pytest.raises(BadValue):
            other.restore("../../etc/passwd", "a1")


def test_a_package_takes_files_along(home: Home, tmp_path: Path) -> None:
    Path("a.txt").write_text("packed")
    with rs.init(id="a1") as run:
        run.save("a.txt", policy="now")
    pack(home, "a1", tmp_path / "a1.runstone")
    there = Home(tmp_path / "there")
    unpack(there, tmp_path / "a1.runstone")
    assert text_of(there, "a1", "a.txt") == "packed"


def test_a_killed_script_keeps_what_was_saved(
    python: Callable[..., subprocess.CompletedProcess[str]], home: Home
) -> None:
    code = (
        "import os, signal, runstone as rs\n"
        "open('a.txt', 'w').write('safe')\n"
        "run = rs.init(id='a1')\n"
        "run.save('a.txt', policy='now')\n"
        "run.save('*.md', policy='end')\n"
        "open('b.md', 'w').write('at the end')\n"
        "os.kill(os.getpid(), signal.SIG{})\n"
    )
    python(code.format("KILL"))
    assert text_of(home, "a1", "a.txt") == "safe"
    python(code.replace("a1", "b2").format("TERM"))
    assert text_of(home, "b2", "b.md") == "at the end"


def test_a_disabled_run_saves_nothing(home: Home) -> None:
    Path("a.txt").write_text("a")
    with rs.init(mode="disabled") as run:
        assert run.save("a.txt") == []
        assert run.restore("a.txt") is None
        assert os.path.isdir(run.dir)
    assert not home.path.exists()
