"""Runicorn's run folders: what lies in them, and the journals that it becomes. Needs no Runicorn, and reads its files alone, never its database.

    for run in RunicornFolder(Path(".runicorn")).runs():
        for piece in run.read(keep):
            print(run.id, piece.writer, piece.offset, len(piece.data))

`read` again gives what came since. The same files make the same bytes, whenever and wherever they are read.
"""

from runstone.importers.runicorn.encoding import Stretch
from runstone.importers.runicorn.folder import RunicornFolder, is_runicorn_folder
from runstone.importers.runicorn.run import RunicornRun

__all__ = ["RunicornFolder", "RunicornRun", "Stretch", "is_runicorn_folder"]
