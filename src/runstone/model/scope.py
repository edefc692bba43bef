"""A scope: the projects in which somebody may do something, each with all below it, and perhaps only some runs of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """`projects` are the tops of subtrees, none below another, in order; the empty path is the whole home. Made by `Scope.of`.

    `runs` are the ids of the runs that alone are in it, wherever in the projects they lie; None for all. `for_guests` leaves out what is between
    those who work there: comments, the history of edits, and what lies in the bin.
    """

    projects: tuple[str, ...]
    runs: tuple[str, ...] | None = None
    for_guests: bool = False

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
        return "" in self.projects and self.runs is None and not self.for_guests

    @property
    def is_nothing(self) -> bool:
        """Whether there is no project in it, or none of the runs."""
        return not self.projects or self.runs == ()

    def allows(self, project: str) -> bool:
        """Whether a project lies in it whole; the empty path, which is the whole home, only in everything."""
        return self.runs is None and any(_covers(top, project) for top in self.projects)

    def both(self, other: Scope) -> Scope:
        """What lies in this one and in another."""
        projects = Scope.of(
            below
            for mine in self.projects
            for theirs in other.projects
            for top, below in ((mine, theirs), (theirs, mine))
            if _covers(top, below)
        ).projects
        runs = self.runs if other.runs is None else other.runs
        if self.runs is not None and other.runs is not None:
            runs = tuple(sorted({*self.runs} & {*other.runs}))
        return Scope(projects, runs, self.for_guests or other.for_guests)


def _covers(top: str, project: str) -> bool:
    return not top or project == top or project.startswith(f"{top}/")


EVERYTHING = Scope(("",))
NOTHING = Scope(())
