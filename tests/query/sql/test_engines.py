"""Both engines: the same queries, the same answers, and those that the Api gives."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.model.home import Home
from runstone.query import metrics, series, texts
from runstone.query.sql import SqlAnswer, ask
from runstone.query.sql.functions import CHUNK_POINTS
from runstone.query.sql.tables import TABLES
from runstone.query.sql.views import views

LARGE = (1 << 62) + 1
LONG = "é" * 3000
RUNS = ("plain", "odd", "late", "rewound", "fork", "deep")


@pytest.fixture(params=["sqlite", "duckdb"])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "duckdb":
        pytest.importorskip("duckdb")
    return str(request.param)


class TestAnswers:
    @pytest.mark.parametrize("run", RUNS)
    def test_points_are_those_of_the_series(self, asked: Index, engine: str, run: str) -> None:
        names = [stat.name for stat in metrics.stats(asked, run)]
        assert [
            row[0] for row in rows(asked, engine, f"select distinct metric from points where run = '{run}' order by 1")
        ] == names
        for name in names:
            found = series.points(asked, run, name, None, None, limit=1 << 40)
            expected = [
                [step, time, None if math.isnan(value) else value, int(math.isnan(value))]
                for step, time, value in zip(*(part.tolist() for part in found[:3]), strict=True)
            ]
            answer = rows(
                asked,
                engine,
                f"select step, time, value, is_nan from points where run = '{run}' and metric = '{name}' order by step",
            )
            assert answer == expected
            assert [math.copysign(1, row[2]) for row in answer if row[2] == 0] == [
                math.copysign(1, row[2]) for row in expected if row[2] == 0
            ]

    @pytest.mark.parametrize("run", RUNS)
    def test_metrics_are_the_figures(self, asked: Index, engine: str, run: str) -> None:
        columns = "count, nonfinite, first_step, last_step, last_time, last, min, min_step, max, max_step, mean"
        found = rows(asked, engine, f"select metric, {columns} from metrics where run = '{run}' order by metric")
        expected = [
            [stat.name, *(_no_nan(getattr(stat, name)) for name in columns.split(", "))]
            for stat in metrics.stats(asked, run)
        ]
        assert found == expected

    @pytest.mark.parametrize("run", RUNS)
    def test_texts_are_those_of_the_run(self, asked: Index, engine: str, run: str) -> None:
        expected = [[text.key, text.step, text.time, text.text] for text in texts.page(asked, run).texts]
        assert (
            rows(asked, engine, f"select key, step, time, text from texts where run = '{run}' order by key, step")
            == expected
        )

    def test_config_is_typed_and_exact(self, asked: Index, engine: str) -> None:
        found = rows(
            asked, engine, "select key, kind, number, integer, text from config where run = 'plain' order by key"
        )
        assert found == [
            ["amp", "truth", 1.0, None, None],
            ["long", "text", None, None, LONG],
            ["lr", "float", 0.1, None, None],
            ["nan", "float", None, None, None],
            ["none", "null", None, None, None],
            ["opt/betas", "json", None, None, "[0.9,0.99]"],
            ["opt/name", "text", None, None, "adam"],
            ["seed", "integer", float(LARGE), LARGE, None],
        ]

    def test_logs_come_line_by_line(self, asked: Index, engine: str) -> None:
        assert rows(asked, engine, "select line, stream, text from logs where run = 'plain' order by line") == [
            [0, "stdout", "one"],
            [1, "stdout", "two"],
            [2, "stderr", "three\0 and more"],
            [3, "stderr", '"four"'],
        ]

    def test_media_and_tags(self, asked: Index, engine: str) -> None:
        assert rows(asked, engine, "select run, key, step, idx, type, size_bytes, facts from media order by run") == [
            ["deep", "k", 3, 0, "image", 7, '{"w":4}'],
            ["fork", "k", 3, 0, "image", 7, '{"w":4}'],
            ["rewound", "k", 3, 0, "image", 7, '{"w":4}'],
        ]
        assert rows(asked, engine, "select run, tag from tags order by run, tag") == [
            ["fork", "forked"],
            ["plain", "a"],
            ["plain", "b"],
        ]

    def test_every_column_is_there(self, asked: Index, engine: str) -> None:
        for table in TABLES:
            answer = ask(asked, f"select * from {table.name} limit 3", engine=engine)  # type: ignore[arg-type]
            assert answer.columns == [column.name for column in table.columns]
            for number, column in enumerate(table.columns):
                assert answer.types[number] in (column.type, "null")

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("select count(*) from runs", [[6]]),
            ("select sum(summary.number) from summary where key = 'best'", [[0.5]]),
            (
                "select project, count(*) as runs, min(created_time) > 0 as ok from runs group by project order by project",
                [["cv", 2, 1], ["nlp", 4, 1]],
            ),
            (
                "select r.id, c.number, p.value from runs r join config c on c.run = r.id and c.key = 'lr' "
                "join metrics m on m.run = r.id and m.metric = 'loss' "
                "join points p on p.run = r.id and p.metric = 'loss' and p.step = m.last_step order by c.number",
                [["plain", 0.1, 1 / 5000], ["odd", 0.2, -0.0], ["rewound", 0.3, -1009.0]],
            ),
            ("select run, max(value) from points where metric = 'old' group by run order by run",
             [["deep", 1.0], ["fork", 1.0], ["rewound", 1.0]]),
            ("select count(*), count(value) from points where run = 'odd' and metric = 'nan only'", [[7, 0]]),
            ("select count(*) from points", [[10_000 + 14 + 100 + (1001 + 9) + 1001 + 9 + (1005 + 1) + 1001 + 4 + 1 + 21 * 2 + 1]]),
            ("with best as (select run, row_number() over (partition by metric order by max desc) as place from metrics "
             "where metric = 'loss') select run from best where place = 1", [["odd"]]),
            ("with a as materialized (select * from points where run = 'plain' and metric = 'loss'), "
             "b as materialized (select * from points where run = 'rewound' and metric = 'loss') "
             "select count(*) from a join b on a.step = b.step", [[1010]]),
            ("select 1 from runs where id = 'nobody'", []),
        ],
    )  # fmt: skip
    def test_queries(self, asked: Index, engine: str, query: str, expected: list[Any]) -> None:
        assert rows(asked, engine, query) == expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.tuples(st.integers(-(2**63), 2**63 - 1), st.integers(1, 2500), st.sampled_from([1, 3, 1 << 20, 1 << 50])),
        min_size=1, max_size=4,
    ),
    odd=st.integers(1, 9),
)  # fmt: skip
def test_chunks_hold_every_point_once_and_are_never_long(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[int, int, int]], odd: int
) -> None:
    home = Home(tmp_path_factory.mktemp("chunks"))
    run = Recorder(home, "r")
    steps = [first + number * stride for first, count, stride in parts for number in range(count)]
    for number, step in enumerate(step for step in steps if -(2**63) <= step < 2**63):
        run.log({"m": math.nan if number % odd == 0 else number}, step)
    run.finish()
    index = Index(home)
    index.refresh(30)
    with views(index) as found:
        (key,) = found.connection.execute("SELECT key FROM run").fetchone()
        (facts,) = (stat for stat in metrics.stats(index, "r") if stat.name == "m")
        for count in (None, facts.count):
            numbers = json.loads(found.functions.chunks(key, "m", count, facts.first_step, facts.last_step))
            chunks = [found.functions.points(number) for number in numbers]
            assert all(0 < len(chunk) <= CHUNK_POINTS for chunk in chunks)
            assert [step for chunk in chunks for step in chunk.steps.tolist()] == sorted(
                step for step in {*steps} if -(2**63) <= step < 2**63
            )
    index.close()


class TestLimits:
    def test_rows_are_cut_and_that_is_told(self, asked: Index, engine: str) -> None:
        answer = ask(asked, "select step from points where run = 'plain' and metric = 'loss' order by step", engine, 10)  # type: ignore[arg-type]
        assert (answer.cut, [row[0] for row in answer.rows]) == (True, list(range(10)))
        assert not ask(asked, "select 1", engine, 1).cut  # type: ignore[arg-type]

    def test_an_answer_of_few_long_rows_is_cut(
        self, asked: Index, engine: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("runstone.query.sql.engine.MAX_ANSWER_BYTES", 10_000)
        answer = ask(asked, "select a.text from config a, runs where key = 'long'", engine)  # type: ignore[arg-type]
        assert answer.cut
        assert 0 < len(answer.rows) < 6


class TestWrong:
    @pytest.mark.parametrize(
        ("query", "message", "place"),
        [
            ("select " + "run, " * 60 + " nowhere, " + "run, " * 60 + "run from config", "nowhere", "nowhere"),
            ("select * from nope", "There is no table nope. The tables are runs, config", "nope"),
            ("selec 1", "yntax error", "selec"),
            ("select\n  lr\nfrom config", "lr", "lr"),
            ("", "no query", None),
            ("select 1; select 2", "one is asked at a time", None),
            ("select 'open", "'open|nterminated", None),
        ],
    )
    def test_it_says_where(self, asked: Index, engine: str, query: str, message: str, place: str | None) -> None:
        with pytest.raises(BadQuery, match=message) as caught:
            rows(asked, engine, query)
        if place is not None:
            assert caught.value.text == query
            assert query[caught.value.start : caught.value.end] == place

    @pytest.mark.parametrize(
        "query",
        [
            "delete from runs",
            "insert into tags values ('a', 'b')",
            "update run set name = 'x'",
            "drop table run",
            "create table x (a int)",
            "create temp table x (a int)",
            "attach '/tmp/x.db' as x",
            "pragma journal_mode = delete",
            "vacuum into '/tmp/x.db'",
            "select load_extension('/tmp/x.so')",
            "select * from pragma_database_list",
            "select * from read_text('/etc/passwd')",
            "select * from '/etc/passwd'",
            "select * from read_csv('/etc/passwd')",
            "select readfile('/etc/passwd')",
            "copy (select 1) to '/tmp/runstone-sql-test'",
            "set enable_external_access = true",
            "install httpfs",
            "begin",
            "commit",
            "with x as (select 1) insert into tag select * from x",
        ],
    )  # fmt: skip
    def test_nothing_but_reading(self, asked: Index, engine: str, query: str) -> None:
        if "pragma_database_list" in query and engine == "duckdb":
            pytest.skip("DuckDB lists its own empty database there")
        with pytest.raises(BadQuery):
            rows(asked, engine, query)
        assert rows(asked, engine, "select count(*) from runs") == [[6]]


def rows(index: Index, engine: str, query: str) -> list[list[Any]]:
    """The rows of an answer."""
    answer: SqlAnswer = ask(index, query, engine=engine, limit=100_000)  # type: ignore[arg-type]
    assert not answer.cut
    return answer.rows


def _no_nan(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value
