"""Logged values, as the SDK takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from runstone.compat.wandb.plot.chart import CustomChart
from runstone.model.errors import BadValue
from runstone.sdk.guard import say_once
from runstone.sdk.history import MAX_LIST_ITEMS
from runstone.sdk.media import Histogram, Media, as_media

# Those that `Run.log` packs as they are.
PLAIN = frozenset({float, int, bool, str, type(None)})


def to_native(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of one call under their names: charts become a figure and a table, arrays that are no series histograms.

    Raises:
        BadValue: see `Histogram`.
    """
    for key, value in data.items():
        if type(value) in PLAIN or isinstance(value, Media):
            yield from _one(key, value)
        elif isinstance(value, Mapping):
            yield key, dict(to_native(value))
        elif isinstance(value, set | frozenset):
            yield key, sorted(value, key=str)
        elif isinstance(value, datetime | date | time):
            yield key, value.isoformat()
        elif isinstance(value, bytes):
            yield key, value.decode("utf-8", "backslashreplace")
        elif isinstance(value, complex):
            yield key, str(value)
        elif _is_large(value):
            say_once(
                f"{key!r} is an array of more than one dimension or of more than {MAX_LIST_ITEMS} values: a histogram of it was recorded. "
                "Log a Table or an Image of it to keep the values."
            )
            yield key, Histogram(value)
        else:
            yield key, value


def _one(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    yield key, value
    if isinstance(value, CustomChart):
        yield value.table_key(key), value.table


def _is_large(value: Any) -> bool:
    """Whether this is an array that makes no list of series: numbers, of several dimensions or very many."""
    shape = getattr(value, "shape", None)
    if shape is None:
        return isinstance(value, list | tuple) and len(value) > MAX_LIST_ITEMS and isinstance(value[0], int | float)
    if hasattr(value, "columns") or not hasattr(value, "dtype"):
        return False
    return len(shape) > 1 or (len(shape) == 1 and shape[0] > MAX_LIST_ITEMS)


def shown(value: Any) -> Any:
    """What the summary shows of a value that is neither number, text nor None: lists as they are, of media what they are.

    Raises:
        BadValue: it is none of these.
    """
    if isinstance(value, list | tuple) and value and isinstance(value[0], Media):
        return {"_type": value[0].type, "count": len(value)}
    if isinstance(value, Media):
        return {"_type": value.type, **({"caption": value.caption} if value.caption else {})}
    shape = getattr(value, "shape", None)
    if shape is not None and len(shape) > 0 and hasattr(value, "tolist"):
        return {"_type": "histogram"} if _is_large(value) else value.tolist()
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | complex):
        return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else str(value)
    media = as_media(value)
    if media is None:
        raise BadValue(f"a {type(value).__qualname__} cannot be logged.")
    return {"_type": media.type}
