"""A function in front of a method of one object, until it is removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Hook:
    """Calls `before` with the same arguments ahead of every call of the method; passes its own answer on."""

    def __init__(self, owner: Any, method: str, before: Callable[..., None]) -> None:
        """Put it in place.

        Raises:
            AttributeError: the object has no such method, or takes no attributes.
        """
        original = getattr(owner, method)
        self._owner = owner
        self._method = method
        self._before: Callable[..., None] | None = before

        def hooked(*args: Any, **named: Any) -> Any:
            if self._before is not None:
                self._before(*args)
            return original(*args, **named)

        self._hooked = hooked
        setattr(owner, method, hooked)

    @property
    def is_in_place(self) -> bool:
        """Whether a call of the method comes by here first."""
        return vars(self._owner).get(self._method) is self._hooked

    def remove(self) -> None:
        """Take it away; where somebody else put theirs on top since, it only falls silent. Idempotent."""
        self._before = None
        if self.is_in_place:
            delattr(self._owner, self._method)
