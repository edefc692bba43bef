"""The ways out of a process: the state, the exit code and the traceback are kept, and the process ends as it would have."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from reading import read_points, read_records
from runstone.model.home import Home
from runstone.model.records import Opened, StateChanged
from runstone.sdk.existing import read_run

Python = Callable[..., subprocess.CompletedProcess[str]]

# Whoever runs the tests may ignore SIGHUP (nohup): a program would inherit that.
BEGIN = "import runstone as rs, sys, os, signal, time\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\nrun = rs.init('p', id='r')\nrun.log({'a': 1})\n"


def ending(home: Home) -> tuple[str, int | None, str]:
    (state,) = [record for record in read_records(home, "r") if isinstance(record, StateChanged)]
    return state.state.value, state.exit_code, state.reason


@pytest.mark.parametrize(
    ("code", "exit_code", "state", "reason"),
    [
        ("", 0, "finished", ""),
        ("sys.exit()", 0, "finished", ""),
        ("sys.exit(3)", 3, "failed", "sys.exit(3)"),
        ("sys.exit('no data')", 1, "failed", "no data"),
        ("raise ValueError('bad luck')", 1, "failed", "ValueError: bad luck"),
        ("with run:\n    raise SystemExit(4)", 4, "failed", "sys.exit(4)"),
        ("with run:\n    raise KeyError('k')", 1, "failed", "KeyError: 'k'"),
        ("raise KeyboardInterrupt", -signal.SIGINT, "killed", "KeyboardInterrupt"),
        ("os.kill(os.getpid(), signal.SIGTERM); time.sleep(30)", -signal.SIGTERM, "killed", "SIGTERM"),
        ("os.kill(os.getpid(), signal.SIGHUP); time.sleep(30)", -signal.SIGHUP, "killed", "SIGHUP"),
        ("os.kill(os.getpid(), signal.SIGINT); time.sleep(30)", -signal.SIGINT, "killed", "KeyboardInterrupt"),
        ("try: sys.exit(5)\nexcept SystemExit: pass\nrun.log({'a': 2})", 0, "finished", ""),
        (
            "signal.signal(signal.SIGTERM, lambda *a: sys.exit(7)); os.kill(os.getpid(), signal.SIGTERM); time.sleep(30)",
            7,
            "failed",
            "sys.exit(7)",
        ),
    ],
)
def test_every_way_out(home: Home, python: Python, code: str, exit_code: int, state: str, reason: str) -> None:
    done = python(BEGIN + code)
    assert done.returncode == exit_code, done.stderr
    found_state, found_code, found_reason = ending(home)
    assert found_state == state
    assert reason in found_reason
    assert found_code == (128 - exit_code if exit_code < 0 else exit_code)
    assert "runstone:" not in done.stderr


def test_a_handler_of_the_users_own_is_left_alone(home: Home, python: Python) -> None:
    code = "import signal\nsignal.signal(signal.SIGTERM, lambda *a: print('mine', flush=True))\n"
    done = python(code + BEGIN + "os.kill(os.getpid(), signal.SIGTERM)")
    assert done.stdout == "mine\n"
    assert ending(home)[0] == "finished"


def test_after_close_the_exit_says_nothing(home: Home, python: Python) -> None:
    done = python(BEGIN + "run.close()\nraise ValueError")
    assert done.returncode == 1
    assert not [record for record in read_records(home, "r") if isinstance(record, StateChanged)]
    assert read_run(home, "r").state == "running"


def test_a_death_without_a_word_is_a_crash(home: Home, python: Python) -> None:
    python(BEGIN + "os.kill(os.getpid(), signal.SIGKILL)")
    assert read_run(home, "r").state == "crashed"
    python("import runstone as rs\nwith rs.init(id='r', resume=True) as run: run.log({'a': 2})")
    assert read_run(home, "r").state == "finished"


def test_a_run_that_is_open_elsewhere_is_running(home: Home) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", BEGIN + "print('open', flush=True)\nsys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    assert read_run(home, "r").state == "running"
    child.communicate()
    assert read_run(home, "r").state == "finished"


FORK = """
import multiprocessing
def work(number):
    for step in range(10):
        run.log({f'child{number}': step}, step=step)
context = multiprocessing.get_context('fork')
children = [context.Process(target=work, args=(n,)) for n in range(3)]
[child.start() for child in children]
[child.join() for child in children]
run.log({'a': 2})
"""


def test_forked_children_log_to_the_same_run_and_do_not_end_it(home: Home, python: Python) -> None:
    done = python(BEGIN + FORK)
    assert done.returncode == 0, done.stderr
    points = read_points(home, "r")
    for number in range(3):
        assert points[f"child{number}"] == [(step, float(step)) for step in range(10)]
    assert points["a"] == [(0, 1.0), (1, 2.0)]
    assert [state.state for state in read_records(home, "r") if isinstance(state, StateChanged)] == ["finished"]
    assert sorted(opened.role for opened in read_records(home, "r") if isinstance(opened, Opened)) == [
        "primary",
        "worker",
        "worker",
        "worker",
    ]


def test_a_child_that_exits_or_is_terminated_leaves_the_run_open(home: Home, python: Python) -> None:
    code = """
for way in ('sys.exit(3)', 'os.kill(os.getpid(), signal.SIGTERM); time.sleep(30)', 'run.finish(); os._exit(0)'):
    pid = os.fork()
    if pid == 0:
        run.log({'child': 1})
        exec(way)
    os.waitpid(pid, 0)
run.log({'a': 2})
"""
    done = python(BEGIN + code)
    assert done.returncode == 0, done.stderr
    assert ending(home)[0] == "finished"
    assert len(read_points(home, "r")["child"]) == 3


def test_two_processes_on_one_run(home: Home, python: Python) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", BEGIN + "print('open', flush=True)\nsys.stdin.read()\nrun.log({'a': 5}, step=5)"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    first.stdout.readline()
    second = python("import runstone as rs\nwith rs.init(id='r', resume=True) as run: run.log({'a': 9}, step=9)")
    assert second.returncode == 0, second.stderr
    assert read_run(home, "r").state == "running"
    first.communicate()
    assert sorted(read_points(home, "r")["a"]) == [(0, 1.0), (5, 5.0), (9, 9.0)]


def test_importing_is_light(python: Python) -> None:
    code = """
import sys
before = set(sys.modules)
import runstone
run = runstone.init('p')
run.log({'a': 1})
run.finish()
import sysconfig
roots = {name.partition('.')[0] for name in set(sys.modules) - before}
print(sorted(root for root in roots if root not in sys.stdlib_module_names and not root.startswith('_')))
"""
    done = python(code)
    brought: Any = eval(done.stdout)
    assert set(brought) <= {"runstone", "msgspec", "typing_extensions"}


def test_a_pickled_run_says_what_to_do_instead(home: Home) -> None:
    import pickle

    import runstone as rs

    with pytest.raises(TypeError, match="resume='must'"):
        pickle.dumps(rs.init("p"))
    assert os.getpid()


def test_a_run_that_is_left_to_somebody_is_nobody_elses_to_end(home: Home, python: Python) -> None:
    code = """
import os, sys
import runstone as rs
from runstone.sdk.exits import WATCH, Ending
before = sys.exit, sys.excepthook
taken = []
with WATCH.left_to(taken.append):
    run = rs.init("p", id="r")
assert (sys.exit, sys.excepthook) == before and WATCH.current is None
child = os.fork()
if child == 0:
    run.log({"child": 1})
    os._exit(0)
os.waitpid(child, 0)
run.log({"a": 1})
taken[0].end(Ending()) if sys.argv[1] == "end" else None
"""
    done = python(code, "end")
    assert (done.returncode, done.stderr) == (0, "")
    assert ending(home) == ("finished", 0, "")
    done = python(code.replace('id="r"', 'id="q"'), "leave")
    assert done.returncode == 0
    assert not [record for record in read_records(home, "q") if isinstance(record, StateChanged)]
