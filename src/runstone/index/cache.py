"""A cache of decoded pieces, bounded by their bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

MAX_BYTES = 192 << 20

# A third is for what is small, mostly figures made of what is large: reading through a long series once does not wash them away.
_SMALL_BYTES = 48 << 10
_SMALL_SHARE = 1 / 3

T = TypeVar("T")


class _Shelf:
    """Items in the order of their use."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0
        self.items: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()

    def put(self, key: Hashable, item: Any, size_bytes: int) -> None:
        if key in self.items:
            return
        self.items[key] = (item, size_bytes)
        self.bytes += size_bytes
        while self.bytes > self.max_bytes:
            self.bytes -= self.items.popitem(last=False)[1][1]


class Cache:
    """Least recently used goes first. What is cached must never change: ids of frames, axes and blocks are given once only."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        small = int(max_bytes * _SMALL_SHARE)
        self._small, self._large = _Shelf(small), _Shelf(max_bytes - small)
        self._lock = threading.Lock()  # guards the shelves; readers of several threads share one cache

    def find(self, key: Hashable) -> Any:
        """The cached item, or None."""
        with self._lock:
            for shelf in (self._small, self._large):
                found = shelf.items.get(key)
                if found is not None:
                    shelf.items.move_to_end(key)
                    return found[0]
        return None

    def get(self, key: Hashable, make: Callable[[], T], size_bytes: Callable[[T], int]) -> T:
        """The cached item, or what `make` gives."""
        found = self.find(key)
        if found is not None:
            return cast(T, found)
        item = make()
        size = size_bytes(item)
        shelf = self._small if size <= _SMALL_BYTES else self._large
        if size <= shelf.max_bytes // 4:
            with self._lock:
                shelf.put(key, item, size)
        return item

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            for shelf in (self._small, self._large):
                shelf.items.clear()
                shelf.bytes = 0
