"""Blobs: bytes by their SHA-256, in a way that a browser cannot be made to run in this server's name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import msgspec
from msgspec import Meta
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from runstone.blobs.store import BlobStore
from runstone.encoding import raw
from runstone.query.media import stand_in
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.service import Service
from runstone.server.shown import shows_blob

ANY_BYTES = "application/octet-stream"

SHA256 = re.compile("[0-9a-f]{64}")
_MIME = re.compile(r"[a-z0-9]+/[a-z0-9][a-z0-9.+-]*")
# A blob that came as one of these could be the `src` of a script in the UI itself.
_SCRIPT = re.compile("javascript|ecmascript|wasm")
_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{1,18})?|-\d{1,18})")
_SHOWN = re.compile(r"(image|audio|video|text|font|model)/.*|application/(json|pdf|xhtml\+xml|x-ndjson)")

# What a script run brought along may draw and compute, and may neither know this origin nor call anyone.
_FOR_PAGES = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob: data:; style-src 'unsafe-inline' data:; "
    "img-src data: blob:; font-src data:; media-src data: blob:; worker-src blob:"
)
FOR_ALL_ELSE = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; media-src 'self'"


OF_FILES = {
    206: "The bytes that `Range` asked for.",
    304: "The asker has it: `If-None-Match` named it.",
    416: "What `Range` asked for lies behind the end.",
}


class _Blob(FileResponse):
    """A file that is not sent again to who has it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        known = Headers(scope=scope).get("if-none-match", "")
        if self.headers["etag"] in known or known.strip() == "*":
            kept = {name: self.headers[name] for name in ("cache-control", "etag")}
            await Response(status_code=304, headers=kept)(scope, receive, send)
            return
        await super().__call__(_with_one_range(scope), receive, send)


def _with_one_range(scope: Scope) -> Scope:
    """The request, without a `Range` that is none or asks for several: those may be passed over, and cannot make many answers of one then."""
    asked = Headers(scope=scope).get("range", "")
    found = _RANGE.fullmatch(asked)
    if found is not None and int(found[2] or found[1] or 0) >= int(found[1] or 0):
        return scope
    return {**scope, "headers": [header for header in scope["headers"] if header[0] != b"range"]}


class BlobAsk(msgspec.Struct, frozen=True):
    """Which blob, and what it is."""

    sha256: Annotated[str, Meta(description="SHA-256 of the bytes, as 64 hex digits.")]
    mime: Annotated[str, Meta(description="The media type to serve it as.")] = ANY_BYTES
    name: Annotated[str, Meta(description="A file name for whoever saves it.")] | None = None


@get("/api/blobs/{sha256}", media_type=ANY_BYTES, also=OF_FILES)
def read_blob(service: Service, ask: BlobAsk) -> Response:
    """The bytes of a blob, cacheable for ever, with `Range`. What a browser would run comes in a sandbox."""
    if ask.mime.lower() != raw.MIME:
        shown_path(service, ask.sha256)
    return serve_blob(service, ask)


def serve_blob(service: Service, ask: BlobAsk) -> Response:
    """The bytes of a blob that is known to be shown, or raw values or what stands for them, which are looked at here.

    Raises:
        Refused: there is none.
    """
    asked_mime = ask.mime.lower()
    if asked_mime == raw.MIME:
        try:
            return _encoded(shown_path(service, ask.sha256), ask)
        except (FileNotFoundError, Refused):  # encoded since it was listed
            path, asked_mime = picture_path(service, ask.sha256)
    else:
        path = blob_path(service, ask.sha256)
    mime = asked_mime if _MIME.fullmatch(asked_mime) else ANY_BYTES
    if _SCRIPT.search(mime):
        mime = "text/plain"
    return _Blob(path, headers=_headers(ask, mime), media_type=f"{mime}; charset=utf-8" if is_text(mime) else mime)


def blob_path(service: Service, sha256: str) -> Path:
    """The file of a blob.

    Raises:
        Refused: there is none.
    """
    path = BlobStore(service.home).path(sha256)
    if not SHA256.fullmatch(sha256) or not path.is_file():
        raise missing_blob(sha256)
    return path


def shown_path(service: Service, sha256: str) -> Path:
    """The file of a blob that something in scope names.

    Raises:
        Refused: nothing does, or there is none.
    """
    if not SHA256.fullmatch(sha256) or not shows_blob(service, sha256):
        raise missing_blob(sha256)
    return blob_path(service, sha256)


def picture_path(service: Service, raw_sha256: str) -> tuple[Path, str]:
    """The file of what stands for raw values that are gone, and its media type.

    Raises:
        Refused: nothing does.
    """
    found = stand_in(service.index, raw_sha256)
    if found is None:
        raise missing_blob(raw_sha256)
    return shown_path(service, found.sha256), found.mime


def missing_blob(sha256: str) -> Refused:
    """What a client is told of a blob that is not there."""
    return Refused(
        404,
        "blob_not_found",
        f"No blob {sha256[:80]!r} in this home.",
        "`runstone doctor` tells which blobs are missing, and what that costs.",
    )


def _encoded(path: Path, ask: BlobAsk) -> Response:
    """Raw values as what they stand for: they are encoded in the background, and somebody may look before that is done."""
    data, mime = raw.encode(path)
    return Response(data, headers=_headers(ask, mime), media_type=mime)


def _headers(ask: BlobAsk, mime: str) -> dict[str, str]:
    is_page = mime in ("text/html", "application/xhtml+xml")
    headers = {
        "cache-control": "public, max-age=31536000, immutable",
        "etag": f'"{ask.sha256}"',
        "x-content-type-options": "nosniff",
        "content-disposition": _disposition(ask.name, inline=bool(_SHOWN.fullmatch(mime))),
    }
    if mime != "application/pdf":  # the viewer of PDFs cannot start in a sandbox, and is one itself
        headers["content-security-policy"] = _FOR_PAGES if is_page else FOR_ALL_ELSE
    return headers


def is_text(mime: str) -> bool:
    """Whether a type needs a charset to be read right."""
    return mime.startswith("text/") or mime in ("application/json", "application/x-ndjson")


def _disposition(name: str | None, *, inline: bool) -> str:
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename*=utf-8''{quote(name, safe='')}" if name else kind


ENDPOINTS: list[Endpoint] = [read_blob]
