"""`wandb.xgboost`: the same as `wandb.integration.xgboost`."""

from runstone.compat.wandb.integration.xgboost import WandbCallback, wandb_callback

__all__ = ["WandbCallback", "wandb_callback"]
