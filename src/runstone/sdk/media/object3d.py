"""Things in three dimensions: point clouds, and meshes in files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from runstone.model.errors import UNDECODABLE, BadValue
from runstone.model.values import to_plain
from runstone.sdk import guard
from runstone.sdk.media.arrays import to_array
from runstone.sdk.media.files import as_source, opened, text_of
from runstone.sdk.media.media import Encoded, Media
from runstone.sdk.media.ply import read_ply

if TYPE_CHECKING:
    import numpy.typing as npt

POINTS_MIME = "application/vnd.runstone.points"
_FIELDS = {3: "xyz", 4: "xyzc", 6: "xyzrgb"}
_MESHES = {"glb": "model/gltf-binary", "gltf": "model/gltf+json", "obj": "model/obj", "stl": "model/stl"}
_ACCEPTED = (
    "Accepted are arrays of points (N×3: xyz, N×4: and a class, N×6: and a colour), files .glb .gltf .obj .stl .ply .pts.json, and scenes: "
    "{'type': 'lidar/beta', 'points': …, 'boxes': […], 'vectors': […]}."
)


class Object3D(Media):
    """A point cloud or a mesh.

    Points become float32, little-endian, `xyz`, `xyzc` (a class) or `xyzrgb` (0..255) as `facts["fields"]` says. Points with a coordinate that
    is not finite are left out, and counted in `facts["nonfinite"]`.
    """

    type: ClassVar[str] = "object3d"

    def __init__(self, data: Any, caption: str | None = None, *, format: str | None = None) -> None:  # noqa: A002 - the word of the field
        """
        Args:
            data: an array of points, a path, a scene (see the message of the error), or bytes of a file, with its format.
            caption: shown below it.
            format: `glb`, `gltf`, `obj`, `stl`, `ply` or `pts.json`, where no name of a file tells.
        """
        super().__init__(caption)
        self._source = Path(data) if isinstance(data, str) else as_source(data)
        self._data = data
        self._format = format.lower().lstrip(".") if format else _ending(self._source)

    def encode(self) -> Encoded:
        """The object as bytes; its format, and of points how many, what they hold, and in which bounds they lie.

        Raises:
            BadValue: it is none of what is accepted.
        """
        if isinstance(self._data, Mapping):
            return _scene(self._data)
        if self._source is None:
            return _points(self._data)
        if self._format in _MESHES:
            return _mesh(self._source, self._format)
        if self._format == "ply":
            with opened(self._source, "the PLY file") as file:
                read = read_ply(file.read())
            if isinstance(read, str):
                return Encoded(read.encode(), _MESHES["obj"], {"format": "obj", "source_format": "ply"})
            return _points(read)
        if self._format in ("pts.json", "json"):
            try:
                found = msgspec.json.decode(text_of(self._source, "the file of points"))
            except UNDECODABLE as error:
                raise BadValue(f"the file of points is no JSON ({error}).") from error
            return _scene(found) if isinstance(found, dict) else _points(found)
        raise BadValue(f"{self._format or 'a file without an ending'!r} is no known format of an object. {_ACCEPTED}")


def _ending(source: Path | bytes | None) -> str:
    if source is None:
        return ""
    if isinstance(source, Path):
        name = source.name.lower()
        return "pts.json" if name.endswith(".pts.json") else name.rpartition(".")[2]
    if source.startswith(b"glTF"):
        return "glb"
    return "ply" if source.startswith(b"ply") else ""


def _points(data: Any) -> Encoded:
    import numpy as np

    try:
        values = to_array(data)
    except (TypeError, ValueError) as error:
        raise BadValue(f"a {type(data).__qualname__} is no point cloud ({error}). {_ACCEPTED}") from error
    if values.ndim != 2 or values.shape[1] not in _FIELDS or values.dtype.kind not in "iuf":
        raise BadValue(f"{values.dtype} values of shape {values.shape} are no point cloud. {_ACCEPTED}")
    finite = np.isfinite(values[:, :3]).all(axis=1)
    kept = np.ascontiguousarray(values[finite], "<f4")
    facts: dict[str, Any] = {"format": "points", "points": len(kept), "fields": _FIELDS[values.shape[1]]}
    if len(kept):
        facts["bounds"] = [kept[:, :3].min(axis=0).tolist(), kept[:, :3].max(axis=0).tolist()]
    if len(kept) < len(values):
        facts["nonfinite"] = len(values) - len(kept)
    return Encoded(kept.tobytes(), POINTS_MIME, facts)


def _scene(scene: Mapping[str, Any]) -> Encoded:
    if "points" not in scene:
        raise BadValue(f"a scene with {', '.join(map(str, scene)) or 'nothing'} has no 'points'. {_ACCEPTED}")
    if scene.get("type", "lidar/beta") != "lidar/beta":
        raise BadValue(f"a scene of type {scene['type']!r} is not known. {_ACCEPTED}")
    import numpy as np

    points = scene["points"]
    encoded = _points(points if len(points) else np.zeros((0, 3), np.float32))
    facts = dict(encoded.facts)
    if scene.get("boxes") is not None and len(scene["boxes"]):
        facts["boxes"] = [_box(box) for box in scene["boxes"]]
    if scene.get("vectors") is not None and len(scene["vectors"]):
        facts["vectors"] = [_vector(vector) for vector in scene["vectors"]]
    return encoded._replace(facts=facts)


def _box(box: Any) -> dict[str, Any]:
    if not isinstance(box, Mapping) or "corners" not in box:
        raise BadValue(
            "a box of a scene is a dict with 'corners', eight points, and maybe 'label', 'color' and 'score'."
        )
    kept = {"corners": _coordinates(box["corners"], (8, 3), "the corners of a box")}
    return kept | {str(name): to_plain(value) for name, value in box.items() if name != "corners"}


def _vector(vector: Any) -> dict[str, Any]:
    if not isinstance(vector, Mapping) or not {"start", "end"} <= vector.keys():
        raise BadValue("a vector of a scene is a dict with 'start' and 'end', and maybe 'color'.")
    ends = {name: _coordinates(vector[name], (3,), f"the {name} of a vector") for name in ("start", "end")}
    return ends | {str(name): to_plain(value) for name, value in vector.items() if name not in ends}


def _coordinates(values: Any, shape: tuple[int, ...], what: str) -> list[Any]:
    try:
        array: npt.NDArray[Any] = to_array(values).astype("f8")
    except (TypeError, ValueError) as error:
        raise BadValue(f"{what} are no numbers ({error}).") from error
    if array.shape != shape:
        raise BadValue(f"{what}: expected numbers of shape {shape}, not {array.shape}.")
    listed: list[Any] = array.tolist()
    return listed


def _mesh(source: Path | bytes, kind: str) -> Encoded:
    with opened(source, "the file of an object") as file:
        head = file.read(1 << 16)
    if kind == "glb" and not head.startswith(b"glTF"):
        raise BadValue("the file is no GLB: it does not begin with 'glTF'.")
    if not head:
        raise BadValue("the file of an object is empty.")
    if kind == "gltf":
        _check_whole(text_of(source, "the glTF file"))
    return Encoded(source, _MESHES[kind], {"format": kind})


def _check_whole(text: str) -> None:
    try:
        document = msgspec.json.decode(text)
        uris = [each.get("uri", "data:") for name in ("buffers", "images") for each in document.get(name, [])]
    except (msgspec.DecodeError, AttributeError) as error:
        raise BadValue(f"the file is no glTF ({error}).") from error
    outside = [uri for uri in uris if not str(uri).startswith("data:")]
    if outside:
        guard.say_once(
            f"a glTF file refers to {outside[0]!r} beside it, which is not recorded. Log it as one .glb file."
        )
