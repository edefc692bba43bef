"""Scopes: the index of a home as each of several scopes shows it, kept open as long as it is asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict

from runstone.index.index import Index, ScopedIndex
from runstone.model.scope import Scope

_MOST = 16


class Scopes:
    """May be shared by threads."""

    def __init__(self, whole: Index) -> None:
        """
        Args:
            whole: shows everything; whoever gave it closes it.
        """
        self._whole = whole
        self._scoped: OrderedDict[Scope, ScopedIndex] = OrderedDict()
        # Guards `_scoped`.
        self._lock = threading.Lock()

    def of(self, scope: Scope) -> Index:
        """What a scope shows. The one that was asked for longest ago is closed where there are many."""
        if scope.is_everything:
            return self._whole
        with self._lock:
            found = self._scoped.get(scope)
            if found is None:
                found = self._scoped[scope] = self._whole.scoped(scope)
                if len(self._scoped) > _MOST:
                    self._scoped.popitem(last=False)[1].close()
            self._scoped.move_to_end(scope)
            return found

    def close(self) -> None:
        """Close all but the whole. Idempotent."""
        with self._lock:
            for index in self._scoped.values():
                index.close()
            self._scoped.clear()
