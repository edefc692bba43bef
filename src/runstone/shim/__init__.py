"""Beside the real client: a script that logs to W&B, unchanged, is recorded here too. See `docs/wandb-dual.md`."""
