"""The metrics of `fit`, epoch by epoch or batch by batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runstone.compat.wandb.integration.keras.library import Callback
from runstone.compat.wandb.of_the_run import need_run


class WandbMetricsLogger(Callback):  # type: ignore[misc]  # whichever Keras there is
    """Logs what `fit` measures: once an epoch as `epoch/…`, or every few batches as `batch/…`."""

    def __init__(self, log_freq: str | int = "epoch", initial_global_step: int = 0) -> None:
        """
        Args:
            log_freq: `epoch`, `batch`, or a number of batches.
            initial_global_step: the first step of a learning rate schedule.

        Raises:
            Error: no run is open.
        """
        super().__init__()
        self._run = need_run("WandbMetricsLogger()")
        self._every = None if log_freq == "epoch" else 1 if log_freq == "batch" else int(log_freq)
        self._step = initial_global_step
        axis = "epoch/epoch" if self._every is None else "batch/batch_step"
        self._run.define_metric(axis)
        self._run.define_metric(f"{axis.partition('/')[0]}/*", step_metric=axis)

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """For Keras."""
        self._log("epoch", "epoch", epoch, logs)

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """For Keras."""
        self._step += 1
        if self._every is not None and batch % self._every == 0:
            self._log("batch", "batch_step", self._step - 1, logs)

    def _log(self, section: str, axis: str, at: int, logs: Mapping[str, Any] | None) -> None:
        values = {f"{section}/{name}": value for name, value in (logs or {}).items()}
        values[f"{section}/{axis}"] = at
        rate = self._learning_rate()
        if rate is not None:
            values[f"{section}/learning_rate"] = rate
        self._run.log(values)

    def _learning_rate(self) -> float | None:
        rate = getattr(getattr(self.model, "optimizer", None), "learning_rate", None)
        if callable(rate) and not hasattr(rate, "numpy"):
            rate = rate(self._step)
        try:
            return None if rate is None else float(rate.numpy() if hasattr(rate, "numpy") else rate)
        except (TypeError, ValueError):
            return None
