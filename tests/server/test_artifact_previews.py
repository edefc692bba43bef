"""A look into the files of a version: tables, checkpoints, archives, and what is none of these."""

from __future__ import annotations

import io
import json
import struct
import sys
import zipfile
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import runstone as rs
from runstone.model.home import Home
from server.conftest import Client

ROWS = 5000


def parquet() -> bytes:
    """Two row groups, with a gap, NaN, bytes and lists."""
    table = pa.table(
        {
            "id": pa.array(range(ROWS)),
            "sure": pa.array([None, float("nan"), *([0.5] * (ROWS - 2))]),
            "raw": pa.array([b"abc"] * ROWS),
            "box": pa.array([[1, 2]] * ROWS),
        }
    )
    out = io.BytesIO()
    pq.write_table(table, out, row_group_size=ROWS // 2)
    return out.getvalue()


def safetensors() -> bytes:
    """Two tensors, whose order in the header is not that of their bytes."""
    header = {
        "__metadata__": {"format": "pt"},
        "b": {"dtype": "F16", "shape": [2], "data_offsets": [24, 28]},
        "a": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
    }
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(28)


def archive() -> bytes:
    """A zip file with one file in a folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("data/0", b"12345")
    return out.getvalue()


FILES = {
    "t.parquet": parquet(),
    "model.safetensors": safetensors(),
    "model.pt": archive(),
    "rows.csv": b'\xef\xbb\xbfname,n\n"a, b",1\nc,2,more\n',
    "broken.parquet": b"no table at all",
    "broken.safetensors": b"\xff" * 20,
    "cut.safetensors": struct.pack("<Q", 100) + b'{"a":',
    "broken.pt": b"PK no",
    "notes.txt": b"text",
}


@pytest.fixture
def at(client: Client, eventually: Callable[..., object], home: Home) -> str:
    """Where a version with all of them is asked for."""
    with rs.init("cv/digits") as run:
        artifact = rs.Artifact("mixed", type="dataset")
        for path, content in FILES.items():
            artifact.add_bytes(content, path)
        run.log_artifact(artifact)
    where = f"/api/artifacts/versions/{artifact.id}/preview?path="
    eventually(lambda: client.get(f"{where}rows.csv").status_code == 200)
    return where


def test_tables(client: Client, at: str) -> None:
    found = client.json(f"{at}t.parquet&rows=3")
    assert [(column["name"], column["type"]) for column in found["columns"]] == [
        ("id", "int64"),
        ("sure", "double"),
        ("raw", "binary"),
        ("box", "list<element: int64>"),
    ]
    assert (found["kind"], found["total_rows"], found["total_columns"]) == ("table", ROWS, 4)
    assert found["rows"] == [
        [0, None, "3 bytes", [1, 2]],
        [1, {"$float": "NaN"}, "3 bytes", [1, 2]],
        [2, 0.5, "3 bytes", [1, 2]],
    ]
    assert client.json(f"{at}t.parquet&rows=0")["rows"] == []
    found = client.json(f"{at}rows.csv")
    assert [column["name"] for column in found["columns"]] == ["name", "n", "column 2"]
    assert (found["rows"], found["total_rows"]) == ([["a, b", "1", ""], ["c", "2", "more"]], 2)
    assert client.json(f"{at}rows.csv&rows=1")["total_rows"] is None


def test_tensors_and_archives(client: Client, at: str) -> None:
    found = client.json(f"{at}model.safetensors")
    assert [
        (tensor["name"], tensor["dtype"], tensor["shape"], tensor["size_bytes"]) for tensor in found["tensors"]
    ] == [
        ("a", "F32", [2, 3], 24),
        ("b", "F16", [2], 4),
    ]
    assert (found["facts"], found["total_values"]) == ({"format": "pt"}, 8)
    assert client.json(f"{at}model.pt")["members"] == [{"path": "data/0", "size_bytes": 5}]


@pytest.mark.parametrize("path", ["broken.parquet", "broken.safetensors", "cut.safetensors", "broken.pt", "notes.txt"])
def test_what_cannot_be_looked_into_is_told(client: Client, at: str, path: str) -> None:
    assert client.refusal(f"{at}{path}") == (400, "bad_value")


def test_parquet_without_pyarrow_says_what_to_install(client: Client, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = client.get(f"{at}t.parquet")
    assert client.refused(answer) == (400, "missing_dependency")
    assert "pip install 'runstone[parquet]'" in answer.json()["error"]["message"]


def test_all_files_at_once_and_a_collection_by_its_name(client: Client, at: str) -> None:
    page = client.json(f"{at.replace('/preview?path=', '/files')}?recursive=true&limit=4")
    assert ([file["path"] for file in page["files"]], page["folders"], page["cursor"]) == (sorted(FILES)[:4], [], 4)
    named = "/api/artifacts/collection?project=cv/digits&name="
    found = client.json(f"{named}mixed")
    assert (found["collection"]["aliases"], found["collection"]["run_name"] is None) == ({"latest": 0}, False)
    assert [(version["number"], version["uses"]) for version in found["versions"]] == [(0, 0)]
    client.posted(f"/api/artifacts/versions/{found['versions'][0]['id']}/delete", {"delete_aliases": True})
    assert client.json(f"{named}mixed")["versions"] == []
    assert [version["deleted"] for version in client.json(f"{named}mixed&deleted=true")["versions"]] == [True]
    assert client.refusal(f"{named}none") == (404, "artifact_not_found")
