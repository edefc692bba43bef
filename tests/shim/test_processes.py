"""Other processes: children that are forked and spawned, and the end by kill -9."""

from __future__ import annotations

import signal
from typing import Any

import pytest

from shim_names import name

# Each of these starts wandb's own service, which takes its time where much else is going on.
pytestmark = pytest.mark.timeout(400)

CHILDREN = """
import multiprocessing, os
import wandb

def silent():
    print("a child")

def logs(run):
    run.log({{"child": 1}})

if __name__ == "__main__":
    run = wandb.init(project="p")
    run.log({{"x": 1}})
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    context = multiprocessing.get_context("{way}")
    for target, arguments in ((silent, ()), (logs, (run,))):
        child = context.Process(target=target, args=arguments)
        child.start()
        child.join()
        assert child.exitcode == 0
    run.log({{"x": 2}})
    run.finish()
"""


@name("Processes", "children of fork, workers of a loader", note="that log nothing begin nothing")
@name("Processes", "a run that a child was handed", note="the child joins it")
def test_forked_children(newest: Any, script: Any, ours: Any) -> None:
    assert_children(newest, script, ours, "fork")


@name("Processes", "children of spawn", note="that log nothing begin nothing, and no hint is said by them")
def test_spawned_children(newest: Any, script: Any, ours: Any) -> None:
    assert_children(newest, script, ours, "spawn")


def assert_children(newest: Any, script: Any, ours: Any, way: str) -> None:
    ran = script(newest, CHILDREN.format(way=way))
    assert ran.code == 0, ran.err
    assert ran.ours == []
    [our] = ours()
    assert our.state == "finished"
    assert our.series("x").values.tolist() == [1, 2]
    assert our.series("child").values.tolist() == [1]


@name(
    "Processes",
    "kill -9",
    better="what was logged a moment before is there, and the run is `crashed`; wandb loses up to 15 s of it",
)
def test_kill_9(newest: Any, script: Any, ours: Any) -> None:
    ran = script(
        newest,
        """
        import os, signal, time, wandb
        run = wandb.init(project="p")
        for i in range(100):
            run.log({"x": i})
        mirror = run.__dict__["_runstone_mirror"]
        while mirror._waiting_bytes:
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGKILL)
        """,
    )
    assert ran.code == -signal.SIGKILL
    [our] = ours()
    assert our.series("x").values.tolist() == list(range(100))
    assert our.state == "crashed"
