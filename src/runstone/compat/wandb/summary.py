"""`run.summary`: of each metric its last value, or what `define_metric` asked for, and what was set by hand."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from runstone.compat.wandb.errors import UsageError
from runstone.compat.wandb.rows import NESTED, Rows
from runstone.compat.wandb.values import shown
from runstone.sdk.media import Media
from runstone.sdk.run import Run

_SEPARATOR = "/"


class SummaryDict:
    """A level of a summary, by key or by attribute."""

    def _as_dict(self) -> dict[str, Any]:
        raise NotImplementedError

    def update(self, d: Mapping[str, Any]) -> None:
        """Set many keys."""
        raise NotImplementedError

    def _remove(self, key: str) -> None:
        raise NotImplementedError

    def __getitem__(self, key: str) -> Any:
        value = self._as_dict()[key]
        return SubSummary(self, key) if isinstance(value, dict) else value

    def __setitem__(self, key: str, value: Any) -> None:
        self.update({key: value})

    def __delitem__(self, key: str) -> None:
        self._remove(key)

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        try:
            return self[key]
        except KeyError:
            raise AttributeError(f"The summary has no key {key!r}.") from None

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value

    def __delattr__(self, key: str) -> None:
        self._remove(key)

    def __contains__(self, key: object) -> bool:
        return key in self._as_dict()

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.keys())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping | SummaryDict) and dict(self.items()) == dict(other.items())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._as_dict())

    def keys(self) -> list[str]:
        """The keys."""
        return [key for key in self._as_dict() if key != "_wandb"]

    def items(self) -> list[tuple[str, Any]]:
        """The keys and their values."""
        return [(key, value) for key, value in self._as_dict().items() if key != "_wandb"]

    def values(self) -> list[Any]:
        """The values of `keys`."""
        return [value for _, value in self.items()]

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default."""
        return self._as_dict().get(key, default)


class SubSummary(SummaryDict):
    """What stands below a key."""

    def __init__(self, above: SummaryDict, key: str) -> None:
        object.__setattr__(self, "_above", above)
        object.__setattr__(self, "_key", key)

    def _as_dict(self) -> dict[str, Any]:
        found = self._above._as_dict().get(self._key, {})
        return found if isinstance(found, dict) else {}

    def update(self, d: Mapping[str, Any]) -> None:
        """Set many keys."""
        self._above.update({self._key: {**self._as_dict(), **d}})

    def _remove(self, key: str) -> None:
        self._above.update({self._key: {name: value for name, value in self._as_dict().items() if name != key}})


class Summary(SummaryDict):
    """The summary of a run. It can still be read when the run is over."""

    def __init__(self, run: Run, rows: Rows) -> None:
        object.__setattr__(self, "_run", run)
        object.__setattr__(self, "_rows", rows)

    def update(self, d: Mapping[str, Any]) -> None:
        """Set many keys; what is logged later stands over it.

        Raises:
            UsageError: the run is over.
        """
        if self._run.closed and not self._run.disabled:
            raise UsageError(
                f"The run {self._run.id!r} is over: its summary was not changed. Api().run(…).summary changes it afterwards."
            )
        for key, value in d.items():
            self._take_apart(str(key))
            if isinstance(value, Media):
                self._run.log({str(key): value}, self._rows.last_step or 0)
                self._rows.others[str(key)] = shown(value)
            else:
                self._run.summary[str(key)] = value

    def _remove(self, key: str) -> None:
        if key not in self._as_dict():
            raise KeyError(key)
        self._take_apart(key)
        if key in self._run.summary:
            del self._run.summary[key]

    def _take_apart(self, key: str) -> None:
        """Whatever was logged under this key no longer stands."""
        before = self._rows.others.pop(key, None)
        if before is NESTED or isinstance(before, list | tuple):
            for name in [name for name in self._run.summary if name.startswith(key + _SEPARATOR)]:
                del self._run.summary[name]

    def _as_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        others = dict(self._rows.others)
        for name, value in self._run.summary.to_dict().items():
            root = next((root for root in others if name.startswith(root + _SEPARATOR)), None)
            if root is None:
                found[name] = value
            elif others[root] is NESTED:
                _put(found.setdefault(root, {}), name[len(root) + 1 :].split(_SEPARATOR), value)
        found |= {key: value for key, value in others.items() if value is not NESTED}
        if self._rows.last_step is not None:
            now = time.time()
            found |= {"_step": self._rows.last_step, "_timestamp": now, "_runtime": now - self._run.start_time}
        return found

    def persist(self) -> None:
        """Put what is no number into the summary of the run, where readers find it."""
        texts = {key: value for key, value in self._rows.others.items() if isinstance(value, str)}
        if texts and not self._run.closed:
            self._run.summary.update(texts)


def _put(tree: dict[str, Any], path: list[str], value: Any) -> None:
    for key in path[:-1]:
        below = tree.get(key)
        if not isinstance(below, dict):
            below = tree[key] = {}
        tree = below
    tree[path[-1]] = value
