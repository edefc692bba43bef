"""`runstone artifact`: lists, stores, fetches, compares, verifies, deletes and restores versions of artifacts."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from runstone.api.api import Api
from runstone.artifacts import versions
from runstone.artifacts.artifact import Artifact
from runstone.artifacts.collection import Collection
from runstone.artifacts.download_cache import DownloadCache
from runstone.artifacts.names import check_aliases, parse
from runstone.artifacts.storing import Progress
from runstone.blobs.store import BlobStore
from runstone.cli.columns import Column, print_columns
from runstone.cli.gc import gc
from runstone.cli.output import format_bytes, format_moment, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.model.author import login_name
from runstone.model.collection import LATEST
from runstone.model.errors import BlobDamaged, Misuse
from runstone.model.home import Home, default_home
from runstone.query.artifacts.answers import ArtifactVersion

artifact = App(
    name="artifact",
    help="List, store, fetch, compare, verify, delete and restore versions of artifacts.",
    help_format="plaintext",
    version_flags=[],
)

_TELL_SECS = 0.2

Name = Annotated[str, Parameter(help="`project/name:alias`; the alias may be v3, and is latest by default.")]
ProjectOption = Annotated[str | None, Parameter(help="Where a name without a project is looked for.")]


@artifact.command
def ls(
    name: Annotated[str | None, Parameter(help="`project/name`: its versions; a project: its collections.")] = None,
    *,
    type: Annotated[str | None, Parameter(help="Only of this type.")] = None,  # noqa: A002
    deleted: Annotated[
        bool, Parameter(negative=(), help="Of one collection the deleted versions, which `restore` brings back.")
    ] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List collections, or the versions of one."""
    with Api(home=open_home(home).path) as api:
        found = api.artifact_collections(type=type)
        one = next((row for row in found if name == f"{row.project}/{row.name}"), None)
        if one is not None:
            called = f"{one.project}/{one.name}"
            _list_versions(
                api.deleted_artifacts(called) if deleted else [found.row for found in api.artifacts(called)], json
            )
            return
        if deleted:
            raise Misuse(
                "--deleted lists the versions of one collection: `runstone artifact ls project/name --deleted`."
            )
        if name is not None:
            found = api.artifact_collections(name, type)
    if json:
        print_json(found)
        return
    if not found:
        terminal().print("There are no artifacts. run.log_artifact() and `runstone artifact put` make them.")
        return
    print_columns(
        terminal(),
        [
            Column("artifact", [f"{row.project}/{row.name}" for row in found]),
            Column("type", [row.type for row in found]),
            Column("versions", [str(row.versions) for row in found], is_number=True),
            Column("size", [format_bytes(row.size_bytes) for row in found], is_number=True),
            Column("changed", [format_moment(row.updated_time) for row in found], rank=1),
        ],
    )


def _list_versions(rows: Sequence[ArtifactVersion], json: bool) -> None:
    if json:
        print_json(rows)
        return
    print_columns(
        terminal(),
        [
            Column("version", [f"v{row.number}" for row in rows]),
            Column("aliases", [", ".join(row.aliases) for row in rows]),
            Column("files", [str(row.file_count) for row in rows], is_number=True),
            Column("size", [format_bytes(row.size_bytes) for row in rows], is_number=True),
            Column("logged", [format_moment(row.created_time) for row in rows], rank=1),
            Column("run", [row.run or "" for row in rows], rank=2),
            Column("digest", [row.digest for row in rows], rank=3),
        ],
    )


@artifact.command
def put(
    path: Annotated[str, Parameter(help="A file, a folder, or an address to refer to.")],
    name: Annotated[str, Parameter(help="`project/name`.")],
    *,
    type: Annotated[str, Parameter(help="What its versions are: dataset, model.")],  # noqa: A002
    alias: Annotated[list[str], Parameter(help="A name for this version, besides latest; may repeat.")] = [],  # noqa: B006
    tag: Annotated[list[str], Parameter(help="A tag; may repeat.")] = [],  # noqa: B006
    description: Annotated[str, Parameter(help="Markdown.")] = "",
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Store a file or folder as a version. The same contents again are no new version; what did not change is not even read."""
    place = Home(home or default_home())
    if ":" in name:
        raise Misuse(
            f"{name!r}: a version gets its number here, and aliases by --alias. Give project/name. Nothing was stored."
        )
    named = parse(name, None)
    aliases = check_aliases([*alias, LATEST])
    draft = Artifact(named.name, type, description, home=place)
    with suppress(OSError):
        place.runs_path.mkdir(parents=True, exist_ok=True)  # else other verbs would take it for no home
    if "://" in path:
        draft.add_reference(path)
    elif Path(path).is_dir():
        draft.add_dir(path, on_progress=_Teller())
    else:
        draft.add_file(path)
    draft.ready(place)
    collection = Collection.named(place, named.project, named.name, author=login_name())
    known = {version.id for version in collection.facts().versions()}
    try:
        version = versions.commit(collection, BlobStore(place), draft.draft(named.project, aliases, tag, "", None))
    finally:
        collection.close()
    is_new = version.id not in known
    if json:
        print_json({"name": f"{named.project}/{named.name}:v{version.number}", "digest": version.digest, "new": is_new})
    else:
        what = f"{version.file_count} files, {format_bytes(version.size_bytes)}"
        terminal().print(
            f"{named.project}/{named.name}:v{version.number}  {what}{'' if is_new else '  (was there already)'}"
        )


@artifact.command
def get(
    name: Name,
    root: Annotated[Path | None, Parameter(help="The folder; by default artifacts/<name>:<version>.")] = None,
    *,
    prefix: Annotated[str | None, Parameter(help="Only what lies at or below this path.")] = None,
    exact: Annotated[bool, Parameter(negative=(), help="Remove other files of the folder.")] = False,
    project: ProjectOption = None,
    url: Annotated[str | None, Parameter(help="From a server instead of a home.")] = None,
    home: HomeOption = None,
) -> None:
    """Write the files of a version into a folder. What is there already with the same bytes stays."""
    if exact and prefix:
        raise Misuse(
            "--exact removes what is not of the version, and --prefix leaves most of it out: give one of them."
        )
    with _api(home, url) as api:
        found = api.artifact(name, project=project)
        where = found.checkout(root) if exact else found.download(root, path_prefix=prefix)
    terminal().print(where)


@artifact.command
def diff(
    before: Name,
    after: Name,
    *,
    project: ProjectOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """What differs between two versions, file by file."""
    with _api(home, None) as api:
        changes = api.artifact(after, project=project).diff(api.artifact(before, project=project))
    if json:
        print_json([change._asdict() for change in changes])
        return
    out = terminal()
    for change in changes:
        sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
        sizes = [format_bytes(entry.size_bytes or 0) for entry in (change.before, change.after) if entry]
        shared = f"  ({format_bytes(change.shared_bytes)} shared)" if change.shared_bytes else ""
        out.print(f"{sign} {one_line(change.path)}  {' → '.join(sizes)}{shared}", markup=False)
    if not changes:
        out.print("No file differs.")


@artifact.command
def verify(
    name: Name,
    root: Annotated[Path | None, Parameter(help="Compare this folder; without one, the home's own bytes.")] = None,
    *,
    project: ProjectOption = None,
    home: HomeOption = None,
) -> None:
    """See that every byte of a version is as it was logged."""
    with _api(home, None) as api:
        found = api.artifact(name, project=project)
        faults = found.faults(root)
    for fault in faults:
        print(f"{fault.kind:8} {one_line(fault.path)}", file=sys.stderr)
    if faults:
        raise BlobDamaged(f"{len(faults)} of {found.file_count} files of {found.name} are not as they were logged.")
    terminal().print(f"{found.qualified_name}: all {found.file_count} files are as they were logged.")


@artifact.command
def rm(
    name: Name,
    *,
    yes: Annotated[bool, Parameter(alias="-y", negative=(), help="Do not ask.")] = False,
    delete_aliases: Annotated[bool, Parameter(negative=(), help="Also if it has aliases besides latest.")] = False,
    project: ProjectOption = None,
    home: HomeOption = None,
) -> None:
    """Delete a version. `restore` brings it back until `runstone gc` has freed what nothing else uses; what a portfolio shows stays there."""
    with _api(home, None) as api:
        found = api.artifact(name, project=project)
        out = terminal()
        out.print(f"{found.qualified_name}  {', '.join(found.aliases)}  {format_bytes(found.size)}")
        for run in found.runs():
            out.print(f"  {run.role} by {run.display_id}  {run.name}", markup=False)
        if not yes:
            if not sys.stdin.isatty():
                raise Misuse("Nobody is there to confirm. Nothing was deleted; --yes does not ask.")
            if input("Delete it? [y/N] ").strip().lower() not in ("y", "yes"):
                raise Misuse("Nothing was deleted.")
        found.delete(delete_aliases)
        out.print(
            f"Deleted. `runstone artifact restore {found.qualified_name}` brings it back until `runstone gc` has freed its files.",
            markup=False,
            soft_wrap=True,
        )


@artifact.command
def restore(
    name: Annotated[str, Parameter(help="`project/name:v3`.")],
    *,
    project: ProjectOption = None,
    home: HomeOption = None,
) -> None:
    """Bring back a version that was deleted, unless `runstone gc` has freed files of it."""
    with _api(home, None) as api:
        found = api.restore_artifact(name, project)
    terminal().print(
        f"{found.qualified_name} is there again{', called ' + ', '.join(found.aliases) if found.aliases else ''}.",
        markup=False,
        soft_wrap=True,
    )


@artifact.command
def cache(
    *,
    clean: Annotated[bool, Parameter(negative=(), help="Remove all that nobody reads at the moment.")] = False,
    limit_bytes: Annotated[
        int | None, Parameter(help="Remove what was not used for longest until the rest fits.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show what this machine keeps of downloads from servers and references, or remove it. RUNSTONE_ARTIFACT_CACHE_BYTES bounds it."""
    if limit_bytes is not None and limit_bytes < 0:
        raise Misuse(f"--limit-bytes {limit_bytes} cannot be. Nothing was removed.")
    kept = DownloadCache()
    removed = kept.trim(0 if clean else limit_bytes) if clean or limit_bytes is not None else None
    usage = kept.usage()
    if json:
        print_json({"folder": str(kept.root), **usage._asdict(), "removed": removed._asdict() if removed else None})
        return
    out = terminal()
    if removed is not None:
        out.print(f"Removed {removed.files} files, {format_bytes(removed.size_bytes)}.")
    out.print(
        f"{kept.root}: {usage.files} files, {format_bytes(usage.size_bytes)} of {format_bytes(usage.limit_bytes)}.",
        soft_wrap=True,
    )


artifact.command(gc, name="gc")


def _api(home: Path | None, url: str | None) -> Api:
    return Api(url=url) if url is not None else Api(home=open_home(home).path)


class _Teller:
    """Tells in a terminal how far storing is."""

    def __init__(self) -> None:
        self._due = time.monotonic() + _TELL_SECS

    def __call__(self, progress: Progress) -> None:
        if sys.stderr.isatty() and time.monotonic() >= self._due:
            self._due = time.monotonic() + _TELL_SECS
            print(
                f"\r{progress.files:,} files, {format_bytes(progress.size_bytes)} ", end="", file=sys.stderr, flush=True
            )
