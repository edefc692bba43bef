"""`wandb.Graph`."""

from __future__ import annotations

from typing import Any

from runstone.compat.wandb.data_types import Graph


def to_ours(graph: Any) -> Graph:
    """Its nodes and edges."""
    ours = Graph()
    nodes = list(graph.nodes)
    for number, node in enumerate(nodes):
        ours.add_node(
            _name(node, number), str(node.name or node.id or number), type=str(getattr(node, "class_name", "") or "")
        )
    names = {id(node): _name(node, number) for number, node in enumerate(nodes)}
    for edge in graph.edges:
        if id(edge.from_node) in names and id(edge.to_node) in names:
            ours.add_edge(names[id(edge.from_node)], names[id(edge.to_node)])
    return ours


def _name(node: Any, number: int) -> str:
    return str(node.id if node.id is not None else number)
