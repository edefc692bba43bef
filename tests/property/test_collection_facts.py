"""The facts of a collection are the same in whatever order its journals are read."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from runstone.model.collection import CollectionFacts
from runstone.model.records import (
    AliasesChanged,
    CollectionBegan,
    PartUpserted,
    Record,
    VersionDeleted,
    VersionDescribed,
    VersionLinked,
    VersionLogged,
    VersionNumbered,
    VersionTagged,
)

WRITERS = ("0a", "0b", "0c")
times = st.integers(1, 6)
versions = st.sampled_from(["x", "y", "z"])
words = st.lists(st.sampled_from(["best", "latest", "old"]), max_size=2, unique=True)
records = st.one_of(
    st.builds(CollectionBegan, time=times, project=st.just("p"), name=st.just("n"), type=st.sampled_from(["a", "b"])),
    st.builds(AliasesChanged, time=times, version=versions, added=words, removed=words),
    st.builds(VersionTagged, time=times, version=versions | st.just(""), added=words, removed=words),
    st.builds(
        VersionDescribed, time=times, version=versions | st.just(""), description=st.none() | st.sampled_from("uv")
    ),
    st.builds(VersionNumbered, time=times, version=versions, number=st.integers(0, 3)),
    st.builds(VersionDeleted, time=times, version=versions),
    st.builds(PartUpserted, time=times, distributed_id=st.sampled_from("de"), manifest=st.sampled_from("12")),
)
journals = st.fixed_dictionaries(
    {
        writer: st.lists(records, max_size=5).map(lambda found: sorted(found, key=lambda item: item.time))
        for writer in WRITERS
    }
)


def made(number: int) -> list[tuple[str, Record]]:
    """Three versions, of which each writer made one; all may claim the same number."""
    return [
        ("0a", VersionLogged(time=1, version="x", number=number, digest="dx", manifest="mx", aliases=["latest"])),
        ("0b", VersionLogged(time=2, version="y", number=number, digest="dy", manifest="my", aliases=["latest"])),
        (
            "0c",
            VersionLinked(time=2, version="z", number=0, digest="dz", manifest="mz", source="s", source_version="x"),
        ),
    ]


def shown(facts: CollectionFacts) -> tuple[Any, ...]:
    parts = [part.manifest for name in "de" for part in facts.parts(name)]
    return facts.versions(), facts.type, facts.description, facts.tags, facts.next_number, facts.unsettled(), parts


@given(journals, st.integers(0, 1), st.randoms())
def test_the_order_of_reading_changes_nothing(found: dict[str, list[Record]], number: int, random: Any) -> None:
    whole = {writer: [record for of, record in made(number) if of == writer] + found[writer] for writer in WRITERS}
    in_order, mixed = CollectionFacts("c"), CollectionFacts("c")
    for writer in WRITERS:
        for record in whole[writer]:
            in_order.apply(writer, record)
    ahead = {writer: list(records) for writer, records in whole.items()}
    while any(ahead.values()):
        writer = random.choice([writer for writer in WRITERS if ahead[writer]])
        mixed.apply(writer, ahead[writer].pop(0))
    for record in whole["0b"]:
        mixed.apply("0b", record)
    assert shown(mixed) == shown(in_order)
    there = in_order.versions()
    assert len({version.number for version in there}) == len(there)
    aliases = [alias for version in there for alias in version.aliases]
    assert len(set(aliases)) == len(aliases)
    assert not there or "latest" in aliases


def test_an_alias_that_moved_on_is_not_taken_by_a_removal_from_where_it_was() -> None:
    facts = CollectionFacts("c")
    for writer, record in made(0):
        facts.apply(writer, record)
    facts.apply("0a", AliasesChanged(time=3, version="x", added=["best"]))
    facts.apply("0b", AliasesChanged(time=4, version="y", added=["best"]))
    facts.apply("0a", AliasesChanged(time=5, version="x", removed=["best"]))
    best = facts.find("best")
    assert best is not None
    assert best.id == "y"


def test_of_two_versions_with_one_number_the_earlier_keeps_it_until_somebody_records_another() -> None:
    facts = CollectionFacts("c")
    for writer, record in made(0):
        facts.apply(writer, record)
    assert {version.id: version.number for version in facts.versions()} == {"x": 0, "y": 1, "z": 2}
    assert facts.unsettled() == {"y": 1, "z": 2}
    facts.apply("0c", VersionNumbered(time=9, version="y", number=7))
    facts.apply("0c", VersionNumbered(time=9, version="z", number=8))
    assert facts.unsettled() == {}
    assert facts.next_number == 9
