"""A scope: the projects in which somebody may do something, each with all below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """`projects` are the tops of subtrees, none below another, in order; the empty path is the whole home. Made by `Scope.of`."""

    projects: tuple[str, ...]

    @classmethod
    def of(cls, projects: Iterable[str]) -> Scope:
        """The scope of these projects and all below them."""
        tops: list[str] = []
        for project in sorted(set(projects), key=lambda path: (path.count("/") if path else -1, path)):
            if not any(_covers(top, project) for top in tops):
                tops.append(project)
        return cls(tuple(sorted(tops)))

    @property
    def is_everything(self) -> bool:
        """Whether it is the whole home, with what lies in no project."""
        return "" in self.projects

    @property
    def is_nothing(self) -> bool:
        """Whether there is no project in it."""
        return not self.projects

    def allows(self, project: str) -> bool:
        """Whether a project lies in it; the empty path, which is the whole home, only in everything."""
        return any(_covers(top, project) for top in self.projects)

    def both(self, other: Scope) -> Scope:
        """What lies in this one and in another."""
        return Scope.of(
            below
            for mine in self.projects
            for theirs in other.projects
            for top, below in ((mine, theirs), (theirs, mine))
            if _covers(top, below)
        )


def _covers(top: str, project: str) -> bool:
    return not top or project == top or project.startswith(f"{top}/")


EVERYTHING = Scope(("",))
NOTHING = Scope(())
