"""Graphs of nodes and edges: networks, or the operations of a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from runstone.model.errors import BadValue
from runstone.model.values import to_json, to_plain
from runstone.sdk.media.media import Encoded, Media


class Graph(Media):
    """A graph. Nodes and edges can be added until it is logged, and afterwards, to log it again."""

    type: ClassVar[str] = "graph"

    def __init__(self, data: Any = None, caption: str | None = None, *, directed: bool = True) -> None:
        """
        Args:
            data: a graph of NetworkX, a graph or module of `torch.fx`, or a dict with `nodes` (ids, or dicts with `id`) and `edges` (pairs, or
                dicts with `source` and `target`). None for an empty graph.
            caption: shown below it.
            directed: whether edges have a direction, where the data does not tell.

        Raises:
            BadValue: it is none of these.
        """
        super().__init__(caption)
        self._nodes: dict[str, dict[str, Any]] = {}
        self._edges: list[dict[str, Any]] = []
        self._directed = directed
        if data is None:
            return
        if isinstance(data, Mapping):
            self._from_dict(data)
        elif callable(getattr(data, "is_directed", None)) and callable(getattr(data, "edges", None)):
            self._from_networkx(data)
        elif hasattr(getattr(data, "graph", data), "nodes") and hasattr(getattr(data, "graph", data), "output_node"):
            self._from_fx(getattr(data, "graph", data))
        else:
            kind = f"{type(data).__module__}.{type(data).__qualname__}"
            raise BadValue(f"a {kind} is no graph: give one of NetworkX or torch.fx, or a dict with nodes and edges.")

    def add_node(self, node: Any, label: str | None = None, **facts: Any) -> None:
        """Add a node, or facts to one that is there.

        Args:
            node: its id; anything that has a text of its own.
            label: what is shown; the id by default.
            **facts: plain values to keep with it, `type` for one.
        """
        found = self._nodes.setdefault(str(node), {"id": str(node)})
        if label is not None:
            found["label"] = str(label)
        found.update((name, to_plain(value)) for name, value in facts.items())

    def add_edge(self, source: Any, target: Any, label: str | None = None, **facts: Any) -> None:
        """Add an edge, and its nodes if they are not there.

        Args:
            source, target: ids of nodes.
            label: what is shown at it.
            **facts: plain values to keep with it, `weight` for one.
        """
        self.add_node(source)
        self.add_node(target)
        plain = {name: to_plain(value) for name, value in facts.items()}
        named = {} if label is None else {"label": str(label)}
        self._edges.append({**plain, **named, "source": str(source), "target": str(target)})

    def encode(self) -> Encoded:
        """The graph as JSON, `{"directed", "nodes": [{"id", …}], "edges": [{"source", "target", …}]}`, and how much there is of it."""
        document = {"directed": self._directed, "nodes": list(self._nodes.values()), "edges": self._edges}
        facts = {"nodes": len(self._nodes), "edges": len(self._edges), "directed": self._directed}
        return Encoded(msgspec.json.encode(to_json(document)), "application/json", facts)

    def _from_dict(self, data: Mapping[str, Any]) -> None:
        self._directed = bool(data.get("directed", self._directed))
        nodes = data.get("nodes", [])
        if isinstance(nodes, Mapping):
            nodes = [{**(facts if isinstance(facts, Mapping) else {}), "id": node} for node, facts in nodes.items()]
        for node in nodes:
            facts = _named(node) if isinstance(node, Mapping) else {"id": node}
            if "id" not in facts:
                raise BadValue(f"a node of a graph has no 'id': {node!r:.80}.")
            self.add_node(facts.pop("id"), facts.pop("label", None), **facts)
        for edge in data.get("edges", []):
            facts = (
                _named(edge)
                if isinstance(edge, Mapping)
                else dict(zip(("source", "target", "label"), edge, strict=False))
            )
            if not {"source", "target"} <= facts.keys():
                raise BadValue(f"an edge of a graph has no 'source' and 'target': {edge!r:.80}.")
            self.add_edge(facts.pop("source"), facts.pop("target"), facts.pop("label", None), **facts)

    def _from_networkx(self, graph: Any) -> None:
        self._directed = bool(graph.is_directed())
        for node, facts in graph.nodes(data=True):
            self.add_node(node, **_named(facts, "node", "self"))
        for source, target, facts in graph.edges(data=True):
            self.add_edge(source, target, **_named(facts, "source", "target", "self"))

    def _from_fx(self, graph: Any) -> None:
        self._directed = True
        for node in graph.nodes:
            target = node.target if isinstance(node.target, str) else getattr(node.target, "__name__", str(node.target))
            self.add_node(node.name, type=node.op, target=target)
            for source in node.all_input_nodes:
                self.add_edge(source.name, node.name)


def _named(facts: Mapping[Any, Any], *taken: str) -> dict[str, Any]:
    """Facts with names that are texts; one that is a word of ours gets a `_`."""
    return {f"{name}_" if str(name) in taken else str(name): value for name, value in facts.items()}
