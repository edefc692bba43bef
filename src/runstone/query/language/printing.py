"""From a condition back to a text that says it."""

from __future__ import annotations

from runstone.query.language.fields import field_text
from runstone.query.language.parser import is_bare_value, to_value
from runstone.query.language.syntax import And, Compare, Condition, Exists, Matches, Not, OneOf, Or, Text, Value
from runstone.query.language.tokens import quote

_OR, _AND, _TERM = 1, 2, 3


def to_text(condition: Condition) -> str:
    """A filter that means the condition, with no more parentheses than it needs; the empty text for everything."""
    text = _text(condition, _OR)
    return "" if text == "()" else text


def value_text(value: Value) -> str:
    """A value as a filter writes it, in quotes where it would be read as something else without them."""
    if value.is_null:
        return "null"
    bare = is_bare_value(value.text) and (value.number is None) == (to_value(value.text).number is None)
    return value.text if bare else quote(value.text)


def _text(condition: Condition, weakest: int) -> str:
    """A text, in parentheses if it binds less than asked for. A level of the tree costs one call, for trees may be deep."""
    match condition:
        case Compare(field, operator, value):
            return f"{field_text(field)} {operator} {value_text(value)}"
        case OneOf():
            return _one_of(condition, "in")
        case Matches():
            return _matches(condition, "~")
        case Exists(field):
            return f"exists({field_text(field)})"
        case Text(text):
            return text if is_bare_value(text) else quote(text)
        case Not(OneOf() as term):
            return _one_of(term, "not in")
        case Not(Matches() as term):
            return _matches(term, "!~")
        case Not(term):
            return f"not {_text(term, _TERM)}"
        case And(()):
            return "()"
        case Or(()):
            return "not ()"
        case And((term,)) | Or((term,)):
            return _text(term, weakest)
        case And(terms) | Or(terms):
            binding, word = (_AND, " and ") if isinstance(condition, And) else (_OR, " or ")
            parts = []
            for term in terms:
                parts.append(_text(term, binding))
            return word.join(parts) if binding >= weakest else f"({word.join(parts)})"


def _one_of(condition: OneOf, word: str) -> str:
    return f"{field_text(condition.field)} {word} ({', '.join(map(value_text, condition.values))})"


def _matches(condition: Matches, sign: str) -> str:
    pattern = f"{sign} {quote(condition.pattern)}"
    return f"{field_text(condition.field)} {pattern}" if condition.field else pattern
