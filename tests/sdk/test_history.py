"""`log()`: what it takes, what becomes of it, and what it refuses."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone as rs
from reading import read_points, read_records
from runstone.model.home import Home
from runstone.model.records import TextLogged
from runstone.sdk import guard
from runstone.sdk.history import check_timestamp


@pytest.fixture
def run() -> Any:
    return rs.init("p", id="r")


def points(home: Home, run: Any) -> dict[str, list[tuple[int, float]]]:
    run.close()
    return read_points(home, run.id)


@pytest.mark.parametrize(
    ("value", "recorded"),
    [
        (1, 1.0),
        (True, 1.0),
        (0.1, 0.1),
        (np.float32(0.5), 0.5),
        (np.int64(3), 3.0),
        (np.bool_(True), 1.0),
        (np.array(2.5), 2.5),
        (math.inf, math.inf),
        (-math.inf, -math.inf),
        (1 << 60, float(1 << 60)),
    ],
)
def test_every_kind_of_number(home: Home, run: Any, value: object, recorded: float) -> None:
    run.log({"a": value})
    run.log({"a": value})  # the second time on the fast path
    assert points(home, run)["a"] == [(0, recorded), (1, recorded)]


def test_nan_stays_nan(home: Home, run: Any) -> None:
    run.log({"a": math.nan})
    assert math.isnan(points(home, run)["a"][0][1])


def test_torch_scalars(home: Home, run: Any) -> None:
    torch = pytest.importorskip("torch")
    for _ in range(3):
        run.log({"a": torch.tensor(0.5, requires_grad=True), "b": torch.tensor(3), "c": torch.tensor(1.5).bfloat16()})
    found = points(home, run)
    assert found == {
        "a": [(n, 0.5) for n in range(3)],
        "b": [(n, 3.0) for n in range(3)],
        "c": [(n, 1.5) for n in range(3)],
    }
    assert run.summary.to_dict() == {"a": 0.5, "b": 3.0, "c": 1.5}


def test_nested_dicts_and_lists_become_flat_names(home: Home, run: Any) -> None:
    run.log({"train": {"loss": 1, "acc": {"top1": 0.5}}, "lr": [0.1, 0.2], "vec": np.array([1.0, 2.0])})
    assert set(points(home, run)) == {"train/loss", "train/acc/top1", "lr/0", "lr/1", "vec/0", "vec/1"}


def test_texts_become_a_string_series_and_none_is_nothing(home: Home, run: Any) -> None:
    run.log({"phase": "warm-up", "a": 1, "b": None}, step=4)
    assert points(home, run) == {"a": [(4, 1.0)]}
    (text,) = [record for record in read_records(home, "r") if isinstance(record, TextLogged)]
    assert (text.key, text.step, text.text) == ("phase", 4, "warm-up")


def test_one_bad_value_is_refused_and_its_siblings_are_recorded(home: Home, run: Any) -> None:
    run.log({"bad": 1, "good": 1})
    with pytest.raises(
        rs.BadValue, match=r"'bad': a builtins.object cannot be logged.*Everything else of this call was recorded"
    ):
        run.log({"bad": object(), "good": 2})
    assert points(home, run) == {"bad": [(0, 1.0)], "good": [(0, 1.0), (1, 2.0)]}


@pytest.mark.parametrize("data", [[1, 2], 3, None, "text"])
def test_only_a_dict_can_be_logged(run: Any, data: Any) -> None:
    with pytest.raises(rs.BadValue, match="takes a dict"):
        run.log(data)


@pytest.mark.parametrize("key", ["", 3, None])
def test_a_name_is_a_text(home: Home, run: Any, key: Any) -> None:
    with pytest.raises(rs.BadValue, match="is no name"):
        run.log({key: 1, "a": 1})
    assert points(home, run) == {"a": [(0, 1.0)]}


def test_integers_beyond_float64(home: Home, run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    guard._reported.clear()
    run.log({"a": (1 << 53) + 1})
    assert "nearest one was recorded" in capsys.readouterr().err
    with pytest.raises(rs.BadValue, match="larger than any float64"):
        run.log({"a": 10**400})


@pytest.mark.parametrize(
    ("step", "recorded"), [(5, 5), (-7, -7), (np.int32(9), 9), (12.0, 12), (np.float64(3), 3), (True, 1)]
)
def test_every_kind_of_step(home: Home, run: Any, step: Any, recorded: int) -> None:
    for _ in range(2):
        run.log({"a": 1}, step=step)
    assert points(home, run)["a"] == [(recorded, 1.0)] * 2


@pytest.mark.parametrize("step", [1.5, "3", math.nan, 10**30, object()])
def test_a_step_that_is_no_integer_is_refused(home: Home, run: Any, step: Any) -> None:
    with pytest.raises(rs.BadStep):
        run.log({"a": 1}, step=step)
    run.log({"a": 1})
    with pytest.raises(rs.BadStep):
        run.log({"a": 1}, step=step)
    assert points(home, run)["a"] == [(0, 1.0)]


def test_steps_given_in_any_order_and_by_itself(home: Home, run: Any) -> None:
    run.log({"a": 0})
    run.log({"a": 1}, step=10)
    run.log({"a": 2}, step=4)
    run.log({"a": 3})
    assert points(home, run)["a"] == [(0, 0.0), (10, 1.0), (4, 2.0), (11, 3.0)]


def test_commit_false_keeps_the_step(home: Home, run: Any) -> None:
    run.log({"a": 0}, commit=False)
    run.log({"b": 0})
    run.log({"a": 1})
    assert points(home, run) == {"a": [(0, 0.0), (1, 1.0)], "b": [(0, 0.0)]}


def test_a_time_of_ones_own(home: Home, run: Any) -> None:
    run.log({"a": 1}, timestamp=1_700_000_000.5)
    with pytest.raises(rs.BadValue, match="no time in seconds"):
        run.log({"a": 1}, timestamp=-1)
    assert points(home, run)["a"] == [(0, 1.0)]


@given(time=st.integers(1, 4_000_000_000_000_000))
def test_a_time_of_ones_own_is_kept_to_the_microsecond(time: int) -> None:
    assert check_timestamp(time / 1e6) == time


def test_threads_share_the_counter_of_steps(home: Home, run: Any) -> None:
    def work() -> None:
        for _ in range(500):
            run.log({"a": 1.0})

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(step for step, _ in points(home, run)["a"]) == list(range(2000))


def test_the_users_dict_is_left_alone(run: Any) -> None:
    data = {"a": 1, "nested": {"b": [1, 2]}, "t": "x"}
    run.log(data)
    assert data == {"a": 1, "nested": {"b": [1, 2]}, "t": "x"}


@pytest.mark.parametrize("end", ["finish", "close"])
def test_log_after_the_end_says_what_to_do(run: Any, end: str) -> None:
    run.log({"a": 1})
    getattr(run, end)()
    with pytest.raises(rs.RunNotReady, match="resume='must'"):
        run.log({"a": 2})
    with pytest.raises(rs.RunNotReady, match="No run is open"):
        rs.log({"a": 2})


RECORDING: dict[str, Callable[[Any], Any]] = {
    "name": lambda run: setattr(run, "name", "other"),
    "notes": lambda run: setattr(run, "notes", "other"),
    "tags": lambda run: setattr(run, "tags", ["other"]),
    "config": lambda run: run.config.update({"other": 1}),
    "a key of the config": lambda run: run.config.__setitem__("other", 1),
    "summary": lambda run: run.summary.update({"other": 1}),
    "define_metric": lambda run: run.define_metric("a"),
    "set_primary_metric": lambda run: run.set_primary_metric("a"),
    "pin_config_keys": lambda run: run.pin_config_keys(["other"]),
    "alert": lambda run: run.alert("a"),
    "save": lambda run: run.save("a"),
    "write_logs": lambda run: run.write_logs("a"),
}


@pytest.mark.parametrize("verb", RECORDING)
def test_what_comes_after_the_end_is_not_lost_without_a_word(run: Any, verb: str) -> None:
    run.tags, run.config["lr"] = ["kept"], 0.1
    before = (run.name, run.notes)
    run.finish()
    with pytest.raises(rs.RunNotReady, match="resume='must'"):
        RECORDING[verb](run)
    assert ((run.name, run.notes), run.tags, run.config.to_dict()) == (before, ("kept",), {"lr": 0.1})
    assert "other" not in run.summary


def test_our_own_fault_is_told_once_and_training_goes_on(
    run: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(*args: object) -> None:
        raise ZeroDivisionError("our bug")

    guard._reported.clear()
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    monkeypatch.setattr(run._writer, "event", break_down)
    run.log({"text": "x"})
    run.log({"text": "y"})
    said = capsys.readouterr().err
    assert said.count("log failed inside Runstone (ZeroDivisionError: our bug") == 1
    assert "Training goes on" in said
    monkeypatch.setattr(guard.Strictness, "on", True)
    with pytest.raises(ZeroDivisionError):
        run.log({"text": "z"})
