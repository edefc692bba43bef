"""What a config may be given as: a mapping, a namespace, flags of absl, the path of a YAML or JSON file."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from runstone.compat.wandb.errors import ConfigError, UsageError
from runstone.compat.wandb.plain_yaml import read_yaml

DEFAULTS_FILE = "config-defaults.yaml"


def as_config(given: Any, exclude: Iterable[str] | None = None, include: Iterable[str] | None = None) -> dict[str, Any]:
    """A config as a dict, not yet made plain.

    Args:
        given: a mapping, a namespace, flags of absl, or a path; None is empty.
        exclude: keys to leave out.
        include: keys to keep, all others are left out.

    Raises:
        UsageError: `exclude` and `include` were both given.
        TypeError: it is none of these.
        ConfigError: the file cannot be read.
    """
    if exclude and include:
        raise UsageError("Expected at most only one of exclude or include. Nothing was changed.")
    config = _read(given)
    if include:
        kept = set(include)
        return {key: value for key, value in config.items() if key in kept}
    dropped = set(exclude or ())
    return {key: value for key, value in config.items() if key not in dropped}


def _read(given: Any) -> dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, str | os.PathLike):
        return read_file(Path(given))
    if isinstance(given, Mapping):
        return {str(key): value for key, value in given.items()}
    if hasattr(given, "flag_values_dict"):
        return dict(given.flag_values_dict())
    try:
        return dict(vars(given))
    except TypeError:
        kind = type(given).__name__
        raise TypeError(
            f"config takes a dict, a namespace or the path of a file, not {kind}. Nothing was changed."
        ) from None


def read_file(path: Path) -> dict[str, Any]:
    """A file of keys and values, or in the long form `key: {desc: …, value: …}`.

    Raises:
        ConfigError: it is not there, or says something else.
    """
    try:
        text = path.read_text()
    except OSError as error:
        raise ConfigError(
            f"The config file {path} cannot be read ({error.strerror or error}). Nothing was changed."
        ) from error
    try:
        found = json.loads(text) if path.suffix == ".json" else read_yaml(text)
    except ValueError as error:
        raise ConfigError(f"The config file {path} cannot be understood: {error}. Nothing was changed.") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise ConfigError(f"The config file {path} holds no keys and values. Nothing was changed.")
    found = {str(key): value for key, value in found.items() if key not in ("wandb_version", "_wandb")}
    return {key: value["value"] if _is_long(value) else value for key, value in found.items()}


def _is_long(value: Any) -> bool:
    return isinstance(value, dict) and "value" in value and value.keys() <= {"value", "desc"}


def defaults(paths: Iterable[str] | None) -> dict[str, Any]:
    """What the files say that are read without being asked for: `config-defaults.yaml` here, and those of `WANDB_CONFIG_PATHS` over it."""
    found: dict[str, Any] = {}
    if Path(DEFAULTS_FILE).is_file():
        found |= read_file(Path(DEFAULTS_FILE))
    for path in paths or ():
        found |= read_file(Path(path))
    return found
