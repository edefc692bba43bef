"""`wandb.tensorboard`: the same as `wandb.integration.tensorboard`."""

from runstone.compat.wandb.integration.tensorboard import log, patch, unpatch

__all__ = ["log", "patch", "unpatch"]
