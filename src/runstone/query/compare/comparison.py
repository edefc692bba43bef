"""The question: what differs between runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from runstone.blobs.store import BlobStore
from runstone.index.index import Index, Snapshot
from runstone.model.errors import BadQuery
from runstone.model.states import State
from runstone.query import metrics, runs
from runstone.query.answers.compare import ComparedRun, CompareRow, Comparison
from runstone.query.compare.code import code_changes
from runstone.query.compare.rows import rows

Section = Literal["facts", "config", "summary", "metrics", "environment", "packages", "code"]
SECTIONS: tuple[Section, ...] = get_args(Section)
MAX_RUNS = 100
FIGURES = ("last", "min", "max")

# A process id says nothing about how a run was made; packages and the repository have sections of their own.
_APART = frozenset({"pid", "packages", "git"})


class CompareAsk(msgspec.Struct, frozen=True):
    """Which runs, and what of them. `reference` is the run that the others are compared with, the first of `runs` by default; one that is
    not among them comes before them."""

    runs: Sequence[str]
    reference: str | None = None
    differences_only: bool = False
    sections: Sequence[Section] = SECTIONS


class _Source(NamedTuple):
    """What is needed of one run."""

    run: ComparedRun
    facts: dict[str, Any]
    config: dict[str, Any]
    summary: dict[str, Any]
    environment: dict[str, Any]
    figures: dict[str, Any]


def everything(sha256: str) -> bool:
    """Every blob is shown."""
    return True


def compare(index: Index, ask: CompareAsk, shows: Callable[[str], bool] = everything) -> Comparison:
    """What is the same in runs and what differs, section by section; a section that was not asked for is empty.

    Args:
        index: of the runs.
        ask: which, and what of them.
        shows: whether a blob may be read.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: fewer than 2 different runs, more than 100, or a section that there is not.
    """
    unknown = [section for section in ask.sections if section not in SECTIONS]
    if unknown:
        raise BadQuery(f"Runs have no section {unknown[0]!r}. The sections are {', '.join(SECTIONS)}.")
    wanted = frozenset(ask.sections)
    sources, reference = index.ask(lambda snapshot: _read(snapshot, ask, wanted))

    def table(section: Section, trees: Iterable[Mapping[str, Any]]) -> list[CompareRow]:
        return rows(list(trees), reference, ask.differences_only) if section in wanted else []

    gits = [_git(source.environment, shows) for source in sources]
    names = [source.run.display_id for source in sources]
    store = BlobStore(index.home)
    return Comparison(
        runs=[source.run for source in sources],
        reference=reference,
        facts=table("facts", (source.facts for source in sources)),
        config=table("config", (source.config for source in sources)),
        summary=table("summary", (source.summary for source in sources)),
        metrics=table("metrics", (source.figures for source in sources)),
        environment=table("environment", (_machine(source.environment) for source in sources)),
        packages=table("packages", (_packages(source.environment) for source in sources)),
        code=table("code", (_repository(git) for git in gits)),
        code_changes=code_changes(store, gits, names, reference) if "code" in wanted else [],
    )


def _read(snapshot: Snapshot, ask: CompareAsk, wanted: frozenset[Section]) -> tuple[list[_Source], int]:
    found = list(dict.fromkeys(runs.find(snapshot, name) for name in ask.runs))
    reference = runs.find(snapshot, ask.reference) if ask.reference else found[0] if found else ""
    if reference and reference not in found:
        found.insert(0, reference)
    if not 2 <= len(found) <= MAX_RUNS:
        raise BadQuery(f"{len(found)} different runs cannot be compared: name 2 to {MAX_RUNS}.")
    return [_source(snapshot, run, wanted) for run in found], found.index(reference)


def _source(snapshot: Snapshot, run: str, wanted: frozenset[Section]) -> _Source:
    row = snapshot.connection.execute(
        "SELECT run.*, config_doc, summary_doc, environment_doc FROM run JOIN document ON document.run = run.key"
        " LEFT JOIN dossier ON dossier.run = run.key WHERE id = ?",
        (run,),
    ).fetchone()
    decode = msgspec.msgpack.decode
    facts = {
        "name": row["name"],
        "project": row["project"],
        "state": row["state"],
        "created_time": row["created_time"],
        "duration_secs": row["duration_secs"],
        "exit_code": row["exit_code"],
        "group": row["group_name"],
        "job_type": row["job_type"],
        "tags": sorted(decode(row["tags_doc"])),
        "notes": row["notes"],
        "parent": row["parent_id"],
        "parent_step": row["parent_step"],
    }
    environment = row["environment_doc"] if wanted & {"environment", "packages", "code"} else None
    return _Source(
        run=ComparedRun(run, row["display_id"], row["name"], row["project"], State(row["state"])),
        facts={name: value for name, value in facts.items() if value is not None and value != []},
        config=decode(row["config_doc"]) if "config" in wanted else {},
        summary=decode(row["summary_doc"]) if "summary" in wanted else {},
        environment=decode(environment) if environment else {},
        figures=_figures(snapshot, run) if "metrics" in wanted else {},
    )


def _figures(snapshot: Snapshot, run: str) -> dict[str, Any]:
    return {
        f"{stat.name}.{figure}": getattr(stat, figure) for stat in metrics.stats(snapshot, run) for figure in FIGURES
    }


def _machine(environment: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part for name, part in environment.items() if name not in _APART}


def _packages(environment: Mapping[str, Any]) -> dict[str, Any]:
    packages = environment.get("packages")
    return {_package(name): version for name, version in packages.items()} if isinstance(packages, dict) else {}


@lru_cache(maxsize=20_000)
def _package(name: str) -> str:
    """The name as installers compare it: `Foo_Bar` of yesterday is the `foo-bar` of today."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _git(environment: Mapping[str, Any], shows: Callable[[str], bool]) -> dict[str, Any] | None:
    git = environment.get("git")
    if not isinstance(git, dict):
        return None
    diff = git.get("diff")
    sha256 = diff.get("sha256") if isinstance(diff, dict) else None
    is_shown = not isinstance(sha256, str) or shows(sha256)
    return git if is_shown else {name: value for name, value in git.items() if name != "diff"}


def _repository(git: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (git or {}).items() if name != "diff"}
