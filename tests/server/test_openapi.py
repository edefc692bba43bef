"""What the UI knows of the API is what the server says today."""

from __future__ import annotations

import subprocess
import sys

import api_types
import pytest

from server.conftest import Client


@pytest.mark.parametrize("path", api_types.files(), ids=lambda path: path.name)
def test_what_is_made_of_the_description_is_fresh(path: api_types.Path) -> None:
    assert path.read_text() == api_types.files()[path], "run `python scripts/api_types.py`"


def test_the_server_publishes_its_description(client: Client) -> None:
    published = client.get("/api/openapi.json")
    printed = subprocess.run(
        [sys.executable, "-m", "runstone.server.openapi"], capture_output=True, check=True, text=True, timeout=60
    )
    text = (api_types.WEB / "openapi.json").read_text()
    assert printed.stdout == text
    assert published.json() == api_types.json.loads(text)
