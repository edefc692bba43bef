"""Ids that their users choose and we give out: a bare number, and `ABC-12`.

Launchers take the number of a job for the id of its run. Such an id gets a prefix in the home, which nobody sees from here.
"""

from __future__ import annotations

from runstone.compat.wandb.errors import UsageError
from runstone.model.ids import is_display_id

_PREFIX = "id-"
_FORBIDDEN = "/#?:;,'"


def _is_given_out(text: str) -> bool:
    return text.isdigit() or is_display_id(text)


def check(text: str) -> str:
    """The id that somebody chose for a run that is to begin.

    Raises:
        UsageError: it has a sign that stands between ids, steps and versions elsewhere. Nothing was created.
    """
    wrong = [sign for sign in _FORBIDDEN if sign in text]
    if wrong:
        raise UsageError(
            f"id={text!r}: the id of a run has none of {' '.join(_FORBIDDEN)}, and this one has {' '.join(wrong)}. Nothing was created."
        )
    return text


def to_native(text: str) -> str:
    """The id in the home."""
    return _PREFIX + text if _is_given_out(text) else text


def from_native(text: str) -> str:
    """The id that was chosen."""
    rest = text.removeprefix(_PREFIX)
    return rest if rest != text and _is_given_out(rest) else text


def of_path(path: str) -> str:
    """The id in the home of `entity/project/id`, `project/id`, or the id alone."""
    return to_native(path.strip("/").rpartition("/")[2])
