"""`wandb.sklearn`: the same as `wandb.integration.sklearn`."""

from runstone.compat.wandb.integration.sklearn import *  # noqa: F403 - all that it has
from runstone.compat.wandb.integration.sklearn import __all__ as __all__
