"""The encoder: nothing is lost, whatever happens while media wait, and nothing but the training's own time is taken."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest

import runstone as rs
from reading import read_records
from runstone.blobs.garbage import collect
from runstone.blobs.store import BlobStore
from runstone.encoding import raw
from runstone.journal.references import blob_references
from runstone.model.home import Home
from runstone.model.records import MediaEncoded, MediaLogged, Trouble
from runstone.sdk.media.encoder import BEHIND_JOBS
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack

Pixels = npt.NDArray[np.uint8]


def picture(seed: int, side: int = 150) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8)


def shown(home: Home, run: str = "r") -> dict[tuple[int, int], Pixels]:
    with rs.Api(home.path) as api:
        return {
            (item.item.step, item.item.index): np.asarray(PIL.Image.open(io.BytesIO(item.read())))
            for item in api.run(run).media()
        }


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Threads of the encoder wait for this; log() and readers do not."""
    gate = threading.Event()
    encode = raw.encode

    def waiting(source: Any) -> raw.Encoded:
        if threading.current_thread().name == "runstone-encoder":
            assert gate.wait(60)
        return encode(source)

    monkeypatch.setattr(raw, "encode", waiting)
    return gate


def raw_blobs(home: Home) -> list[Path]:
    store = BlobStore(home)
    paths = [store.path(stored.sha256) for stored in store]
    return [path for path in paths if path.read_bytes().startswith(raw.MAGIC)]


def test_pictures_are_shown_before_they_are_encoded_and_after(home: Home, held: threading.Event) -> None:
    with rs.init("p", id="r") as run:
        run.log({"a": rs.Image(picture(1))})
        assert len(raw_blobs(home)) == 1
        with rs.Api(home.path) as api:
            (waiting,) = api.run("r").media()
            assert waiting.item.mime == raw.MIME
            before = waiting.read()
            held.set()
            run.finish()
            assert not raw_blobs(home)
            # Asked for before it was encoded, read afterwards.
            assert waiting.read() == before
            assert waiting.item.mime == "image/png"
    assert np.array_equal(shown(home)[0, 0], picture(1))


def test_from_many_threads_every_picture_is_there(home: Home) -> None:
    def work(thread: int) -> None:
        for number in range(10):
            run.log({"a": rs.Image(picture(thread * 10 + number))}, step=thread * 10 + number)

    with rs.init("p", id="r") as run:
        threads = [threading.Thread(target=work, args=(thread,)) for thread in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    found = shown(home)
    assert [np.array_equal(found[step, 0], picture(step)) for step in range(40)] == [True] * 40
    assert not raw_blobs(home)


def test_two_runs_at_once_share_their_blobs_and_nothing_else(home: Home) -> None:
    runs = [rs.init("p", id=name) for name in ("r", "s")]
    for step in range(5):
        for run in runs:
            run.log({"a": rs.Image(picture(step))}, step=step)
    for run in runs:
        run.finish()
    for name in ("r", "s"):
        found = shown(home, name)
        assert all(np.array_equal(found[step, 0], picture(step)) for step in range(5))
    assert len(list(BlobStore(home))) == 5


def test_a_drawing_is_encoded_at_once_while_many_wait(home: Home, held: threading.Event) -> None:
    drawings = [np.zeros((200, 200, 3), np.uint8) for _ in range(2)]
    for number, drawing in enumerate(drawings):
        drawing[50:90, 30 : 120 + number] = 200
    last = BEHIND_JOBS + 2  # two threads hold one each
    with rs.init("p", id="r") as run:
        for step in range(last):
            run.log({"a": rs.Image(drawings[0] if step == 1 else picture(step))}, step=step)
        run.log({"a": rs.Image(drawings[1])}, step=last)
        mimes = [record.mime for record in read_records(home, "r") if isinstance(record, MediaLogged)]
        held.set()
    assert mimes == [raw.MIME] * last + ["image/png"]
    found = shown(home)
    assert np.array_equal(found[1, 0], drawings[0])
    assert np.array_equal(found[last, 0], drawings[1])


def test_beyond_the_backlog_log_encodes_itself_and_says_so_once(
    home: Home, held: threading.Event, capsys: pytest.CaptureFixture[str]
) -> None:
    bytes_of_two = 2 * 150 * 150 * 3 + 10_000
    run = rs.init("p", id="r", settings={"media_backlog_bytes": bytes_of_two})
    for step in range(5):
        run.log({"a": rs.Image(picture(step))}, step=step)
    assert len(raw_blobs(home)) == 2
    assert [record.mime for record in read_records(home, "r") if isinstance(record, MediaLogged)] == [
        raw.MIME, raw.MIME, "image/png", "image/png", "image/png",
    ]  # fmt: skip
    held.set()
    run.finish()
    assert not raw_blobs(home)
    assert len(shown(home)) == 5
    assert capsys.readouterr().err.count("wait to be encoded") == 1


FORKED = """
import multiprocessing, os, sys
import numpy as np
import runstone as rs
def picture(seed): return np.random.default_rng(seed).integers(0, 256, (150, 150, 3), dtype=np.uint8)
def child(step): run.log({'a': rs.Image(picture(step))}, step=step)
run = rs.init('p', id='r')
run.log({'a': rs.Image(picture(0))}, step=0)
workers = [multiprocessing.get_context('fork').Process(target=child, args=(step,)) for step in (1, 2)]
[worker.start() for worker in workers]
[worker.join() for worker in workers]
pid = os.fork()
if not pid:
    child(3)
    os._exit(0)
os.waitpid(pid, 0)
run.finish()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")
def test_forked_children_log_pictures_too(home: Home, python: Callable[..., Any]) -> None:
    done = python(FORKED)
    assert done.returncode == 0, done.stderr
    found = shown(home)
    assert [np.array_equal(found[step, 0], picture(step)) for step in range(4)] == [True] * 4
    # Those of multiprocessing end in good order; who leaves by _exit may leave raw values.
    encoded = {record.step for record in read_records(home, "r") if isinstance(record, MediaEncoded)}
    assert {0, 1, 2} <= encoded


def test_raw_blobs_left_by_a_kill_are_kept_and_superseded_ones_are_garbage(home: Home, held: threading.Event) -> None:
    run = rs.init("p", id="r")
    run.log({"a": rs.Image(picture(0))})
    (path,) = raw_blobs(home)
    content = path.read_bytes()
    assert collect(home, blob_references(home), grace_secs=-10).blobs == 0
    held.set()
    run.finish()
    path.write_bytes(content)  # killed between the record and the removal
    assert collect(home, blob_references(home), grace_secs=-10).blobs == 1
    assert not raw_blobs(home)
    assert np.array_equal(shown(home)[0, 0], picture(0))


def test_a_package_of_a_run_that_goes_on_holds_its_pictures(home: Home, tmp_path: Path, held: threading.Event) -> None:
    run = rs.init("p", id="r")
    for step in range(3):
        run.log({"a": rs.Image(picture(step))}, step=step)
    early = pack(home, "r", tmp_path / "early.runstone")
    held.set()
    # Packed while they are encoded and removed.
    packed = [pack(home, "r", tmp_path / f"{number}.runstone") for number in range(5)]
    run.finish()
    for each in (early, *packed):
        assert each.missing_blobs == []
        there = Home(tmp_path / "homes" / each.path.name)
        unpack(there, each.path)
        found = shown(there)
        assert all(np.array_equal(found[step, 0], picture(step)) for step in range(3))


def test_what_cannot_be_encoded_stays_raw_and_the_rest_goes_on(
    home: Home, held: threading.Event, capsys: pytest.CaptureFixture[str]
) -> None:
    run = rs.init("p", id="r")
    run.log({"a": rs.Image(picture(0))}, step=0)
    run.log({"a": rs.Image(picture(1))}, step=1)
    (first,) = [record for record in read_records(home, "r") if isinstance(record, MediaLogged) and record.step == 0]
    BlobStore(home).path(first.sha256).write_bytes(b"what a bad disk made of it")
    held.set()
    run.finish()
    assert "stay as they were logged" in capsys.readouterr().err
    encoded = [record.step for record in read_records(home, "r") if isinstance(record, MediaEncoded)]
    assert encoded == [1]


KILLED = """
import os, signal, sys
import numpy as np
import runstone as rs
run = rs.init('p', id='r')
for step in range(int(sys.argv[1])):
    run.log({'a': rs.Image(np.random.default_rng(step).integers(0, 256, (150, 150, 3), dtype=np.uint8))}, step=step)
    os.write(1, b'%d\\n' % step)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.crash
@pytest.mark.parametrize("count", [1, 2, 7, 30])
def test_killed_right_after_log_every_picture_is_there(home: Home, python: Callable[..., Any], count: int) -> None:
    done = python(KILLED, str(count))
    assert done.returncode == -9, done.stderr
    found = shown(home)
    assert [np.array_equal(found[step, 0], picture(step)) for step in range(count)] == [True] * count
    assert collect(home, blob_references(home), grace_secs=3600).blobs == 0
    assert all(np.array_equal(found[place], pixels) for place, pixels in shown(home).items())


FULL = """
import resource, sys
import numpy as np
import runstone as rs
run = rs.init('p', id='r')
unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
picture = rs.Image(np.random.default_rng(0).integers(0, 256, (150, 150, 3), dtype=np.uint8))
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
for step in range(3):
    run.log({'a': picture, 'loss': step}, step=step)
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
run.log({'a': picture, 'loss': 3}, step=3)
print('training went on', flush=True)
run.finish()
"""


@pytest.mark.crash
def test_a_full_disk_is_told_and_training_goes_on(home: Home, python: Callable[..., Any]) -> None:
    done = python(FULL)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "training went on\n"
    assert done.stderr.count("cannot be stored") == 1
    records = read_records(home, "r")
    assert [record.lost for record in records if isinstance(record, Trouble)] == [1, 1, 1]
    assert list(shown(home)) == [(3, 0)]
    assert not list(home.blobs_path.glob(".part-*"))


INTERRUPTED = """
import os, signal, sys, threading, time
import numpy as np
import runstone as rs
from runstone.encoding import raw
started = threading.Event()
def forever(source):
    started.set()
    threading.Event().wait()
raw.encode = forever
run = rs.init('p', id='r')
run.log({'a': rs.Image(np.random.default_rng(0).integers(0, 256, (150, 150, 3), np.uint8))}, step=0)
started.wait()
class Told:
    def write(self, text):
        sys.__stderr__.write(text)
        if 'still being encoded' in text:
            threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
    def flush(self): sys.__stderr__.flush()
sys.stderr = Told()
if sys.argv[1] == 'ctrl-c':
    run.finish()
else:
    os.kill(os.getpid(), signal.SIGTERM)
print('ended', flush=True)
"""


@pytest.mark.crash
def test_ctrl_c_while_finish_waits_leaves_raw_values_that_are_shown(home: Home, python: Callable[..., Any]) -> None:
    done = python(INTERRUPTED, "ctrl-c")
    assert (done.returncode, done.stdout) == (0, "ended\n"), done.stderr
    assert "1 media are still being encoded" in done.stderr
    assert "1 media stay in raw values" in done.stderr
    assert shown(home)[0, 0].shape == (150, 150, 3)
    with rs.Api(home.path) as api:
        assert api.run("r").state == "finished"


@pytest.mark.crash
def test_a_signal_waits_for_no_encoder_longer_than_for_anything_else(home: Home, python: Callable[..., Any]) -> None:
    done = python(INTERRUPTED, "sigterm", RUNSTONE_FINISH_TIMEOUT_SECS="0.2")
    assert done.returncode == -15, done.stderr
    assert shown(home)[0, 0].shape == (150, 150, 3)
    with rs.Api(home.path) as api:
        assert api.run("r").state == "killed"


def test_a_disabled_run_takes_pictures_and_keeps_none(home: Home) -> None:
    with rs.init("p", mode="disabled") as run:
        run.log({"a": rs.Image(picture(0))})
    assert not home.blobs_path.exists()
