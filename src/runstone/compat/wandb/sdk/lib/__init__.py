"""`from wandb.sdk.lib import RunDisabled`."""

from __future__ import annotations

__all__ = ["RunDisabled"]


class RunDisabled:
    """For `isinstance`: nothing is one. A disabled run is a `Run`."""
