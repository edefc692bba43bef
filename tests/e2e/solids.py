"""A home whose runs log what is looked at from all sides: things in space, molecules, graphs, figures, texts that change, tables that are joined.

Two runs, `ada` and `bob`, of one project, log each of it at steps 0 and 10.
"""

from __future__ import annotations

import struct
import subprocess
import sys
from pathlib import Path

import numpy as np

import runstone as rs
from e2e.pictures import QUIET
from e2e.served import environment

PROJECT = "vision/solids"
STEPS = (0, 10)

CUBE = "\n".join(
    [
        *(f"v {x} {y} {z}" for x in (0, 1) for y in (0, 1) for z in (0, 1)),
        *("f 1 2 4 3", "f 5 7 8 6", "f 1 5 6 2", "f 3 4 8 7", "f 1 3 7 5", "f 2 6 8 4"),
    ]
)
ETHANOL = """9

C -0.0118 1.5242 0.0103
C 0.0021 -0.0041 0.0020
O -1.3055 -0.5350 0.0112
H 1.0184 1.8822 0.0071
H -0.5274 1.8764 0.9041
H -0.5445 1.8822 -0.8700
H 0.5321 -0.3621 0.8820
H 0.5151 -0.3573 -0.8925
H -1.2967 -1.4997 0.0057
"""
HOSTILE = {
    "data": [{"type": "scatter", "y": [1, 3, 2], "name": "<img src=x onerror='parent.hacked=1'>loss", "text": ["<a href='javascript:parent.hacked=1'>a</a>"]}],
    "layout": {
        "title": {"text": "<a href='javascript:parent.hacked=1'>a title</a><script>parent.hacked=1</script>"},
        "images": [{"source": "https://example.invalid/tells.png", "xref": "paper", "yref": "paper", "x": 0, "y": 1, "sizex": 0.1, "sizey": 0.1}],
    },
}  # fmt: skip


# A page that tries all doors, and says which ones opened. The last two would take the reader elsewhere.
PROBE = """<!doctype html><p id=said>still</p><script>
const open = [];
const attempt = async (name, act) => { try { const found = await act(); if (found) open.push(name + ": " + found); } catch {} };
(async () => {
  await attempt("parent", () => parent !== self && parent.document.title + "!");
  await attempt("frame", () => frameElement && "its element");
  await attempt("cookie", () => { document.cookie = "probe=1"; return document.cookie; });
  await attempt("storage", () => { localStorage.probe = 1; return "local"; });
  await attempt("session", () => { sessionStorage.probe = 1; return "session"; });
  await attempt("database", () => new Promise((done, fail) => { const asked = indexedDB.open("probe"); asked.onsuccess = () => done("a database"); asked.onerror = fail; }));
  for (const path of ["/api/home", "/api/runs", location.href, "https://example.invalid/"])
    await attempt("fetch " + path, async () => (await fetch(path)).status);
  await attempt("image", () => new Promise((done, fail) => { const image = new Image(); image.onload = () => done("loaded"); image.onerror = fail; image.src = "/favicon.svg"; }));
  await attempt("worker", () => new SharedWorker("/assets/x.js") && "");
  await attempt("window", () => window.open("/api/home") && "opened");
  await attempt("top", () => { if (top !== self) top.location.href = "/api/home"; return ""; });
  await attempt("form", () => { const form = document.createElement("form"); form.action = "/api/home"; form.target = "_top"; document.body.append(form); form.submit(); return ""; });
  document.getElementById("said").textContent = open.length ? open.join(", ") : "no door opened";
})();
</script>"""


def record(home: Path) -> None:
    """Record all of it."""
    for seed, name in enumerate(("ada", "bob")):
        rng = np.random.default_rng(seed)
        grown = rs.Table(["row", "picture"], mode="incremental")
        with rs.init(PROJECT, name, id=name, dir=home, settings=QUIET) as run:
            for step in STEPS:
                for row in range(3):
                    grown.add_row(
                        step + row,
                        rs.Image(
                            np.full((8, 8, 3), (40 * row + 10 * step, 90, 160), np.uint8),
                            caption=f"{name} {step + row}",
                        ),
                    )
                run.log(
                    {
                        "table": predictions(name, step),
                        "grown": grown,
                        "cloud": cloud(rng, step),
                        "classes": rs.Object3D(np.hstack([rng.normal(0, 1, (500, 3)), rng.integers(0, 4, (500, 1))])),
                        "cube": rs.Object3D(CUBE.encode(), format="obj", caption="a cube"),
                        "mesh": rs.Object3D(glb(), format="glb"),
                        "molecule": rs.Molecule(ETHANOL, format="xyz", caption="ethanol"),
                        "net": network(4 + step),
                        "figure": rs.Figure(HOSTILE),
                        "sine": rs.Figure({"data": [{"type": "heatmap", "z": rng.random((8, 8)).tolist()}], "layout": {"title": {"text": f"confusion of {name}"}}}),
                        "surface": rs.Figure({"data": [{"type": "surface", "z": [[1, 2], [3, 4]]}], "layout": {}}),
                        "story": rs.Text("\n".join([f"line {line} of {name if line % 7 == 0 else 'all'}" for line in range(30)])),
                        "report": rs.Text(f"## Report\n\nThe loss of *{name}* is {step}.\n\n- one\n- two\n", markdown=True),
                        "probe": rs.Html(PROBE),
                        "page": rs.Html(f"<h1>{name}</h1>\n<p>step {step}</p>\n"),
                    },
                    step=step,
                )  # fmt: skip


def predictions(name: str, step: int) -> rs.Table:
    """300 rows: `id`, what it is, what was said (`bob` errs in every tenth), how sure, a picture."""
    names = ["cat", "dog", "owl"]
    rows = [
        [
            f"img{row:03}",
            names[row % 3],
            names[(row + (name == "bob" and row % 10 == 0)) % 3],
            round(0.5 + row / 1000 + step / 100, 4),
            rs.Image(np.full((8, 8), (row * 7) % 256, np.uint8), caption=f"picture {row}"),
        ]
        for row in range(300)
    ]
    return rs.Table(columns=["id", "label", "said", "sure", "picture"], rows=rows)


def cloud(rng: np.random.Generator, step: int) -> rs.Object3D:
    """A ball of 5,000 coloured points, with a box and a vector."""
    points = rng.normal(0, 1 + step / 20, (5_000, 3))
    colours = np.clip(128 + 60 * points, 0, 255)
    corners = [[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]
    scene = {
        "type": "lidar/beta",
        "points": np.hstack([points, colours]),
        "boxes": [{"corners": corners, "label": "car", "color": [255, 120, 0]}],
        "vectors": [{"start": [0, 0, 0], "end": [2, 0, 0]}],
    }
    return rs.Object3D(scene, caption=f"cloud at {step}")


def glb() -> bytes:
    """A triangle as binary glTF."""
    positions = struct.pack("<9f", 0, 0, 0, 1, 0, 0, 0, 1, 0)
    document = (
        b'{"asset":{"version":"2.0"},"scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"mesh":0}],"meshes":[{"primitives":[{"attributes":{"POSITION":0}}]}],'
        b'"buffers":[{"byteLength":36}],"bufferViews":[{"buffer":0,"byteLength":36}],'
        b'"accessors":[{"bufferView":0,"componentType":5126,"count":3,"type":"VEC3","min":[0,0,0],"max":[1,1,0]}]}'
    )
    document += b" " * (-len(document) % 4)
    chunks = struct.pack("<II", len(document), 0x4E4F534A) + document + struct.pack("<II", len(positions), 0x004E4942)
    chunks += positions
    return struct.pack("<III", 0x46546C67, 2, 12 + len(chunks)) + chunks


def network(layers: int) -> rs.Graph:
    """Layers of three nodes, each joined to all of the next."""
    graph = rs.Graph()
    for layer in range(layers):
        for node in range(3):
            graph.add_node(f"{layer}.{node}", label=f"conv {layer}.{node}", type="conv", channels=16 * (layer + 1))
            for before in range(3 if layer else 0):
                graph.add_edge(f"{layer - 1}.{before}", f"{layer}.{node}")
    return graph


def make(home: Path) -> None:
    """Record it in a process of its own."""
    command = [sys.executable, "-c", "import sys; from pathlib import Path; from e2e import solids; solids.record(Path(sys.argv[1]))"]  # fmt: skip
    subprocess.run([*command, str(home)], env=environment(), check=True)
