"""Answers as bytes: JSON that keeps NaN and infinities, compressed where that pays."""

from __future__ import annotations

import gzip
from typing import Any

import msgspec
from starlette.datastructures import Headers
from starlette.responses import Response

from runstone.model.values import to_json

JSON_TYPE = "application/json"

# Below this the head of the answer outweighs what compression saves.
_GZIP_FROM_BYTES = 1400


def encode(answer: Any) -> bytes:
    """An answer as JSON.

    Args:
        answer: a msgspec struct, or plain values.
    """
    return msgspec.json.encode(to_json(msgspec.to_builtins(answer)))


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
