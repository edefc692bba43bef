"""A nested dict that records every change: what `run.config` and `run.summary` are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any, Protocol

from runstone.model.errors import BadValue
from runstone.model.values import flatten, merge, to_plain
from runstone.sdk.guard import say_once


class Write(Protocol):
    """Where changes go: nested values to merge in, and paths of keys that were removed."""

    def __call__(self, changes: dict[str, Any], removed: list[list[str]]) -> None: ...


class LiveTree(MutableMapping[str, Any]):
    """Reads and writes by key and by attribute, at any depth: `tree["a"]["b"] = 1`, `tree.a.b = 1`, `tree.update({"a": {"b": 1}})`.

    Values become plain ones (see `model/values.py: to_plain`) when they are set. A key that is also the name of a method (`keys`,
    `update`, …) is reached by item only.
    """

    __slots__ = ("_data", "_locked", "_path", "_write")

    def __init__(
        self, data: dict[str, Any], write: Write, path: tuple[str, ...] = (), locked: Mapping[str, Any] | None = None
    ) -> None:
        """
        Args:
            data: what it shows.
            write: where changes go.
            path: where it stands in the whole.
            locked: values that stay as they are, nested; changes of them are told of and ignored.
        """
        object.__setattr__(self, "_data", data)
        object.__setattr__(self, "_write", write)
        object.__setattr__(self, "_path", path)
        object.__setattr__(self, "_locked", locked or {})

    def __getitem__(self, key: str) -> Any:
        value = self._data[key]
        if isinstance(value, dict):
            within = self._locked.get(key)
            return LiveTree(value, self._write, (*self._path, key), within if isinstance(within, dict) else None)
        return value

    def __setitem__(self, key: str, value: Any) -> None:
        key = check_key(key)
        plain = to_plain(value)
        if key in self._locked:
            self.update({key: plain})
            return
        replaced = isinstance(self._data.get(key), dict) and isinstance(plain, dict)
        gone = [[*self._path, key, old] for old in self._data[key] if old not in plain] if replaced else []
        self._write(self._under_path({key: plain}), gone)
        self._data[key] = plain

    def __delitem__(self, key: str) -> None:
        if key in self._locked:
            _tell_locked(key)
            return
        if key not in self._data:
            raise KeyError(key)
        self._write({}, [[*self._path, key]])
        del self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._data))

    def __len__(self) -> int:
        return len(self._data)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(
                f"There is no key {name!r}; there are: {', '.join(map(str, self._data)) or 'none'}."
            ) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __delattr__(self, name: str) -> None:
        try:
            del self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __repr__(self) -> str:
        return repr(self.to_dict())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and self.to_dict() == (
            other.to_dict() if isinstance(other, LiveTree) else other
        )

    __hash__ = None  # type: ignore[assignment]

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Merge nested values in, key by key, as one record. Takes what `dict.update` takes, and namespaces."""
        changes: dict[str, Any] = {}
        for given in (*args, kwargs):
            plain = to_plain(given if isinstance(given, Mapping) or hasattr(given, "__dict__") else dict(given))
            if not isinstance(plain, dict):
                raise BadValue(
                    f"update() takes a mapping or a namespace, not {type(given).__name__}. Nothing was changed."
                )
            merge(changes, plain)
        if self._locked:
            changes = _unlocked(changes, self._locked)
        if changes:
            self._write(self._under_path(changes), [])
            merge(self._data, changes)

    def to_dict(self) -> dict[str, Any]:
        """A nested dict of one's own."""
        return {key: copy_plain(value) for key, value in self._data.items()}

    as_dict = to_dict

    def flat(self) -> dict[str, Any]:
        """A flat dict, keys joined by `/`."""
        return flatten(self._data)

    def _under_path(self, changes: dict[str, Any]) -> dict[str, Any]:
        for key in reversed(self._path):
            changes = {key: changes}
        return changes


def _unlocked(changes: dict[str, Any], locked: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """The changes without those of locked values."""
    kept: dict[str, Any] = {}
    for key, value in changes.items():
        held = locked.get(key, _OPEN)
        if isinstance(held, dict) and held and isinstance(value, dict):
            within = _unlocked(value, held, f"{path}{key}/")
            if within:
                kept[key] = within
        elif held is _OPEN:
            kept[key] = value
        elif held != value:
            _tell_locked(f"{path}{key}")
    return kept


_OPEN = object()


def _tell_locked(key: str) -> None:
    say_once(f"the config's {key!r} was set by the sweep; another value for it was ignored.")


def check_key(key: object) -> str:
    """The key of a config or summary value as text.

    Raises:
        BadValue: it is empty.
    """
    text = str(key)
    if not text:
        raise BadValue("A key cannot be empty. Nothing was changed.")
    return text


def copy_plain(value: Any) -> Any:
    """A deep copy of a plain value."""
    if isinstance(value, dict):
        return {key: copy_plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [copy_plain(item) for item in value]
    return value


class Config(LiveTree):
    """The run's configuration. What a sweep set stays as it is."""

    __slots__ = ()

    def __init__(self, data: dict[str, Any], write: Write, locked: Mapping[str, Any] | None = None) -> None:
        """
        Args:
            data: what it has.
            write: where changes go.
            locked: the parameters of a trial, nested.
        """
        super().__init__(data, write, locked=locked)


class StaticTree(Mapping[str, Any]):
    """A live tree to read, by key and by attribute: it shows every change, and takes none."""

    __slots__ = ("_tree",)
    _tree: LiveTree

    def __init__(self, tree: LiveTree) -> None:
        object.__setattr__(self, "_tree", tree)

    def __getitem__(self, key: str) -> Any:
        value = self._tree[key]
        return StaticTree(value) if isinstance(value, LiveTree) else copy_plain(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._tree)

    def __len__(self) -> int:
        return len(self._tree)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._tree, name)
        return StaticTree(value) if isinstance(value, LiveTree) else copy_plain(value)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{name!r} cannot be set here: this config is only to be read. Set run.config[{name!r}].")

    def __repr__(self) -> str:
        return repr(self._tree)

    def to_dict(self) -> dict[str, Any]:
        """A nested dict of one's own."""
        return self._tree.to_dict()

    as_dict = to_dict


class Summary(LiveTree):
    """The run's summary: what is shown of each metric, its last value if nothing else was asked for, and what was set by hand. The later of the two stands."""

    __slots__ = ("_latest", "_logged", "_shown")

    def __init__(
        self,
        data: dict[str, Any],
        write: Write,
        latest: Callable[[dict[str, Any]], None],
        shown: Callable[[Mapping[str, Any]], dict[str, Any]] = dict,
        logged: Mapping[str, Any] | None = None,
    ) -> None:
        """
        Args:
            data: what it shows so far.
            write: where changes go.
            latest: puts the values that were logged since its last call into the dict that it is given.
            shown: last values as they are shown; names that are not are left out.
            logged: the last value of each metric so far.
        """
        super().__init__(data, write)
        object.__setattr__(self, "_latest", latest)
        object.__setattr__(self, "_shown", shown)
        # Of the metrics whose own values are shown, the last ones.
        object.__setattr__(self, "_logged", dict(logged or {}))

    def _refresh(self) -> None:
        fresh: dict[str, Any] = {}
        self._latest(fresh)
        if fresh:
            self._logged.update(fresh)
            self._show(fresh)

    def _show(self, values: Mapping[str, Any]) -> None:
        shown = self._shown(values)
        for name in values:
            if name not in shown:
                self._data.pop(name, None)
        self._data.update(shown)

    def reconsider(self, concerned: Callable[[str], bool]) -> None:
        """These metrics are shown in another way from now on."""
        self._refresh()
        self._show({name: value for name, value in self._logged.items() if concerned(name)})

    def __getitem__(self, key: str) -> Any:
        self._refresh()
        return super().__getitem__(key)

    def __setitem__(self, key: str, value: Any) -> None:
        self._refresh()  # points logged before must not come over this value later
        super().__setitem__(key, value)
        self._logged.pop(str(key), None)

    def __delitem__(self, key: str) -> None:
        self._refresh()
        super().__delitem__(key)
        self._logged.pop(key, None)

    def __iter__(self) -> Iterator[str]:
        self._refresh()
        return super().__iter__()

    def __len__(self) -> int:
        self._refresh()
        return super().__len__()

    def update(self, *args: Any, **kwargs: Any) -> None:
        """Merge nested values in, key by key, as one record."""
        self._refresh()
        before = dict(self._data)
        super().update(*args, **kwargs)
        for key, value in self._data.items():
            if key not in before or before[key] is not value:
                self._logged.pop(key, None)

    def to_dict(self) -> dict[str, Any]:
        """A nested dict of one's own."""
        self._refresh()
        return super().to_dict()

    as_dict = to_dict
