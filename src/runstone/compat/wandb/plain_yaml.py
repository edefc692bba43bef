"""The part of YAML that files of configs are written in, for machines without PyYAML: keys, nested keys, lists, scalars and JSON."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
from typing import Any, NamedTuple

_INTEGER = re.compile(r"[-+]?[0-9][0-9_]*")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE", "yes", "on"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "off"), False),
    **dict.fromkeys((".inf", "+.inf"), float("inf")),
    "-.inf": float("-inf"),
    ".nan": float("nan"),
}
_KEY = re.compile(
    r"""(?P<key>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#:&*!|>'"%@`\[{][^#:]*?(?::(?=\S)[^#:]*?)*)\s*:(?=\s|$)"""
)


class _Line(NamedTuple):
    number: int
    indent: int
    text: str


def read_yaml(text: str) -> Any:
    """A YAML document: by PyYAML where that is installed, else here.

    Raises:
        ValueError: it is none, or needs more than is read here.
    """
    if importlib.util.find_spec("yaml") is None:
        return read_plain(text)
    yaml = importlib.import_module("yaml")

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def read_plain(text: str) -> Any:
    """A document of block mappings, block lists, scalars, and JSON in one line.

    Raises:
        ValueError: there is more in it.
    """
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = _without_comment(line)
        if bare.strip() and bare.strip() not in ("---", "..."):
            if "\t" in bare[: len(bare) - len(bare.lstrip())]:
                raise _error(number, "is indented by a tab")
            lines.append(_Line(number, len(bare) - len(bare.lstrip()), bare.strip()))
    if not lines:
        return None
    value, rest = _block(lines, 0)
    if rest < len(lines):
        raise _error(lines[rest].number, "does not fit what stands above it")
    return value


def _error(number: int, what: str) -> ValueError:
    return ValueError(f"line {number} {what} (PyYAML, if installed, reads all of YAML)")


def _without_comment(line: str) -> str:
    quote = ""
    for at, sign in enumerate(line):
        if quote:
            quote = "" if sign == quote and line[at - 1] != "\\" else quote
        elif sign in "\"'" and (at == 0 or line[at - 1] in " [{,:'"):
            quote = sign
        elif sign == "#" and (at == 0 or line[at - 1].isspace()):
            return line[:at]
    return line.rstrip()


def _block(lines: list[_Line], at: int) -> tuple[Any, int]:
    """The value that begins at a line, and the first line behind it."""
    first = lines[at]
    if first.text == "-" or first.text.startswith("- "):
        return _list(lines, at)
    if _KEY.match(first.text):
        return _mapping(lines, at)
    return _scalar(first.text, first.number), at + 1


def _mapping(lines: list[_Line], at: int) -> tuple[dict[Any, Any], int]:
    found: dict[Any, Any] = {}
    indent = lines[at].indent
    while at < len(lines) and lines[at].indent == indent:
        line = lines[at]
        match = _KEY.match(line.text)
        if match is None:
            raise _error(line.number, "has no key")
        key = _scalar(match["key"], line.number)
        rest = line.text[match.end() :].strip()
        at += 1
        if rest:
            found[key] = _scalar(rest, line.number)
        elif at < len(lines) and (
            lines[at].indent > indent or (lines[at].indent == indent and lines[at].text.startswith("-"))
        ):
            found[key], at = _block(lines, at)
        else:
            found[key] = None
    if at < len(lines) and lines[at].indent > indent:
        raise _error(lines[at].number, "is indented further than what stands above it")
    return found, at


def _list(lines: list[_Line], at: int) -> tuple[list[Any], int]:
    found: list[Any] = []
    indent = lines[at].indent
    while at < len(lines) and lines[at].indent == indent and (lines[at].text + " ").startswith("- "):
        line = lines[at]
        inner = line.text[1:].strip()
        if not inner:
            at += 1
            if at < len(lines) and lines[at].indent > indent:
                value, at = _block(lines, at)
            else:
                value = None
        else:
            # What stands behind the dash is a block of its own that begins there.
            lines[at] = _Line(line.number, indent + len(line.text) - len(inner), inner)
            value, at = _block(lines, at)
        found.append(value)
    return found, at


def _scalar(text: str, number: int) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "[{":
        return _flow(text, number)
    if text[0] == '"':
        try:
            return json.loads(text)
        except ValueError:
            raise _error(number, "has a text that does not end") from None
    if text[0] == "'":
        if len(text) < 2 or text[-1] != "'":
            raise _error(number, "has a text that does not end")
        return text[1:-1].replace("''", "'")
    if text[0] in "&*!|>%@`":
        raise _error(number, f"begins with {text[0]!r}, which is not read here")
    if _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    if _NUMBER.fullmatch(text):
        return float(text.replace("_", ""))
    return text


def _flow(text: str, number: int) -> Any:
    """A list or mapping in one line: JSON, or a list of bare scalars."""
    try:
        return json.loads(text)
    except ValueError:
        pass
    inner = text[1:-1].strip()
    if text[0] == "[" and text[-1] == "]" and not set(inner) & set("[]{}\"'"):
        return [_scalar(part.strip(), number) for part in inner.split(",")] if inner else []
    if text == "{}":
        return {}
    raise _error(number, "has a list or mapping in one line that is no JSON")
