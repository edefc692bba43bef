"""Events as TensorBoard's own protocol buffers and tensorboardX write them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from tensorboard.compat.proto.event_pb2 import Event as EventProto
from tensorboard.compat.proto.event_pb2 import SessionLog
from tensorboard.compat.proto.graph_pb2 import GraphDef
from tensorboard.compat.proto.summary_pb2 import Summary, SummaryMetadata
from tensorboard.compat.proto.tensor_pb2 import TensorProto
from tensorboard.data_compat import migrate_value
from tensorboard.plugins.audio import metadata as audio_metadata
from tensorboard.plugins.histogram import metadata as histogram_metadata
from tensorboard.plugins.pr_curve import metadata as pr_curve_metadata
from tensorboard.plugins.text import metadata as text_metadata
from tensorboard.util import tensor_util
from tensorboardX import SummaryWriter

from runstone.importers.tensorboard import (
    Event,
    EventDecoder,
    EventFolder,
    Graph,
    Histogram,
    HParams,
    Images,
    MeshPart,
    Numbers,
    Other,
    PrCurve,
    RecordFile,
    Scalar,
    Sounds,
    Texts,
)

Write = Callable[[Callable[[SummaryWriter], None]], list[Event]]
RANDOM = np.random.default_rng(0)


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """The events that tensorboardX writes, without those that only say that a file begins."""

    def write(use: Callable[[SummaryWriter], None]) -> list[Event]:
        with SummaryWriter(str(tmp_path / "logs")) as writer:
            use(writer)
        return [event for _, event in EventFolder(tmp_path / "logs").read() if event.values or event.restarted]

    return write


def decoded(**fields: Any) -> Event:
    return EventDecoder().decode(EventProto(**fields).SerializeToString())


def as_tensor(tag: str, values: Any, metadata: Any) -> Summary:
    """A summary of the newer form: a tensor, and whose it is."""
    return Summary(value=[Summary.Value(tag=tag, tensor=tensor_util.make_tensor_proto(values), metadata=metadata)])


def newer(events: list[Event], folder: Path) -> Any:
    """The only value that was written below a folder, as TensorBoard itself brings it into the newer form."""
    (record,) = [
        EventProto.FromString(record)
        for path in folder.rglob("*tfevents*")
        for record in RecordFile(path).read()
        if EventProto.FromString(record).HasField("summary")
    ]
    (value,) = record.summary.value
    return the_value(Summary(value=[migrate_value(value)]))


def the_value(summary: Summary) -> Any:
    event = decoded(summary=summary, step=7, wall_time=12.5)
    assert event.faults == []
    assert (event.step, event.wall_time_secs) == (7, 12.5)
    ((_, value),) = event.values
    return value


@given(st.floats(width=32), st.integers(-(1 << 63), (1 << 63) - 1), st.floats(0, 1e10), st.text(max_size=20))
def test_scalars_keep_step_time_and_every_bit(value: float, step: int, time: float, tag: str) -> None:
    event = decoded(wall_time=time, step=step, summary=Summary(value=[Summary.Value(tag=tag, simple_value=value)]))
    assert event.faults == []
    assert (event.step, event.wall_time_secs) == (step, time)
    ((found, scalar),) = event.values
    assert found == tag
    assert isinstance(scalar, Scalar)
    assert np.array_equal(scalar.value, value, equal_nan=True)


@given(st.data())
def test_events_of_one_number_are_read_the_short_way_as_the_long_one(data: st.DataObject) -> None:
    tag, step = data.draw(st.text(max_size=150)), data.draw(st.integers(0, (1 << 63) - 1))
    record = bytearray(
        EventProto(
            wall_time=1.5, step=step, summary=Summary(value=[Summary.Value(tag=tag, simple_value=0.5)])
        ).SerializeToString()
    )
    for _ in range(data.draw(st.integers(0, 2))):
        record[data.draw(st.integers(0, len(record) - 1))] = data.draw(st.integers(0, 255))
    short, long = EventDecoder().decode(bytes(record)), EventDecoder()._decode(bytes(record))
    assert repr(short) == repr(long)


@given(st.binary(max_size=60))
def test_bytes_that_are_no_event_are_a_fault_and_nothing_worse(record: bytes) -> None:
    event = EventDecoder().decode(record)
    assert isinstance(event, Event)


@given(st.data())
def test_events_that_are_cut_short(data: st.DataObject) -> None:
    rows = np.arange(9.0).reshape(3, 3)
    summary = as_tensor("h", rows, histogram_metadata.create_summary_metadata("h", ""))
    record = EventProto(step=3, summary=summary).SerializeToString()
    EventDecoder().decode(record[: data.draw(st.integers(0, len(record)))])


def test_scalars_as_tensors() -> None:
    value = migrate_value(Summary.Value(tag="loss", simple_value=0.25))
    assert value.HasField("tensor")
    assert the_value(Summary(value=[value])) == Scalar(0.25)


@pytest.mark.parametrize(
    "values",
    [
        np.float64(0.1),
        np.array([[1.5, -2.0]], np.float32),
        np.array([1, -2, 1 << 40]),
        np.array([3, -4], np.int8),
        np.array([1 << 63], np.uint64),
        np.array([True, False]),
        np.array([1 + 2j, 3 - 4j], np.complex64),
        np.array([0.5, -65504], np.float16),
        np.zeros((0, 3)),
    ],
    ids=str,
)
@pytest.mark.parametrize("packed", [False, True])
def test_tensors_of_every_type(values: Any, packed: bool) -> None:
    tensor = tensor_util.make_tensor_proto(np.asarray(values))
    if packed:
        array = np.asarray(values)
        tensor = TensorProto(dtype=tensor.dtype, tensor_shape=tensor.tensor_shape, tensor_content=array.tobytes())
    metadata = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="tensor"))
    found = the_value(Summary(value=[Summary.Value(tag="t", tensor=tensor, metadata=metadata)]))
    assert isinstance(found, Numbers)
    assert found.array.dtype == np.asarray(values).dtype
    assert np.array_equal(found.array, values)


def test_a_tensor_whose_values_are_all_the_same_is_told_once() -> None:
    shape = tensor_util.make_tensor_proto(np.zeros((2, 3))).tensor_shape
    tensor = TensorProto(dtype=1, tensor_shape=shape, float_val=[7])
    found = the_value(Summary(value=[Summary.Value(tag="t", tensor=tensor)]))
    assert np.array_equal(found.array, np.full((2, 3), 7.0))


def test_a_tensor_that_claims_a_giant_shape_is_a_fault() -> None:
    tensor = TensorProto(dtype=1, float_val=[7])
    tensor.tensor_shape.dim.add(size=1 << 40)
    event = decoded(summary=Summary(value=[Summary.Value(tag="t", tensor=tensor)]))
    assert event.values == []
    assert event.faults


def test_metadata_comes_with_the_first_value_of_a_tag_alone() -> None:
    decoder = EventDecoder()
    first = as_tensor("note", "one", text_metadata.create_summary_metadata("note", ""))
    later = Summary(value=[Summary.Value(tag="note", tensor=first.value[0].tensor)])
    for summary in (first, later):
        event = decoder.decode(EventProto(summary=summary).SerializeToString())
        assert event.values == [("note", Texts(["one"], ()))]


def test_images_of_both_forms(written: Write, tmp_path: Path) -> None:
    pixels = RANDOM.integers(0, 255, (5, 4, 3), np.uint8)
    events = written(lambda writer: writer.add_image("i", pixels, 3, dataformats="HWC"))
    for found in (events[0].values[0][1], newer(events, tmp_path)):
        assert isinstance(found, Images)
        assert [np.asarray(Image.open(io.BytesIO(file))).tolist() for file in found.files] == [pixels.tolist()]


def test_sounds_of_both_forms() -> None:
    proto = Summary.Audio(sample_rate=8000, num_channels=1, encoded_audio_string=b"RIFF", content_type="audio/wav")
    old = Summary.Value(tag="a", audio=proto)
    assert the_value(Summary(value=[old])) == Sounds([b"RIFF"], [])
    assert the_value(Summary(value=[migrate_value(old)])).files == [b"RIFF"]
    metadata = audio_metadata.create_summary_metadata("a", "", audio_metadata.Encoding.Value("WAV"))
    labelled = the_value(as_tensor("a", np.array([[b"RIFF", b"a **tone**"]], object), metadata))
    assert labelled == Sounds([b"RIFF"], ["a **tone**"])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.integers(1, 9))
def test_histograms_of_the_newer_form(values: list[float], bins: int) -> None:
    data = np.array(values)
    counts, edges = np.histogram(data, bins)
    rows = np.stack([edges[:-1], edges[1:], counts], axis=1)
    found = the_value(as_tensor("h", rows, histogram_metadata.create_summary_metadata("h", "")))
    assert isinstance(found, Histogram)
    assert (np.diff(found.edges) > 0).all()
    filled = np.flatnonzero(counts)
    assert found.counts.tolist() == counts[filled[0] : filled[-1] + 1].tolist()
    assert found.edges.tolist() == edges[filled[0] : filled[-1] + 2].tolist()


@pytest.mark.parametrize(
    ("rows", "count"), [([[3, 3, 5]], 5), ([[0, 0, 0], [0, 0, 7]], 7), (np.zeros((0, 3)), 0), ([[1, 2, 0]], 0)]
)
def test_histograms_without_a_width_or_a_value(rows: Any, count: int) -> None:
    found = the_value(as_tensor("h", np.array(rows, float), histogram_metadata.create_summary_metadata("h", "")))
    assert found.counts.sum() == count
    assert (np.diff(found.edges) > 0).all()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(
    st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=60),
    st.sampled_from(["tensorflow", "auto", 7]),
)
def test_histograms_of_the_older_form(tmp_path_factory: pytest.TempPathFactory, values: list[float], bins: Any) -> None:
    data = np.array(values)
    folder = tmp_path_factory.mktemp("logs")
    with SummaryWriter(str(folder)) as writer:
        writer.add_histogram("h", data, 1, bins=bins)
    found = [value for _, event in EventFolder(folder).read() for _, value in event.values]
    assert isinstance(found[0], Histogram)
    counts, edges = found[0]
    assert counts.sum() == len(data)
    assert (np.diff(edges) > 0).all()
    # Each bin holds what lies between its edges: cumulated counts agree at every inner edge that is no value itself.
    for at, edge in enumerate(edges[1:-1], 1):
        if edge not in data:
            assert counts[:at].sum() == (data < edge).sum()


def test_texts() -> None:
    metadata = text_metadata.create_summary_metadata("t", "")
    assert the_value(as_tensor("t", "# Hello", metadata)) == Texts(["# Hello"], ())
    table = np.array([["a", "ä"], ["c", "d"]], object)
    assert the_value(as_tensor("t", table, metadata)) == Texts(["a", "ä", "c", "d"], (2, 2))


def test_precision_and_recall(written: Write) -> None:
    rows = RANDOM.random((6, 11)).astype(np.float32)
    metadata = pr_curve_metadata.create_summary_metadata("pr", "", num_thresholds=11)
    found = the_value(as_tensor("pr", rows, metadata))
    assert isinstance(found, PrCurve)
    assert np.array_equal(found.rows, rows)
    labels, predictions = RANDOM.random(50) > 0.5, RANDOM.random(50)
    (event,) = written(lambda writer: writer.add_pr_curve("pr", labels, predictions, 3, num_thresholds=11))
    ((_, theirs),) = event.values
    assert isinstance(theirs, PrCurve)
    assert theirs.rows[0][0] == labels.sum()


def test_hyperparameters(written: Write) -> None:
    asked = {"lr": 0.1, "layers": 3, "model": "mlp", "bias": True}
    events = written(lambda writer: writer.add_hparams(asked, {"accuracy": 0.5}, name="one"))
    told = [
        value.values for event in events for _, value in event.values if isinstance(value, HParams) and value.values
    ]
    assert told == [asked]
    assert ("accuracy", Scalar(0.5)) in [pair for event in events for pair in event.values]


def test_meshes(written: Write) -> None:
    vertices = RANDOM.random((1, 4, 3)).astype(np.float32)
    faces = np.array([[[0, 1, 2], [1, 2, 3]]])
    colors = RANDOM.integers(0, 255, (1, 4, 3))
    torch = pytest.importorskip("torch")
    (event,) = written(
        lambda writer: writer.add_mesh(
            "m", torch.tensor(vertices), colors=torch.tensor(colors), faces=torch.tensor(faces), global_step=2
        )
    )
    parts = {value.part: value for _, value in event.values if isinstance(value, MeshPart)}
    assert {part.name for part in parts.values()} == {"m"}
    assert np.array_equal(parts["vertex"].array, vertices)
    assert np.array_equal(parts["face"].array, faces)
    assert np.array_equal(parts["color"].array, colors)


def test_graphs() -> None:
    graph = GraphDef()
    graph.node.add(name="x", op="Placeholder")
    node = graph.node.add(name="net/add", op="Add", input=["x:0", "^x"])
    node.attr["_output_shapes"].list.shape.add().dim.add(size=5)
    event = decoded(graph_def=graph.SerializeToString())
    ((tag, found),) = event.values
    assert (tag, isinstance(found, Graph)) == ("graph", True)
    assert [tuple(node) for node in found.nodes] == [
        ("x", "Placeholder", [], []),
        ("net/add", "Add", ["x", "x"], [[5]]),
    ]


def test_plugins_that_nobody_knows() -> None:
    metadata = SummaryMetadata(plugin_data=SummaryMetadata.PluginData(plugin_name="theirs"))
    value = Summary.Value(tag="t", tensor=tensor_util.make_tensor_proto(["x"]), metadata=metadata)
    assert the_value(Summary(value=[value])) == Other("theirs")


def test_a_training_that_began_anew(tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path), purge_step=40):
        pass
    restarts = [event.step for _, event in EventFolder(tmp_path).read() if event.restarted]
    assert restarts == [40]
    assert not decoded(session_log=SessionLog(status=SessionLog.STOP)).restarted


def test_folders_and_files_that_come_later(tmp_path: Path) -> None:
    folder = EventFolder(tmp_path / "logs")
    assert list(folder.read()) == []
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "notes.txt").write_text("no events")
    for number, name in enumerate(["train", "val"]):
        with SummaryWriter(str(tmp_path / "logs" / name)) as writer:
            writer.add_scalar("loss", 0.5, number)
        found = [(where.name, event.step) for where, event in folder.read() if event.values]
        assert found == [(name, number)]
    assert list(folder.read()) == []
    assert [file.torn_bytes + file.damaged_bytes for file in folder.files] == [0, 0]
