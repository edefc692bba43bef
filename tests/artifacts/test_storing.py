"""Files come into a home once, in bounded memory, and a tree that did not change is not read again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from runstone.artifacts.manifest import CHUNK_BYTES, Entry
from runstone.artifacts.storing import FileStore, Progress
from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue
from runstone.model.home import Home

LARGE = 18 << 20


def store(home: Home, root: Path) -> tuple[dict[str, Entry], Progress]:
    told: list[Progress] = []
    with FileStore(home) as files:
        found = dict(files.store(((path.name, path) for path in sorted(root.iterdir())), told.append))
    return found, told[-1]


def age(root: Path) -> None:
    """Files as they are some seconds after they were written, so that their times can be trusted: their ctime cannot be set."""
    newest = max(path.stat().st_ctime for path in root.iterdir())
    while time.time() < newest + 2.1:
        time.sleep(0.05)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is some seconds later than it is, so that the times of files can be trusted: their ctime cannot be set."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 10_000_000_000)


@pytest.mark.usefixtures("later")
def test_what_did_not_change_is_not_read_again(home: Home, tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    for number in range(20):
        (root / f"{number:02}").write_bytes(bytes([number]) * 1000)
    (root / "large").write_bytes(random.Random(1).randbytes(LARGE))
    first, progress = store(home, root)
    assert (progress.files, progress.read_bytes) == (21, 20 * 1000 + LARGE)
    again, progress = store(home, root)
    assert again == first
    assert progress.read_bytes == 0

    (root / "03").write_bytes(b"other")
    os.utime(root / "03", ns=(0, 0))
    changed, progress = store(home, root)
    assert progress.read_bytes == 5
    assert changed["03"] != first["03"]
    assert {name: entry for name, entry in changed.items() if name != "03"} == {
        name: entry for name, entry in first.items() if name != "03"
    }


def test_a_young_file_is_not_trusted(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    (root / "a").write_bytes(b"one")
    written_ns = (root / "a").stat().st_ctime_ns
    monkeypatch.setattr(time, "time_ns", lambda: written_ns + 1_000_000_000)
    store(home, root)
    _, progress = store(home, root)
    assert progress.read_bytes == 3


@pytest.mark.usefixtures("later")
def test_a_blob_that_is_gone_or_cut_short_is_written_again(home: Home, tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    (root / "large").write_bytes(random.Random(1).randbytes(LARGE))
    (root / "small").write_bytes(b"small")
    first, _ = store(home, root)
    blobs = BlobStore(home)
    blobs.remove(first["small"].sha256)
    os.truncate(blobs.path(first["large"].chunks[1]), 100)
    again, progress = store(home, root)
    assert again == first
    assert progress.read_bytes == LARGE + 5
    assert all(blobs.is_intact(blob) for entry in again.values() for blob in entry.blobs)


def test_nearly_the_same_large_files_share_chunks(home: Home, tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    data = bytearray(random.Random(1).randbytes(LARGE))
    (root / "one").write_bytes(data)
    data[CHUNK_BYTES + 5] ^= 1
    (root / "two").write_bytes(data)
    found, _ = store(home, root)
    one, two = found["one"].chunks, found["two"].chunks
    assert [left == right for left, right in zip(one, two, strict=True)] == [True, False, True, True, True]


def test_a_file_that_is_not_there(home: Home, tmp_path: Path) -> None:
    with FileStore(home) as files, pytest.raises(BadValue, match="cannot be read"):
        files.store_file(tmp_path / "none")


CHILD = """
import sys
from pathlib import Path
from runstone.artifacts.storing import FileStore
from runstone.model.home import Home
with FileStore(Home(sys.argv[1])) as files:
    for name, _ in files.store((path.name, path) for path in sorted(Path(sys.argv[2]).iterdir())):
        print(name, flush=True)
"""


@pytest.mark.crash
@pytest.mark.parametrize("seed", range(4))
def test_killed_while_it_stores_it_goes_on_where_it_was(
    seed: int, home: Home, tmp_path: Path, eventually: Callable[..., object]
) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    draw = random.Random(seed)
    for number in range(300):
        (root / f"{number:03}").write_bytes(draw.randbytes(draw.choice([10, 100_000])))
    (root / "1large").write_bytes(draw.randbytes(LARGE))
    age(root)
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(home.path), str(root)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    for _ in range(draw.randrange(1, 200)):
        child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.communicate()

    found, _ = store(home, root)
    blobs = BlobStore(home)
    for name, entry in found.items():
        assert b"".join(blobs.get(blob) for blob in entry.blobs) == (root / name).read_bytes()
    _, progress = store(home, root)
    assert progress.read_bytes == 0
    assert all(blobs.is_intact(stored.sha256) for stored in blobs)


def test_memory_stays_bounded(
    home: Home, tmp_path: Path, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    large = tmp_path / "large"
    with open(large, "wb") as file:
        file.truncate(1 << 28)  # a hole: zeros that take no space
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from runstone.artifacts.storing import FileStore\n"
        "from runstone.model.home import Home\n"
        "def peak_kib():\n"
        "    lines = Path('/proc/self/status').read_text().splitlines()\n"
        "    return next(int(line.split()[1]) for line in lines if line.startswith('VmHWM'))\n"
        "with FileStore(Home(sys.argv[1]), threads=2) as files:\n"
        "    files.store_bytes(b'')\n"
        "    before = peak_kib()\n"
        "    print(files.store_file(Path(sys.argv[2])).size_bytes)\n"
        "print(peak_kib() - before)\n"
    )
    done = python(code, str(home.path), str(large))
    assert done.returncode == 0, done.stderr
    size_bytes, grown_kib = map(int, done.stdout.split())
    assert size_bytes == 1 << 28
    assert 0 < grown_kib < 100 << 10
