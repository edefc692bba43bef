"""Graphs: by hand, of NetworkX, of a traced model."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import networkx
import numpy as np
import pytest

import runstone as rs
from reading import LogOne
from runstone.api import StoredMedia


def document(item: StoredMedia) -> Any:
    assert (item.item.type, item.item.mime) == ("graph", "application/json")
    found = msgspec.json.decode(item.read())
    assert item.item.facts == {
        "nodes": len(found["nodes"]),
        "edges": len(found["edges"]),
        "directed": found["directed"],
    }
    return found


def test_by_hand(log_one: LogOne) -> None:
    graph = rs.Graph(caption="c")
    graph.add_node("in", label="input", size=np.int64(3))
    graph.add_node(("a", 1), score=math.nan)
    graph.add_edge("in", ("a", 1), weight=np.float32(0.5))
    graph.add_edge("in", "out", label="skip")
    assert document(log_one(graph)) == {
        "directed": True,
        "nodes": [
            {"id": "in", "label": "input", "size": 3},
            {"id": "('a', 1)", "score": {"$float": "NaN"}},
            {"id": "out"},
        ],
        "edges": [
            {"source": "in", "target": "('a', 1)", "weight": 0.5},
            {"source": "in", "target": "out", "label": "skip"},
        ],
    }
    assert document(log_one(rs.Graph()))["nodes"] == []


@pytest.mark.parametrize(
    "data",
    [
        {"nodes": ["a", "b"], "edges": [("a", "b")]},
        {"nodes": {"a": {}, "b": None}, "edges": [["a", "b"]]},
        {"nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"source": "a", "target": "b"}]},
        {"edges": [("a", "b")]},
    ],
)
def test_of_a_dict(log_one: LogOne, data: Any) -> None:
    expected = {"nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"source": "a", "target": "b"}], "directed": True}
    assert document(log_one(rs.Graph(data))) == expected


@pytest.mark.parametrize("kind", [networkx.Graph, networkx.DiGraph, networkx.MultiDiGraph])
def test_of_networkx(log_one: LogOne, kind: Any) -> None:
    graph = kind()
    graph.add_node(1, label="one", node="taken")
    graph.add_edge(1, 2, weight=3, source="taken")
    assert document(log_one(rs.Graph(graph))) == {
        "directed": graph.is_directed(),
        "nodes": [{"id": "1", "label": "one", "node_": "taken"}, {"id": "2"}],
        "edges": [{"weight": 3, "source_": "taken", "source": "1", "target": "2"}],
    }


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (3, "builtins.int is no graph"),
        ({"nodes": [{"name": "a"}]}, "has no 'id'"),
        ({"edges": [{"source": "a"}]}, "has no 'source' and 'target'"),
        ({"edges": [("a",)]}, "has no 'source' and 'target'"),
    ],
)
def test_what_is_no_graph(data: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        rs.Graph(data)
