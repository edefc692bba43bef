"""TensorBoard beside the run: what its writers are given is recorded, and so are event files that others write."""

from runstone.sdk.capture.tensorboard.sync import sync

__all__ = ["sync"]
