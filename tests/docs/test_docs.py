"""The documentation is true: every name, setting and error is in it, and its code runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import runstone as rs
from runstone.cli.app import VERBS
from runstone.model import errors
from runstone.sdk.settings import SETTINGS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
TEXT = {page.name: page.read_text() for page in PAGES}
CODE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", TEXT)
def test_its_code_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = CODE.findall(TEXT[name])
    exec("import runstone as rs", names)
    for block in blocks:
        exec(compile(block, name, "exec"), names)


def test_every_setting_is_told() -> None:
    page = TEXT["settings.md"]
    missing = [row for row in map(settings_row, SETTINGS) if row not in page]
    assert not missing, "docs/settings.md lacks:\n" + "\n".join(missing)


def settings_row(setting: object) -> str:
    """The line of the table that a setting has."""
    name, default = getattr(setting, "name", ""), getattr(setting, "default", None)
    shown = "" if default in (None, []) else f"`{default}`"
    return f"| `{name}` | `{getattr(setting, 'env', '')}` | {shown} | {getattr(setting, 'says', '')} |"


def test_every_public_name_is_told() -> None:
    everything = "\n".join(TEXT.values())
    missing = [name for name in rs.__all__ if not re.search(rf"\b{re.escape(name)}\b", everything)]
    assert missing == []


def test_every_member_of_a_run_is_told() -> None:
    page = TEXT["run.md"]
    members = [name for name in dir(rs.Run) if not name.startswith("_")]
    assert [name for name in members if f"`{name}" not in page and f".{name}" not in page] == []


def test_the_tree_of_errors_is_drawn() -> None:
    drawn = errors.__doc__ or ""
    kinds = [
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.RunstoneError)
    ]
    assert [name for name in kinds if name not in drawn] == []


@pytest.mark.parametrize("name", TEXT)
def test_its_links_lead_somewhere(name: str) -> None:
    where = ROOT if name == "README.md" else ROOT / "docs"
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", TEXT[name])
    assert [target for target in targets if not (where / target).exists()] == []


def test_every_verb_is_told() -> None:
    assert [verb for verb in VERBS if f"`runstone {verb}" not in TEXT["cli.md"]] == []
