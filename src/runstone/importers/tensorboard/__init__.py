"""TensorBoard's event files: TFRecord framing, the few protocol buffers inside, and what they mean. Needs neither TensorFlow nor protobuf.

    for folder, event in EventFolder(Path("runs")).read():
        for tag, value in event.values:
            print(folder, event.step, event.wall_time_secs, tag, value)

`read` again gives what came since.
"""

from runstone.importers.tensorboard.event import Event, EventDecoder
from runstone.importers.tensorboard.folder import EventFolder, is_event_file
from runstone.importers.tensorboard.records import RecordFile
from runstone.importers.tensorboard.values import (
    AnyValue,
    Graph,
    Histogram,
    HParams,
    Images,
    MeshPart,
    Numbers,
    Other,
    PrCurve,
    Scalar,
    Sounds,
    Texts,
)

__all__ = [
    "AnyValue",
    "Event",
    "EventDecoder",
    "EventFolder",
    "Graph",
    "HParams",
    "Histogram",
    "Images",
    "MeshPart",
    "Numbers",
    "Other",
    "PrCurve",
    "RecordFile",
    "Scalar",
    "Sounds",
    "Texts",
    "is_event_file",
]
