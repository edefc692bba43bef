"""The JSON documents of a run of Runicorn's: who it is, how it stands, what was said of it, and what it worked with."""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from runstone.blobs.store import Stored
from runstone.importers.runicorn.encoding import Journal
from runstone.importers.runicorn.events import micros
from runstone.importers.runicorn.status import STATES
from runstone.model.errors import BadProject
from runstone.model.ids import DEFAULT_PROJECT, check_project
from runstone.model.records import (
    ConfigUpdated,
    DataLogged,
    Described,
    EnvironmentCaptured,
    FileSaved,
    PrimaryChosen,
    Record,
    StateChanged,
    SummaryUpdated,
    Trouble,
)

_NAMES = ("meta", "status", "summary", "assets", "environment")
_GOALS = {"max": "maximize", "min": "minimize"}

Keep = Callable[[Path], Stored | None]


class Documents:
    """Of one run. They are small and written anew at each change, not always in one piece: one that cannot be read stays as it was."""

    def __init__(self, folder: Path, root: Path) -> None:
        """
        Args:
            folder: of the run.
            root: of the storage: archived files are named by absolute paths, which another machine does not have.
        """
        self._folder = folder
        self._root = root
        self._texts: dict[str, bytes] = {}
        self._found: dict[str, dict[str, Any]] = {name: {} for name in _NAMES}
        self._times: dict[str, int] = {}
        self._unreadable: set[str] = set()

    def read(self) -> None:
        """Read those that changed."""
        for name in _NAMES:
            path = self._folder / f"{name}.json"
            try:
                mtime_ns = path.stat().st_mtime_ns
                text = path.read_bytes()
            except FileNotFoundError:
                continue
            if self._texts.get(name) == text:
                continue
            try:
                found = json.loads(text)
            except (ValueError, RecursionError):
                found = None
            if isinstance(found, dict):
                self._unreadable.discard(name)
                self._found[name], self._texts[name], self._times[name] = found, text, mtime_ns // 1000
            else:
                self._unreadable.add(name)

    @property
    def broken(self) -> int:
        """How many are there and cannot be read."""
        return len(self._unreadable)

    @property
    def signature(self) -> tuple[object, ...]:
        """Changes with what they say."""
        return tuple(self._texts.get(name) for name in _NAMES)

    @property
    def status(self) -> str:
        """Runicorn's word for how the run stands."""
        return str(self._found["status"].get("status", "")).lower()

    @property
    def created(self) -> int:
        """When the run began, in microseconds since the epoch."""
        meta, status = self._found["meta"], self._found["status"]
        return (
            micros(meta.get("created_at")) or micros(status.get("started_at")) or min(self._times.values(), default=0)
        )

    @property
    def host(self) -> str:
        """Where it ran."""
        return str(self._found["meta"].get("hostname") or "")

    @property
    def project(self) -> str:
        """Its path."""
        path = self._found["meta"].get("path")
        # Runs of earlier versions have two names instead.
        old = "/".join(str(self._found["meta"][key]) for key in ("project", "name") if self._found["meta"].get(key))
        try:
            return check_project(
                str(path if path is not None else old).strip("/").replace("//", "/") or DEFAULT_PROJECT
            )
        except BadProject:
            return DEFAULT_PROJECT

    def writer(self, broken_lines: int) -> int:
        """What tells the journal that says all this from those that said something else before."""
        digest = sha256(repr((self.signature, sorted(self._times.items()), broken_lines)).encode())
        return 3 + int(digest.hexdigest()[:6], 16) % 0xFFFFF0

    def tell(self, journal: Journal, keep: Keep, broken_lines: int) -> None:
        """Write what they say into a journal."""
        state = STATES.get(self.status)
        if state is not None:
            ended = micros(self._found["status"].get("ended_at")) or self._times["status"]
            journal.add(StateChanged(time=journal.at(ended), state=state))
        time = journal.at(max(self._times.values(), default=0))
        for record in self._records(time, keep, broken_lines):
            journal.add(record)

    def _records(self, time: int, keep: Keep, broken_lines: int) -> Iterator[Record]:
        alias = self._found["meta"].get("alias")
        if alias:
            yield Described(time=time, name=str(alias))
        config = self._config()
        if config:
            yield ConfigUpdated(time=time, changes=config)
        yield from self._judged(time)
        parts = self._environment()
        if parts:
            yield EnvironmentCaptured(time=time, parts=parts)
        yield from self._data(time)
        yield from self._files(time, keep)
        if broken_lines or self._unreadable:
            what = [f"{broken_lines} lines of events.jsonl"] if broken_lines else []
            what += [f"{name}.json" for name in sorted(self._unreadable)]
            yield Trouble(
                time=time,
                kind="damaged",
                message=f"{', '.join(what)} could not be read in {self._folder}.",
                lost=broken_lines,
            )

    def _config(self) -> dict[str, Any]:
        config = self._found["assets"].get("config")
        if not isinstance(config, dict):
            return {}
        merged: dict[str, Any] = {}
        for part in (config.get("args"), config.get("extra")):
            if isinstance(part, dict):
                merged.update(part)
        return merged

    def _judged(self, time: int) -> Iterator[Record]:
        summary = dict(self._found["summary"])
        best = {name: summary.pop(f"best_metric_{name}", None) for name in ("name", "mode", "value", "step")}
        if summary:
            yield SummaryUpdated(time=time, changes=summary)
        if best["name"]:
            yield PrimaryChosen(time=time, metric=str(best["name"]), goal=_GOALS.get(str(best["mode"]), "maximize"))  # type: ignore[arg-type]

    def _environment(self) -> dict[str, Any]:
        found, meta = self._found["environment"], self._found["meta"]
        parts: dict[str, Any] = {
            "host": self.host,
            "python": str(found.get("python_version") or meta.get("python") or "").partition(" ")[0],
            "os": found.get("platform") or meta.get("platform"),
            "cwd": meta.get("workspace_root"),
            "pid": meta.get("pid"),
        }
        packages = [str(line).partition("==") for line in _list(found.get("pip_packages"))]
        parts["packages"] = {name: version for name, _, version in packages if version}
        variables = found.get("env_variables")
        if isinstance(variables, dict):
            parts["env"] = {name: str(value) for name, value in variables.items() if value and name != "PATH"}
        git = found.get("git_info")
        if isinstance(git, dict):
            known = {name: git.get(name) for name in ("commit", "branch", "remote")}
            parts["git"] = {name: value for name, value in known.items() if value} | {"dirty": bool(git.get("dirty"))}
        return {name: value for name, value in parts.items() if value}

    def _data(self, time: int) -> Iterator[Record]:
        assets = self._found["assets"]
        for role, key in (("dataset", "datasets"), ("pretrained", "pretrained")):
            for one in _dicts(assets.get(key)):
                fingerprint = one.get("fingerprint")
                facts = fingerprint if isinstance(fingerprint, dict) else {}
                yield DataLogged(
                    time=time,
                    name=str(one.get("name", "")),
                    uri=_mended(str(one.get("uri") or one.get("path_or_uri") or "")),
                    role=role,  # type: ignore[arg-type]
                    context=str(one.get("context") or ""),
                    description=str(one.get("description") or ""),
                    source_type=str(one.get("source_type") or ""),
                    file_count=_count(one.get("file_count", facts.get("file_count"))),
                    size_bytes=_count(one.get("total_size_bytes", facts.get("total_size", facts.get("size")))),
                    facts={"fingerprint": fingerprint} if fingerprint else {},
                )

    def _files(self, time: int, keep: Keep) -> Iterator[Record]:
        snapshot = self._folder / "code_snapshot.zip"
        if snapshot.exists():
            yield from _saved(time, "code_snapshot.zip", keep(snapshot))
        for one in _dicts(self._found["assets"].get("outputs")):
            path = self._archived(str(one.get("archive_path") or ""))
            key = str(one.get("key") or one.get("name") or "").lstrip("./")
            if path is not None and path.is_file() and key and ".." not in key.split("/"):
                yield from _saved(time, f"outputs/{key}", keep(path))

    def _archived(self, named: str) -> Path | None:
        """Where an archived file lies now: paths were absolute on the machine that wrote them."""
        _, found, below = named.replace("\\", "/").rpartition("/archive/")
        if not found or ".." in below.split("/"):
            return None
        return self._root / "archive" / below


def _saved(time: int, path: str, stored: Stored | None) -> Iterator[Record]:
    if stored is not None:
        mime = mimetypes.guess_type(path)[0] or ""
        yield FileSaved(
            time=time, path=path, sha256=stored.sha256, size_bytes=stored.size_bytes, mime=mime, policy="now"
        )


def _mended(uri: str) -> str:
    """An address as it was given: Runicorn takes it for a path, and loses a slash."""
    for scheme in ("s3", "gs", "hf", "http", "https"):
        if uri.startswith(f"{scheme}:/") and not uri.startswith(f"{scheme}://"):
            return uri.replace(":/", "://", 1)
    return uri


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _list(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else ()


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (one for one in _list(value) if isinstance(one, dict))
