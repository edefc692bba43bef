"""A cache of decoded pieces, bounded by their bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

MAX_BYTES = 64 << 20

T = TypeVar("T")


class Cache:
    """Least recently used goes first. What is cached must never change: ids of frames, axes and blocks are given once only."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._items: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = threading.Lock()  # guards the order and the byte count; readers of several threads share one cache

    def get(self, key: Hashable, make: Callable[[], T], size_bytes: Callable[[T], int]) -> T:
        """The cached item, or what `make` gives."""
        with self._lock:
            found = self._items.get(key)
            if found is not None:
                self._items.move_to_end(key)
                return cast(T, found[0])
        item = make()
        size = size_bytes(item)
        if size <= self._max_bytes // 4:
            with self._lock:
                if key not in self._items:
                    self._items[key] = (item, size)
                    self._bytes += size
                while self._bytes > self._max_bytes:
                    self._bytes -= self._items.popitem(last=False)[1][1]
        return item

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._items.clear()
            self._bytes = 0
