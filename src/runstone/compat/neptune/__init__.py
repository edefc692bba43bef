"""Neptune's door: `from runstone.compat.neptune import Run` for `neptune_scale`, `neptune.init_run` for `neptune` 1.x.

What maps, what does not, and why is in `docs/neptune.md`.
"""

from __future__ import annotations

from typing import Any

from runstone.compat.neptune.fields import FieldRun
from runstone.compat.neptune.run import Run
from runstone.compat.neptune.types import File, Histogram
from runstone.model.errors import Misuse

__all__ = ["File", "Histogram", "Run", "init_run"]


def init_run(
    project: str | None = None,
    api_token: str | None = None,
    with_id: str | None = None,
    custom_run_id: str | None = None,
    mode: str | None = None,
    name: str | None = None,
    description: str | None = None,
    tags: str | list[str] | None = None,
    **accepted: Any,
) -> FieldRun:
    """A run of `neptune` 1.x: `run["train/loss"].append(0.9)`.

    Args:
        project: `workspace/name`.
        api_token: accepted; there is nobody to ask.
        with_id: a run to go on with: its id, number or display id.
        custom_run_id: your own id; gone on with if it exists.
        mode: `debug` writes nothing; all others record.
        name, description: the name and the notes.
        tags: one or several.
        **accepted: of theirs, about sources, git and the server.

    Raises:
        RunNotFound: there is no run `with_id`.
    """
    return FieldRun.begin(project, with_id, custom_run_id, mode, name, description, tags)


def __getattr__(name: str) -> Any:
    if name in ("init_project", "init_model", "init_model_version", "init"):
        raise Misuse(
            f"neptune.{name} is not translated: init_run records, and runstone.Api reads. Nothing was created."
        )
    raise AttributeError(
        f"module 'runstone.compat.neptune' has no {name!r}. docs/neptune.md lists the names that there are."
    )
