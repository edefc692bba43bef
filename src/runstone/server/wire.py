"""Answers as bytes: JSON that keeps NaN and infinities, compressed where that pays."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from runstone.model.values import to_json

JSON_TYPE = "application/json"

# Below this the head of the answer outweighs what compression saves.
_GZIP_FROM_BYTES = 1400

# A double with all bits of its exponent set, as MessagePack writes it: NaN or an infinity.
_NOT_FINITE = re.compile(rb"\xcb[\x7f\xff][\xf0-\xff]", re.DOTALL)


class StreamedResponse(StreamingResponse):
    """Parts that are sent as they are made; or joined, by who has `parts`."""

    def __init__(self, parts: Iterator[bytes], media_type: str, headers: Mapping[str, str]) -> None:
        super().__init__(parts, media_type=media_type, headers=headers)
        self.parts = parts


def encode(answer: Any) -> bytes:
    """An answer as JSON.

    Args:
        answer: a msgspec struct, or plain values.
    """
    if _is_finite(answer):
        return msgspec.json.encode(answer)
    return msgspec.json.encode(_worded(msgspec.to_builtins(answer)))


def _worded(value: Any) -> Any:
    """What `to_json` gives, having looked only into those parts that need it."""
    if not isinstance(value, dict | list | tuple):
        return to_json(value)
    if _is_finite(value):
        return value
    if isinstance(value, dict):
        return {key: _worded(item) for key, item in value.items()}
    return [_worded(item) for item in value]


def _is_finite(value: Any) -> bool:
    """Whether there is surely no float in it that JSON has no word for. To look at each value here would cost ten times what encoding does."""
    try:
        return _NOT_FINITE.search(msgspec.msgpack.encode(value)) is None
    except OverflowError:
        return False  # an integer that MessagePack has no room for


def json_response(answer: Any, asked: Headers, status: int = 200) -> Response:
    """An answer as a response, gzip where the client takes it.

    Args:
        answer: as for `encode`.
        asked: the headers of the request.
        status: the HTTP status.
    """
    return text_response(encode(answer), JSON_TYPE, asked, status)


def text_response(body: bytes, media_type: str, asked: Headers, status: int = 200) -> Response:
    """Text of any kind as a response, gzip where the client takes it. What is text changes with the home, so nobody may keep it."""
    headers = {"cache-control": "no-cache", "vary": "accept-encoding"}
    if len(body) >= _GZIP_FROM_BYTES and "gzip" in asked.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers, media_type)
