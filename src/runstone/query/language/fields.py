"""Fields by their names: `state`, `config.lr`, `summary.val/acc`, `metrics.val/acc.max`, and what else people call them."""

from __future__ import annotations

import difflib
from typing import NoReturn

from runstone.model.errors import BadQuery
from runstone.query.language.stream import shown
from runstone.query.language.syntax import METRIC_FIGURES, RUN_FIELDS, Field, Source
from runstone.query.language.tokens import FILTER, is_word, quote, scan

SOURCES: dict[str, Source] = {
    "config": "config",
    "summary": "summary",
    "summary_metrics": "summary",
    "metrics": "metrics",
    "metric": "metrics",
}

_OTHER_NAMES = {
    "tags": "tag",
    "stages": "stage",
    "status": "state",
    "display_name": "name",
    "run_id": "id",
    "created": "created_time",
    "created_at": "created_time",
    "ended": "ended_time",
    "ended_at": "ended_time",
    "finished_at": "ended_time",
    "silent": "silent_time",
    "silent_since": "silent_time",
    "updated": "updated_time",
    "updated_at": "updated_time",
    "heartbeat_at": "updated_time",
    "duration": "duration_secs",
    "runtime": "duration_secs",
    "hostname": "host",
    "color": "colour",
    "binned": "binned_time",
}


def _folded(name: str) -> str:
    """`displayName`, `display_name` and `DISPLAY_NAME` are the same."""
    return name.replace("_", "").lower()


_RUN_FIELDS = {_folded(name): name for name in RUN_FIELDS} | {_folded(name): key for name, key in _OTHER_NAMES.items()}
_LONGEST_GUESS = 40


def field_named(name: str, start: int = 0, end: int = 0) -> Field | None:
    """The field of a name as it is, without backquotes; None if there is none. `start` and `end` are put into it."""
    source, dot, key = name.partition(".")
    if dot:
        if source not in SOURCES or not key:
            return None
        if SOURCES[source] == "metrics" and not (key.rpartition(".")[0] and key.rpartition(".")[2] in METRIC_FIGURES):
            return None
        return Field(SOURCES[source], key, start, end)
    run_field = _RUN_FIELDS.get(_folded(name))
    return Field("run", run_field, start, end) if run_field else None


def parse_field(text: str) -> Field:
    """The field that a text names, with or without backquotes: `config.lr`, `config.my key`, config.`my key`.

    Raises:
        BadQuery: there is no such field; it points into the text.
    """
    name = text
    if "`" in text:
        token, *_, end = scan(text, FILTER)
        fault = token.fault or ("One field is expected here." if token.end < end.start else None)
        # A key may hold a backquote itself, and the table of runs asks for it as it is.
        if fault and (field_named(name) is None or name.partition(".")[2].startswith("`")):
            raise BadQuery(fault, text, 0, len(text))
        name = name if fault else token.text
    return field_named(name, 0, len(text)) or unknown_field(name, text, 0, len(text))


def unknown_field(name: str, text: str | None, start: int, end: int) -> NoReturn:
    """Raise a BadQuery that says what fields there are and which was perhaps meant."""
    raise BadQuery(_unknown(name), text, start, end)


def field_text(field: Field) -> str:
    """A field as a filter writes it, with backquotes where its key needs them."""
    if field.source == "run":
        return field.key
    key, dot, figure = field.key.rpartition(".") if field.source == "metrics" else (field.key, "", "")
    bare = key and is_word(key, FILTER)
    return f"{field.source}.{key if bare else quote(key, '`')}{dot}{figure}"


def _unknown(name: str) -> str:
    source, dot, key = name.partition(".")
    if dot and source in SOURCES:
        if not key:
            return f"`{source}.` wants a key: `{source}.<key>`."
        if SOURCES[source] == "metrics":
            return (
                f"A metric is written with one of its figures: `metrics.<metric>.<figure>`, like `metrics.val/acc.max`. "
                f"The figures are {', '.join(METRIC_FIGURES)}."
            )
    said = f"There is no field {shown(name)}."
    if len(name) <= _LONGEST_GUESS:
        known = [*RUN_FIELDS, *_OTHER_NAMES] if not dot else [f"{source}." for source in SOURCES]
        close = difflib.get_close_matches(name.lower() if not dot else f"{source}.", known, n=1, cutoff=0.7)
        if close:
            said += f" Did you mean `{close[0]}{key}`?"
    return (
        f"{said} Keys of the config are written `config.<key>`, of the summary `summary.<key>`; "
        f"every run has {', '.join(RUN_FIELDS)}."
    )
