"""The facts of a run are the same in whatever order its journals are read, and in however many goes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from runstone.model.facts import RunFacts
from runstone.model.records import Described, Marked, Opened, Record, Started, TagsChanged

WRITERS = ("0a", "0b", "0c")
words = st.none() | st.sampled_from(["", "x", "y"])
marks = st.none() | st.booleans()
tags = st.lists(st.sampled_from("abc"), max_size=2, unique=True)
times = st.integers(1, 4)
records = st.one_of(
    st.builds(Described, time=times, name=words, notes=words, group=words, job_type=words, project=words, colour=words),
    st.builds(Marked, time=times, starred=marks, archived=marks, binned=marks),
    st.builds(TagsChanged, time=times, added=tags, removed=tags),
)
journals = st.fixed_dictionaries(
    {
        writer: st.lists(records, max_size=4).map(lambda found: sorted(found, key=lambda item: item.time))
        for writer in WRITERS
    }
)


def opened(writer: str) -> Opened:
    return Opened(time=0, run="r", writer=writer, role="editor", author=f"author of {writer}")


def began() -> Started:
    return Started(time=1, number=1, display_id="R-1", project="p", name="first", tags=["b", "c"], notes="n", group="g")


def shown(facts: RunFacts) -> dict[str, Any]:
    names = ("name", "notes", "group", "job_type", "project", "colour", "starred", "archived", "tags")
    return {name: getattr(facts, name) for name in (*names, "binned_time", "binned_by")}


@given(journals, st.randoms())
def test_what_people_said_is_the_same_in_whatever_order_it_is_read(found: dict[str, list[Record]], random: Any) -> None:
    whole = {writer: [opened(writer), *([began()] if writer == "0a" else []), *found[writer]] for writer in WRITERS}
    in_order, mixed = RunFacts("r"), RunFacts("r")
    for writer in WRITERS:
        for record in whole[writer]:
            in_order.apply(writer, record)
    ahead = {writer: list(records) for writer, records in whole.items()}
    while any(ahead.values()):
        writer = random.choice([writer for writer in WRITERS if ahead[writer]])
        mixed.apply(writer, ahead[writer].pop(0))
        if random.random() < 0.3:
            mixed = RunFacts.unpack("r", mixed.pack())
    for record in whole["0b"]:
        mixed.apply("0b", record)
    assert shown(mixed) == shown(in_order)


@given(journals)
def test_the_last_word_stands(found: dict[str, list[Record]]) -> None:
    facts = RunFacts("r")
    said: dict[str, tuple[tuple[int, str, int], Any]] = {}
    for writer in WRITERS:
        facts.apply(writer, opened(writer))
        for place, record in enumerate(found[writer]):
            facts.apply(writer, record)
            stamp = (record.time, writer, place)
            for name in ("name", "notes", "colour", "starred", "archived", "binned"):
                value = getattr(record, name, None)
                if value is not None and stamp > said.get(name, ((0, "", 0), None))[0]:
                    said[name] = stamp, value
    assert {name: getattr(facts, name) for name in said if name != "binned"} == {
        name: value for name, (_, value) in said.items() if name != "binned"
    }
    stamp, binned = said.get("binned", ((0, "", 0), False))
    assert (facts.binned_time, facts.binned_by) == ((stamp[0], f"author of {stamp[1]}") if binned else (None, ""))


def test_a_tag_that_is_put_back_has_its_old_place() -> None:
    facts = RunFacts("r")
    facts.apply("w", TagsChanged(time=1, added=["b", "a", "c"]))
    facts.apply("w", TagsChanged(time=2, removed=["a"]))
    assert facts.tags == ["b", "c"]
    facts.apply("w", TagsChanged(time=3, added=["a", "d"]))
    assert facts.tags == ["b", "a", "c", "d"]
