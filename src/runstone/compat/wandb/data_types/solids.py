"""`wandb.Object3D` and `wandb.Molecule`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from runstone.model.errors import BadValue
from runstone.sdk import media


class Object3D(media.Object3D):
    """A point cloud, a mesh in a file, or a scene."""

    SUPPORTED_TYPES = frozenset({"obj", "gltf", "glb", "stl", "pts.json", "ply"})

    def __init__(self, data_or_path: Any, caption: str | None = None, **kwargs: Any) -> None:
        """
        Args:
            data_or_path: an array of N×3, N×4 (and a class) or N×6 (and a colour), a path, an open file with `file_type=`, or a scene as a dict.
            caption: shown below it.
            **kwargs: `file_type`.

        Raises:
            ValueError: see `runstone.Object3D`.
        """
        super().__init__(data_or_path, caption, format=kwargs.get("file_type"))

    @classmethod
    def from_numpy(cls, data: Any) -> Object3D:
        """Of an array of points."""
        return cls(data)

    @classmethod
    def from_file(cls, data_or_path: Any, file_type: str | None = None) -> Object3D:
        """Of a path, or of an open file and its type."""
        return cls(data_or_path, file_type=file_type)

    @classmethod
    def from_point_cloud(
        cls,
        points: Any,
        boxes: Sequence[Any] = (),
        vectors: Sequence[Any] | None = None,
        point_cloud_type: str = "lidar/beta",
    ) -> Object3D:
        """Of points with boxes and vectors among them.

        Raises:
            ValueError: another type of cloud.
        """
        return cls({"type": point_cloud_type, "points": points, "boxes": boxes, "vectors": vectors})


class Molecule(media.Molecule):
    """A molecule: a file, or one of RDKit."""

    SUPPORTED_TYPES = frozenset({"pdb", "pqr", "mmcif", "mcif", "cif", "sdf", "sd", "gro", "mol2", "mmtf"})

    def __init__(self, data_or_path: Any, caption: str | None = None, **kwargs: Any) -> None:
        """
        Args:
            data_or_path: a path, or an open file with `file_type=`.
            caption: shown below it.
            **kwargs: `file_type`.

        Raises:
            ValueError: see `runstone.Molecule`.
        """
        super().__init__(data_or_path, caption, format=kwargs.get("file_type"))

    @classmethod
    def from_rdkit(cls, data_or_path: Any, caption: str | None = None, **kwargs: Any) -> Molecule:
        """Of a molecule of RDKit, or of the path of a file.

        Args:
            data_or_path: which.
            caption: shown below it.
            **kwargs: of theirs, for the conversion; accepted, the molecule's own conformer is kept.

        Raises:
            ValueError: it is neither.
        """
        if isinstance(data_or_path, str | os.PathLike) or type(data_or_path).__module__.startswith("rdkit"):
            return cls(data_or_path, caption)
        raise BadValue(f"a {type(data_or_path).__qualname__} is no molecule of RDKit and no path.")

    @classmethod
    def from_smiles(cls, data: str, caption: str | None = None, **kwargs: Any) -> Molecule:
        """Of a SMILES text, which needs RDKit.

        Raises:
            MissingDependency: it is not there.
            ValueError: it is no SMILES.
        """
        return cls(data, caption, file_type="smiles")
