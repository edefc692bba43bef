"""Retention: what goes is old by every rule that is given, and nobody needs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from property_settings import examples
from recorder import Recorder
from runstone.edits.edit import Edit
from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.policy import Policy, Rule
from runstone.model.records import Parent
from runstone.query.retention import outdated

Record = Callable[..., Recorder]
DAY_US = 86_400 * 1_000_000


def going(index: Index, policy: Policy, now: int) -> set[str]:
    index.refresh()
    return {run.id for run in outdated(index, policy, now)}


def later(index: Index, days: float) -> int:
    """So many days after all that was recorded."""
    index.refresh()
    (last,) = index.ask(lambda snapshot: snapshot.connection.execute("SELECT max(updated_time) FROM run").fetchone())
    return int(last + days * DAY_US)


def test_runs_go_when_they_are_older_than_the_rule_of_their_project(index: Index, record: Record) -> None:
    for run, project in (("a", "cv"), ("b", "cv/deep"), ("c", "nlp")):
        record(run, project=project).finish()
    record("d", project="cv")  # under way
    policy = Policy(projects={"cv": Rule(keep_days=30)})
    assert going(index, policy, later(index, 29)) == set()
    assert going(index, policy, later(index, 31)) == {"a", "b"}
    assert going(index, Policy(), later(index, 10_000)) == set()


def test_the_newest_of_each_project_stay(index: Index, record: Record) -> None:
    for number in range(4):
        record(f"a{number}", project="cv").finish()
        record(f"b{number}", project="cv/deep").finish()
    assert going(index, Policy(Rule(keep_last=3)), later(index, 1)) == {"a0", "b0"}
    both = Policy(Rule(keep_last=3, keep_days=30))
    assert going(index, both, later(index, 1)) == set()
    assert going(index, both, later(index, 31)) == {"a0", "b0"}


def test_what_is_starred_tagged_or_in_the_bin_is_left_alone(index: Index, home: Home, record: Record) -> None:
    for run in ("plain", "starred", "kept", "paper", "binned", "archived"):
        record(run).finish()
    editor = Editor(home)
    index.refresh()
    from runstone.api.editing import EditAsk, edit

    for run, change in {
        "starred": Edit(starred=True),
        "kept": Edit(tags_added=("keep",)),
        "paper": Edit(tags_added=("paper",)),
        "binned": Edit(binned=True),
        "archived": Edit(archived=True),
    }.items():
        edit(index, editor, EditAsk(runs=[run], changes=change))
    editor.close()
    assert going(index, Policy(Rule(keep_days=1, keep_tags=["paper"])), later(index, 2)) == {"plain", "archived"}
    assert going(index, Policy(Rule(keep_days=1)), later(index, 2)) == {"plain", "archived", "paper"}


def test_a_run_stays_as_long_as_a_fork_of_it_or_of_its_forks(index: Index, record: Record) -> None:
    record("root", project="old").finish()
    record("middle", project="old", parent=("root", 1)).finish()
    record("leaf", project="new", parent=("middle", 1)).finish()
    record("alone", project="old").finish()
    policy = Policy(projects={"old": Rule(keep_days=1)})
    assert going(index, policy, later(index, 2)) == {"alone"}
    everything = Policy(Rule(keep_days=1))
    assert going(index, everything, later(index, 2)) == {"root", "middle", "leaf", "alone"}


Told = list[tuple[bool, int | None]]


@settings(max_examples=examples(10))
@given(st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 9)), min_size=1, max_size=8), st.integers(0, 5))
@example([(False, None), (False, 0), (True, 1)], 0)
def test_nobody_who_stays_loses_what_it_was_forked_off(tmp_path_factory: Any, told: Told, keep_last: int) -> None:
    place = Home(Path(tmp_path_factory.mktemp("home")))
    parents: dict[str, str | None] = {}
    is_old: dict[str, bool] = {}
    for number, (stays, parent) in enumerate(told):
        run, of = f"r{number}", None if parent is None or not number else f"r{parent % number}"
        recorder = Recorder(
            place, run, project="new" if stays else "old", parent=Parent(of, 1) if of is not None else None
        )
        recorder.finish()
        parents[run], is_old[run] = of, not stays
    index = Index(place)
    try:
        gone = going(index, Policy(projects={"old": Rule(keep_last=keep_last)}), later(index, 1))
    finally:
        index.close()
    old = [run for run in reversed(parents) if is_old[run]]
    needed = set(parents) - set(old[keep_last:])
    while more := {parents[run] for run in needed if parents[run] is not None} - needed:
        needed |= more
    assert gone == set(parents) - needed
