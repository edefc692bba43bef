"""The command of a trial: the words of the definition, with its macros filled in."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from runstone.model.errors import BadValue
from runstone.model.values import leaves
from runstone.sweeps.definition import Definition

MACROS = (
    *(
        "env",
        "interpreter",
        "program",
        "args",
        "args_no_hyphens",
        "args_no_boolean_flags",
        "args_json",
        "args_json_file",
    ),
    "envvar:NAME",
)

_MACRO = re.compile(r"\$\{([^}]*)\}")


def command(
    definition: Definition, params: Mapping[str, Any], file: Path, interpreter: Sequence[str] = (sys.executable,)
) -> list[str]:
    """The words to start a trial with.

    Args:
        definition: its sweep.
        params: nested, as its config has them.
        file: where `${args_json_file}` is written.
        interpreter: what `${interpreter}` means.

    Raises:
        BadValue: a word has a macro that there is not, or the program that it needs is not named.
    """
    flat = {".".join(path): value for path, value in leaves(params)}
    words: list[str] = []
    for word in definition.command:
        match word:
            case "${env}":
                words += ["/usr/bin/env"] if os.name == "posix" else []
            case "${interpreter}":
                words += interpreter
            case "${args}":
                words += [f"--{name}={_text(value)}" for name, value in flat.items()]
            case "${args_no_hyphens}":
                words += [f"{name}={_text(value)}" for name, value in flat.items()]
            case "${args_no_boolean_flags}":
                words += [
                    f"--{name}" if value is True else f"--{name}={_text(value)}"
                    for name, value in flat.items()
                    if value is not False
                ]
            case _:
                words.append(_MACRO.sub(lambda found: _word(found[1], definition, params, file), word))
    return words


def _word(macro: str, definition: Definition, params: Mapping[str, Any], file: Path) -> str:
    match macro:
        case "program":
            if definition.program is None:
                raise BadValue(
                    "The command needs a program, and the definition of the sweep names none. No trial was started."
                )
            return definition.program
        case "args_json":
            return json.dumps(params)
        case "args_json_file":
            file.write_text(json.dumps(params), encoding="utf-8")
            return str(file)
        case "interpreter":
            return sys.executable
    kind, colon, name = macro.partition(":")
    if kind == "envvar" and colon:
        return os.environ.get(name, "")
    raise BadValue(f"The command has the macro ${{{macro}}}; there are {', '.join(MACROS)}. No trial was started.")


def _text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, list | dict) else str(value)
