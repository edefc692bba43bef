"""`wandb.sklearn`: the same as `wandb.integration.sklearn`."""

from runstone.compat.wandb.integration.sklearn import __getattr__ as __getattr__
from runstone.compat.wandb.integration.sklearn import plot_confusion_matrix, plot_precision_recall, plot_roc

__all__ = ["plot_confusion_matrix", "plot_precision_recall", "plot_roc"]
