"""`from wandb.sdk.wandb_run import Run`."""

from runstone.compat.wandb.run import Run

__all__ = ["Run"]
