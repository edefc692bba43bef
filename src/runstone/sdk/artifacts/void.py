"""The artifact log of a disabled run: takes every call, and records nothing."""

from __future__ import annotations

from typing import Any

from runstone.model.errors import Misuse


class VoidLog:
    """Gives back what it is given. What is not there cannot be used."""

    def log(self, artifact: Any, *_: Any) -> Any:
        """Nothing."""
        return artifact

    log_later = log
    upsert = log
    finish = log
    link = log

    def use(self, artifact_or_name: Any, *_: Any) -> Any:
        """The artifact, if it is one.

        Raises:
            Misuse: a disabled run knows no artifacts by name.
        """
        if isinstance(artifact_or_name, str):
            raise Misuse(
                f"The run is disabled and uses no artifacts, so there is no {artifact_or_name!r}. runstone.Api().artifact finds it."
            )
        return artifact_or_name

    def end(self) -> None:
        """Nothing is under way."""

    def after_fork(self) -> None:
        """Nothing is under way."""
