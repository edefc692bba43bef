"""What a derived metric is made of: a tree of numbers, metrics, operators and functions.

ema(train/loss, 0.9) - val/loss

Binary("-", Call("ema", (Metric("train/loss"), Number(0.9))), Metric("val/loss"))
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

BinaryOperator = Literal["+", "-", "*", "/", "%", "^"]


class Number(NamedTuple):
    """A constant."""

    value: float


class Metric(NamedTuple):
    """The points of a metric."""

    name: str
    start: int = 0
    end: int = 0


class Negative(NamedTuple):
    """Less than nothing."""

    operand: Expression


class Binary(NamedTuple):
    """Two operands; `^` is a power. Points of both are taken at the steps that both have."""

    operator: BinaryOperator
    left: Expression
    right: Expression


class Call(NamedTuple):
    """A function of its arguments; which there are, and with how many arguments, is for whoever evaluates it."""

    function: str
    arguments: tuple[Expression, ...]
    start: int = 0
    end: int = 0


Expression = Number | Metric | Negative | Binary | Call


def metrics_of(expression: Expression) -> Iterator[Metric]:
    """The metrics that an expression needs, in the order of the text; one that is there twice comes twice."""
    match expression:
        case Metric():
            yield expression
        case Negative(operand):
            yield from metrics_of(operand)
        case Binary(_, left, right):
            yield from metrics_of(left)
            yield from metrics_of(right)
        case Call(_, arguments):
            for argument in arguments:
                yield from metrics_of(argument)
        case Number():
            pass
