"""`from wandb.integration.sb3 import WandbCallback`."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from runstone.compat.wandb.of_the_run import need_run
from runstone.model.errors import BadValue
from runstone.model.values import to_plain

_BaseCallback: Any = importlib.import_module("stable_baselines3.common.callbacks").BaseCallback


class WandbCallback(_BaseCallback):  # type: ignore[misc]  # theirs is not typed
    """Keeps what the model was made with, and the model; what it measures goes to TensorBoard, and from there into the run (`sync_tensorboard=True`)."""

    def __init__(
        self,
        verbose: int = 0,
        model_save_path: str | None = None,
        model_save_freq: int = 0,
        gradient_save_freq: int = 0,
        log: str | None = "all",
    ) -> None:
        """
        Args:
            verbose: see Stable-Baselines3.
            model_save_path: the folder of the model, which is saved with the run; None for no model.
            model_save_freq: after so many steps, too; 0 at the end alone.
            gradient_save_freq: watch the policy every so many batches; 0 never.
            log: what is watched: see `run.watch`.

        Raises:
            Error: no run is open.
        """
        super().__init__(verbose)
        self._run = need_run("WandbCallback()")
        self._folder, self._every = model_save_path, model_save_freq
        self._watch_every, self._watch_what = gradient_save_freq, log
        if model_save_path is not None:
            Path(model_save_path).mkdir(parents=True, exist_ok=True)

    def _init_callback(self) -> None:
        words: dict[str, Any] = {"algo": type(self.model).__name__}
        for name, value in vars(self.model).items():
            if isinstance(value, int | float | str | bool | None):
                words[name] = value
            elif not name.startswith("_"):
                try:
                    words[name] = to_plain(value) if isinstance(value, dict | list | tuple) else str(value)
                except BadValue:
                    words[name] = str(value)
        self._run.config.setdefaults(words)
        if self._watch_every > 0:
            self._run.watch(self.model.policy, log_freq=self._watch_every, log=self._watch_what)

    def _on_step(self) -> bool:
        if self._every > 0 and self.n_calls % self._every == 0:
            self.save_model()
        return True

    def _on_training_end(self) -> None:
        self.save_model()

    def save_model(self) -> None:
        """Save the model with the run, if there is a folder for it."""
        if self._folder is not None:
            path = Path(self._folder, "model.zip")
            self.model.save(path)
            self._run.save(path, base_path=self._folder)
