"""`run.config`: by key or by attribute; a key keeps its value unless one says that it may change."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn

from runstone.compat.wandb.config_source import as_config
from runstone.compat.wandb.errors import ConfigError
from runstone.compat.wandb.notebook import in_notebook
from runstone.model.values import to_plain
from runstone.sdk.guard import say_once
from runstone.sdk.media import Media

Write = Callable[[str, Any], None]
Use = Callable[[Any], Any]


class Config:
    """A config. There is no way to take a key away."""

    _items: dict[str, Any]
    _written: dict[str, Any]
    _locked: dict[str, str]
    _write: Write
    _use: Use

    def __init__(
        self, items: Mapping[str, Any] | None = None, write: Write | None = None, use: Use | None = None
    ) -> None:
        """
        Args:
            items: what it has already, plain.
            write: records a key and its value; None records nothing.
            use: records that an artifact is used, and gives it as a version.
        """
        object.__setattr__(self, "_items", dict(items or {}))
        object.__setattr__(self, "_written", {key: _copy(value) for key, value in self._items.items()})
        object.__setattr__(self, "_locked", {})
        object.__setattr__(self, "_write", write or _nowhere)
        object.__setattr__(self, "_use", use or _itself)

    def __getitem__(self, key: str) -> Any:
        return self._items[key]

    def __setitem__(self, key: str, value: Any) -> None:
        if not self._is_locked(key):
            self._set(self._checked({key: value}, None))

    def __getattr__(self, key: str) -> Any:
        try:
            return self._items[key]
        except KeyError:
            raise AttributeError(f"The config has no key {key!r}; it has {', '.join(self._items) or 'none'}.") from None

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value

    def __delattr__(self, key: str) -> NoReturn:
        raise AttributeError(f"A key of the config cannot be taken away, and {key!r} was not.")

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return repr(self.as_dict())

    def keys(self) -> list[str]:
        """The keys, without those that begin with `_`."""
        return [key for key in self._items if not key.startswith("_")]

    def values(self) -> list[Any]:
        """The values of `keys`."""
        return [self._items[key] for key in self.keys()]

    def items(self) -> list[tuple[str, Any]]:
        """`keys` with their values."""
        return [(key, self._items[key]) for key in self.keys()]

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default."""
        return self._items.get(key, default)

    def as_dict(self) -> dict[str, Any]:
        """A dict of it."""
        return dict(self._items)

    def update(self, d: Any, allow_val_change: bool | None = None) -> None:
        """Set many keys, or none of them.

        Args:
            d: a mapping, a namespace, flags of absl, the path of a file.
            allow_val_change: keys may get another value than they have. In notebooks they always may.

        Raises:
            ConfigError: a key has another value.
            TypeError: a value is media.
        """
        given = {key: value for key, value in as_config(d).items() if not self._is_locked(key)}
        self._set(self._checked(given, allow_val_change))

    def setdefaults(self, d: Any) -> None:
        """Set the keys that are not there yet."""
        self._set(self._checked({key: value for key, value in as_config(d).items() if key not in self._items}, None))

    def update_locked(
        self, d: Mapping[str, Any], user: str | None = None, _allow_val_change: bool | None = None
    ) -> None:
        """Set keys that nobody may change afterwards: those of a sweep."""
        self._set(self._checked(as_config(d), True if _allow_val_change is None else _allow_val_change))
        self._locked.update(dict.fromkeys(map(_bare, d), user or "sweep"))

    def persist(self) -> None:
        """Record what was changed within nested values."""
        for key, value in self._items.items():
            plain = _plain(value)
            if self._written.get(key, _nowhere) != plain:
                self._record(key, plain)

    def _is_locked(self, key: str) -> bool:
        owner = self._locked.get(_bare(key))
        if owner is not None:
            say_once(f"the config's {key!r} was set by {owner!r}; another value for it was ignored.")
        return owner is not None

    def _checked(self, given: Mapping[str, Any], allow_val_change: bool | None) -> dict[str, Any]:
        may_change = in_notebook() if allow_val_change is None else allow_val_change
        checked: dict[str, Any] = {}
        for name, value in given.items():
            if isinstance(value, Media):
                raise TypeError(f"{name!r}: media cannot stand in a config. Nothing was changed; log() records them.")
            key = _bare(name)
            plain = self._use(value) if _is_version(value) else _plain(value)
            if not may_change and key in self._items and self._items[key] != plain:
                raise ConfigError(
                    f'Attempted to change value of key "{key}" from {self._items[key]} to {plain}\n'
                    "Nothing was changed. If you really want to do this, pass allow_val_change=True to config.update()."
                )
            checked[key] = plain
        return checked

    def _set(self, checked: Mapping[str, Any]) -> None:
        for key, plain in checked.items():
            self._record(key, plain)
            self._items[key] = plain

    def _record(self, key: str, plain: Any) -> None:
        plain = _plain(plain)
        self._written[key] = _copy(plain)
        self._write(key, _copy(plain))


class ConfigStatic:
    """A config as it is at this moment, to read by key or by attribute."""

    def __init__(self, config: Config) -> None:
        object.__setattr__(self, "__dict__", config.as_dict())

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError("run.config_static is read-only; run.config can be set. Nothing was changed.")

    def __setitem__(self, key: str, value: Any) -> NoReturn:
        raise AttributeError("run.config_static is read-only; run.config can be set. Nothing was changed.")

    def __getitem__(self, key: str) -> Any:
        return vars(self)[key]

    def keys(self) -> list[str]:
        """The keys."""
        return list(vars(self))

    def __repr__(self) -> str:
        return repr(vars(self))


def _nowhere(key: str, value: Any) -> None:
    """A config of no run."""


def _is_version(value: Any) -> bool:
    """Whether this is an artifact; most runs use none, and need not import what they are."""
    artifacts = sys.modules.get("runstone.artifacts.versioned")
    return artifacts is not None and isinstance(value, artifacts.Versioned)


def _itself(value: Any) -> Any:
    """Of no run."""
    return value


def _bare(key: str) -> str:
    return str(key).strip("-")


def _plain(value: Any) -> Any:
    """As JSON has it: what is not finite is null, an artifact is the words that name it."""
    if _is_version(value):
        return {"_type": "artifactVersion", "_version": value.version, "id": value.id, "name": value.qualified_name}
    return _finite(to_plain(value))


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return value


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return [_copy(item) for item in value] if isinstance(value, list) else value
