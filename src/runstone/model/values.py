"""Values: nested into flat and back, and any Python object into what a record can hold.

Flat keys join with `/`, the same sign that makes sections of metric names: `{"train": {"loss": 1}}` is `train/loss`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

SEPARATOR = "/"
FLOAT_KEY = "$float"
_FLOAT_WORDS = ("NaN", "Infinity", "-Infinity")

Path = tuple[str, ...]

_PLAIN_TYPES = frozenset({str, bool, float, type(None)})
_SURE_TO_BE_JSON = frozenset({str, bool, int, type(None)})
_INT_LIMIT = 1 << 63


def leaves(tree: Mapping[str, Any], prefix: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every leaf of a nested mapping with the path of keys that leads to it; an empty mapping is a leaf."""
    for key, value in tree.items():
        path = (*prefix, key)
        # Nearly all are no mappings at all, and asking a type for its name is much cheaper than asking what it can do.
        if type(value) not in _PLAIN_TYPES and isinstance(value, Mapping) and value:
            yield from leaves(value, path)
        else:
            yield path, value


def flatten(tree: Mapping[str, Any]) -> dict[str, Any]:
    """Nested into flat: `{"a": {"b": 1}}` gives `{"a/b": 1}`."""
    return {SEPARATOR.join(path): value for path, value in leaves(tree)}


def pick(tree: Mapping[str, Any], key: str) -> Any:
    """What `flatten` has under a flat key, without flattening.

    Raises:
        KeyError: there is nothing.
    """
    if key in tree:
        value = tree[key]
        if not isinstance(value, Mapping) or not value:
            return value
    at = key.find(SEPARATOR)
    while at >= 0:
        below = tree.get(key[:at])
        if isinstance(below, Mapping):
            try:
                return pick(below, key[at + 1 :])
            except KeyError:
                pass
        at = key.find(SEPARATOR, at + 1)
    raise KeyError(key)


def nest(found: Mapping[Path, Any]) -> dict[str, Any]:
    """Paths and leaves into a nested dict: what `leaves` took apart."""
    tree: dict[str, Any] = {}
    for path, value in found.items():
        branch = tree
        for key in path[:-1]:
            below = branch.get(key)
            if not isinstance(below, dict):
                below = branch[key] = {}
            branch = below
        branch[path[-1]] = value
    return tree


def merge(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Merge nested changes into a nested dict, in place, key by key; a leaf replaces whatever was there.

    Returns:
        The base.
    """
    for key, value in changes.items():
        if isinstance(value, Mapping) and value and isinstance(base.get(key), dict):
            merge(base[key], value)
        else:
            base[key] = value
    return base


def to_plain(value: Any) -> Any:
    """A value as JSON types, for config, summary and facts: what a person would expect to read of it.

    Mappings, namespaces, dataclasses and anything with `to_dict` or `to_container` (OmegaConf) become dicts with text keys; sequences and
    sets become lists (sets sorted by text); numpy and torch scalars become numbers, small arrays lists, larger ones a text that tells
    their shape; paths, enums, dates and all else become text. NaN and infinities stay. Ints outside int64 become text.
    """
    kind = type(value)
    if kind in _PLAIN_TYPES:
        return value
    if kind is int:
        return value if -_INT_LIMIT <= value < _INT_LIMIT else str(value)
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        if hasattr(value, "_asdict"):
            return to_plain(value._asdict())
        return [to_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return [to_plain(item) for item in sorted(value, key=str)]
    return _from_object(value)


def _from_object(value: Any) -> Any:
    from enum import Enum

    if isinstance(value, Enum):
        return to_plain(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return to_plain(int(value))
    if isinstance(value, float):
        return float(value)
    if isinstance(value, type):
        return f"{value.__module__}.{value.__qualname__}"
    if type(value).__module__.partition(".")[0] == "omegaconf":
        from omegaconf import OmegaConf

        return to_plain(OmegaConf.to_container(value, resolve=True))
    if hasattr(value, "__dataclass_fields__"):
        return {name: to_plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if hasattr(value, "shape") and hasattr(value, "tolist"):
        size = math.prod(value.shape)
        return to_plain(value.tolist()) if size <= 1000 else f"{type(value).__name__} of shape {tuple(value.shape)}"
    if hasattr(value, "item") and not hasattr(value, "__len__"):
        return to_plain(value.item())
    if callable(getattr(value, "to_dict", None)):
        return to_plain(value.to_dict())
    if type(value).__name__.endswith("Namespace") and hasattr(value, "__dict__"):
        return {str(key): to_plain(item) for key, item in vars(value).items()}
    if callable(value) and hasattr(value, "__qualname__"):
        return f"{value.__module__}.{value.__qualname__}"
    return str(value)


def to_json(value: Any) -> Any:
    """A plain value with NaN and infinities as `{"$float": …}`, since JSON has no word for them."""
    if isinstance(value, float) and not math.isfinite(value):
        return {FLOAT_KEY: "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"}
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        # Millions of steps need not be looked at one by one.
        return list(value) if _SURE_TO_BE_JSON.issuperset(map(type, value)) else [to_json(item) for item in value]
    return value


def from_json(value: Any) -> Any:
    """What `to_json` was given."""
    if isinstance(value, dict):
        if len(value) == 1 and value.get(FLOAT_KEY) in _FLOAT_WORDS:
            return float(value[FLOAT_KEY])
        return {key: from_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [from_json(item) for item in value]
    return value
