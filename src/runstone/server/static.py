"""The UI that was built into the package: its files, and its one page for every address that the browser shows."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response

import runstone
from runstone.server.errors import Refused
from runstone.server.paths import unescape

UI_PATH = Path(runstone.__file__).parent / "ui"

_FOR_EVER = "public, max-age=31536000, immutable"
# What the browser waits for before it shows anything, and what shrinks to a third. Pictures and fonts are small as they are.
_COMPRESSED = {".js": "text/javascript", ".css": "text/css"}
_CSP = (
    "default-src 'self'; connect-src 'self' blob: data:; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "worker-src 'self' blob:; frame-src 'self' blob: data:; object-src 'none'; base-uri 'self'"
)
# A page of this machine's loopback is of a program that could ask the server itself, without a browser: framing lets it do nothing new.
_NOTEBOOKS = " ".join(f"{scheme}://{name}:*" for scheme in ("http", "https") for name in ("localhost", "127.0.0.1"))
_INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_ASKS_RIGHTS = '<meta name="runstone-rights" content="asked" />'
_NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>runstone</title>
<body style="font: 16px/1.5 system-ui; max-width: 40em; margin: 4em auto; padding: 0 1em">
<h1>The UI is not built</h1>
<p>This Runstone was installed without its web UI. The HTTP API answers under <code>/api</code>, and everything recorded is safe.</p>
<p>In a checkout, <code>make dev</code> builds the UI; else install Runstone again with <code>pip install --force-reinstall runstone</code>.</p>
"""


class UI:
    """Serves a folder with `index.html` and `assets/`."""

    def __init__(self, folder: Path = UI_PATH, *, for_notebooks: bool = False, asks_rights: bool = False) -> None:
        """
        Args:
            folder: where the UI was built.
            for_notebooks: whether pages of this machine may show it in a frame, as notebooks do.
            asks_rights: whether not everybody may change everything: then the page offers no change before it has asked who looks.
        """
        self._folder = folder
        self._ancestors = f"'self' {_NOTEBOOKS}" if for_notebooks else "'self'"
        self._told = _ASKS_RIGHTS if asks_rights else ""

    async def respond(self, request: Request) -> Response:
        """A file of the UI, or its page.

        Raises:
            Refused: 404 for a file that is not there, and for addresses under /api.
        """
        wanted = request.scope["path"].removeprefix(request.scope.get("root_path", "")).lstrip("/")
        if wanted == "api" or wanted.startswith("api/"):
            raise Refused(
                404, "not_found", f"There is nothing at /{unescape(wanted)}.", "/api/openapi.json tells what there is."
            )
        file = self._file(wanted)
        is_asset = wanted.startswith("assets/")
        if file is not None and file.name != "index.html":
            headers = {"cache-control": _FOR_EVER if is_asset else "no-cache", "x-content-type-options": "nosniff"}
            media_type = _COMPRESSED.get(file.suffix)
            if not is_asset or media_type is None:
                return FileResponse(file, headers=headers)
            headers["vary"] = "accept-encoding"
            if "gzip" not in request.headers.get("accept-encoding", ""):
                return FileResponse(file, headers=headers)
            body = await run_in_threadpool(_compressed, file, file.stat().st_mtime_ns)
            return Response(body, headers={**headers, "content-encoding": "gzip"}, media_type=media_type)
        if is_asset:
            raise Refused(
                404,
                "not_found",
                f"There is no {unescape(wanted)}.",
                "Reload the page: it is of another version of Runstone.",
            )
        return self._page(wanted)

    def _file(self, wanted: str) -> Path | None:
        try:
            file = (self._folder / wanted).resolve()
            return file if file.is_relative_to(self._folder.resolve()) and file.is_file() else None
        except (OSError, ValueError):
            return None  # an address of the UI that no file could be named, such as one with a written-out slash or a very long one

    def _page(self, wanted: str) -> Response:
        page = self._folder / "index.html"
        if not page.is_file():
            return HTMLResponse(_NOT_BUILT, 503)
        # Everything is addressed from the root of the UI, so that it works behind any prefix of a proxy.
        up = "../" * wanted.count("/") or "./"
        html = page.read_text(encoding="utf-8").replace('<base href="./"', f'{self._told}<base href="{up}"', 1)
        scripts = "".join(f" 'sha256-{_digest(script)}'" for script in _INLINE_SCRIPT.findall(html))
        policy = f"{_CSP}; frame-ancestors {self._ancestors}; script-src 'self'{scripts}"
        return HTMLResponse(html, headers={"cache-control": "no-cache", "content-security-policy": policy})


@lru_cache(maxsize=512)
def _compressed(file: Path, _changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), compresslevel=9, mtime=0)


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
