"""Expressions of derived metrics: from text to their tree, and back.

sum     = product { ("+" | "-") product }
product = signed { ("*" | "/" | "%") signed }
signed  = ("-" | "+") signed | power
power   = operand [("^" | "**") signed]
operand = number | metric | function "(" [sum {"," sum}] ")" | "(" sum ")"
"""

from __future__ import annotations

import math
from typing import cast

from runstone.query.language.expression import Binary, BinaryOperator, Call, Expression, Metric, Negative, Number
from runstone.query.language.stream import MAX_NESTING, TokenStream
from runstone.query.language.tokens import EXPRESSION, Token, is_word, quote, to_number

_SIGN = 3
_POWER = 4
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": _POWER, "**": _POWER}


def parse_expression(text: str) -> Expression:
    """The expression that a text says. Which functions there are is not looked at.

    Raises:
        BadQuery: the text says none, or more than the limits allow; it points at the place.
    """
    stream = TokenStream(text, EXPRESSION)
    expression, _ = _Reader(stream).sum()
    stream.finish("An operator is expected")
    return expression


def to_text(expression: Expression) -> str:
    """A text that says an expression, with no more parentheses than it needs."""
    return _text(expression)[0]


class _Reader:
    """An expression while it is read. Each part comes with its depth, for a long sum is a deep tree without any parentheses."""

    def __init__(self, stream: TokenStream) -> None:
        self._stream = stream

    def sum(self) -> tuple[Expression, int]:
        return self._bound(1)

    def _bound(self, weakest: int) -> tuple[Expression, int]:
        """An operand and all that operators at least so strong bind to it."""
        stream = self._stream
        with stream.nested(stream.current):
            left, depth = self._signed() if stream.is_sign("-", "+") else self._operand()
            while stream.current.kind == "sign" and _BINDING.get(stream.current.text, 0) >= weakest:
                sign = stream.advance()
                binding = _BINDING[sign.text]
                right, right_depth = self._bound(_SIGN if binding == _POWER else binding + 1)
                left = Binary("^" if sign.text == "**" else cast(BinaryOperator, sign.text), left, right)
                depth = self._deeper(max(depth, right_depth), sign)
            return left, depth

    def _signed(self) -> tuple[Expression, int]:
        sign = self._stream.advance()
        operand, depth = self._bound(_SIGN)
        if sign.text == "+":
            return operand, depth
        if isinstance(operand, Number):
            return Number(-operand.value), depth
        return Negative(operand), self._deeper(depth, sign)

    def _operand(self) -> tuple[Expression, int]:
        stream = self._stream
        token = stream.current
        stream.count_term(token)
        if stream.take_sign("("):
            inner = self.sum()
            stream.expect_sign(")", "to close the parenthesis")
            return inner
        if token.kind not in ("word", "name"):
            if token.kind == "quoted":
                raise stream.error("A metric is written bare or in backquotes, not in other quotes.", token)
            stream.fail("A metric, a number or a function is expected")
        stream.advance()
        number = to_number(token.text) if token.kind == "word" else None
        if number is not None:
            return Number(number), 1
        if token.kind == "word" and stream.is_sign("(") and stream.current.start == token.end:
            return self._call(token)
        return Metric(token.text, token.start, token.end), 1

    def _call(self, name: Token) -> tuple[Expression, int]:
        stream = self._stream
        stream.advance()
        arguments: list[Expression] = []
        deepest = 0
        while not arguments or stream.take_sign(","):
            if not arguments and stream.is_sign(")"):
                break
            argument, depth = self.sum()
            arguments.append(argument)
            deepest = max(deepest, depth)
        closing = stream.expect_sign(")", f"or `,` after an argument of `{name.text}(…)`")
        return Call(name.text, tuple(arguments), name.start, closing.end), self._deeper(deepest, name)

    def _deeper(self, depth: int, token: Token) -> int:
        if depth >= MAX_NESTING:
            raise self._stream.error(
                f"More than {MAX_NESTING} operations follow from each other here. Put parentheses around parts of a long sum.",
                token,
            )
        return depth + 1


def _text(expression: Expression) -> tuple[str, int]:
    """A text, and how strongly it binds: 5 for what needs no parentheses anywhere."""
    match expression:
        case Number(value):
            return _number_text(value)
        case Metric(name):
            bare = is_word(name, EXPRESSION) and to_number(name) is None
            return (name if bare else quote(name, "`")), 5
        case Negative(operand):
            # A minus before a number would be read as a part of it, which makes no difference.
            return f"-{_inside(operand, _SIGN)}", _SIGN
        case Binary(operator, left, right):
            binding = _BINDING[operator]
            left_at_least, right_at_least = (binding + 1, _SIGN) if operator == "^" else (binding, binding + 1)
            return f"{_inside(left, left_at_least)} {operator} {_inside(right, right_at_least)}", binding
        case Call(function, arguments):
            return f"{function}({', '.join([to_text(argument) for argument in arguments])})", 5


def _inside(expression: Expression, weakest: int) -> str:
    text, binding = _text(expression)
    return text if binding >= weakest else f"({text})"


def _number_text(value: float) -> tuple[str, int]:
    if math.isnan(value):
        return "nan", 5
    text = repr(abs(value)).removesuffix(".0")
    return (f"-{text}", _SIGN) if math.copysign(1, value) < 0 else (text, 5)
