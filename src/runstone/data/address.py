"""Addresses of data: what they say by themselves, and what can be asked without holding anybody up."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

_ASK_SECS = 5.0


def is_address(text: str) -> bool:
    """Whether a text is an address and no path."""
    return "://" in text


def local_path(text: str) -> Path | None:
    """The path that a path or a file:// address means; None for any other address."""
    if not is_address(text):
        return Path(os.path.abspath(os.path.expanduser(text)))
    parts = urlparse(text)
    return Path(unquote(parts.netloc + parts.path)) if parts.scheme == "file" else None


def facts_of(uri: str) -> dict[str, Any]:
    """What an address says by itself, and for hf:// what lies in the cache on this machine. Asks nobody."""
    parts = urlparse(uri)
    if parts.scheme in ("s3", "gs"):
        return {"bucket": parts.netloc, "key": parts.path.lstrip("/")}
    if parts.scheme == "hf":
        return _hugging_face(parts.netloc + parts.path)
    return {"host": parts.netloc} if parts.netloc else {}


def asked_of(uri: str) -> dict[str, Any]:
    """What a web server tells of an address, in few seconds; nothing of what is no http, or does not answer."""
    if urlparse(uri).scheme not in ("http", "https"):
        return {}
    try:
        with urllib.request.urlopen(urllib.request.Request(uri, method="HEAD"), timeout=_ASK_SECS) as answer:
            headers = answer.headers
    except (urllib.error.URLError, OSError, ValueError) as error:
        return {"unanswered": str(getattr(error, "reason", error))}
    found = {
        "etag": headers.get("ETag"),
        "modified": headers.get("Last-Modified"),
        "size_bytes": headers.get("Content-Length"),
    }
    return {name: value for name, value in found.items() if value}


def _hugging_face(path: str) -> dict[str, Any]:
    """`datasets/owner/name@revision/file`, `owner/name` and what lies between."""
    parts = [part for part in path.split("/") if part]
    kind = parts.pop(0) if parts and parts[0] in ("datasets", "models", "spaces") else "models"
    name = "/".join(parts[:2])
    name, _, revision = name.partition("@")
    facts: dict[str, Any] = {"kind": kind, "repository": name, "revision": revision or "main"}
    if parts[2:]:
        facts["file"] = "/".join(parts[2:])
    commit = _cached_commit(kind, name, facts["revision"])
    if commit:
        facts["commit"] = commit
    return facts


def _cached_commit(kind: str, name: str, revision: str) -> str | None:
    home = os.environ.get("HF_HOME") or os.path.expanduser("~/.cache/huggingface")
    hub = Path(os.environ.get("HF_HUB_CACHE") or Path(home, "hub"))
    if ".." in (*name.split("/"), *revision.split("/")):
        return None
    try:
        return (hub / f"{kind}--{name.replace('/', '--')}" / "refs" / revision).read_text().strip() or None
    except (OSError, ValueError):
        return None
