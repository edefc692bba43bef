"""Pluto's settings, and what they mean here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Settings:
    """Pluto's settings: any attribute can be set; those in `translate` mean something here, the rest is about their upload."""

    mode = "perf"
    disable_console = False
    disable_system_metrics = False
    sanitize_logs = True
    x_sys_sampling_interval = 4.0
    shutdown_timeout = 30.0

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def update(self, values: Settings | Mapping[str, Any] | None) -> None:
        """Take over what is set."""
        for name, value in _as_dict(values).items():
            setattr(self, name, value)


_defaults = Settings()


def setup(settings: Settings | Mapping[str, Any] | None = None) -> Settings:
    """Settings for every run of this process that is started later."""
    _defaults.update(settings)
    return _defaults


def resolve(given: Settings | Mapping[str, Any] | None) -> Settings:
    """The settings of one run: what it was given over what `setup` was given."""
    settings = Settings(**vars(_defaults))
    settings.update(given)
    return settings


def translate(settings: Settings) -> dict[str, Any]:
    """Their settings as ours, only what somebody set."""
    ours: dict[str, Any] = {}
    said = vars(settings)
    if said.get("mode") == "noop":
        ours["mode"] = "disabled"
    if "disable_console" in said:
        ours["console"] = not said["disable_console"]
    if "disable_system_metrics" in said:
        ours["system"] = not said["disable_system_metrics"]
    if "sanitize_logs" in said:
        ours["redact"] = bool(said["sanitize_logs"])
    if "x_sys_sampling_interval" in said:
        ours["system_interval_secs"] = float(said["x_sys_sampling_interval"])
    if "shutdown_timeout" in said:
        ours["finish_timeout_secs"] = float(said["shutdown_timeout"])
    return ours


def _as_dict(values: Settings | Mapping[str, Any] | None) -> dict[str, Any]:
    if values is None:
        return {}
    return dict(values) if isinstance(values, Mapping) else dict(vars(values))
