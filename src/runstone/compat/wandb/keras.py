"""`wandb.keras`: the same as `wandb.integration.keras`."""

from runstone.compat.wandb.integration.keras import WandbMetricsLogger
from runstone.compat.wandb.integration.keras import __getattr__ as __getattr__

__all__ = ["WandbMetricsLogger"]
