"""Looks at whole homes: what the Api says of a run, and which files there are."""

from __future__ import annotations

from typing import Any

import msgspec

from runstone.api import Api
from runstone.model.home import Home
from runstone.model.values import to_json


def answers(home: Home, run: str) -> dict[str, Any]:
    """All that the Api says of a run."""
    with Api(home=home.path) as api:
        found = api.run(run)
        detail = as_plain(found.detail)
        detail.pop("revision", None)
        return {
            "detail": detail,
            "metrics": [repr(stat) for stat in found.metrics()],
            "series": {stat.name: [part.tobytes() for part in found.series(stat.name)] for stat in found.metrics()},
            "texts": [repr(text) for text in found.texts()],
            "media": [(item.item.key, item.item.step, item.item.caption, item.read()) for item in found.media()],
            "logs": [repr(line) for line in found.logs()],
        }


def as_plain(value: Any) -> dict[str, Any]:
    """A struct as a dict, NaN spelt so that it equals itself."""
    plain = to_json(msgspec.to_builtins(value))
    assert isinstance(plain, dict)
    return plain


def files(home: Home) -> dict[str, bytes]:
    """Every file of a home but its index."""
    return {
        str(path.relative_to(home.path)): path.read_bytes()
        for path in sorted(home.path.rglob("*"))
        if path.is_file() and "index" not in path.relative_to(home.path).parts
    }
