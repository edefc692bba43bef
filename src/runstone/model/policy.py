"""The policy of a home: how much projects may take up, and for how long runs are kept. A plain file, which people write:

[home]                          # the whole home
quota_bytes = 2_000_000_000_000
silence_days = 7

[projects."cv/resnet"]          # this project and all below it
quota_bytes = 500_000_000_000
keep_days = 90
keep_last = 100
keep_tags = ["paper"]
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.model.errors import BadSetting, HomeUnusable
from runstone.model.home import Home

KEEP_TAG = "keep"
"""Whatever a policy says, a run with this tag stays."""


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for a project and all below it; None for what it does not say.

    A run is kept for `keep_days` after its last record, and as long as it is among the `keep_last` newest of its project: it goes when neither of
    those that are given keeps it. Starred ones and those with one of `keep_tags` stay.
    """

    quota_bytes: Annotated[int, Meta(ge=0)] | None = None
    keep_days: Annotated[float, Meta(gt=0)] | None = None
    keep_last: Annotated[int, Meta(ge=0)] | None = None
    keep_tags: list[str] = []

    @property
    def is_retention(self) -> bool:
        """Whether it says how long runs are kept."""
        return self.keep_days is not None or self.keep_last is not None


class HomeRule(Rule, frozen=True, forbid_unknown_fields=True):
    """What holds for the whole home. A run that comes by upload, and of which nothing came for `silence_days`, is taken for crashed."""

    silence_days: Annotated[float, Meta(gt=0)] = 7.0


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All rules: of the whole home, and of projects by their paths."""

    home: HomeRule = HomeRule()
    projects: dict[str, Rule] = {}

    def quotas(self) -> dict[str, int]:
        """How many bytes each project with a quota may take up with all below it; the empty path is the whole home."""
        rules = {"": self.home, **self.projects}
        return {path: rule.quota_bytes for path, rule in rules.items() if rule.quota_bytes is not None}

    def retention(self, project: str) -> tuple[str, Rule] | None:
        """The rule by which runs of a project are kept, and whose it is: the nearest that says anything of it. None where they are kept for ever."""
        for path in _upwards(project):
            rule = self.projects.get(path) if path else self.home
            if rule is not None and rule.is_retention:
                return path, rule
        return None


def policy_path(home: Home) -> Path:
    """Where the policy of a home lies."""
    return home.path / "server" / "policy.toml"


def read_policy(home: Home) -> Policy:
    """The policy of a home; one without rules where there is no file.

    Raises:
        BadSetting: the file is no policy. It says what is wrong.
    """
    path = policy_path(home)
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Policy)
    except FileNotFoundError:
        return Policy()
    except (OSError, ValueError) as error:
        raise BadSetting(f"{path} is no policy: {error}. Nothing was changed.") from error


def parse_policy(text: str) -> Policy:
    """The policy that a text says.

    Raises:
        BadSetting: it says none. It tells what is wrong.
    """
    try:
        return msgspec.toml.decode(text, type=Policy)
    except ValueError as error:
        raise BadSetting(f"These are no rules: {error}. Nothing was changed.") from error


def read_policy_text(home: Home) -> str:
    """The policy as people wrote it, with their comments; empty where there is no file."""
    try:
        return policy_path(home).read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def write_policy_text(home: Home, text: str) -> None:
    """Write the policy, durably: it is there whole or as it was. The permissions of the file stay; a new one is its owner's alone.

    Raises:
        HomeUnusable: the home takes no bytes. The rules are as they were.
    """
    path = policy_path(home)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        part.chmod(mode)
        os.replace(part, path)
    except OSError as error:
        raise HomeUnusable(f"{path} cannot be written ({error.strerror}). The rules are as they were.") from error
    finally:
        part.unlink(missing_ok=True)


def _upwards(project: str) -> Iterator[str]:
    while project:
        yield project
        project = project.rpartition("/")[0]
    yield ""
