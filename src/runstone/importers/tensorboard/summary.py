"""Summaries: `Summary.Value`, decoded into what its plugin shows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from runstone.importers.tensorboard.histogram import decode_histogram, of_rows
from runstone.importers.tensorboard.hparams import decode_hparams
from runstone.importers.tensorboard.tensor import Tensor, decode_tensor
from runstone.importers.tensorboard.values import (
    AnyValue,
    Histogram,
    HParams,
    Images,
    MeshPart,
    Numbers,
    Other,
    PrCurve,
    Scalar,
    Sounds,
    Texts,
)
from runstone.importers.tensorboard.wire import Malformed, Value, as_float, as_message, as_signed, as_text, fields

_SIMPLE_VALUE, _IMAGE, _HISTOGRAM, _AUDIO, _TENSOR, _METADATA = 2, 4, 5, 6, 8, 9
_VALUES = frozenset({_SIMPLE_VALUE, 3, _IMAGE, _HISTOGRAM, _AUDIO, _TENSOR})
_MESH_PARTS = {1: "vertex", 2: "face", 3: "color"}


class Plugin(NamedTuple):
    """Whose a summary is: the name of a plugin, and what that keeps beside the value."""

    name: str
    content: memoryview


_NOBODY = Plugin("", memoryview(b""))


class SummaryDecoder:
    """Decodes the summaries of one folder. It remembers whose a tag is: writers say so with the first value alone."""

    def __init__(self) -> None:
        self._plugins: dict[str, Plugin] = {}

    def decode(self, message: memoryview) -> tuple[str, AnyValue]:
        """The tag and value of a `Summary.Value`.

        Raises:
            Malformed: the bytes are none.
        """
        tag, kind = "", 0
        content: Value = 0
        plugin: Plugin | None = None
        for number, value in fields(message):
            if number == 1:
                tag = as_text(value)
            elif number in _VALUES:
                kind, content = number, value
            elif number == _METADATA:
                plugin = _plugin(as_message(value))
        if kind == _SIMPLE_VALUE:
            return tag, Scalar(as_float(content))
        if plugin is None:
            plugin = self._plugins.get(tag, _NOBODY)
        else:
            self._plugins[tag] = plugin
        return tag, _decode(kind, content, plugin, tag)


def _plugin(metadata: memoryview) -> Plugin:
    name, content = "", memoryview(b"")
    for number, value in fields(metadata):
        if number == 1:
            for inner, part in fields(as_message(value)):
                if inner == 1:
                    name = as_text(part)
                elif inner == 2:
                    content = memoryview(bytes(as_message(part)))
    return Plugin(name, content)


def _decode(kind: int, content: Value, plugin: Plugin, tag: str) -> AnyValue:
    if plugin.name == "hparams":
        return HParams(decode_hparams(plugin.content))
    if kind == _HISTOGRAM:
        return Histogram(*decode_histogram(as_message(content)))
    if kind == _IMAGE:
        return Images([bytes(as_message(value)) for number, value in fields(as_message(content)) if number == 4])
    if kind == _AUDIO:
        return Sounds([bytes(as_message(value)) for number, value in fields(as_message(content)) if number == 4], [])
    if kind == _TENSOR:
        return _of_tensor(decode_tensor(as_message(content)), plugin, tag)
    return Other(plugin.name)


def _of_tensor(tensor: Tensor, plugin: Plugin, tag: str) -> AnyValue:
    if tensor.array is None:
        return _of_strings(tensor, plugin.name)
    array = tensor.array
    is_real = array.dtype.kind in "biuf"
    if plugin.name == "scalars" or (not plugin.name and array.ndim == 0 and is_real):
        if array.size != 1 or not is_real:
            raise Malformed(f"a scalar of shape {array.shape}")
        return Scalar(float(array.reshape(-1)[0]))
    if plugin.name == "histograms":
        return Histogram(*of_rows(array.astype(np.float64)))
    if plugin.name == "pr_curves":
        if array.ndim != 2 or array.shape[0] != 6:
            raise Malformed(f"a precision-recall curve of shape {array.shape}")
        return PrCurve(array)
    if plugin.name == "mesh":
        return _mesh_part(plugin.content, array, tag)
    return Numbers(array) if plugin.name in ("", "tensor") else Other(plugin.name)


def _of_strings(tensor: Tensor, plugin: str) -> AnyValue:
    strings = tensor.strings
    if plugin == "images":
        return Images(strings[2:])  # the first two are the width and the height
    if plugin == "audio":
        if len(tensor.shape) == 2 and tensor.shape[1] == 2:
            return Sounds(strings[::2], [label.decode("utf-8", "replace") for label in strings[1::2]])
        return Sounds(strings, [])
    if plugin in ("text", ""):
        return Texts([text.decode("utf-8", "replace") for text in strings], tensor.shape)
    return Other(plugin)


def _mesh_part(content: memoryview, array: np.ndarray[tuple[int, ...], np.dtype[np.generic]], tag: str) -> AnyValue:
    name, part = tag, 0
    for number, value in fields(content):
        if number == 2:
            name = as_text(value)
        elif number == 3:
            part = as_signed(value)
    if part not in _MESH_PARTS or array.ndim != 3 or array.shape[2] != 3:
        raise Malformed(f"part {part} of a mesh of shape {array.shape}")
    return MeshPart(name, _MESH_PARTS[part], array)
