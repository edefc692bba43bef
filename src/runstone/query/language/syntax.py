"""What a filter says: a tree of conditions on the fields of runs.

    config.lr < 1e-3 and tag = baseline and not state in (failed, crashed)

    And(Compare(config lr, "<", 1e-3), Compare(run tag, "=", "baseline"), Not(OneOf(run state, …)))

`start` and `end` are offsets into the text that a part was written in, so that whoever finds it wrong later can point at it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Source = Literal["run", "config", "summary", "metrics", "column"]
Operator = Literal["=", "!=", "<", "<=", ">", ">="]

RUN_FIELDS = (
    "name",
    "id",
    "display_id",
    "number",
    "project",
    "state",
    "tag",
    "tag_count",
    "stage",
    "group",
    "job_type",
    "host",
    "notes",
    "exit_code",
    "parent",
    "created_time",
    "ended_time",
    "silent_time",
    "updated_time",
    "duration_secs",
    "colour",
    "starred",
    "archived",
    "binned_time",
    "primary_metric",
    "best",
    "best_step",
)
"""The fields that every run has; all but those of LIST_FIELDS have one value."""

LIST_FIELDS = frozenset({"tag", "stage"})
"""Fields of which a run has any number of values: a test of equality is true if it is for one of them."""

METRIC_FIGURES = ("last", "min", "max", "mean", "count", "first_step", "last_step", "min_step", "max_step")
"""What is known of each metric of a run: `metrics.val/acc.max`."""


class Field(NamedTuple):
    """A fact of runs: `run` with one of RUN_FIELDS, `config` or `summary` with a flat key as it was written, or `metrics` with
    `<metric>.<figure>`. Of the rows of a logged table: `column` with its name."""

    source: Source
    key: str
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        return self.key if self.source in ("run", "column") else f"{self.source}.{self.key}"


class Value(NamedTuple):
    """What a field is compared with. What it means depends on the field: `2h` is a duration beside `duration_secs`, a text elsewhere.

    `number` is set where the text can be read as a number (true is 1, false 0, nan and inf too), unless it was in quotes. `is_null` is
    the word null.
    """

    text: str
    number: float | None = None
    is_null: bool = False
    start: int = 0
    end: int = 0


class Compare(NamedTuple):
    """A field beside a value. `!=` is true wherever `=` is not, for a missing field too; the others are false for a missing one.
    `= null` is true for a field that is missing or nothing."""

    field: Field
    operator: Operator
    value: Value


class OneOf(NamedTuple):
    """A field that has one of these values."""

    field: Field
    values: tuple[Value, ...]


class Matches(NamedTuple):
    """A field in which an RE2 pattern is found, upper and lower case alike; of None the name, id, display id or a tag."""

    field: Field | None
    pattern: str
    start: int = 0
    end: int = 0


class Exists(NamedTuple):
    """A field that is there, with any value."""

    field: Field


class Text(NamedTuple):
    """Words by themselves: found in name, id, display id or a tag, upper and lower case alike."""

    text: str


class And(NamedTuple):
    """All of these; of none, everything."""

    terms: tuple[Condition, ...]


class Or(NamedTuple):
    """One of these at least; of none, nothing."""

    terms: tuple[Condition, ...]


class Not(NamedTuple):
    """Wherever the term is not true."""

    term: Condition


Condition = Compare | OneOf | Matches | Exists | Text | And | Or | Not

EVERYTHING = And(())
