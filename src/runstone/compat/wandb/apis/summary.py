"""The summary of a run that was recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from runstone.model.values import nest, to_plain

Write = Callable[[Mapping[str, Any], Mapping[str, Any]], None]


class StoredSummary(dict[str, Any]):
    """A summary by key or by attribute; nested values are reached by their whole key, `a/b`, and by `["a"]["b"]`. What is changed here is written
    by `update`."""

    def __init__(self, values: Mapping[str, Any], write: Write) -> None:
        """
        Args:
            values: as it stands.
            write: records what is different, given what stood and what is to stand.
        """
        super().__init__(values)
        object.__setattr__(self, "_before", to_plain(dict(values)))
        object.__setattr__(self, "_write", write)

    def __missing__(self, key: str) -> Any:
        below = {name[len(key) + 1 :]: value for name, value in self.items() if name.startswith(f"{key}/")}
        if not below:
            raise KeyError(key)
        return nest({tuple(name.split("/")): value for name, value in below.items()})

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        try:
            return self[key]
        except KeyError:
            raise AttributeError(f"The summary has no key {key!r}.") from None

    def __setattr__(self, key: str, value: Any) -> None:
        self[key] = value

    @property
    def _json_dict(self) -> dict[str, Any]:
        """A plain dict, as scripts that export runs take it."""
        return dict(self)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default."""
        try:
            return self[key]
        except KeyError:
            return default

    def update(self, *values: Mapping[str, Any] | None, **more: Any) -> None:  # type: ignore[override]
        """Take over values, if any are given, and write all that was changed.

        Raises:
            UnsupportedError: the run is read through a server.
        """
        for each in (*values, more):
            super().update(each or {})
        object.__getattribute__(self, "_write")(object.__getattribute__(self, "_before"), self)
        object.__setattr__(self, "_before", to_plain(dict(self)))
