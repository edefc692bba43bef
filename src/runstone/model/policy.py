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

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.model.errors import BadSetting
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


def _upwards(project: str) -> Iterator[str]:
    while project:
        yield project
        project = project.rpartition("/")[0]
    yield ""
