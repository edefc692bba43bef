"""The rules of a home are read, tried out and written by who keeps the server, and the file stays the truth."""

from __future__ import annotations

import runstone as rs
from runstone.model.home import Home
from runstone.model.policy import policy_path, read_policy
from runstone.server.app import create_app
from server.conftest import serving

RULES = """# Ours. Ask Ada before you change it.
[home]
quota_bytes = 2_000_000   # not much

[projects.cv]
keep_last = 1
"""


def test_rules_are_tried_out_and_written_with_their_comments(home: Home) -> None:
    for run in ("one", "two"):
        with rs.init("cv", run, id=run) as live:
            live.log({"loss": 1.0})
    with serving(create_app(home)) as client:
        none = client.json("/api/policy")
        assert (none["text"], none["trouble"], none["outdated"]) == ("", "", [])
        tried = client.post("/api/policy/preview", json={"text": RULES}).json()
        assert [run["id"] for run in tried["outdated"]] == ["one"]
        assert [(use["project"], use["quota_bytes"]) for use in tried["usage"]] == [("", 2_000_000), ("cv", None)]
        assert all(use["used_bytes"] > 0 for use in tried["usage"])
        assert not policy_path(home).exists()
        wrong = client.post("/api/policy/preview", json={"text": "[home]\nquota = 1"}).json()
        assert "quota" in wrong["trouble"]
        assert client.post("/api/policy", json={"text": "[home", "expected_text": ""}).status_code == 400
        written = client.post("/api/policy", json={"text": RULES, "expected_text": ""}).json()
        assert (written["outdated_total"], policy_path(home).read_text()) == (1, RULES)
        assert policy_path(home).stat().st_mode & 0o777 == 0o600
        assert read_policy(home).home.quota_bytes == 2_000_000
        late = client.post("/api/policy", json={"text": "", "expected_text": ""})
        assert (late.status_code, policy_path(home).read_text()) == (409, RULES)
        assert client.json("/api/runs?project=cv")["total"] == 2  # nothing went
