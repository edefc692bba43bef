"""Roles: what somebody may do in a project and in all below it."""

from __future__ import annotations

from enum import IntEnum

from runstone.model.errors import BadValue


class Role(IntEnum):
    """Each may do what those before it may. Only the last three are granted; the others are what a door asks for."""

    ANYBODY = -1
    """Who has not logged in."""
    GUEST = 0
    """Who came by a share link, and everybody below."""
    USER = 1
    """Who has logged in, whatever they may do besides."""
    VIEWER = 2
    """Sees what was recorded."""
    EDITOR = 3
    """Records runs, and changes what people say of them."""
    ADMIN = 4
    """Removes things for good; in the whole home also keeps users, teams, grants and tokens."""

    @property
    def word(self) -> str:
        """What people call it."""
        return self.name.lower()


GRANTED = (Role.VIEWER, Role.EDITOR, Role.ADMIN)


def read_role(word: str) -> Role:
    """The role that a word means.

    Raises:
        BadValue: none that can be granted.
    """
    for role in GRANTED:
        if role.word == word.strip().lower():
            return role
    raise BadValue(f"{word!r} is no role: say viewer, editor or admin. Nothing was changed.")
