"""`from wandb.integration.keras import WandbMetricsLogger`: callbacks for Keras by itself or within TensorFlow."""

from runstone.compat.wandb.integration.keras.callback import WandbCallback
from runstone.compat.wandb.integration.keras.eval_callback import WandbEvalCallback
from runstone.compat.wandb.integration.keras.metrics_logger import WandbMetricsLogger
from runstone.compat.wandb.integration.keras.model_checkpoint import WandbModelCheckpoint

__all__ = ["WandbCallback", "WandbEvalCallback", "WandbMetricsLogger", "WandbModelCheckpoint"]
