"""Objects in three dimensions: points of every kind, meshes as they are, scenes."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

import runstone as rs
from reading import LogOne
from runstone.api import StoredMedia

points = np.arange(24, dtype=np.float32).reshape(4, 6)
CUBE = [[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)]


def stored(item: StoredMedia) -> Any:
    assert (item.item.type, item.item.mime) == ("object3d", "application/vnd.runstone.points")
    facts = item.item.facts
    return np.frombuffer(item.read(), "<f4").reshape(facts["points"], len(facts["fields"]))


@pytest.mark.parametrize(("width", "fields"), [(3, "xyz"), (4, "xyzc"), (6, "xyzrgb")])
@pytest.mark.parametrize("kind", [np.asarray, lambda array: array.tolist(), lambda array: array.astype(int)])
def test_points(log_one: LogOne, width: int, fields: str, kind: Any) -> None:
    item = log_one(rs.Object3D(kind(points[:, :width].copy()), caption="c"))
    assert np.array_equal(stored(item), points[:, :width])
    bounds = [points[0, :3].tolist(), points[3, :3].tolist()]
    assert item.item.facts == {"format": "points", "points": 4, "fields": fields, "bounds": bounds}


def test_points_that_are_nowhere_are_counted(log_one: LogOne) -> None:
    cloud = np.array([[0, 0, 0], [np.nan, 0, 0], [1, 1, np.inf]])
    item = log_one(rs.Object3D(cloud))
    assert (stored(item).tolist(), item.item.facts["nonfinite"]) == ([[0, 0, 0]], 2)
    assert stored(log_one(rs.Object3D(np.zeros((0, 3))))).shape == (0, 3)


def test_scenes(log_one: LogOne, tmp_path: Path) -> None:
    scene = {
        "type": "lidar/beta",
        "points": points[:, :3],
        "boxes": np.array([{"corners": CUBE, "label": "car", "color": [255, 0, 0], "score": 0.5}]),
        "vectors": [{"start": [0, 0, 0], "end": np.ones(3), "color": [0, 255, 0]}],
    }
    item = log_one(rs.Object3D(scene))
    assert np.array_equal(stored(item), points[:, :3])
    assert item.item.facts["boxes"] == [{"corners": CUBE, "label": "car", "color": [255, 0, 0], "score": 0.5}]
    assert item.item.facts["vectors"] == [{"start": [0, 0, 0], "end": [1, 1, 1], "color": [0, 255, 0]}]
    path = tmp_path / "scene.pts.json"
    path.write_bytes(msgspec.json.encode({"points": CUBE}))
    assert stored(log_one(rs.Object3D(path))).tolist() == CUBE
    path.write_bytes(msgspec.json.encode(CUBE))
    assert stored(log_one(rs.Object3D(path))).tolist() == CUBE
    assert log_one(rs.Object3D({"points": []})).item.facts["points"] == 0


@pytest.mark.parametrize(
    ("name", "data", "mime"),
    [
        ("a.glb", b"glTF\x02\0\0\0", "model/gltf-binary"),
        ("a.gltf", b'{"asset": {"version": "2.0"}}', "model/gltf+json"),
        ("a.OBJ", b"v 0 0 0\n", "model/obj"),
        ("a.stl", b"solid x\nendsolid x\n", "model/stl"),
    ],
)
def test_meshes_stay_as_they_are(log_one: LogOne, tmp_path: Path, name: str, data: bytes, mime: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    ending = name.lower().split(".")[1]
    for given in (rs.Object3D(path), rs.Object3D(str(path)), rs.Object3D(data, format=ending)):
        item = log_one(given)
        assert (item.read(), item.item.mime, item.item.facts) == (data, mime, {"format": ending})


def test_a_gltf_of_several_files_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    rs.Object3D(b'{"buffers": [{"uri": "cube.bin"}]}', format="gltf").encode()
    assert "'cube.bin' beside it, which is not recorded" in capsys.readouterr().err


def ply(faces: bool, colours: bool) -> bytes:
    lines = ["ply", "format ascii 1.0", "comment made by hand", "element vertex 3", "property float x"]
    lines += ["property float nx", "property float y", "property float z"]
    lines += [f"property uchar {name}" for name in ("red", "green", "blue")] if colours else []
    lines += ["element face 1", "property list uchar int vertex_indices"] if faces else []
    lines += ["end_header"] + [f"{at} 9 {at + 1} {at + 2.5}" + (" 1 2 3" if colours else "") for at in range(3)]
    return "\n".join([*lines, *(["3 0 1 2"] if faces else [])]).encode()


def test_ply_of_points_and_of_a_mesh(log_one: LogOne, tmp_path: Path) -> None:
    place = [[0, 1, 2.5], [1, 2, 3.5], [2, 3, 4.5]]
    assert stored(log_one(rs.Object3D(ply(False, False)))).tolist() == place
    path = tmp_path / "a.ply"
    path.write_bytes(ply(False, True))
    assert stored(log_one(rs.Object3D(path))).tolist() == [[*each, 1, 2, 3] for each in place]
    item = log_one(rs.Object3D(ply(True, False)))
    assert item.read() == b"v 0 1 2.5\nv 1 2 3.5\nv 2 3 4.5\nf 1 2 3\n"
    assert (item.item.mime, item.item.facts) == ("model/obj", {"format": "obj", "source_format": "ply"})


@pytest.mark.parametrize(
    ("data", "arguments", "says"),
    [
        (np.zeros((4, 5)), {}, r"values of shape \(4, 5\) are no point cloud. Accepted are arrays of points"),
        (np.zeros(3), {}, "no point cloud"),
        (["x"], {}, "no point cloud"),
        ([[1], [1, 2]], {}, "no point cloud"),
        (b"something", {}, "no known format"),
        (Path("a.blend"), {}, "'blend' is no known format"),
        (Path("missing.glb"), {}, "missing.glb cannot be read"),
        (b"x", {"format": "glb"}, "does not begin with 'glTF'"),
        (b"", {"format": "obj"}, "is empty"),
        (b"[]", {"format": "gltf"}, "no glTF"),
        (b"{", {"format": "pts.json"}, "no JSON"),
        ({"boxes": []}, {}, "has no 'points'"),
        ({"type": "other", "points": CUBE}, {}, "type 'other' is not known"),
        ({"points": CUBE, "boxes": [3]}, {}, "a box of a scene is"),
        ({"points": CUBE, "boxes": [{"corners": CUBE[:4]}]}, {}, r"shape \(8, 3\), not \(4, 3\)"),
        ({"points": CUBE, "boxes": [{"corners": "x"}]}, {}, "are no numbers"),
        ({"points": CUBE, "vectors": [{"start": [0, 0, 0]}]}, {}, "a vector of a scene is"),
        (b"ply\n", {}, "is no PLY"),
        (b"ply\nformat binary_little_endian 1.0\nend_header\n" + struct.pack("<f", 1), {}, "binary PLY"),
        (b"ply\nformat ascii 1.0\nend_header\n", {}, "has no vertices"),
        (ply(False, False)[:-4], {}, "broken or cut short"),
        (ply(True, False)[:-8], {}, "broken or cut short"),
    ],
)
def test_what_is_no_object(data: Any, arguments: dict[str, str], says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        rs.Object3D(data, **arguments).encode()
