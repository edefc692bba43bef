"""Identity: who asks, and where they may do what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from runstone.access.role import Role
from runstone.model.scope import EVERYTHING, NOTHING, Scope


class Grant(NamedTuple):
    """A role in a project and in all below it; the empty path is the whole home."""

    role: Role
    project: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks. `user` is a name; None where nobody has one, since there is no login.

    `most` and `within` bound what a token may do, whatever its user may. `token`, `session` and `share` tell by which of the three they came; who came
    by a share link has no name.
    """

    user: str | None
    grants: tuple[Grant, ...]
    most: Role = Role.ADMIN
    within: Scope = EVERYTHING
    token: str = ""
    session: bytes = b""
    share: str = ""

    def scope(self, role: Role) -> Scope:
        """Where they have this role or a higher one; everything for roles that every user has."""
        if role > self.most:
            return NOTHING
        if role <= Role.USER:
            return EVERYTHING
        return Scope.of(grant.project for grant in self.grants if grant.role >= role).both(self.within)

    @property
    def role(self) -> Role:
        """The highest role that they have anywhere."""
        return max((role for role in Role if not self.scope(role).is_nothing), default=Role.USER)

    @property
    def keeps_users(self) -> bool:
        """Whether they keep users, grants and tokens of all."""
        return self.scope(Role.ADMIN).is_everything


LOCAL = Identity(None, (Grant(Role.ADMIN, ""),))
"""Whoever reaches a server that asks nobody for a name."""

STRANGER = Identity(None, (), most=Role.ANYBODY, within=NOTHING)
"""Who has not said who they are."""
