"""`wandb.Api` and what it gives: reading what was recorded."""

from __future__ import annotations

from runstone.compat.wandb.apis.api import Api
from runstone.compat.wandb.apis.files import File
from runstone.compat.wandb.apis.run import Run
from runstone.compat.wandb.apis.runs import Runs
from runstone.compat.wandb.errors import CommError

PublicApi = InternalApi = Api

__all__ = ["Api", "CommError", "File", "InternalApi", "PublicApi", "Run", "Runs"]
