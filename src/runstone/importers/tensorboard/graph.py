"""Graphs of operations: `GraphDef`, as nodes and where their inputs come from."""

from __future__ import annotations

from typing import NamedTuple

from runstone.importers.tensorboard.tensor import decode_shape
from runstone.importers.tensorboard.wire import as_message, as_text, fields

_MAX_SHAPES = 8


class Node(NamedTuple):
    """An operation: its name (a path of scopes), what it does, the names of the nodes that it takes, and the shapes of what it gives."""

    name: str
    op: str
    inputs: list[str]
    shapes: list[list[int]]


def decode_graph(message: memoryview) -> list[Node]:
    """The nodes of a `GraphDef`.

    Raises:
        Malformed: the bytes are none.
    """
    return [_node(as_message(value)) for number, value in fields(message) if number == 1]


def _node(message: memoryview) -> Node:
    name = op = ""
    inputs: list[str] = []
    shapes: list[list[int]] = []
    for number, value in fields(message):
        if number == 1:
            name = as_text(value)
        elif number == 2:
            op = as_text(value)
        elif number == 3:
            # "^a" is a dependency on a, "a:1" its second output.
            inputs.append(as_text(value).removeprefix("^").partition(":")[0])
        elif number == 5:
            entry = dict(fields(as_message(value)))
            if as_text(entry.get(1, memoryview(b""))) == "_output_shapes" and 2 in entry:
                shapes = _shapes(as_message(entry[2]))
    return Node(name, op, inputs, shapes)


def _shapes(attribute: memoryview) -> list[list[int]]:
    lists = [as_message(value) for number, value in fields(attribute) if number == 1]
    found = [list(decode_shape(as_message(value))) for each in lists for number, value in fields(each) if number == 7]
    return found[:_MAX_SHAPES]
