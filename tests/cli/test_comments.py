"""Comments, as a person would type them."""

from __future__ import annotations

from typing import Any

import runstone as rs


def test_a_run_is_talked_about(runstone: Any) -> None:
    rs.init("cv", "one", id="one").finish()
    assert "No comments" in runstone("comments", "one").out
    said = runstone("comment", "one", "Why **this**?", "--panel", "loss", "--x", "200", "--json").json["comment"]
    runstone("comment", "1", "Because.", "--reply-to", said["id"])
    out = runstone("comments", "one").out
    assert out.index("Why **this**?") < out.index("Because.")
    assert "on loss" in out
    assert "at step 200" in out
    assert [comment["text"] for comment in runstone("comments", "--json").json["comments"]] == [
        "Why **this**?",
        "Because.",
    ]
    assert runstone("comments", "--project", "cv", "--json").json["comments"] == []
