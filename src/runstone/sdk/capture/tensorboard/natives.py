"""Natives: what the SDK's `log` takes in place of TensorBoard's values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from runstone.importers.tensorboard import (
    AnyValue,
    Graph,
    Histogram,
    Images,
    MeshPart,
    Numbers,
    PrCurve,
    Scalar,
    Sounds,
    Texts,
)
from runstone.importers.tensorboard.histogram import joined
from runstone.importers.tensorboard.projector import Embedding, Sprite
from runstone.sdk import guard, media
from runstone.sdk.media.histogram import MAX_BINS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Array = npt.NDArray[np.generic]

NO_CUSTOM_SCALARS = "layouts of custom scalars are not recorded: arrange the charts in the UI, and save them as a view."
MAX_CELLS = 1 << 20
_CUSTOM_SCALARS = "custom_scalars"
# What TensorFlow's plugins write for themselves, and nobody misses.
_SILENT_PLUGINS = frozenset({"graph_run_metadata", "graph_run_metadata_graph", "graph_keras_model"})


def as_native(value: AnyValue | dict[str, MeshPart]) -> Any:
    """The native form of a value, or of the parts of a mesh. None where there is nothing to record, which is said once.

    Raises:
        BadValue: the files inside are none of their type.
    """
    match value:
        case Scalar():
            return value.value
        case Images():
            return [media.Video(file) if file.startswith(b"GIF8") else media.Image(file) for file in value.files]
        case Sounds():
            captions = value.captions or [""] * len(value.files)
            return [media.Audio(file, caption=text or None) for file, text in zip(value.files, captions, strict=True)]
        case Histogram():
            return histogram_of(value.counts, value.edges)
        case Texts():
            return texts_of(value)
        case PrCurve():
            return pr_table(value.rows)
        case Graph():
            return graph_of(value)
        case Numbers():
            return numbers_of(value.array)
        case dict():
            arrays = {name: part.array for name, part in value.items()}
            return mesh_of(arrays["vertex"], arrays.get("color"), arrays.get("face")) if "vertex" in arrays else None
    plugin = getattr(value, "plugin", "")
    if plugin == _CUSTOM_SCALARS:
        guard.say_once(NO_CUSTOM_SCALARS)
    elif plugin not in _SILENT_PLUGINS:
        guard.say_once(f"what TensorBoard's plugin {plugin!r} shows is not recorded: log its numbers with run.log().")
    return None


def histogram_of(counts: Any, edges: Any) -> media.Histogram:
    """A histogram with its uneven edges; neighbouring bins are joined where there are more than ours has."""
    return media.Histogram(np_histogram=joined(counts, edges, MAX_BINS))


def texts_of(value: Texts) -> Any:
    """Texts in Markdown; in two dimensions they are a table."""
    if len(value.shape) != 2:
        return [media.Text(text, markdown=True) for text in value.texts]
    width = max(1, value.shape[1])
    return media.Table(rows=[value.texts[at : at + width] for at in range(0, len(value.texts), width)])


def pr_table(rows: Any) -> media.Table:
    """A precision-recall curve as a table, a row for each threshold.

    Args:
        rows: true positives, false positives, true negatives, false negatives, precision and recall, one column a threshold, from 0 to 1.
    """
    import numpy as np

    columns = {"threshold": np.linspace(0.0, 1.0, rows.shape[1]), "precision": rows[4], "recall": rows[5]}
    columns |= dict(
        zip(("true_positives", "false_positives", "true_negatives", "false_negatives"), rows[:4], strict=True)
    )
    cells = np.stack([np.asarray(column, np.float64) for column in columns.values()], axis=1)
    return media.Table(list(columns), cells)


def graph_of(graph: Graph) -> media.Graph:
    """Operations and what they take, as nodes and edges."""
    native = media.Graph()
    for node in graph.nodes:
        native.add_node(node.name, type=node.op)
        if node.shapes:
            native.add_node(node.name, shapes=node.shapes)
    for node in graph.nodes:
        for source in node.inputs:
            native.add_edge(source, node.name)
    return native


def numbers_of(array: Array) -> Any:
    """Numbers that nobody says how to show: one is a point, rows are a table. None for more dimensions, which is said once."""
    if array.size == 1 and array.dtype.kind in "biuf":
        return float(array.reshape(-1)[0])
    if array.ndim in (1, 2) and 0 < array.size <= MAX_CELLS and array.dtype.kind in "biuf":
        return media.Table(rows=array.reshape(len(array), -1))
    guard.say_once(
        f"a tensor of {array.dtype} of shape {array.shape} is not recorded: log a Histogram of it, or save it and log the File."
    )
    return None


def mesh_of(vertices: Any, colors: Any = None, faces: Any = None) -> list[media.Object3D]:
    """Meshes, or clouds of points where there are no faces.

    Args:
        vertices: of shape (batch, points, 3).
        colors: the same, 0..255.
        faces: of shape (batch, faces, 3): places of vertices.
    """
    import numpy as np

    found = []
    for at, points in enumerate(vertices):
        color = None if colors is None else colors[at]
        if faces is None:
            found.append(media.Object3D(points if color is None else np.concatenate([points, color], axis=1)))
        else:
            found.append(media.Object3D(_as_obj(points, color, faces[at]), format="obj"))
    return found


def _as_obj(points: Any, colors: Any, faces: Any) -> bytes:
    """A mesh in the format of Wavefront, which numbers vertices from 1 and knows their colours from 0 to 1."""
    corners = (
        points.tolist()
        if colors is None
        else [[*point, *color] for point, color in zip(points.tolist(), (colors / 255).tolist(), strict=True)]
    )
    lines = [" ".join(["v", *(f"{number:.7g}" for number in corner)]) for corner in corners]
    lines += [" ".join(["f", *(str(int(place) + 1) for place in face)]) for face in faces.tolist()]
    return ("\n".join(lines) + "\n").encode()


def embedding_of(found: Embedding) -> media.Table:
    """Points of the projector as a table: what is known of each, its picture, and a column a dimension.

    Raises:
        OSError: the file of pictures cannot be read.
    """
    columns: dict[str, list[Any]] = {
        name: [row[at] for row in found.labels] for at, name in enumerate(found.header) if found.labels
    }
    if found.sprite is not None:
        columns["image"] = _pictures(found.sprite, len(found.points))
    columns |= {str(at): column.tolist() for at, column in enumerate(found.points.T)}
    return media.Table(list(columns), [list(row) for row in zip(*columns.values(), strict=True)])


def _pictures(sprite: Sprite, count: int) -> list[media.Image]:
    from PIL import Image  # here, since nobody else here needs it

    with Image.open(sprite.path) as whole:
        across = max(1, whole.width // sprite.width)
        boxes = [
            (at % across * sprite.width, at // across * sprite.height, sprite.width, sprite.height)
            for at in range(count)
        ]
        return [media.Image(whole.crop((x, y, x + width, y + height))) for x, y, width, height in boxes]
