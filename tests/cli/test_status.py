"""`runstone status`: the runs that are sent to a home, and of which nothing comes."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from typing import Any

from recorder import Recorder
from runstone.journal import arriving


def test_runs_of_which_nothing_comes_are_listed_those_silent_for_longest_first(
    runstone: Any, record: Callable[..., Recorder]
) -> None:
    came = {}
    for name, age_secs in (("lately", 600), ("long", 7200), ("here", 0)):
        run = record(name)
        run.log({"loss": 1.0}, 0)
        if age_secs:
            arriving.mark(run.path)
            came[name] = int((time.time() - age_secs) * 1e6)
            os.utime(run.path, ns=(came[name] * 1000, came[name] * 1000))
    told = runstone("status").out
    assert "This home is sent nowhere." in told
    _, _, silent = told.partition("No news of runs that are sent here:")
    assert silent.index("long") < silent.index("lately")
    assert "2h 00m" in silent
    assert "here" not in silent
    found = json.loads(runstone("status", "--json").out)
    assert found["uploads"] == []
    assert [(run["id"], run["silent_time"]) for run in found["silent_runs"]] == [
        ("long", came["long"]),
        ("lately", came["lately"]),
    ]
    assert found["silent_total"] == 2


def test_a_home_of_whose_runs_there_is_news_says_nothing_of_silence(
    runstone: Any, record: Callable[..., Recorder]
) -> None:
    record("a1").finish()
    assert "No news" not in runstone("status").out
