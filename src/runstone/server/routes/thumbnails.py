"""Thumbnails of blobs: pictures at the size at which they are shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from runstone.blobs.store import BlobStore
from runstone.encoding import thumbnail
from runstone.encoding.thumbnail import ThumbnailForm
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.routes.blobs import FOR_ALL_ELSE, OF_FILES, SHA256, missing_blob, picture_path
from runstone.server.service import Service
from runstone.server.shown import shows_blob

_XML_BYTES = 256


class ThumbnailAsk(msgspec.Struct, frozen=True):
    """Of which blob, and how large."""

    sha256: Annotated[str, Meta(description="SHA-256 of the bytes, as 64 hex digits.")]
    size: Annotated[
        Literal[64, 128, 256, 512, 1024], Meta(description="The longer side has at most so many pixels.")
    ] = 256
    nearest: Annotated[
        bool,
        Meta(
            description="Leave out pixels instead of mixing them, without any loss: for masks, whose numbers have no mean."
        ),
    ] = False


@get("/api/blobs/{sha256}/thumbnail", media_type="image/webp", also={304: OF_FILES[304]})
def read_thumbnail(service: Service, ask: ThumbnailAsk) -> Response:
    """A picture made small, cacheable for ever: WebP, or PNG for who does not take it."""
    if not SHA256.fullmatch(ask.sha256):
        raise missing_blob(ask.sha256)
    if not shows_blob(service, ask.sha256):
        picture_path(service, ask.sha256)  # raw values that were encoded are named no more; what stands for them is
    return _Thumbnail(service, ask)


class _Thumbnail(Response):
    """Made when it is known what the client takes and has."""

    def __init__(self, service: Service, ask: ThumbnailAsk) -> None:
        super().__init__()
        self._service = service
        self._ask = ask

    def _made(self, form: ThumbnailForm) -> bytes:
        """Raw values may be encoded, and gone, at any moment."""
        try:
            return _made(BlobStore(self._service.home).path(self._ask.sha256), self._ask, form)
        except FileNotFoundError:
            return _made(picture_path(self._service, self._ask.sha256)[0], self._ask, form)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope)
        accepted = asked.get("accept", "*/*")
        form: ThumbnailForm = "webp" if "image/webp" in accepted or accepted == "*/*" else "png"
        name = f"{self._ask.sha256}-{self._ask.size}{'-nearest' if self._ask.nearest else ''}.{form}"
        headers = {
            "cache-control": "public, max-age=31536000, immutable",
            "etag": f'"{name}"',
            "vary": "accept",
            "x-content-type-options": "nosniff",
            "content-security-policy": FOR_ALL_ELSE,
        }
        known = asked.get("if-none-match", "")
        if headers["etag"] in known or known.strip() == "*":
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        make = partial(self._made, form)
        data = await run_in_threadpool(self._service.thumbnails.get, name, make)
        await Response(data, headers=headers, media_type=f"image/{form}")(scope, receive, send)


def _made(source: Path, ask: ThumbnailAsk, form: ThumbnailForm) -> bytes:
    with open(source, "rb") as file:
        start = file.read(_XML_BYTES)
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise Refused(
            415,
            "no_picture",
            "The blob is SVG or another kind of XML, which has no thumbnail.",
            "Show the blob itself.",
        )
    return thumbnail.make(source, ask.size, form, nearest=ask.nearest).data


ENDPOINTS: list[Endpoint] = [read_thumbnail]
