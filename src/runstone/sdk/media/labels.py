"""Labels: the names of classes, by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from runstone.model.errors import BadValue

_EXPECTED = "expected {0: 'road', 1: 'car'}, [{'id': 0, 'name': 'road'}, …] or ['road', 'car']"


def read_labels(given: Any, default: Mapping[str, str]) -> dict[str, str]:
    """Class names by number, the numbers as text; the default where none are given.

    Args:
        given: a dict of numbers and names, a list of `{"id", "name"}`, or a list of names.

    Raises:
        BadValue: it is none of these.
    """
    if given is None:
        return dict(default)
    if isinstance(given, Mapping):
        pairs: Iterable[tuple[Any, Any]] = given.items()
    elif isinstance(given, list | tuple):
        pairs = [_pair(at, item) for at, item in enumerate(given)]
    else:
        raise BadValue(f"labels given as {type(given).__name__}: {_EXPECTED}.")
    return {str(class_number(number)): str(name) for number, name in pairs}


def _pair(at: int, item: Any) -> tuple[Any, Any]:
    if isinstance(item, Mapping):
        if not item.keys() >= {"id", "name"}:
            raise BadValue(f"a class given as {dict(item)!r}: {_EXPECTED}.")
        return item["id"], item["name"]
    return at, item


def class_number(given: Any) -> int:
    """The number of a class.

    Raises:
        BadValue: it is no integer.
    """
    try:
        number = int(given)
    except (TypeError, ValueError, OverflowError):
        number = None
    if number is None or (number != given and not isinstance(given, str)):
        raise BadValue(f"{given!r} is no number of a class: an integer is expected.")
    return number
