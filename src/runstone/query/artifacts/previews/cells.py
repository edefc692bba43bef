"""Values of any file as JSON that a page can show."""

from __future__ import annotations

from typing import Any

from runstone.model.values import to_json

MAX_COLUMNS = 200
_MOST_CHARS = 2000
_MOST_ITEMS = 100


def cell(value: Any) -> Any:
    """A value as JSON: long texts and lists are cut, bytes are told by their length, and what JSON has no word for is spelt as text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return to_json(value)
    if isinstance(value, str):
        return value if len(value) <= _MOST_CHARS else f"{value[:_MOST_CHARS]}…"
    if isinstance(value, bytes | bytearray | memoryview):
        return f"{len(value):,} bytes"
    if isinstance(value, list | tuple):
        items = [cell(item) for item in value[:_MOST_ITEMS]]
        return items if len(value) <= _MOST_ITEMS else [*items, f"… {len(value) - _MOST_ITEMS:,} more"]
    if isinstance(value, dict):
        return {str(key): cell(item) for key, item in list(value.items())[:_MOST_ITEMS]}
    return str(value)[:_MOST_CHARS]
