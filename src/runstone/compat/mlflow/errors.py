"""The error that scripts catch."""

from __future__ import annotations

from runstone.model.errors import BadValue


class MlflowException(BadValue):
    """A call that cannot be; nothing of it was recorded."""
