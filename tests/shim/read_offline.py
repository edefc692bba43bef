"""What wandb recorded offline, read by wandb's own reader: run by the interpreter that has it, `read_offline.py FOLDER` prints JSON."""

import glob
import json
import os
import sys

from wandb.proto import wandb_internal_pb2
from wandb.sdk.internal.datastore import DataStore


def value_of(item):
    return json.loads(item.value_json)


def put(tree, item, value):
    path = list(item.nested_key) or [item.key]
    for key in path[:-1]:
        tree = tree.setdefault(key, {})
    tree[path[-1]] = value


def read(path):
    store = DataStore()
    store.open_for_scan(path)
    run = {"rows": [], "config": {}, "summary": {}, "exit_code": None, "console": "", "metrics": [], "artifacts": [], "alerts": []}
    while True:
        data = store.scan_data()
        if data is None:
            break
        record = wandb_internal_pb2.Record()
        record.ParseFromString(data)
        kind = record.WhichOneof("record_type")
        if kind == "run":
            run.update(id=record.run.run_id, project=record.run.project, name=record.run.display_name, notes=record.run.notes)
            run.update(group=record.run.run_group, job_type=record.run.job_type, tags=list(record.run.tags))
            for item in record.run.config.update:
                put(run["config"], item, value_of(item))
        elif kind == "config":
            for item in record.config.update:
                put(run["config"], item, value_of(item))
        elif kind == "history":
            row = {}
            for item in record.history.item:
                put(row, item, value_of(item))
            run["rows"].append([record.history.step.num, row])
        elif kind == "summary":
            for item in record.summary.update:
                put(run["summary"], item, value_of(item))
        elif kind == "exit":
            run["exit_code"] = record.exit.exit_code
        elif kind == "metric":
            run["metrics"].append(record.metric.name or record.metric.glob_name)
        elif kind == "artifact":
            run["artifacts"].append([record.artifact.name, record.artifact.type, sorted(e.path for e in record.artifact.manifest.contents)])
        elif kind == "alert":
            run["alerts"].append(record.alert.title)
        elif kind == "output_raw":
            run["console"] += record.output_raw.line
    run["config"].pop("_wandb", None)
    run["files"] = os.path.join(os.path.dirname(path), "files")
    return run


if __name__ == "__main__":
    print(json.dumps([read(path) for path in sorted(glob.glob(os.path.join(sys.argv[1], "*run-*", "*.wandb")))]))
