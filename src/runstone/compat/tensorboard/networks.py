"""Networks: the operations of a model as a graph."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any

from runstone.importers.tensorboard.graph import Node
from runstone.importers.tensorboard.values import Graph
from runstone.importers.tensorboard.wire import Malformed, as_message, as_text, fields
from runstone.model.errors import BadValue
from runstone.sdk import media
from runstone.sdk.capture.tensorboard.natives import graph_of


def graph_of_model(model: Any, inputs: Any, strict: bool) -> media.Graph:
    """The graph of a PyTorch module: traced with inputs where there are some, else read by `torch.fx`.

    Raises:
        BadValue: it is no module, or cannot be traced; the message says why.
    """
    if type(model).__module__.partition(".")[0] in ("networkx",) or isinstance(model, dict | media.Graph):
        return model if isinstance(model, media.Graph) else media.Graph(model)
    if not callable(getattr(model, "named_modules", None)):
        raise BadValue(f"add_graph takes a module of PyTorch, not a {type(model).__qualname__}.")
    torch: Any = importlib.import_module("torch")  # whoever has a module has it
    try:
        if inputs is None:
            return media.Graph(importlib.import_module("torch.fx").symbolic_trace(model))
        with torch.no_grad():
            traced = torch.jit.trace(model, inputs, strict=strict, check_trace=False)
    except (RuntimeError, TypeError, ValueError, NotImplementedError) as error:
        raise BadValue(
            f"the model cannot be traced ({str(error).strip()[:300]}). Training goes on without it."
        ) from error
    return _of_traced(traced)


def _of_traced(traced: Any) -> media.Graph:
    native = media.Graph()
    graph = traced.inlined_graph
    made: dict[str, str] = {}
    for value in list(graph.inputs())[1:]:  # the first one is the module itself
        made[value.debugName()] = value.debugName()
        native.add_node(value.debugName(), type="input")
    for at, node in enumerate(graph.nodes()):
        if node.kind() in ("prim::Constant", "prim::GetAttr"):
            continue
        scope = node.scopeName().rpartition("/")[2].replace("__module.", "")
        name = f"{scope or 'model'}/{node.kind().partition('::')[2]}_{at}"
        native.add_node(name, type=node.kind())
        for value in node.inputs():
            if value.debugName() in made:
                native.add_edge(made[value.debugName()], name)
        for value in node.outputs():
            made[value.debugName()] = name
    return native


def graph_of_onnx(path: str | os.PathLike[str]) -> media.Graph:
    """The graph of an ONNX file, which is decoded here: its package need not be there.

    Raises:
        BadValue: the file cannot be read, or is none.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise BadValue(f"the ONNX file {os.fspath(path)} cannot be read ({error.strerror or error}).") from error
    try:
        graphs = [as_message(value) for number, value in fields(memoryview(content)) if number == 7]
        return graph_of(Graph([node for graph in graphs for node in _onnx_nodes(graph)]))
    except Malformed as fault:
        raise BadValue(f"the file {os.fspath(path)} is no ONNX model ({fault}).") from fault


def _onnx_nodes(graph: memoryview) -> list[Node]:
    operations = [_Operation(as_message(value), at) for at, (number, value) in enumerate(fields(graph)) if number == 1]
    makers = {output: operation.name for operation in operations for output in operation.outputs}
    given = [as_text(dict(fields(as_message(value))).get(1, memoryview(b""))) for n, value in fields(graph) if n == 11]
    nodes = [Node(name, "input", [], []) for name in given]
    for operation in operations:
        sources = [makers.get(name, name) for name in operation.inputs if name in makers or name in given]
        nodes.append(Node(operation.name, operation.op, sources, []))
    return nodes


class _Operation:
    """A `NodeProto` of ONNX."""

    def __init__(self, message: memoryview, at: int) -> None:
        texts: dict[int, list[str]] = {1: [], 2: [], 3: [], 4: []}
        for number, value in fields(message):
            if number in texts:
                texts[number].append(as_text(value))
        self.inputs, self.outputs = texts[1], texts[2]
        self.op = "".join(texts[4])
        self.name = "".join(texts[3]) or f"{self.op}_{at}"
