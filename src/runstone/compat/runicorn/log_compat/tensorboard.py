"""`from runstone.compat.runicorn.log_compat.tensorboard import SummaryWriter`: the writer of `docs/tensorboard.md`."""

from runstone.compat.tensorboard import SummaryWriter

__all__ = ["SummaryWriter"]
