"""Safetensors: what the header says of each tensor. The values are not read."""

from __future__ import annotations

from math import prod
from typing import Any, BinaryIO

import msgspec

from runstone.model.errors import BadValue
from runstone.query.artifacts.answers import ArtifactPreview, PreviewTensor

MAX_TENSORS = 20_000
_MOST_HEADER_BYTES = 64 << 20
_ABOUT = "__metadata__"


class _Tensor(msgspec.Struct, frozen=True):
    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


def preview(file: BinaryIO, path: str) -> ArtifactPreview:
    """The tensors of a safetensors file, in the order of their bytes.

    Raises:
        BadValue: it has no such header.
    """
    length = int.from_bytes(file.read(8), "little")
    if not 2 <= length <= _MOST_HEADER_BYTES:
        raise _unreadable(path, f"its header would be {length:,} bytes long")
    try:
        header = msgspec.json.decode(file.read(length), type=dict[str, Any])
        about = header.pop(_ABOUT, None)
        found = {name: msgspec.convert(facts, _Tensor) for name, facts in header.items()}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(path, str(error)) from error
    tensors = [
        PreviewTensor(
            name=name,
            dtype=tensor.dtype,
            shape=tensor.shape,
            size_bytes=tensor.data_offsets[1] - tensor.data_offsets[0],
        )
        for name, tensor in sorted(found.items(), key=lambda item: item[1].data_offsets)
    ]
    facts = {str(key): str(value) for key, value in about.items()} if isinstance(about, dict) else {}
    return ArtifactPreview(
        kind="tensors",
        facts=facts,
        tensors=tensors[:MAX_TENSORS],
        total_tensors=len(tensors),
        total_values=sum(prod(tensor.shape) for tensor in found.values()),
    )


def _unreadable(path: str, reason: str) -> BadValue:
    return BadValue(f"{path} cannot be read as safetensors ({reason}). Its bytes are as they were logged.")
