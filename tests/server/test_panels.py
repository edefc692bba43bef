"""Several panels in one answer, as the page says that they travel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from server.conftest import Client
from server.frames import read_frame


def parts(client: Client, *panels: dict[str, Any]) -> list[tuple[int, bytes]]:
    answer = client.post("/api/panels", json={"panels": panels})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-runstone-panels"

    def each() -> Iterator[tuple[int, bytes]]:
        at = 0
        while at < len(answer.content):
            status, length = (int.from_bytes(answer.content[i : i + 4], "little") for i in (at, at + 4))
            yield status, answer.content[at + 8 : at + 8 + length]
            at += 8 + length
        assert at == len(answer.content)

    return list(each())


@pytest.mark.usefixtures("runs")
def test_panels_are_answered_in_their_order_as_each_alone_would_be(client: Client) -> None:
    asked: list[dict[str, Any]] = [
        {"metric": "loss", "run": ["base", "other"], "buckets": 30},
        {"metric": "odd", "run": ["base"], "lo": None, "x_metric": None, "group": []},
        {"metric": "loss", "run": ["base"], "lo": 9.5, "hi": 11.5},
    ]
    answers = parts(client, *asked)
    assert [status for status, _ in answers] == [200, 200, 200]
    for ask, (_, frame) in zip(asked, answers, strict=True):
        assert frame == client.post("/api/series", json=ask).content
    assert read_frame(answers[2][1]).grid.tolist() == [9, 10, 11, 12]


@pytest.mark.usefixtures("runs")
def test_a_panel_that_cannot_be_answered_fails_no_other(client: Client) -> None:
    answers = parts(
        client,
        {"metric": "loss", "run": ["base"]},
        {"metric": "loss", "run": ["nobody"]},
        {"expression": "loss +", "run": ["base"]},
        {"metric": "loss", "run": ["base"], "lo": 0},
    )
    assert [status for status, _ in answers] == [200, 404, 400, 200]
    errors = [msgspec.json.decode(body)["error"] for _, body in answers[1:3]]
    assert [error["code"] for error in errors] == ["run_not_found", "bad_query"]
    assert (errors[1]["text"], errors[1]["start"]) == ("loss +", 6)


def test_what_is_no_question_is_refused_whole(client: Client) -> None:
    assert client.refused(client.post("/api/panels", json={"panels": [{"metric": "loss", "buckets": 0}]})) == (
        400,
        "bad_parameter",
    )
    assert client.refused(client.post("/api/panels", json={})) == (400, "bad_parameter")
    assert client.refusal("/api/panels")[0] == 404
    assert parts(client) == []
