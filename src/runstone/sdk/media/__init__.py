"""Media: what can be logged besides numbers and texts, one file a type."""

from __future__ import annotations

from runstone.sdk.media.audio import Audio
from runstone.sdk.media.figure import Figure, Plotly
from runstone.sdk.media.file import Artifact, File
from runstone.sdk.media.graph import Graph
from runstone.sdk.media.histogram import Histogram
from runstone.sdk.media.html import Html
from runstone.sdk.media.image import Image
from runstone.sdk.media.media import Encoded, Media
from runstone.sdk.media.molecule import Molecule
from runstone.sdk.media.object3d import Object3D
from runstone.sdk.media.recognition import as_media
from runstone.sdk.media.table import Table
from runstone.sdk.media.text import Text
from runstone.sdk.media.video import Video

__all__ = [
    "Artifact",
    "Audio",
    "Encoded",
    "Figure",
    "File",
    "Graph",
    "Histogram",
    "Html",
    "Image",
    "Media",
    "Molecule",
    "Object3D",
    "Plotly",
    "Table",
    "Text",
    "Video",
    "as_media",
]
