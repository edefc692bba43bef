"""`from wandb.sdk.lib.config_util import ConfigError`."""

from runstone.compat.wandb.errors import ConfigError

__all__ = ["ConfigError"]
