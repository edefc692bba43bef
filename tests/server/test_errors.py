"""Errors: one shape, a fitting status, whatever is asked."""

from __future__ import annotations

import pytest

from server.conftest import Client

pytestmark = pytest.mark.usefixtures("runs")

LARGE = "9" * 30


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("/api/runs/none", 404, "run_not_found"),
        ("/api/runs/none/metrics", 404, "run_not_found"),
        ("/api/runs/none/points?metric=loss", 404, "run_not_found"),
        ("/api/runs/none/texts", 404, "run_not_found"),
        ("/api/runs/none/console", 404, "run_not_found"),
        ("/api/runs/none/console.txt", 404, "run_not_found"),
        ("/api/runs/none/media", 404, "run_not_found"),
        ("/api/series?metric=loss&run=none", 404, "run_not_found"),
        ("/api/metrics?run=none", 404, "run_not_found"),
        ("/api/media?run=none", 404, "run_not_found"),
        (f"/api/blobs/{'0' * 64}", 404, "blob_not_found"),
        ("/api/blobs/short", 404, "blob_not_found"),
        ("/api/runs?sort=smell", 400, "bad_query"),
        ("/api/runs?filter=name%20~%20%22%5Bx%22", 400, "bad_query"),
        ("/api/runs?filter=(", 400, "bad_query"),
        ("/api/runs?filter=state%3Dasleep", 400, "bad_query"),
        ("/api/runs?fields=smell", 400, "bad_query"),
        ("/api/groups", 400, "bad_query"),
        ("/api/groups?by=state&sort=smell", 400, "bad_query"),
        ("/api/groups?by=state&cursor=x", 400, "bad_query"),
        ("/api/column?field=smell", 400, "bad_query"),
        ("/api/runs?cursor=x", 400, "bad_query"),
        ("/api/runs?cursor=gA&offset=1", 400, "bad_query"),
        ("/api/runs?offset=-1", 400, "bad_parameter"),
        ("/api/runs/base/points?metric=loss&cursor=x", 400, "bad_query"),
        ("/api/runs?limit=0", 400, "bad_parameter"),
        ("/api/runs?limit=many", 400, "bad_parameter"),
        ("/api/runs?recursive=perhaps", 400, "bad_parameter"),
        ("/api/changes?since=yesterday", 400, "bad_parameter"),
        ("/api/runs/base/console?stream=stdin", 400, "bad_parameter"),
        ("/api/runs/base/media?step=one", 400, "bad_parameter"),
        ("/api/runs/base/points", 400, "bad_parameter"),
        ("/api/series?run=base", 400, "bad_query"),
        ("/api/series?metric=loss&run=base&x=colour", 400, "bad_parameter"),
        ("/api/series?metric=loss&run=base&buckets=0", 400, "bad_parameter"),
        ("/api/series?metric=loss&run=base&lo=nan", 400, "bad_parameter"),
        ("/api/nothing", 404, "not_found"),
        ("/api/runs/base/nothing", 404, "not_found"),
        ("/api/", 404, "not_found"),
        ("/api", 404, "not_found"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(client: Client, url: str, status: int, code: str) -> None:
    assert client.refusal(url) == (status, code)


@pytest.mark.parametrize(
    "url",
    [
        f"/api/changes?since={LARGE}",
        f"/api/runs/{LARGE}",
        f"/api/runs/base/media?step={LARGE}",
        f"/api/runs/base/points?metric=loss&lo=-{LARGE}&hi={LARGE}",
        f"/api/runs/base/points?metric=loss&cursor={LARGE}",
        f"/api/runs/base/console?first={LARGE}",
        f"/api/runs/base/console?first=-{LARGE}",
        "/api/series?metric=loss&run=base&lo=1e300",
        "/api/series?metric=loss&run=base&lo=-inf&hi=inf",
        "/api/series?metric=loss&run=base&lo=-inf&hi=inf&buckets=10",
        "/api/series?metric=loss&run=base&lo=1e300&buckets=10",
        "/api/series?metric=loss&run=base&lo=50&hi=20&buckets=1",
        "/api/series?metric=&run=base",
        "/api/series?metric=loss",
        "/api/runs?filter=%00&project=%00",
        "/api/runs?project=..%2F..",
        f"/api/blobs/{'%00' * 64}",
        f"/p/{'long' * 2000}",
        "/p/a%2Fb/r/c%2Fd",
        "/%00",
    ],
    ids=lambda url: url[:60],
)
def test_odd_values_are_no_fault_of_the_server(client: Client, url: str) -> None:
    assert client.get(url).status_code < 500


@pytest.mark.parametrize("cursor", ["gaRzb3J0", "lK0tY3JlYXRlZF90aW1lAMCQ", "k6ZuYW1lAJAB"])
def test_a_cursor_made_up_by_somebody_is_refused(client: Client, cursor: str) -> None:
    assert client.refusal(f"/api/runs?cursor={cursor}") == (400, "bad_query")
