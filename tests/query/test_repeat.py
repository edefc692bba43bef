"""Whether a run that was done again did the same."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from recorder import Recorder
from runstone.index.index import Index
from runstone.query.compare.repeat import RepeatAsk, repeat


def test_each_metric_has_its_verdict(index: Index, record: Callable[..., Recorder]) -> None:
    noise = np.random.default_rng(1).normal(size=(2, 300))
    for which, run in enumerate(("a", "b")):
        recorder = record(run)
        for step in range(300):
            values = {
                "same": math.nan if step == 3 else step / 7,
                "noisy": 1.0 + noise[which, step],
                "parts": 1.0 + 0.01 * noise[which, step] + (which and step >= 200),
                "sys/cpu": float(which),
            }
            if step < 10:
                values["short"] = float(which and step > 4)
            recorder.log(values, step)
        if which:
            recorder.log({"new": 1.0}, 0)
        recorder.finish()
    index.refresh(30)
    found = repeat(index, RepeatAsk("a", "b"))
    assert found.verdict == "differs"
    verdicts = {metric.name: metric for metric in found.metrics}
    assert {name: metric.verdict for name, metric in verdicts.items()} == {
        "same": "same",
        "noisy": "within_noise",
        "parts": "differs",
        "short": "unknown",
        "new": "differs",
    }
    assert verdicts["short"].first_difference == 5
    assert abs((verdicts["parts"].step or 0) - 200) <= 2
    assert repeat(index, RepeatAsk("a", "b", ["sa*"])).verdict == "same"
    assert repeat(index, RepeatAsk("a", "b", ["noisy", "same"])).verdict == "within_noise"
