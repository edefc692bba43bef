"""The history of a run, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from runstone.api.media import StoredMedia
from runstone.api.run import StoredRun
from runstone.compat.wandb.apis import media

SYSTEM = "sys/"


def rows(
    run: StoredRun,
    keys: Sequence[str] | None = None,
    lo: int | None = None,
    hi: int | None = None,
    system: bool = False,
) -> Iterator[dict[str, Any]]:
    """A dict a step, ascending: what was logged then, `_step`, `_timestamp` and `_runtime`. Media are dicts that tell `_type` and `path`. Never
    sampled.

    Args:
        run: whose.
        keys: only these, and only steps that have all of them.
        lo, hi: the first step, and the last.
        system: system metrics instead of logged ones.
    """
    own = ("_step", "_timestamp", "_runtime")
    wanted = None if keys is None else [key for key in keys if key not in own]
    known = [name for name in run.metric_names() if name.startswith(SYSTEM) == system]
    metrics = known if wanted is None else [key for key in wanted if key in set(known)]
    others = {} if system else _others(run, wanted, lo, hi)
    for row in _numbers(run, metrics, lo, hi):
        yield from _whole(_before(others, row["_step"]), wanted)
        row = others.pop(row["_step"], {}) | row
        yield from _whole([row], wanted)
    yield from _whole([others[step] for step in sorted(others)], wanted)


def _numbers(run: StoredRun, metrics: Sequence[str], lo: int | None, hi: int | None) -> Iterator[dict[str, Any]]:
    if not metrics:
        return
    began = run.created_time / 1e6
    for stretch in run.scan(metrics, lo=lo, hi=hi):
        columns = [(name, values.tolist(), stretch.present[name].tolist()) for name, values in stretch.values.items()]
        for at, (step, time) in enumerate(zip(stretch.steps.tolist(), stretch.times.tolist(), strict=True)):
            row: dict[str, Any] = {name: values[at] for name, values, present in columns if present[at]}
            row |= {"_step": step, "_timestamp": time / 1e6, "_runtime": time / 1e6 - began}
            yield row


def _others(run: StoredRun, wanted: Sequence[str] | None, lo: int | None, hi: int | None) -> dict[int, dict[str, Any]]:
    """Texts and media, by step."""
    found: dict[int, dict[str, Any]] = {}
    began = run.created_time / 1e6
    for key in [None] if wanted is None else wanted:
        for point in run.iter_texts(key):
            if (lo is None or point.step >= lo) and (hi is None or point.step <= hi):
                row = found.setdefault(point.step, {"_step": point.step})
                row |= {point.key: point.text, "_timestamp": point.time / 1e6, "_runtime": point.time / 1e6 - began}
    items: dict[int, list[StoredMedia]] = {}
    for key in [None] if wanted is None else wanted:
        for one in run.media(key):
            if (lo is None or one.item.step >= lo) and (hi is None or one.item.step <= hi):
                items.setdefault(one.item.step, []).append(one)
    for step, there in items.items():
        time = max(one.item.time for one in there)
        row = found.setdefault(step, {"_step": step, "_timestamp": time / 1e6, "_runtime": time / 1e6 - began})
        row |= media.values(there)
    return found


def _before(others: dict[int, dict[str, Any]], step: int) -> list[dict[str, Any]]:
    """Rows without a number before a step."""
    return [others.pop(earlier) for earlier in sorted(others) if earlier < step] if others else []


def _whole(found: list[dict[str, Any]], wanted: Sequence[str] | None) -> list[dict[str, Any]]:
    return found if wanted is None else [row for row in found if all(key in row for key in wanted)]


def sample(found: list[dict[str, Any]], samples: int) -> list[dict[str, Any]]:
    """So many rows, evenly chosen, the first and the last among them."""
    if len(found) <= samples or samples < 1:
        return found
    if samples == 1:
        return found[-1:]
    return [found[round(at * (len(found) - 1) / (samples - 1))] for at in range(samples)]
