"""PLY, the Stanford triangle format, in ASCII: its points, or its mesh as OBJ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.model.errors import BadValue

if TYPE_CHECKING:
    import numpy.typing as npt


class _Element(NamedTuple):
    name: str
    rows: int
    properties: list[str]


def read_ply(data: bytes) -> npt.NDArray[Any] | str:
    """The points of a PLY file as an array N×3 or N×6 (with colours); if it has faces, its mesh as the text of an OBJ file.

    Raises:
        BadValue: it is none, a binary one, or cut short.
    """
    import numpy as np

    head, found, body = data.partition(b"end_header")
    if not data.startswith(b"ply") or not found:
        raise BadValue("the file is no PLY.")
    if b"format ascii" not in head:
        raise BadValue("binary PLY files are not read. Save it as ASCII, or give its points as an array.")
    elements = _elements(head.decode("ascii", "replace"))
    lines = body.split(b"\n")[1:]
    points: npt.NDArray[Any] | None = None
    faces: list[str] = []
    at = 0
    for element in elements:
        rows = lines[at : at + element.rows]
        at += element.rows
        try:
            if len(rows) < element.rows:
                raise ValueError(f"{len(rows)} of {element.rows}")
            if element.name == "vertex":
                points = _vertices(element, rows)
            elif element.name == "face":
                faces = [
                    "f " + " ".join(str(int(place) + 1) for place in row.split()[1 : int(row.split()[0]) + 1])
                    for row in rows
                ]
        except (ValueError, IndexError) as error:
            raise BadValue(
                f"the PLY file cannot be read: its {element.name} rows are broken or cut short ({error})."
            ) from error
    if points is None:
        raise BadValue("the PLY file has no vertices.")
    if not faces:
        return points
    vertices = ["v " + " ".join(f"{value:.9g}" for value in row) for row in np.asarray(points)[:, :3].tolist()]
    return "\n".join([*vertices, *faces, ""])


def _elements(head: str) -> list[_Element]:
    found: list[_Element] = []
    for line in head.splitlines():
        words = line.split()
        if words[:1] == ["element"] and len(words) == 3 and words[2].isdigit():
            found.append(_Element(words[1], int(words[2]), []))
        elif words[:1] == ["property"] and found:
            found[-1].properties.append(words[-1])
    return found


def _vertices(element: _Element, rows: list[bytes]) -> npt.NDArray[Any]:
    import numpy as np

    names = element.properties
    values = np.array([row.split() for row in rows], np.float64).reshape(-1, len(names))
    if len(values) != element.rows:
        raise ValueError(f"{len(values)} of {element.rows}")
    wanted = ["x", "y", "z"] + (["red", "green", "blue"] if {"red", "green", "blue"} <= set(names) else [])
    return values[:, [names.index(name) for name in wanted]]
