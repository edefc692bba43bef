"""Versions get their numbers one by one, whoever asks."""

from __future__ import annotations

import subprocess
import sys

import pytest

from runstone.artifacts.collection import Collection, collections
from runstone.model.errors import DataFault
from runstone.model.home import Collections, Home
from runstone.model.records import AliasesChanged, CollectionBegan, VersionLogged

BEGAN = CollectionBegan(time=0, project="p", name="data", type="dataset")

CHILD = """
import sys
from runstone.artifacts.collection import Collection
from runstone.model.home import Home
from runstone.model.records import CollectionBegan, VersionLogged
began = CollectionBegan(time=0, project="p", name="data", type="dataset")
collection = Collection.named(Home(sys.argv[1]), "p", "data")
sys.stdin.readline()
for turn in range(10):
    name = f"{sys.argv[2]}-{turn}"
    collection.write(lambda facts, time: [
        VersionLogged(time=time, version=name, number=facts.next_number, digest=name, manifest="m", aliases=["latest"])
    ], began)
"""


def test_eight_processes_at_once_never_give_one_number_twice(home: Home) -> None:
    children = [
        subprocess.Popen([sys.executable, "-c", CHILD, str(home.path), str(number)], stdin=subprocess.PIPE)
        for number in range(8)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write(b"go\n")
        child.stdin.flush()
    assert [child.wait(60) for child in children] == [0] * 8
    for child in children:
        assert child.stdin is not None
        child.stdin.close()
    facts = Collection.named(home, "p", "data").facts()
    assert [version.number for version in facts.versions()] == list(range(80))
    assert facts.unsettled() == {}
    assert facts.versions()[-1].aliases == ["latest"]
    for child in range(8):
        own = [version.number for version in facts.versions() if version.digest.startswith(f"{child}-")]
        assert own == sorted(own)


def test_two_collections_of_one_name_are_one(home: Home) -> None:
    first, second = Collection.named(home, "p", "data"), Collection.named(home, "p", "data")
    assert not first.exists()
    first.write(lambda facts, time: [_version(time, facts.next_number)], BEGAN)
    second.write(lambda facts, time: [AliasesChanged(time=time, version="0", added=["best"])], BEGAN)
    assert [collection.id for collection in collections(home)] == [first.id]
    assert first.facts().versions()[0].aliases == ["best", "latest"]
    assert (first.facts().project, first.facts().name, first.facts().type) == ("p", "data", "dataset")
    first.close()
    second.close()


def test_a_journal_that_cannot_be_read_stops_the_numbering(home: Home) -> None:
    collection = Collection.named(home, "p", "data")
    collection.write(lambda facts, time: [_version(time, facts.next_number)], BEGAN)
    collection.close()
    (path,) = Collections(home).journals(collection.id)
    path.write_bytes(b"no journal at all")
    with pytest.raises(DataFault):
        Collection.named(home, "p", "data").write(lambda facts, time: [_version(time, facts.next_number)], BEGAN)


def _version(time: int, number: int) -> VersionLogged:
    return VersionLogged(time=time, version=str(number), number=number, digest="d", manifest="m")
