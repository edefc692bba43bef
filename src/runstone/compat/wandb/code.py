"""What `run.log_code` calls the artifact of the code."""

from __future__ import annotations

import re
import sys
from pathlib import Path


def code_name(name: str | None, project: str) -> str:
    """The name of the artifact; by default made of the project and the program."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", name or f"source-{project}-{Path(sys.argv[0] or 'program').name}")
