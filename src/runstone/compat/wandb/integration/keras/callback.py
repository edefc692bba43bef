"""The callback of older scripts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from runstone.compat.wandb.integration.keras.library import Callback
from runstone.compat.wandb.of_the_run import need_run
from runstone.sdk.guard import say_once


class WandbCallback(Callback):  # type: ignore[misc]  # whichever Keras there is
    """Logs the metrics of each epoch under their own names, and keeps the best model as `model-best.keras` beside the run."""

    def __init__(
        self, monitor: str = "val_loss", verbose: int = 0, mode: str = "auto", save_model: bool = True, **kwargs: Any
    ) -> None:
        """
        Args:
            monitor: the metric that says which epoch is best.
            verbose: accepted.
            mode: `min`, `max`, or `auto`: `max` for names that hold `acc` or `auc`.
            save_model: keep the model of the best epoch.
            **kwargs: `save_weights_only` and `log_batch_frequency`; the others are said once: log what they drew by yourself.

        Raises:
            Error: no run is open.
        """
        super().__init__()
        self._run = need_run("WandbCallback()")
        self._monitor, self._save = monitor, save_model
        self._higher = mode == "max" or (mode == "auto" and any(word in monitor for word in ("acc", "auc", "fmeasure")))
        self._weights_only = bool(kwargs.pop("save_weights_only", False))
        self._every = kwargs.pop("log_batch_frequency", None)
        self.best: float | None = None
        wanted = sorted(name for name, value in kwargs.items() if value)
        if wanted:
            say_once(f"WandbCallback({', '.join(wanted)}) is not translated: log what it drew by run.log or run.watch.")

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """For Keras."""
        if self._every and batch % self._every == 0:
            self._run.log(dict(logs or {}))

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """For Keras."""
        values = dict(logs or {})
        self._run.log({"epoch": epoch, **values})
        at = values.get(self._monitor)
        if at is None or (self.best is not None and (at <= self.best if self._higher else at >= self.best)):
            return
        self.best = float(at)
        self._run.summary.update({f"best_{self._monitor}": self.best, "best_epoch": epoch})
        if self._save:
            path = os.path.join(self._run.dir, "model-best.weights.h5" if self._weights_only else "model-best.keras")
            (self.model.save_weights if self._weights_only else self.model.save)(path)
