"""Molecules: files of chemistry and biology, stored as they are."""

from __future__ import annotations

import importlib
import os
from pathlib import Path
from typing import Any, ClassVar

from runstone.model.errors import BadValue, MissingDependency
from runstone.sdk.media.files import as_source, opened
from runstone.sdk.media.media import Encoded, Media

FORMATS = {
    "pdb": "chemical/x-pdb",
    "ent": "chemical/x-pdb",
    "pqr": "chemical/x-pqr",
    "cif": "chemical/x-cif",
    "mcif": "chemical/x-mmcif",
    "mmcif": "chemical/x-mmcif",
    "sdf": "chemical/x-mdl-sdfile",
    "sd": "chemical/x-mdl-sdfile",
    "mol": "chemical/x-mdl-molfile",
    "mol2": "chemical/x-mol2",
    "xyz": "chemical/x-xyz",
    "gro": "chemical/x-gro",
    "mmtf": "chemical/x-mmtf",
}


class Molecule(Media):
    """A molecule, from a file, its text, or RDKit."""

    type: ClassVar[str] = "molecule"

    def __init__(self, data: Any, caption: str | None = None, *, format: str | None = None) -> None:  # noqa: A002 - the word of the field
        """
        Args:
            data: a path; the text or bytes of a file, with `format`; a molecule of RDKit; or with `format="smiles"` a SMILES text, which needs
                RDKit.
            caption: shown below it.
            format: one of those in `FORMATS`, by default the ending of the path.

        Raises:
            BadValue: another format, or none that can be told.
            MissingDependency: SMILES without RDKit.
        """
        super().__init__(caption)
        self._source: Path | bytes
        if format == "smiles":
            data = _from_smiles(str(data))
        if type(data).__module__.partition(".")[0] == "rdkit":
            self._source, self._format = _mol_block(data), "mol"
            return
        is_path = isinstance(data, os.PathLike) or (isinstance(data, str) and "\n" not in data)
        source = Path(data) if is_path else data.encode() if isinstance(data, str) else as_source(data)
        if source is None:
            raise BadValue(
                f"a {type(data).__qualname__} is no molecule. Give a path, the text of a file with format=, or one of RDKit."
            )
        kind = (format or (source.suffix if isinstance(source, Path) else "")).lower().lstrip(".")
        if kind not in FORMATS:
            raise BadValue(
                f"a molecule of format {kind or 'unknown'!r}: give format=, one of {', '.join(FORMATS)} or smiles."
            )
        self._source, self._format = source, kind

    def encode(self) -> Encoded:
        """The file as it is, and its format.

        Raises:
            BadValue: it cannot be read, or is empty.
        """
        with opened(self._source, "the file of a molecule") as file:
            if not file.read(1):
                raise BadValue("the file of a molecule is empty.")
        return Encoded(self._source, FORMATS[self._format], {"format": self._format})


def _from_smiles(smiles: str) -> Any:
    try:
        chemistry = importlib.import_module("rdkit.Chem")
    except ImportError as error:
        raise MissingDependency("rdkit", "A Molecule of a SMILES text") from error
    molecule = chemistry.MolFromSmiles(smiles)
    if molecule is None:
        raise BadValue(f"{smiles!r} is no SMILES that RDKit reads.")
    return molecule


def _mol_block(molecule: Any) -> bytes:
    chemistry = importlib.import_module("rdkit.Chem")  # whoever has the molecule has it too
    return str(chemistry.MolToMolBlock(molecule)).encode()
