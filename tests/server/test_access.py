"""Every door of the server, tried by everybody: who may not see a project finds nothing of it by any address, and who may not change it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import httpx
import msgspec
import numpy as np
import pytest

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.access.token import Token
from runstone.journal import frames
from runstone.model.home import Home
from runstone.model.records import Described, Opened, Started
from runstone.server import gate
from runstone.server.app import DESCRIBED, ENDPOINTS, create_app
from runstone.server.endpoint import Endpoint
from runstone.sync import pieces as wire
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece
from server.conftest import Client, serving

# In every word of what only some may see.
SECRET = "zyx"
PASSWORD = "correct horse battery"
WRITER = "0123456789a-abcdef"


@dataclass
class World:
    """A home of two projects: `zyx/deep`, of which the outsider may see nothing, and `open`, in which they may do everything."""

    client: Client
    accounts: Accounts
    tokens: dict[str, str]
    image: str = ""
    table: str = ""
    version: str = ""
    collection: str = ""
    comment: str = ""
    view: str = ""
    revision: str = ""
    sweep: str = ""
    journal: str = ""
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Of who came by a share link: where it lies, and their cookie."""

    def ask(self, who: str, method: str, url: str, **options: Any) -> httpx.Response:
        """The answer to somebody."""
        headers = {**options.pop("headers", {})}
        if who in self.cookies:
            place, headers["cookie"] = self.cookies[who]
            url = f"{place}{url}"
        elif self.tokens[who]:
            headers["authorization"] = f"Bearer {self.tokens[who]}"
        verb = getattr(self.client, method.lower())
        return verb(url, headers=headers, **options)  # type: ignore[no-any-return]


class Door(NamedTuple):
    """How a route is asked for what is secret.

    `kind` is `keep` where users are kept, `list` where the answer is of all that may be seen, `one` where it is of something that is named, `act` where something is
    changed, and `own` where it is about whoever asks. `needs` is the lowest role in the project that opens it.
    """

    kind: str
    url: Callable[[World], str]
    body: Callable[[World], Any] | None = None
    needs: str = "viewer"


def at(kind: str, url: str, body: Callable[[World], Any] | None = None, needs: str = "") -> Door:
    """A door whose address has the world's names in braces."""
    return Door(kind, lambda world: url.format(w=world), body, needs or ("editor" if kind == "act" else "viewer"))


RUN = {"run": ["zyxrun"]}
METRIC = {"run": ["zyxrun"], "metric": "zyxloss"}
DOORS: dict[str, Door] = {
    "GET /api/home": at("list", "/api/home"),
    "GET /api/projects": at("list", "/api/projects"),
    "GET /api/changes": at("list", "/api/changes"),
    "GET /api/events": at("own", ""),
    "GET /api/runs": at("list", "/api/runs?place=all"),
    "POST /api/runs": at("list", "/api/runs", lambda w: {"place": "all"}),
    "GET /api/run-ids": at("list", "/api/run-ids?place=all"),
    "POST /api/run-ids": at("list", "/api/run-ids", lambda w: {"filter": "config.zyxlr > 0 or name ~ '.'"}),
    "GET /api/groups": at("list", "/api/groups?by=project&aggregate=config.lr"),
    "GET /api/runs/{run}": at("one", "/api/runs/zyxrun"),
    "GET /api/columns": at("list", "/api/columns?place=all"),
    "GET /api/columns/varying": at("list", "/api/columns/varying?place=all"),
    "GET /api/column": at("list", "/api/column?field=name&place=all"),
    "GET /api/complete": at("list", "/api/complete?text=config."),
    "GET /api/compare": at("one", "/api/compare?run=zyxrun&run=zyxother"),
    "GET /api/compare/parting": at("one", "/api/compare/parting?metric=loss&run=zyxrun&run=zyxother"),
    "POST /api/compare/parting": at(
        "one", "/api/compare/parting", lambda w: {"metric": "loss", "run": ["zyxrun", "zyxother"]}
    ),
    "GET /api/metrics": at("one", "/api/metrics?run=zyxrun"),
    "GET /api/runs/{run}/metrics": at("one", "/api/runs/zyxrun/metrics"),
    "GET /api/best": at("one", "/api/best?run=zyxrun&metric=zyxloss&figure=min"),
    "POST /api/best": at("one", "/api/best", lambda w: {**METRIC, "figure": "min"}),
    "GET /api/stages": at("one", "/api/stages?run=zyxrun"),
    "POST /api/stages": at("one", "/api/stages", lambda w: RUN),
    "GET /api/stages/figures": at("one", "/api/stages/figures?run=zyxrun&metric=zyxloss"),
    "POST /api/stages/figures": at("one", "/api/stages/figures", lambda w: METRIC),
    "GET /api/runs/{run}/points": at("one", "/api/runs/zyxrun/points?metric=zyxloss"),
    "GET /api/runs/{run}/points.bin": at("one", "/api/runs/zyxrun/points.bin?metric=zyxloss"),
    "GET /api/runs/{run}/derived.bin": at("one", "/api/runs/zyxrun/derived.bin?expression=loss*2"),
    "GET /api/runs/{run}/texts": at("one", "/api/runs/zyxrun/texts"),
    "GET /api/series": at("one", "/api/series?run=zyxrun&metric=zyxloss"),
    "POST /api/series": at("one", "/api/series", lambda w: METRIC),
    "POST /api/panels": at("list", "/api/panels", lambda w: {"panels": [{"run": ["openrun"], "metric": "loss"}]}),
    "GET /api/runs/{run}/console": at("one", "/api/runs/zyxrun/console"),
    "GET /api/runs/{run}/uploads": at("one", "/api/runs/zyxrun/uploads"),
    "GET /api/runs/{run}/console/search": at("one", "/api/runs/zyxrun/console/search?q=a"),
    "GET /api/runs/{run}/console.txt": at("one", "/api/runs/zyxrun/console.txt"),
    "GET /api/media": at("one", "/api/media?run=zyxrun"),
    "POST /api/media": at("one", "/api/media", lambda w: RUN),
    "GET /api/media/items": at("one", "/api/media/items?run=zyxrun&key=zyxeye"),
    "POST /api/media/items": at("one", "/api/media/items", lambda w: {**RUN, "key": "zyxeye"}),
    "GET /api/media/steps": at("one", "/api/media/steps?run=zyxrun&key=zyxeye"),
    "POST /api/media/steps": at("one", "/api/media/steps", lambda w: {**RUN, "key": "zyxeye"}),
    "GET /api/media/best": at("one", "/api/media/best?run=zyxrun&metric=zyxloss&figure=min"),
    "POST /api/media/best": at("one", "/api/media/best", lambda w: {**METRIC, "figure": "min"}),
    "GET /api/runs/{run}/media": at("one", "/api/runs/zyxrun/media"),
    "GET /api/runs/{run}/histograms": at("one", "/api/runs/zyxrun/histograms?key=zyxhist"),
    "GET /api/tables/join": at("one", "/api/tables/join?table=zyxrun:{w.table}&table=zyxrun:{w.table}&on=zyxclass"),
    "GET /api/tables/{sha256}": at("one", "/api/tables/{w.table}"),
    "GET /api/tables/{sha256}/column": at("one", "/api/tables/{w.table}/column?name=zyxclass"),
    "GET /api/blobs/{sha256}": at("one", "/api/blobs/{w.image}?mime=image/png"),
    "GET /api/blobs/{sha256}/thumbnail": at("one", "/api/blobs/{w.image}/thumbnail"),
    "GET /api/alerts": at("list", "/api/alerts"),
    "GET /api/runs/{run}/files": at("one", "/api/runs/zyxrun/files"),
    "GET /api/runs/{run}/edits": at("one", "/api/runs/zyxrun/edits"),
    "POST /api/edits": at("act", "/api/edits", lambda w: {"runs": ["zyxrun"], "changes": {"notes": "changed"}}),
    "POST /api/bin/empty": at("act", "/api/bin/empty", lambda w: {"project": "zyx"}, "admin"),
    "GET /api/comments": at("list", "/api/comments"),
    "GET /api/comments/{comment}/versions": at("one", "/api/comments/{w.comment}/versions"),
    "POST /api/comments": at("act", "/api/comments", lambda w: {"run": "zyxrun", "text": "another"}),
    "POST /api/comments/{comment}": at("act", "/api/comments/{w.comment}", lambda w: {"resolved": True}),
    "GET /api/views": at("list", "/api/views"),
    "GET /api/views/{view}": at("one", "/api/views/{w.view}"),
    "GET /api/views/{view}/versions": at("one", "/api/views/{w.view}/versions"),
    "POST /api/views": at(
        "act", "/api/views", lambda w: {"project": "zyx/deep", "name": "another", "document": {"panels": []}}
    ),
    "DELETE /api/views/{view}": at("act", "/api/views/{w.view}?expected_revision=other"),
    "POST /api/views/{view}/restore": at(
        "act", "/api/views/{w.view}/restore", lambda w: {"revision": w.revision, "expected_revision": "other"}
    ),
    "POST /api/views/{view}/default": at("act", "/api/views/{w.view}/default", lambda w: {"default": True}),
    "GET /api/artifacts": at("list", "/api/artifacts"),
    "GET /api/artifacts/find": at("one", "/api/artifacts/find?name=zyx/deep/zyxdata:latest"),
    "GET /api/artifacts/collection": at("one", "/api/artifacts/collection?project=zyx/deep&name=zyxdata"),
    "GET /api/artifacts/lineage": at("one", "/api/artifacts/lineage?version={w.version}"),
    "GET /api/artifacts/collections/{collection}": at("one", "/api/artifacts/collections/{w.collection}"),
    "GET /api/artifacts/versions/{version}": at("one", "/api/artifacts/versions/{w.version}"),
    "GET /api/artifacts/versions/{version}/files": at("one", "/api/artifacts/versions/{w.version}/files"),
    "GET /api/artifacts/versions/{version}/file": at("one", "/api/artifacts/versions/{w.version}/file?path=zyx.csv"),
    "GET /api/artifacts/versions/{version}/files.zip": at("one", "/api/artifacts/versions/{w.version}/files.zip"),
    "GET /api/artifacts/versions/{version}/preview": at(
        "one", "/api/artifacts/versions/{w.version}/preview?path=zyx.csv"
    ),
    "GET /api/artifacts/versions/{version}/diff": at(
        "one", "/api/artifacts/versions/{w.version}/diff?before={w.version}"
    ),
    "GET /api/runs/{run}/artifacts": at("one", "/api/runs/zyxrun/artifacts"),
    "POST /api/artifacts/edits": at(
        "act", "/api/artifacts/edits", lambda w: {"collection": w.collection, "version": w.version, "description": "c"}
    ),
    "POST /api/artifacts/versions/{version}/delete": at(
        "act", "/api/artifacts/versions/{w.version}/delete", lambda w: {"delete_aliases": True}
    ),
    "POST /api/artifacts/versions/{version}/restore": at(
        "act", "/api/artifacts/versions/{w.version}/restore", lambda w: {}
    ),
    "GET /api/data": at("list", "/api/data"),
    "GET /api/data/groups": at("list", "/api/data/groups"),
    "GET /api/data/diff": at("one", "/api/data/diff?before={w.image}&after={w.image}"),
    "GET /api/space": at("list", "/api/space"),
    "GET /api/space/runs": at("one", "/api/space/runs?run=zyxrun"),
    "GET /api/package": at("one", "/api/package?run=zyxrun"),
    "GET /api/sweeps": at("list", "/api/sweeps"),
    "GET /api/sweeps/{sweep}": at("one", "/api/sweeps/{w.sweep}"),
    "POST /api/sweeps": at(
        "act",
        "/api/sweeps",
        lambda w: {
            "project": "zyx/deep",
            "definition": {"method": "random", "parameters": {"a": {"values": [1]}}},
        },
    ),
    "POST /api/sweeps/{sweep}/state": at("act", "/api/sweeps/{w.sweep}/state", lambda w: {"state": "running"}),
    "POST /api/sweeps/{sweep}/trials": at("act", "/api/sweeps/{w.sweep}/trials", lambda w: {"agent": "a"}),
    "POST /api/sweeps/{sweep}/trials/{number}": at("act", "/api/sweeps/{w.sweep}/trials/0", lambda w: {}),
    "POST /api/sweeps/{sweep}/trials/{number}/stop": at("act", "/api/sweeps/{w.sweep}/trials/0/stop", lambda w: {}),
    "POST /api/sync/sizes": at("list", "/api/sync/sizes", lambda w: {"names": None}),
    "GET /api/sync/journal": at("list", "/api/sync/journal?name={w.journal}"),
    "POST /api/sync/pieces": at("act", "/api/sync/pieces", lambda w: piece("zyxrun", Described(time=2, notes="sent"))),
    "POST /api/sync/edits": at("list", "/api/sync/edits", lambda w: {"runs": ["zyxrun"]}, "editor"),
    "POST /api/sync/lacks": at("list", "/api/sync/lacks", lambda w: {"blobs": []}, "editor"),
    "PUT /api/sync/blobs/{sha256}": at("own", ""),
    "GET /api/members": at("keep", "/api/members"),
    "POST /api/members/grants": at(
        "keep", "/api/members/grants", lambda w: {"role": "viewer", "user": "viewer", "project": "zyx"}
    ),
    "POST /api/members/invitations": at("keep", "/api/members/invitations", lambda w: {"project": "zyx"}),
    "DELETE /api/members/{name}": at("keep", "/api/members/nobody"),
    "GET /api/audit": at("keep", "/api/audit"),
    "GET /api/policy": at("keep", "/api/policy"),
    "POST /api/policy/preview": at("keep", "/api/policy/preview", lambda w: {"text": ""}),
    "POST /api/policy": at("keep", "/api/policy", lambda w: {"text": "# ours", "expected_text": ""}),
    "GET /api/whoami": at("own", "/api/whoami"),
    "POST /api/login": at("own", ""),
    "GET /api/login": at("own", ""),
    "POST /api/oidc/begin": at("own", ""),
    "GET /api/oidc/callback": at("own", ""),
    "POST /api/invitations/accept": at("own", ""),
    "POST /api/logout": at("own", "/api/logout", lambda w: {}),
    "POST /api/password": at("own", "/api/password", lambda w: {"password": "a", "new_password": "b"}),
    "GET /api/tokens": at("own", "/api/tokens"),
    "POST /api/tokens": at("own", "/api/tokens", lambda w: {"name": "another"}),
    "DELETE /api/tokens/{token}": at("own", "/api/tokens/none"),
    "GET /api/shares": at("own", "/api/shares"),
    "POST /api/shares": at("own", "/api/shares", lambda w: {"project": "zyx/deep"}),
    "DELETE /api/shares/{share}": at("own", "/api/shares/none"),
    "POST /api/shares/open": at("own", ""),
}

NOBODY = ("anonymous", "wrong", "expired", "revoked", "removed")
RANKS = ("outsider", "viewer", "editor", "admin")


def piece(run: str, *records: Any, opened: bool = True, writer: str = WRITER) -> bytes:
    """A journal of a run as it is sent."""
    first = [Opened(time=1, run=run, writer=writer)] if opened else []
    data = frames.MAGIC + b"".join(map(frames.event_frame, [*first, *records]))
    return wire.encode([Piece(JournalName("runs", run, writer), 0, data)])


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Asked by everybody in turn. What editors change is so little that it stays what it is."""
    home = Home(tmp_path_factory.mktemp("home"))
    for project, mark in (("zyx/deep", SECRET), ("open", "open")):
        with rs.init(
            project, f"{mark} name", id=f"{mark}run", config={f"{mark}lr": 1}, tags=[mark], dir=home.path
        ) as run:
            run.log({"loss": 1.0, f"{mark}loss": 2.0, "said": f"{mark} text"}, step=0)
            run.log({f"{mark}eye": rs.Image(np.arange(64.0).reshape(8, 8) / len(mark)), "loss": 0.5}, step=1)
            run.log({f"{mark}table": rs.Table([f"{mark}class"], [[f"{mark}cell"]])}, step=1)
            run.log({f"{mark}hist": rs.Histogram([1.0, 2.0])}, step=1)
            run.alert(f"{mark} alert")
            made = rs.Artifact(f"{mark}data", type=f"{mark}type")
            made.add_bytes(f"{mark},b\n1,2\n".encode(), f"{mark}.csv")
            run.log_artifact(made)
            kept = tmp_path_factory.mktemp("data") / f"{mark}.bin"
            kept.write_bytes(mark.encode())
            run.log_dataset(f"{mark}set", kept)[0].wait()
    with rs.init("zyx/deep", "zyx other", id="zyxother", dir=home.path) as run:
        for step in range(2):
            run.log({"loss": 2.0}, step=step)
    accounts = Accounts(home)
    for name in ("outsider", "viewer", "editor", "admin", "root", "removed"):
        accounts.users.add(name)
    accounts.grants.give(Role.ADMIN, "", user="root")
    accounts.grants.give(Role.ADMIN, "open", user="outsider")
    accounts.grants.give(Role.ADMIN, "zyxx", user="outsider")
    for name in ("viewer", "editor", "admin"):
        accounts.grants.give(Role[name.upper()], "zyx", user=name)
    tokens = {name: accounts.tokens.create(name, "test", Role.ADMIN).text for name in (*RANKS, "root", "removed")}
    accounts.users.remove("removed")
    tokens |= {"anonymous": "", "wrong": Token.new().text}
    expired, revoked = (
        accounts.tokens.create("root", "expired", lives_secs=1),
        accounts.tokens.create("root", "revoked"),
    )
    accounts.tokens._database.change("UPDATE token SET expires_time = 1 WHERE id = ?", expired.id)
    accounts.tokens.revoke(revoked.id)
    tokens |= {"expired": expired.text, "revoked": revoked.text}
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(gate, "_MOST_WRONG_TOKENS", 100_000)  # all come from one address here
    with serving(create_app(home, accounts=accounts, is_apart=True)) as client:
        found = World(client, accounts, tokens)
        prepare(found)
        yield found
    monkeypatch.undo()


def prepare(world: World) -> None:
    """Learn, as who may see all, what everything is called; and make what only people make."""

    def got(url: str) -> Any:
        answer = world.ask("root", "GET", url)
        assert answer.status_code == 200, answer.text
        return answer.json()

    items = {item["key"]: item for item in got("/api/runs/zyxrun/media")["items"]}
    world.image, world.table = items["zyxeye"]["sha256"], items["zyxtable"]["sha256"]
    version = got("/api/artifacts/find?name=zyx/deep/zyxdata:latest")
    world.version, world.collection = version["id"], version["collection"]
    for project, mark in (("zyx/deep", SECRET), ("", f"{SECRET} of all")):
        body = {"project": project, "name": f"{mark} view", "document": {"panels": [f"{SECRET}loss"]}}
        saved = world.ask("root", "POST", "/api/views", json=body).json()
        if project:
            world.view, world.revision = saved["id"], saved["revision"]
    for subject in ({"project": "zyx/deep", "panel": "loss"}, {"run": "zyxrun"}):
        said = world.ask("root", "POST", "/api/comments", json={**subject, "text": f"{SECRET} comment"}).json()
        world.comment = said["comment"]["id"]
    definition = {"method": "random", "name": "zyxsweep", "parameters": {"zyxa": {"min": 0.0, "max": 1.0}}}
    made = world.ask("root", "POST", "/api/sweeps", json={"project": "zyx/deep", "definition": definition})
    world.sweep = made.json()["id"]
    assert world.ask("root", "POST", f"/api/sweeps/{world.sweep}/trials", json={}).json()["trial"]
    sizes = world.ask("root", "POST", "/api/sync/sizes", json={"names": None}).json()["sizes"]
    world.journal = next(name for name in sizes if name.startswith("runs/zyxrun/"))


def test_figures_of_the_server_are_for_who_sees_all_of_it(world: World) -> None:
    assert [world.ask(who, "GET", "/metrics").status_code for who in (*NOBODY, *RANKS, "root")] == [401] * 5 + [
        403
    ] * 4 + [200]
    assert world.ask("anonymous", "GET", "/healthz").text == "ok\n"
    assert SECRET not in world.ask("anonymous", "GET", "/readyz").text


def through(world: World, who: str, key: str) -> httpx.Response:
    """The answer of a door to somebody."""
    door, method = DOORS[key], key.split(" ")[0]
    body = door.body(world) if door.body is not None else None
    if isinstance(body, bytes):
        return world.ask(who, method, door.url(world), content=body, headers={"content-type": wire.MEDIA_TYPE})
    return world.ask(who, method, door.url(world), **({} if body is None else {"json": body}))


def test_every_door_is_in_the_table() -> None:
    there = set()
    for endpoint in (*ENDPOINTS, *DESCRIBED):
        methods = endpoint.methods if isinstance(endpoint, Endpoint) else [endpoint.method]
        there |= {f"{method} {endpoint.path}" for method in methods}
    assert there == set(DOORS)


@pytest.mark.parametrize("key", [key for key, door in DOORS.items() if door.url(World(None, None, {})) != ""])  # type: ignore[arg-type]
def test_a_door_opens_for_who_may_see_or_change_what_is_behind_it_and_for_nobody_else(world: World, key: str) -> None:
    door = DOORS[key]
    for who in NOBODY:
        answer = through(world, who, key)
        assert answer.status_code == 401, (who, answer.text)
        assert SECRET not in answer.text
    if door.kind == "own":
        return
    if door.kind == "keep":
        for who in RANKS:
            answer = through(world, who, key)
            assert answer.status_code == 403, (who, answer.text)
            assert SECRET not in answer.text
        assert through(world, "root", key).status_code in (200, 400)  # there is nobody of that name to remove
        return
    told = through(world, "outsider", key)
    if door.kind == "list":
        assert told.status_code == 200, told.text
        assert SECRET.encode() not in told.content
    elif door.kind == "act" and key in ("POST /api/bin/empty",):
        assert told.json()["removed"] == []
    else:
        assert told.status_code in (403, 404), (key, told.text)
        assert world.ask("outsider", "GET", "/api/runs/openrun").status_code == 200
    for rank in RANKS[1:]:
        answer = through(world, rank, key)
        if RANKS.index(rank) < RANKS.index(door.needs):
            assert answer.status_code == 403, (rank, answer.text)
        else:
            # What the one before did may be done already.
            assert answer.status_code not in (401, 403, *([404] if rank == door.needs else [])), (rank, answer.text)
            if door.kind == "list" and key not in ("GET /api/home", "POST /api/panels", "POST /api/sync/lacks"):
                assert any(word in answer.content for word in (b"zyx", b"runs", b"data")), answer.text


GUESTS = {
    "guest of a run": {"project": "zyx/deep", "runs": ["zyxrun"]},
    "guest of a project": {"project": "zyx"},
    "guest elsewhere": {"project": "open"},
    "guest of a run elsewhere": {"project": "open", "runs": ["openrun"]},
}
"""Who came by a share link, and what it names."""
CLOSED_TO_GUESTS = {
    "GET /api/runs/{run}/uploads",
    "GET /api/package",
    "GET /api/space",
    "GET /api/space/runs",
    "GET /api/sync/journal",
}
"""What is read by who works there: where the home is sent to, how much room it takes, and journals with all that was ever said."""
OF_A_PROJECT = {
    "GET /api/views/{view}",
    "GET /api/views/{view}/versions",
    "GET /api/sweeps/{sweep}",
    "GET /api/compare",
    "GET /api/compare/parting",
    "POST /api/compare/parting",
}
"""What a link to one run does not show: views and sweeps of its project, and that run beside another."""


@pytest.fixture(scope="module")
def shared(world: World) -> World:
    """The same world, with share links that an editor made, each opened by a browser."""
    for name, what in GUESTS.items():
        made = world.accounts.shares.create("outsider" if "elsewhere" in name else "editor", **what, lives_secs=60.0)  # type: ignore[arg-type]
        place = f"/share/{made.id}"
        opened = world.client.post(f"{place}/api/shares/open", json={"secret": made.secret})
        assert opened.status_code == 200, opened.text
        cookie = opened.headers["set-cookie"]
        assert f"Path={place};" in cookie
        assert "HttpOnly" in cookie
        world.cookies[name] = place, cookie.split(";")[0]
    world.client.forget()
    return world


@pytest.mark.parametrize("key", [key for key, door in DOORS.items() if door.url(World(None, None, {})) != ""])  # type: ignore[arg-type]
def test_a_share_link_shows_what_it_names_and_opens_no_other_door(shared: World, key: str) -> None:
    door = DOORS[key]
    is_read = door.kind in ("list", "one") and door.needs == "viewer" and key not in CLOSED_TO_GUESTS
    is_read = is_read and key != "POST /api/sync/sizes"
    for who in GUESTS:
        told = through(shared, who, key)
        if key == "GET /api/whoami":
            assert told.json()["user"] is None
            assert told.json()["roles"] == []
            continue
        if not is_read:
            assert (told.status_code, told.json()["error"]["code"]) == (403, "shared_read_only"), (who, told.text)
            continue
        assert b"zyx comment" not in told.content
        is_named = "elsewhere" not in who and not (key in OF_A_PROJECT and who == "guest of a run")
        if door.kind == "list":
            assert told.status_code == 200, (who, told.text)
        elif key == "GET /api/comments/{comment}/versions":
            assert told.status_code == 404
        else:
            # What is shown and has not the form that was asked for is said to have another.
            assert told.status_code in ((200, 400, 422) if is_named else (404,)), (who, told.text)
        if "elsewhere" in who and door.kind == "list":
            assert SECRET.encode() not in told.content, who
        if who == "guest of a run" and told.status_code == 200:
            assert b"zyxother" not in told.content


def test_a_link_of_some_runs_shows_nothing_else_of_their_project(shared: World) -> None:
    def got(url: str) -> Any:
        answer = shared.ask("guest of a run", "GET", url)
        assert answer.status_code == 200, answer.text
        return answer.json()

    assert [run["id"] for run in got("/api/runs?place=all")["runs"]] == ["zyxrun"]
    assert [(one["project"], one["runs"]) for one in got("/api/projects")["projects"]] == [("zyx/deep", 1)]
    assert [(one["key"], one["runs"]) for one in got("/api/columns")["config"]] == [("zyxlr", 1)]
    assert got("/api/views")["views"] == []
    assert got("/api/sweeps")["sweeps"] == []
    assert [one["name"] for one in got("/api/artifacts")["collections"]] == ["zyxdata", "zyxset"]
    assert got("/api/runs/zyxrun/edits")["edits"] == []
    assert got("/api/home")["home"] == ""


def test_a_login_of_the_same_browser_is_worth_nothing_under_a_share_link(shared: World) -> None:
    place, cookie = shared.cookies["guest elsewhere"]
    token = {"authorization": f"Bearer {shared.tokens['root']}"}
    assert shared.client.get(f"{place}/api/runs/zyxrun", headers={**token, "cookie": cookie}).status_code == 404
    assert shared.client.get(f"{place}/api/runs/openrun", headers=token).status_code == 401
    assert shared.client.get("/api/runs/openrun", headers={"cookie": cookie}).status_code == 401
    other, _ = shared.cookies["guest of a run"]
    assert shared.client.get(f"{other}/api/runs/zyxrun", headers={"cookie": cookie}).status_code == 401
    login = shared.client.post(f"{place}/api/login", json={"name": "editor", "password": PASSWORD})
    assert login.json()["error"]["code"] == "shared_read_only"


def test_links_are_made_by_editors_and_end_when_they_are_revoked(shared: World) -> None:
    shared.accounts.users.set_password("editor", PASSWORD)
    client = shared.client
    assert shared.ask("editor", "POST", "/api/shares", json={"project": "zyx/deep"}).status_code == 403  # a token
    assert client.post("/api/login", json={"name": "editor", "password": PASSWORD}).status_code == 200
    try:
        for body, status in (
            ({"project": "open"}, 403),
            ({"runs": ["openrun"]}, 404),
            ({"project": "zyx/deep", "lives_secs": None}, 403),
            ({"project": ""}, 400),
            ({"project": "zyx/deep", "page": "javascript:alert(1)"}, 400),
        ):
            answer = client.post("/api/shares", json=body)
            assert answer.status_code == status, (body, answer.text)
        made = client.posted("/api/shares", {"runs": ["zyxrun", "zyxother"], "label": "both"})
        listed = client.json("/api/shares")["shares"][0]
        assert (listed["id"], listed["label"], listed["opened_count"]) == (made["id"], "both", 0)
        place, secret = made["address"].split("/#")
        opened = client.posted(f"/{place}/api/shares/open", {"secret": secret})
        assert opened == {"page": "p/zyx/deep/compare?run=zyxother&run=zyxrun"}
        share = client.json(f"/{place}/api/whoami")["share"]
        assert (share["id"], sorted(share["runs"])) == (made["id"], ["zyxother", "zyxrun"])
        # The login of the same browser is what it was.
        assert client.json("/api/whoami")["user"] == "editor"
        assert secret not in client.get("/api/shares").text
        assert client.get("/api/shares?everybodys=true").status_code == 403
        assert client.delete(f"/api/shares/{made['id']}").status_code == 200
        told = client.get(f"/{place}/api/runs/zyxrun")
        assert (told.status_code, told.json()["error"]["message"]) == (410, "This share link was revoked.")
        assert client.post(f"/{place}/api/shares/open", json={"secret": secret}).status_code == 410
        deeds = [entry.action for entry in shared.accounts.audit.read(limit=20) if entry.subject == made["id"]]
        assert deeds == ["share_revoked", "share_opened", "share_created"]
    finally:
        client.forget()


def test_a_page_under_a_share_link_tells_no_other_site_where_it_was(shared: World) -> None:
    place, _ = shared.cookies["guest of a run"]
    answer = shared.client.get(f"{place}/p/zyx/deep")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert shared.client.get(place).headers["location"] == f"{place}/"


def test_what_lies_in_no_project_is_shown_to_who_may_see_the_whole_home(world: World) -> None:
    assert len(world.ask("root", "GET", "/api/views").json()["views"]) >= 2
    assert b"of all" not in world.ask("admin", "GET", "/api/views").content
    body = {"project": "", "name": "of all", "document": {}}
    assert world.ask("admin", "POST", "/api/views", json=body).status_code == 403


def test_nothing_is_moved_to_where_one_may_not_record(world: World) -> None:
    for changes in ({"project": "zyx/deep"}, {"project": "elsewhere"}, {"project": "zyx", "project_from": "open"}):
        answer = world.ask("outsider", "POST", "/api/edits", json={"runs": ["openrun"], "changes": changes})
        assert answer.status_code == 403, answer.text
        edits = {"edits": [{"runs": ["openrun"], "changes": changes}]}
        assert world.ask("outsider", "POST", "/api/edits", json=edits).status_code == 403
    assert world.ask("root", "GET", "/api/runs/openrun").json()["project"] == "open"


def test_nothing_is_said_of_charts_of_a_project_in_which_one_is_no_editor(world: World) -> None:
    body = {"project": "zyx/deep", "panel": "loss", "text": "not mine to say"}
    for who in ("outsider", "viewer"):
        assert world.ask(who, "POST", "/api/comments", json=body).status_code == 403
    assert b"not mine to say" not in world.ask("root", "GET", "/api/comments?project=zyx/deep").content


def test_a_selection_of_all_is_of_what_one_may_change(world: World) -> None:
    body = {"selection": {"place": "all"}, "changes": {"group": "mine"}}
    answer = world.ask("outsider", "POST", "/api/edits", json=body)
    assert answer.status_code == 200, answer.text
    assert world.ask("root", "GET", "/api/runs/zyxrun").json()["group"] in (None, "")


def test_an_edit_is_said_to_be_of_who_made_it(world: World) -> None:
    body = {"project": "zyx", "name": "by whom", "document": {}}
    assert world.ask("editor", "POST", "/api/views", json=body).json()["updated_by"] == "editor"


@pytest.mark.parametrize("table", [False, True])
def test_a_blob_is_not_told_of_by_its_hash(world: World, table: bool) -> None:
    sha256 = world.table if table else world.image
    for url in (
        f"/api/blobs/{sha256}",
        f"/api/blobs/{sha256}?mime=image/x-runstone-raw",
        f"/api/blobs/{sha256}/thumbnail",
    ):
        here, nowhere = world.ask("outsider", "GET", url), world.ask("outsider", "GET", url.replace(sha256, "0" * 64))
        assert (here.status_code, here.json()["error"]["code"]) == (404, nowhere.json()["error"]["code"])
    lacking = world.ask("outsider", "POST", "/api/sync/lacks", json={"blobs": [sha256]}).json()
    assert lacking == {"blobs": [sha256]}
    assert world.ask("editor", "POST", "/api/sync/lacks", json={"blobs": [sha256]}).json() == {"blobs": []}


def test_what_is_shown_to_some_is_kept_by_no_cache_between(world: World) -> None:
    kept = world.ask("viewer", "GET", f"/api/blobs/{world.image}?mime=image/png").headers
    assert "private" in kept["cache-control"]
    assert "public" not in kept["cache-control"]


@pytest.mark.parametrize(
    ("who", "run", "records", "status"),
    [
        ("editor", "new-in-zyx", [Started(time=2, number=1, display_id="Z-1", project="zyx/new", name="n")], 200),
        ("editor", "new-elsewhere", [Started(time=2, number=1, display_id="Z-1", project="open", name="n")], 403),
        ("viewer", "new-of-viewer", [Started(time=2, number=1, display_id="Z-1", project="zyx", name="n")], 403),
        ("editor", "no-beginning", [Described(time=2, notes="whose")], 409),
        ("editor", "openrun", [Described(time=2, notes="not mine")], 403),
        ("outsider", "zyxrun", [Described(time=2, notes="not mine")], 403),
        ("outsider", "openrun", [Described(time=2, project="zyx/deep")], 403),
        ("outsider", "openrun", [Described(time=2, notes="mine")], 200),
    ],
)
def test_what_is_sent_goes_where_one_may_record(
    world: World, who: str, run: str, records: list[Any], status: int
) -> None:
    content = piece(run, *records, writer=f"0123456789a-{len(who):06x}")
    headers = {"content-type": wire.MEDIA_TYPE}
    for _ in range(2):  # what was refused once is refused again
        answer = world.ask(who, "POST", "/api/sync/pieces", content=content, headers=headers)
        assert answer.status_code == status, answer.text


def test_events_tell_of_what_may_be_seen_and_end_with_the_right_to_see_it(world: World) -> None:
    for who in NOBODY:
        assert world.ask(who, "GET", "/api/events").status_code == 401


def test_only_who_keeps_the_server_is_told_where_the_home_lies(world: World) -> None:
    folder = world.ask("root", "GET", "/api/home").json()["home"]
    assert folder
    for who in RANKS:
        assert world.ask(who, "GET", "/api/home").json()["home"] == ""


def test_a_role_that_is_taken_is_gone_at_the_next_request(world: World) -> None:
    world.accounts.users.add("guest")
    world.accounts.grants.give(Role.VIEWER, "zyx", user="guest")
    world.tokens["guest"] = world.accounts.tokens.create("guest", "t").text
    assert world.ask("guest", "GET", "/api/runs/zyxrun").status_code == 200
    world.accounts.grants.take("zyx", user="guest")
    assert world.ask("guest", "GET", "/api/runs/zyxrun").status_code == 403
    assert world.ask("guest", "GET", "/api/whoami").json()["role"] == ""


def test_a_login_brings_a_cookie_that_pages_elsewhere_cannot_use(world: World) -> None:
    world.accounts.users.set_password("viewer", PASSWORD)
    wrong = world.client.post("/api/login", json={"name": "viewer", "password": "wrong horse battery"})
    assert wrong.status_code == 401
    answer = world.client.post("/api/login", json={"name": "viewer", "password": PASSWORD})
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    client = world.client
    assert client.json("/api/whoami")["user"] == "viewer"
    refused = client.post("/api/logout", json={}, headers={"origin": "https://evil.example"})
    assert refused.status_code == 403
    assert client.post("/api/logout", data={"a": "b"}).status_code == 415
    made = client.post("/api/tokens", json={"name": "mine", "role": "viewer", "projects": ["zyx/deep"]})
    assert made.status_code == 200, made.text
    world.tokens["mine"] = made.json()["token"]
    listed = client.get("/api/tokens").text
    assert made.json()["id"] in listed
    assert made.json()["token"] not in listed
    assert client.post("/api/logout", json={}).status_code == 200
    assert client.get("/api/whoami").status_code == 401
    assert world.ask("mine", "GET", "/api/runs/zyxrun").status_code == 200
    assert world.ask("mine", "POST", "/api/tokens", json={"name": "more"}).status_code == 403
    assert world.ask("mine", "DELETE", f"/api/tokens/{made.json()['id']}").status_code == 200
    assert world.ask("mine", "GET", "/api/whoami").status_code == 401


def test_who_guesses_has_to_wait(home: Home) -> None:
    accounts = Accounts(home)
    accounts.users.add("ada", PASSWORD)
    with serving(create_app(home, accounts=accounts)) as client:
        tried = [client.post("/api/login", json={"name": f"u{n}", "password": "a"}).status_code for n in range(22)]
        assert tried == [401] * 20 + [429] * 2
        assert client.post("/api/login", json={"name": "ada", "password": PASSWORD}).status_code == 429


def test_who_guesses_at_a_share_link_has_to_wait(home: Home) -> None:
    with serving(create_app(home, accounts=Accounts(home))) as client:
        url = f"/share/{'0' * 12}/api/shares/open"
        tried = [client.post(url, json={"secret": "0" * 48}).status_code for _ in range(22)]
        assert tried == [404] * 20 + [429] * 2


def test_a_right_token_is_taken_also_after_many_wrong_ones(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_MOST_WRONG_TOKENS", 60)
    accounts = Accounts(home)
    accounts.users.add("ada")
    right = accounts.tokens.create("ada", "ci").text
    with serving(create_app(home, accounts=accounts)) as client:

        def ask(token: str) -> int:
            return client.get("/api/whoami", headers={"authorization": f"Bearer {token}"}).status_code

        assert [ask(Token.new().text) for _ in range(61)] == [401] * 60 + [429]
        assert ask(right) == 200


def test_no_secret_is_in_the_audit_log(world: World) -> None:
    assert world.client.post("/api/login", json={"name": "outsider", "password": PASSWORD}).status_code == 401
    text = msgspec.json.encode(world.accounts.audit.read(limit=10_000)).decode()
    assert "login" in text
    for secret in (PASSWORD, "wrong horse battery", *filter(None, world.tokens.values())):
        assert secret not in text
        assert secret.rpartition("_")[2] not in text
