"""The facts of a sweep are the same in whatever order its journals are read."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from runstone.model.records import (
    Record,
    SweepBegan,
    SweepStateChanged,
    TrialClaimed,
    TrialEnded,
    TrialReported,
    TrialStopAsked,
)
from runstone.model.states import StopReason, SweepState, TrialState
from runstone.model.sweep import SweepFacts

WRITERS = ("0a", "0b", "0c")
times = st.integers(1, 6)
numbers = st.integers(0, 2)
points = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9).map(float)), max_size=3)
records = st.one_of(
    st.builds(
        SweepBegan, time=times, project=st.sampled_from("pq"), name=st.just(""), definition=st.just({}), seed=numbers
    ),
    st.builds(SweepStateChanged, time=times, state=st.sampled_from(SweepState)),
    st.builds(TrialClaimed, time=times, number=numbers, run=st.sampled_from("rs"), params=st.just({})),
    st.builds(TrialStopAsked, time=times, number=numbers, reason=st.sampled_from(StopReason)),
    st.builds(TrialReported, time=times, number=numbers, points=points),
    st.builds(TrialEnded, time=times, number=numbers, state=st.sampled_from(TrialState)),
)
journals = st.fixed_dictionaries(
    {
        writer: st.lists(records, max_size=6).map(lambda found: sorted(found, key=lambda item: item.time))
        for writer in WRITERS
    }
)


def shown(facts: SweepFacts) -> tuple[Any, ...]:
    return facts.project, facts.state, facts.next_number, facts.last_time, facts.trials()


@given(journals, st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(journals: dict[str, list[Record]], random: Any) -> None:
    one_by_one = SweepFacts("s")
    for writer, found in journals.items():
        for record in found:
            one_by_one.apply(writer, record)
    mixed = SweepFacts("s")
    waiting = {writer: list(found) for writer, found in journals.items() if found}
    while waiting:
        writer = random.choice(sorted(waiting))
        mixed.apply(writer, waiting[writer].pop(0))
        if not waiting[writer]:
            del waiting[writer]
    assert shown(mixed) == shown(one_by_one)
