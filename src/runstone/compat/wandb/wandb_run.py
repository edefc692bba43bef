"""`from wandb.wandb_run import Run`, as older integrations import it."""

from runstone.compat.wandb.run import Run

__all__ = ["Run"]
