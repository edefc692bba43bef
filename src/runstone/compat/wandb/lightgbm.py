"""`wandb.lightgbm`: the same as `wandb.integration.lightgbm`."""

from runstone.compat.wandb.integration.lightgbm import log_summary, wandb_callback

__all__ = ["log_summary", "wandb_callback"]
