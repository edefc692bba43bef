"""`wandb.Settings`, and what it means here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from runstone.compat.wandb.environment import from_environment
from runstone.compat.wandb.errors import UsageError

# What scripts read of settings that nobody set.
_DEFAULTS: dict[str, Any] = {
    "mode": "online",
    "project": None,
    "entity": None,
    "run_id": None,
    "run_name": None,
    "run_notes": None,
    "run_tags": None,
    "run_group": None,
    "run_job_type": None,
    "resume": None,
    "resume_from": None,
    "fork_from": None,
    "reinit": "default",
    "console": "auto",
    "silent": False,
    "quiet": False,
    "save_code": None,
    "disable_git": False,
    "disable_code": False,
    "finish_timeout": None,
    "init_timeout": 90.0,
    "api_key": None,
    "base_url": None,
    "program": None,
    "host": None,
    "sweep_id": None,
    "x_disable_stats": False,
    "x_disable_meta": False,
    "x_save_requirements": True,
    "x_stats_sampling_interval": 15.0,
    "x_primary": True,
    "x_label": None,
    "x_update_finish_state": True,
}

_MODES = {
    "online": "online",
    "offline": "offline",
    "disabled": "disabled",
    "shared": "shared",
    "run": "online",
    "dryrun": "offline",
}


class Settings:
    """Settings by name, as attributes. Those in `translate` mean something here; all others are about a server, and are kept and ignored."""

    def __init__(self, **values: Any) -> None:
        """
        Raises:
            UsageError: `mode` is none.
        """
        for name, value in values.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        # Before 0.19 some were called `_disable_stats` that are `x_disable_stats` now.
        if name.startswith("_") and not name.startswith("__") and f"x{name}" in _DEFAULTS:
            name = f"x{name}"
        if name == "mode" and value is not None:
            value = check_mode(value)
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name in _DEFAULTS:
            return _DEFAULTS[name]
        raise AttributeError(f"There is no setting {name!r}.")

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter({**_DEFAULTS, **vars(self)}.items())

    def __repr__(self) -> str:
        shown = {name: "***" if name == "api_key" and value else value for name, value in vars(self).items()}
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    def update(self, values: Settings | Mapping[str, Any] | None = None, **more: Any) -> None:
        """Take over what is set, and is not None."""
        for name, value in {**said(values), **more}.items():
            if value is not None:
                setattr(self, name, value)


def said(values: Settings | Mapping[str, Any] | None) -> dict[str, Any]:
    """What somebody set."""
    if values is None:
        return {}
    return dict(values) if isinstance(values, Mapping) else dict(vars(values))


def check_mode(mode: str) -> str:
    """The mode in its one spelling.

    Raises:
        UsageError: there is no such mode.
    """
    if mode not in _MODES:
        raise UsageError(f"mode={mode!r}: expected online, offline, disabled or shared. Nothing was created.")
    return _MODES[mode]


_process_wide = Settings()


def setup(settings: Settings | Mapping[str, Any] | None = None) -> Settings:
    """Settings of every run that this process begins later."""
    _process_wide.update(settings)
    return _process_wide


def teardown() -> None:
    """Forget what `setup` was given."""
    vars(_process_wide).clear()


def resolve(given: Settings | Mapping[str, Any] | None, arguments: Mapping[str, Any]) -> Settings:
    """The settings of one run: arguments of `init` over its `settings=`, over `setup`, over the environment."""
    settings = Settings()
    settings.update(from_environment())
    settings.update(_process_wide)
    settings.update(given)
    settings.update(arguments)
    return settings


def translate(settings: Settings) -> dict[str, Any]:
    """Their settings as ours, only what somebody set."""
    ours: dict[str, Any] = {}
    given = said(settings)
    if given.get("console") == "off":
        ours["console"] = False
    if given.get("silent") or given.get("quiet"):
        ours["quiet"] = True
    for theirs, mine in (("disable_git", "git"), ("x_disable_meta", "host"), ("x_disable_stats", "system")):
        if given.get(theirs):
            ours[mine] = False
    if given.get("x_disable_machine_info"):
        ours |= {"host": False, "system": False}
    if given.get("x_save_requirements") is False:
        ours["packages"] = False
    if given.get("x_stats_sampling_interval") is not None:
        ours["system_interval_secs"] = float(given["x_stats_sampling_interval"])
    if given.get("finish_timeout") is not None:
        ours["finish_timeout_secs"] = float(given["finish_timeout"])
    return ours
