"""`from runstone.compat.runicorn.log_compat.tensorboardX import SummaryWriter`: the writer of `docs/tensorboard.md`."""  # noqa: N999 - theirs

from runstone.compat.tensorboard import SummaryWriter

__all__ = ["SummaryWriter"]
