"""`runstone rewind`: shows a run as it was at a step, or again as it was before a rewind."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from runstone.cli.output import terminal
from runstone.cli.place import HomeOption, RunArgument, open_home
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.author import login_name
from runstone.model.errors import BadStep, Misuse
from runstone.model.records import HeadMoved, Rewound
from runstone.model.version import VERSION
from runstone.sdk.existing import need_run, read_run


def rewind(
    run: RunArgument,
    step: Annotated[int | None, Parameter(allow_leading_hyphen=True)] = None,
    *,
    undo: Annotated[bool, Parameter(negative=(), help="Take the last rewind back.")] = False,
    home: HomeOption = None,
) -> None:
    """Hide what a run has after a step, or show it again. Nothing is removed, and training may go on from there.

    Parameters
    ----------
    step
        The last step that stays.
    """
    place = open_home(home)
    existing = read_run(place, need_run(place, run))
    facts = existing.facts
    if (step is None) != undo:
        raise Misuse("Give the step to rewind to, or --undo. Nothing was changed.")
    if undo and facts.head not in facts.branches:
        raise Misuse(f"{run!r} is not rewound. Nothing was changed.")
    if step is not None and (existing.last_step is None or step > existing.last_step):
        has = "no steps" if existing.last_step is None else f"steps up to {existing.last_step}"
        raise BadStep(f"{run!r} has {has}; there is no {step} to rewind to. Nothing was changed.")
    writer = JournalWriter(place, existing.id, role="editor", version=VERSION, author=login_name())
    if step is not None:
        branch = max(facts.branches, default=0) + 1
        writer.event(Rewound(time=writer.now(), branch=branch, onto=facts.head, step=step))
        said = f"{run} shows its steps up to {step}. `runstone rewind {run} --undo` takes that back."
    else:
        writer.event(HeadMoved(time=writer.now(), branch=facts.branches[facts.head].onto))
        said = f"{run} shows again what it showed before it was rewound to step {facts.branches[facts.head].step}."
    writer.close()
    Registry(place).ring(existing.id, writer.writer)
    terminal().print(said)
