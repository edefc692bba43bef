"""kill -9 at any moment: every `log()` that returned is there.

A few dozen rounds in every run of the tests; `make crash` plays hundreds (RUNSTONE_CRASH_ROUNDS).
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reading import read_pieces, read_points, read_records
from runstone.model.home import Home
from runstone.model.records import TextLogged
from runstone.sdk.existing import read_run

ROUNDS = int(os.environ.get("RUNSTONE_CRASH_ROUNDS", "24"))

# After each call that returned, the child writes its number where the parent can read it even after the kill.
CHILD = """
import os, random, sys, threading
import runstone as rs
seed = int(sys.argv[1])
draw = random.Random(seed)
run = rs.init('crash', id='r')
told = [os.open(f'told-{n}', os.O_WRONLY | os.O_CREAT) for n in range(2)]
def work(n):
    width = draw.choice([1, 3, 10, 100])
    for step in range(1_000_000):
        values = {f'thread{n}/m{column}': step + column / 1000 for column in range(width)}
        if step % 7 == 3:
            values[f'thread{n}/phase'] = f'phase {step}'
        if step % 11 == 5:
            values = {f'thread{n}/m0': step, 'nested': {f'deep{n}': step}}
        run.log(values, step=step)
        os.pwrite(told[n], step.to_bytes(8, 'little'), 0)
        if step == 3 and n == 0:
            os.write(1, b'going\\n')
        if step % 200 == 0:
            run.config[f'at{n}'] = step
threads = [threading.Thread(target=work, args=(n,), daemon=True) for n in range(2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


@pytest.mark.crash
@pytest.mark.timeout(0)
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_anywhere_every_returned_log_is_there(seed: int, home: Home, tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(seed)], cwd=tmp_path, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"going\n"
    time.sleep(random.Random(seed).random() * 0.15)  # the moment of death, not a wait
    child.send_signal(signal.SIGKILL)
    child.communicate()

    points = read_points(home, "r")
    texts = {(text.key, text.step) for text in read_records(home, "r") if isinstance(text, TextLogged)}
    for number in range(2):
        last = (tmp_path / f"told-{number}").read_bytes()
        told = int.from_bytes(last, "little") if last else -1  # killed before its first log() returned
        found = dict(points.get(f"thread{number}/m0", []))
        assert [step for step in range(told + 1) if found.get(step) != float(step)] == []
        assert [
            step
            for step in range(told + 1)
            if step % 7 == 3 and step % 11 != 5 and (f"thread{number}/phase", step) not in texts
        ] == []
    assert not [damage for path in home.journals("r") for piece in read_pieces(path) for damage in piece.damage]
    assert read_run(home, "r").state == "crashed"


FULL = """
import os, resource, sys
import runstone as rs
run = rs.init('full', id='r', settings={'sync_interval_secs': 0.02})
for step in range(100):
    run.log({'a': step})
room = os.stat(run.home + '/runs/r').st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (8000, resource.RLIM_INFINITY))
for step in range(100, 2000):
    run.log({'a': step})
print('training went on', flush=True)
if sys.argv[1] == 'space again':
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
run.finish()
"""


@pytest.mark.crash
def test_a_file_that_may_not_grow_holds_up_nothing_and_loses_nothing(home: Home, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, "space again"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "training went on\n"
    assert done.stderr.count("takes no more bytes") == 1
    assert read_points(home, "r")["a"] == [(step, float(step)) for step in range(2000)]
    assert read_run(home, "r").state == "finished"


@pytest.mark.crash
def test_a_file_that_may_never_grow_again_says_what_is_lost(home: Home, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, "never"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kept = read_points(home, "r")["a"]
    assert kept == [(step, float(step)) for step in range(len(kept))]
    assert 100 <= len(kept) < 300
    # The lost rows, the state and the closing record.
    assert f"{2000 - len(kept) + 2} records of this run could not be written" in done.stderr
    assert not [damage for path in home.journals("r") for piece in read_pieces(path) for damage in piece.damage]
