"""What a run of wandb's was begun with."""

from __future__ import annotations

from typing import Any, NamedTuple

from runstone.shim.freeze import freeze


class Facts(NamedTuple):
    """All that a run of ours beside it begins with."""

    id: str
    project: str
    name: str | None
    notes: str | None
    tags: tuple[str, ...]
    group: str | None
    job_type: str | None
    config: dict[str, Any]
    resume: str | None
    fork_from: str | None
    resume_from: str | None
    starting_step: int
    is_guest: bool = False


def facts_of(run: Any) -> Facts:
    """What wandb knows of a run when `init` has returned."""
    settings = getattr(run, "_settings", None)
    resume = getattr(settings, "resume", None)
    return Facts(
        id=str(run.id),
        project=str(run.project or "uncategorized"),
        name=run.name or None,
        notes=run.notes or None,
        tags=tuple(run.tags or ()),
        group=run.group or None,
        job_type=run.job_type or None,
        config={key: freeze(value) for key, value in dict(run.config).items() if key != "_wandb"},
        resume=str(resume) if resume not in (None, False, "never") else None,
        fork_from=_moment(getattr(settings, "fork_from", None)),
        resume_from=_moment(getattr(settings, "resume_from", None)),
        starting_step=int(getattr(run, "starting_step", 0) or 0),
    )


def _moment(moment: Any) -> str | None:
    """`id?_step=N`, as the client was given it."""
    if moment is None or isinstance(moment, str):
        return moment
    return f"{moment.run}?_step={int(moment.value)}"
