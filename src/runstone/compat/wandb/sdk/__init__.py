"""`wandb.sdk`: where libraries import names from that are public elsewhere."""

from runstone.compat.wandb.alert_level import AlertLevel
from runstone.compat.wandb.config import Config
from runstone.compat.wandb.opening import init
from runstone.compat.wandb.run import Run
from runstone.compat.wandb.settings import Settings, setup

__all__ = ["AlertLevel", "Config", "Run", "Settings", "init", "setup"]
