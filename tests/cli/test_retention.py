"""`runstone retention`: says what would go, and puts it into the bin when it is told to."""

from __future__ import annotations

from typing import Any

import runstone as rs
from runstone.model.home import Home
from runstone.model.policy import policy_path


def test_what_is_kept_no_longer_is_listed_and_put_into_the_bin(home: Home, runstone: Any) -> None:
    for number in range(3):
        with rs.init("cv", id=f"run-{number}") as run:
            run.log({"loss": 1.0})
    assert "Every run is kept" in runstone("retention").out
    policy_path(home).parent.mkdir()
    policy_path(home).write_text("[home]\nkeep_last = 1\n")
    listed = runstone("retention")
    assert "2 runs would go into the bin" in listed.out
    assert len(runstone("ls", "--json").json["runs"]) == 3
    done = runstone("retention", "--apply", "--json").json
    assert {run["id"] for run in done["runs"]} == {"run-0", "run-1"}
    assert [run["id"] for run in runstone("ls", "--json").json["runs"]] == ["run-2"]
    assert "Every run is kept" in runstone("retention", "--apply").out
    assert sorted(home.run_ids()) == ["run-0", "run-1", "run-2"]
    assert runstone("restore", "run-0").code == 0
    policy_path(home).write_text("[home]\nkeep = 1\n")
    refused = runstone("retention", "--apply")
    assert refused.code == 1
    assert "policy.toml" in refused.err
