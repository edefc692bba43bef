"""Checkpoints that Keras writes, as versions of an artifact."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from runstone.compat.wandb.artifact import Artifact
from runstone.compat.wandb.integration.keras.library import ModelCheckpoint
from runstone.compat.wandb.of_the_run import need_run


class WandbModelCheckpoint(ModelCheckpoint):  # type: ignore[misc]  # whichever Keras there is
    """Keras' `ModelCheckpoint`; each file that it writes is a version of the artifact `run_<id>_model`, with the alias of its epoch or batch."""

    def __init__(
        self,
        filepath: str | os.PathLike[str],
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        initial_value_threshold: float | None = None,
        **kwargs: Any,
    ) -> None:
        """
        Args:
            filepath: where Keras writes, with `{epoch}` and names of metrics in it.
            monitor, verbose, save_best_only, save_weights_only, mode, save_freq, initial_value_threshold, **kwargs: see Keras.

        Raises:
            Error: no run is open.
        """
        self._run = need_run("WandbModelCheckpoint()")
        super().__init__(
            filepath=os.fspath(filepath),
            monitor=monitor,
            verbose=verbose,
            save_best_only=save_best_only,
            save_weights_only=save_weights_only,
            mode=mode,
            save_freq=save_freq,
            initial_value_threshold=initial_value_threshold,
            **kwargs,
        )

    def _save_model(
        self, epoch: int, batch: int | None, logs: Mapping[str, Any] | None, *more: Any, **named: Any
    ) -> Any:
        """For Keras, which calls it when a checkpoint may be due."""
        target = Path(self._get_file_path(epoch, batch, logs))
        before = _written(target)
        answer = super()._save_model(epoch, batch, logs, *more, **named)
        if _written(target) != before:
            self._log(target, f"epoch_{epoch}" if batch is None else f"epoch_{epoch}_batch_{batch}")
        return answer

    def _log(self, path: Path, alias: str) -> None:
        artifact = Artifact(f"run_{self._run.id}_model", "model")
        if path.is_dir():
            artifact.add_dir(path)
        else:
            artifact.add_file(path)
        self._run.log_artifact(artifact, aliases=["latest", alias])


def _written(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
