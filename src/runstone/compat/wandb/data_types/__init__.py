"""The data types with the constructor arguments that scripts give them. Each is one of the SDK's, so it stands wherever that may."""

from __future__ import annotations

from runstone.compat.wandb.data_types.documents import Bokeh, Graph, Html, Plotly
from runstone.compat.wandb.data_types.histogram import Histogram
from runstone.compat.wandb.data_types.image import BoundingBoxes2D, Classes, Image, ImageMask
from runstone.compat.wandb.data_types.solids import Molecule, Object3D
from runstone.compat.wandb.data_types.sound_and_film import Audio, Video
from runstone.compat.wandb.data_types.table import Table
from runstone.sdk.media import Media

WBValue = Media

__all__ = [
    "Audio",
    "Bokeh",
    "BoundingBoxes2D",
    "Classes",
    "Graph",
    "Histogram",
    "Html",
    "Image",
    "ImageMask",
    "Media",
    "Molecule",
    "Object3D",
    "Plotly",
    "Table",
    "Video",
    "WBValue",
]
