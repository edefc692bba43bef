"""Plain values: what a record may hold so that every reader can take it in, SQL and JSON among them.

A journal that somebody made by hand can hold more than our writers write: numbers beyond int64, maps whose keys are no texts, types of msgpack's own.
"""

from __future__ import annotations

from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

MAX_DEPTH = 400
"""Half of what the interpreter has stack for."""

_END = 1 << 63
_TEXTS = (str, type(None), bool, float)


def check_plain(record: msgspec.Struct) -> None:
    """See that every reader can take in the values of a record.

    Raises:
        ValueError: one of them is none that a writer writes.
    """
    numbers, others = _fields(type(record))
    for name in numbers:
        value = getattr(record, name)
        if value is not None and not -_END <= value < _END:
            raise ValueError(f"{name} is {value}, which is no int64")
    for name in others:
        _check(getattr(record, name), name)


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[list[str], list[str]]:
    """The fields that are ints, and those with more in them than one text or number."""
    hints = get_type_hints(kind)
    numbers, others = [], []
    for name in kind.__struct_fields__:
        types = set(get_args(hints[name])) or {hints[name]}
        if types <= {int, type(None)}:
            numbers.append(name)
        elif hints[name] is not list[str] and not all(kind in _TEXTS or isinstance(kind, str) for kind in types):
            others.append(name)
    return numbers, others


def _check(value: Any, name: str) -> None:
    todo: list[tuple[Any, int]] = [(value, 1)]
    while todo:
        value, depth = todo.pop()
        if type(value) in _TEXTS:
            continue
        if depth > MAX_DEPTH:
            raise ValueError(f"{name} is nested too deep")
        if type(value) is int:
            if not -_END <= value < _END:
                raise ValueError(f"{name} holds the number {value}, which is no int64")
        elif type(value) is dict:
            if not all(type(key) is str for key in value):
                raise ValueError(f"{name} has keys that are no texts")
            todo.extend((item, depth + 1) for item in value.values())
        elif type(value) in (list, tuple):
            todo.extend((item, depth + 1) for item in value)
        elif isinstance(value, msgspec.Struct):
            todo.extend((item, depth + 1) for item in msgspec.structs.astuple(value))
        elif not isinstance(value, str):  # an enum is one
            raise ValueError(f"{name} holds a value of the type {type(value).__name__}, which nothing is written as")
