"""What wandb recorded offline, as JSON: `read_offline.py FOLDER`, run by an interpreter that has wandb.

The files are read by wandb's own reader, or where a version has none by the frames that it describes; the records are wandb's own protocol buffers.
"""

import glob
import json
import os
import sys
import zlib

from wandb.proto import wandb_internal_pb2 as proto

BLOCK_BYTES = 32768
HEADER_BYTES = 7


def records(path):
    try:
        from wandb.sdk.internal.datastore import DataStore
    except ImportError:
        yield from framed(path)
        return
    store = DataStore()
    store.open_for_scan(path)
    while (data := store.scan_data()) is not None:
        yield data


def framed(path):
    with open(path, "rb") as file:
        data = file.read()
    at, parts = HEADER_BYTES, []
    while at + HEADER_BYTES <= len(data):
        if BLOCK_BYTES - at % BLOCK_BYTES < HEADER_BYTES:
            at += BLOCK_BYTES - at % BLOCK_BYTES
            continue
        size, kind = int.from_bytes(data[at + 4 : at + 6], "little"), data[at + 6]
        body = data[at + HEADER_BYTES : at + HEADER_BYTES + size]
        assert zlib.crc32(bytes([kind]) + body) == int.from_bytes(data[at : at + 4], "little")
        at += HEADER_BYTES + size
        parts.append(body)
        if kind in (1, 4):
            yield b"".join(parts)
            parts = []


def put(tree, item):
    path = list(item.nested_key) or [item.key]
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = json.loads(item.value_json)


def read(path):
    run = {"rows": [], "config": {}, "summary": {}, "exit_code": None, "console": "", "artifacts": [], "alerts": []}
    for data in records(path):
        record = proto.Record()
        record.ParseFromString(data)
        kind = record.WhichOneof("record_type")
        if kind == "run":
            run.update(id=record.run.run_id, project=record.run.project, name=record.run.display_name)
            run.update(group=record.run.run_group, job_type=record.run.job_type, tags=list(record.run.tags))
            run.update(notes=record.run.notes)
        if kind in ("run", "config"):
            for item in (record.run.config if kind == "run" else record.config).update:
                put(run["config"], item)
        elif kind == "history":
            row = {}
            for item in record.history.item:
                put(row, item)
            run["rows"].append([row.get("_step", record.history.step.num), row])
        elif kind == "summary":
            for item in record.summary.update:
                put(run["summary"], item)
            for item in record.summary.remove:
                run["summary"].pop(item.key, None)
        elif kind == "exit":
            run["exit_code"] = record.exit.exit_code
        elif kind == "artifact":
            names = sorted(entry.path for entry in record.artifact.manifest.contents)
            run["artifacts"].append([record.artifact.name, record.artifact.type, names])
        elif kind == "alert":
            run["alerts"].append(record.alert.title)
        elif kind == "output_raw":
            run["console"] += record.output_raw.line
    run["config"].pop("_wandb", None)
    return {**run, "files": os.path.join(os.path.dirname(path), "files")}


if __name__ == "__main__":
    paths = sorted(glob.glob(os.path.join(sys.argv[1], "*run-*", "*.wandb")))
    print(json.dumps([read(path) for path in paths]))
