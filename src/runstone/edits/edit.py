"""An edit: what a person changes about runs. It is applied to a run as it stands, and its inverse is an edit, too."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import msgspec

from runstone.model.errors import BadValue, Misuse
from runstone.model.ids import check_project
from runstone.model.records import Described, Marked, Record, StopAsked, StopWithdrawn, TagsChanged

# A word such as `teal`, which the UI's palette gives a meaning, or a colour itself.
_COLOUR = re.compile(r"[a-z][a-z0-9-]{0,31}|#[0-9a-f]{6}")


class Standing(NamedTuple):
    """A run as it stands before an edit. Nothing that is known of it was written after `time`, in microseconds since the epoch. `stop`: somebody
    asked it to end."""

    run: str
    time: int
    name: str
    project: str
    notes: str = ""
    group: str = ""
    job_type: str = ""
    colour: str = ""
    tags: tuple[str, ...] = ()
    starred: bool = False
    archived: bool = False
    binned: bool = False
    is_open: bool = False
    stop: bool = False


class Edit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What changes. None leaves a fact as it is; an empty text clears notes, group, job_type or colour.

    `colour` is a word of the palette such as `teal`, or `#rrggbb`. `binned` puts a run into the bin or takes it out. With `project_from`,
    `project` replaces only that beginning of the run's project, so that what lies under it moves along; runs elsewhere stay. `stop` asks those
    that go on to end, or takes that back for who did not hear of it yet.
    """

    name: str | None = None
    notes: str | None = None
    group: str | None = None
    job_type: str | None = None
    project: str | None = None
    project_from: str | None = None
    colour: str | None = None
    tags_added: tuple[str, ...] = ()
    tags_removed: tuple[str, ...] = ()
    starred: bool | None = None
    archived: bool | None = None
    binned: bool | None = None
    stop: bool | None = None

    def checked(self) -> Edit:
        """The same in its one spelling.

        Raises:
            Misuse: it says nothing, or a part cannot be.
        """
        if self == Edit():
            raise Misuse("The edit changes nothing: give a name, notes, tags or another fact. Nothing was changed.")
        if self.project_from is not None and self.project is None:
            raise Misuse("`project_from` says what `project` replaces: give both. Nothing was changed.")
        if self.name is not None and not self.name.strip():
            raise BadValue("A run has a name: it cannot be empty. Nothing was changed.")
        if self.colour and not _COLOUR.fullmatch(self.colour.lower()):
            raise BadValue(
                f"{self.colour!r} is no colour: write a word such as `teal`, or #rrggbb. Nothing was changed."
            )
        both = set(self.tags_added) & set(self.tags_removed)
        if both:
            raise BadValue(f"The tag {min(both)!r} is to be put on and taken off. Nothing was changed.")
        return msgspec.structs.replace(
            self,
            name=self.name.strip() if self.name is not None else None,
            project=check_project(self.project) if self.project is not None else None,
            project_from=check_project(self.project_from) if self.project_from is not None else None,
            colour=self.colour.lower() if self.colour is not None else None,
            tags_added=_tags(self.tags_added),
            tags_removed=_tags(self.tags_removed),
        )

    def needed(self, standing: Standing) -> Edit:
        """What of this edit would change anything about a run."""
        changes: dict[str, Any] = {}
        for fact in _FACTS:
            value = getattr(self, fact) if fact != "project" else self._project(standing.project)
            if value is not None and value != getattr(standing, fact):
                changes[fact] = value
        changes["tags_added"] = tuple(tag for tag in self.tags_added if tag not in standing.tags)
        changes["tags_removed"] = tuple(tag for tag in self.tags_removed if tag in standing.tags)
        # A second request is passed on again.
        if self.stop is not None and standing.is_open and (self.stop or standing.stop):
            changes["stop"] = self.stop
        return Edit(**changes)

    def inverse(self, standing: Standing) -> Edit:
        """What takes this edit back, if all of it is needed: see `needed`."""
        changes = {fact: getattr(standing, fact) for fact in _FACTS if getattr(self, fact) is not None}
        if self.stop is not None and self.stop != standing.stop:
            changes["stop"] = standing.stop
        return Edit(**changes, tags_added=self.tags_removed, tags_removed=self.tags_added)

    def records(self, time: int) -> list[Record]:
        """What says so in a journal."""
        found: list[Record] = []
        words = {word: getattr(self, word) for word in _WORDS if getattr(self, word) is not None}
        marks = {mark: getattr(self, mark) for mark in _MARKS if getattr(self, mark) is not None}
        if words:
            found.append(Described(time=time, **words))
        if self.tags_added or self.tags_removed:
            found.append(TagsChanged(time=time, added=list(self.tags_added), removed=list(self.tags_removed)))
        if marks:
            found.append(Marked(time=time, **marks))
        if self.stop is not None:
            found.append(StopAsked(time=time) if self.stop else StopWithdrawn(time=time))
        return found

    def _project(self, present: str) -> str | None:
        """Where a run of this project would lie."""
        if self.project is None or self.project_from is None:
            return self.project
        if present == self.project_from:
            return self.project
        below = f"{self.project_from}/"
        return check_project(f"{self.project}/{present[len(below) :]}") if present.startswith(below) else None


_WORDS = ("name", "notes", "group", "job_type", "project", "colour")
_MARKS = ("starred", "archived", "binned")
_FACTS = (*_WORDS, *_MARKS)

NOTHING = Edit()


class RunsEdit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Runs, by id, and what changes about all of them."""

    runs: list[str]
    changes: Edit


def _tags(given: tuple[str, ...]) -> tuple[str, ...]:
    if not all(tag.strip() for tag in given):
        raise BadValue("A tag is a text that is not empty. Nothing was changed.")
    return tuple(dict.fromkeys(tag.strip() for tag in given))
