"""`from wandb.sdk.wandb_config import Config`."""

from runstone.compat.wandb.config import Config, ConfigStatic

__all__ = ["Config", "ConfigStatic"]
