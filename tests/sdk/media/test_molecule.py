"""Molecules: files as they are, and RDKit where it is."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import runstone as rs
from reading import LogOne
from runstone.sdk.media.molecule import FORMATS

WATER = "3\nwater\nO 0 0 0\nH 0 0 1\nH 0 1 0\n"


@pytest.mark.parametrize("kind", FORMATS)
def test_files_of_every_format(log_one: LogOne, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"m.{kind.upper()}"
    path.write_text(WATER)
    for given in (
        rs.Molecule(path, caption="c"),
        rs.Molecule(str(path)),
        rs.Molecule(WATER, format=kind),
        rs.Molecule(WATER.encode(), format=kind),
    ):
        item = log_one(given)
        assert (item.read().decode(), item.item.type, item.item.mime) == (WATER, "molecule", FORMATS[kind])
        assert item.item.facts == {"format": kind}


def test_rdkit(monkeypatch: pytest.MonkeyPatch, log_one: LogOne) -> None:
    molecule = type("Mol", (), {"__module__": "rdkit.Chem.rdchem"})()
    chemistry: Any = ModuleType("rdkit.Chem")
    chemistry.MolToMolBlock = lambda given: f"block of {given is molecule}"
    chemistry.MolFromSmiles = lambda text: molecule if text == "CCO" else None
    monkeypatch.setitem(sys.modules, "rdkit", SimpleNamespace(Chem=chemistry))
    monkeypatch.setitem(sys.modules, "rdkit.Chem", chemistry)
    for given in (rs.Molecule(molecule), rs.Molecule("CCO", format="smiles")):
        item = log_one(given)
        assert (item.read(), item.item.facts) == (b"block of True", {"format": "mol"})
    with pytest.raises(rs.BadValue, match="'C C' is no SMILES"):
        rs.Molecule("C C", format="smiles")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rs.Molecule(3), "a int is no molecule"),
        (lambda: rs.Molecule(WATER), "format 'unknown': give format="),
        (lambda: rs.Molecule("m.docx"), "format 'docx'"),
        (lambda: rs.Molecule("missing.pdb").encode(), "missing.pdb cannot be read"),
        (lambda: rs.Molecule(b"", format="pdb").encode(), "is empty"),
    ],
)
def test_what_is_no_molecule(make: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        make()


def test_smiles_need_rdkit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdkit", None)
    monkeypatch.setitem(sys.modules, "rdkit.Chem", None)
    with pytest.raises(rs.MissingDependency, match="pip install rdkit"):
        rs.Molecule("CCO", format="smiles")
