"""The mirror: calls in their order, and its own limits where the home is slow, hangs, or is wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from runstone.model.errors import HomeUnusable
from runstone.shim.mirror import Mirror


class Notebook:
    """A sink that notes what it is asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.left = threading.Event()

    def log(self, value: object) -> None:
        self.may_go_on.wait()
        self.calls.append(("log", value))

    def fail(self) -> None:
        raise ZeroDivisionError("a fault of ours")

    def finish(self, exit_code: int, error: BaseException | None) -> None:
        self.calls.append(("finish", exit_code, error))

    def leave(self) -> None:
        self.calls.append(("leave",))
        self.left.set()


@pytest.fixture
def sink() -> Notebook:
    return Notebook()


# A machine that is busy with other tests is no home that hangs.
PATIENT: Any = {"start_secs": 60.0, "finish_secs": 60.0}


def test_calls_keep_their_order_and_faults_cost_themselves(sink: Notebook, capsys: Any) -> None:
    mirror = Mirror(lambda: sink, **PATIENT)
    mirror.put("log", 1)
    mirror.put("fail")
    mirror.put("fail")
    mirror.put("log", 2)
    mirror.finish(3)
    mirror.finish(0)
    assert sink.calls == [("log", 1), ("log", 2), ("finish", 3, None)]
    assert mirror.over
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1, said


def test_a_home_that_cannot_be_written_is_said_once(capsys: Any) -> None:
    def begin() -> Notebook:
        raise HomeUnusable("The home /x cannot be written.")

    mirror = Mirror(begin, **PATIENT)
    mirror.finish(0)
    mirror.put("log", 1)
    assert mirror.over
    assert capsys.readouterr().err.splitlines() == [
        "runstone: nothing more is recorded beside wandb: The home /x cannot be written. wandb goes on alone, and has everything."
    ]


def test_a_home_that_hangs_at_the_start_is_given_up(sink: Notebook, capsys: Any) -> None:
    answers = threading.Event()

    def begin() -> Notebook:
        answers.wait()
        return sink

    mirror = Mirror(begin, start_secs=0.05)
    mirror.put("log", 1)
    mirror.finish(0)
    assert mirror.over
    assert "did not answer in time" in capsys.readouterr().err
    answers.set()
    assert sink.left.wait(20), "a run that was begun too late is let go of"
    assert sink.calls == [("leave",)]


def test_a_home_that_hangs_later_holds_up_the_end_for_its_time_alone(sink: Notebook, capsys: Any) -> None:
    sink.may_go_on.clear()
    mirror = Mirror(lambda: sink, start_secs=60, finish_secs=0.05)
    for value in range(100):
        mirror.put("log", value)
    mirror.finish(0)
    assert "not everything is recorded" in capsys.readouterr().err
    mirror.wait()
    assert capsys.readouterr().err == ""
    sink.may_go_on.set()


def test_what_waits_is_bounded(sink: Notebook, capsys: Any) -> None:
    sink.may_go_on.clear()
    mirror = Mirror(lambda: sink, start_secs=60, max_waiting_bytes=1 << 20)
    for value in range(2000):
        mirror.put("log", value, size_bytes=10_000)
    assert mirror.over
    assert len(capsys.readouterr().err.splitlines()) == 1
    sink.may_go_on.set()


def test_an_error_of_begin_that_nobody_foresaw_is_one_line(capsys: Any) -> None:
    def begin() -> Notebook:
        raise ZeroDivisionError("a fault of ours")

    mirror = Mirror(begin, **PATIENT)
    mirror.finish(0)
    assert capsys.readouterr().err.count("\n") == 1


def test_many_threads_may_put(sink: Notebook) -> None:
    mirror = Mirror(lambda: sink, **PATIENT)

    def work(number: int) -> Callable[[], None]:
        def put() -> None:
            for value in range(200):
                mirror.put("log", (number, value))

        return put

    threads = [threading.Thread(target=work(number)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mirror.finish(0)
    logged = [call[1] for call in sink.calls if call[0] == "log"]
    for number in range(4):
        assert [value for who, value in logged if who == number] == list(range(200))
