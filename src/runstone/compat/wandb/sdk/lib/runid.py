"""`from wandb.sdk.lib.runid import generate_id`."""

from runstone.compat.wandb.util import generate_id

__all__ = ["generate_id"]
