"""The environment variables that scripts and launchers set."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from runstone.compat.wandb.errors import UsageError

_TRUE = frozenset({"1", "true", "yes", "on", "y", "t"})


def _flag(text: str) -> bool:
    return text.strip().lower() in _TRUE


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _seconds(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"{text!r} in the environment is no number of seconds. Nothing was created.") from None


# To the setting of the same meaning.
VARIABLES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "WANDB_PROJECT": ("project", str),
    "WANDB_ENTITY": ("entity", str),
    "WANDB_NAME": ("run_name", str),
    "WANDB_NOTES": ("run_notes", str),
    "WANDB_TAGS": ("run_tags", _words),
    "WANDB_RUN_GROUP": ("run_group", str),
    "WANDB_JOB_TYPE": ("run_job_type", str),
    "WANDB_RUN_ID": ("run_id", str),
    "WANDB_RESUME": ("resume", str),
    "WANDB_RESUME_FROM": ("resume_from", str),
    "WANDB_FORK_FROM": ("fork_from", str),
    "WANDB_REINIT": ("reinit", str),
    "WANDB_MODE": ("mode", str),
    "WANDB_CONFIG_PATHS": ("config_paths", _words),
    "WANDB_CONSOLE": ("console", str),
    "WANDB_SAVE_CODE": ("save_code", _flag),
    "WANDB_DISABLE_GIT": ("disable_git", _flag),
    "WANDB_DISABLE_CODE": ("disable_code", _flag),
    "WANDB_CODE_DIR": ("code_dir", str),
    "WANDB_SILENT": ("silent", _flag),
    "WANDB_QUIET": ("quiet", _flag),
    "WANDB_X_DISABLE_STATS": ("x_disable_stats", _flag),
    "WANDB__DISABLE_STATS": ("x_disable_stats", _flag),
    "WANDB_X_DISABLE_META": ("x_disable_meta", _flag),
    "WANDB_X_DISABLE_MACHINE_INFO": ("x_disable_machine_info", _flag),
    "WANDB_X_SAVE_REQUIREMENTS": ("x_save_requirements", _flag),
    "WANDB_X_STATS_SAMPLING_INTERVAL": ("x_stats_sampling_interval", _seconds),
    "WANDB_FINISH_TIMEOUT": ("finish_timeout", _seconds),
    "WANDB_X_PRIMARY": ("x_primary", _flag),
    "WANDB_X_LABEL": ("x_label", str),
    "WANDB_X_UPDATE_FINISH_STATE": ("x_update_finish_state", _flag),
}


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The settings that the environment says, by their names."""
    environ = os.environ if environ is None else environ
    found = {name: read(environ[variable]) for variable, (name, read) in VARIABLES.items() if environ.get(variable)}
    if _flag(environ.get("WANDB_DISABLED", "")):
        found["mode"] = "disabled"
    return found
