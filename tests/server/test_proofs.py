"""Who knows a hash does not read the bytes by naming it: every way to name one, and every door by which bytes leave."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.index.index import Index
from runstone.journal import frames
from runstone.model.home import Home
from runstone.model.ids import collection_id
from runstone.model.records import (
    CollectionBegan,
    DataLogged,
    EnvironmentCaptured,
    FileSaved,
    MediaLogged,
    Opened,
    Part,
    Started,
    VersionLogged,
)
from runstone.server.app import create_app
from runstone.sync import pieces as wire
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece
from server.conftest import Client, serving

MINE, WRITER = "mine", "0123456789a-abcdef"
# What stands in no file of this project: a run records the changes of a checkout.
SECRET = b"zyx" * 9


class World:
    """A server with `deep`, whose owner recorded a secret, and `mine`, in which the stranger may do everything."""

    def __init__(self, client: Client, accounts: Accounts, home: Home, image: str, manifest: str, file: str) -> None:
        self.client, self.accounts, self.home = client, accounts, home
        self.image, self.manifest, self.file = image, manifest, file
        self.tokens = {name: accounts.tokens.create(name, "t").text for name in ("owner", "stranger", "friend")}
        self.runs = 0

    def ask(self, method: str, url: str, who: str = "stranger", **options: Any) -> Any:
        """The answer to somebody."""
        headers = {"authorization": f"Bearer {self.tokens[who]}", **options.pop("headers", {})}
        return self.client._portal.call(lambda: self.client._http.request(method, url, headers=headers, **options))

    def send(self, kind: Any, ledger: str, *records: Any, who: str = "stranger") -> None:
        """Bring a journal."""
        first = [Opened(time=1, run=ledger, writer=WRITER)] if kind == "runs" else []
        data = frames.MAGIC + b"".join(map(frames.event_frame, [*first, *records]))
        body = wire.encode([Piece(JournalName(kind, ledger, WRITER), 0, data)])
        answer = self.ask("POST", "/api/sync/pieces", who, content=body, headers={"content-type": wire.MEDIA_TYPE})
        assert answer.status_code == 200, answer.text

    def put(self, data: bytes, who: str = "stranger") -> str:
        """Bring bytes."""
        sha256 = hashlib.sha256(data).hexdigest()
        headers = {"content-type": "application/octet-stream"}
        answer = self.ask("PUT", f"/api/sync/blobs/{sha256}", who, content=data, headers=headers)
        assert answer.status_code == 200, answer.text
        return sha256

    def begin(self, *records: Any, who: str = "stranger") -> str:
        """A new run in `mine` that says this."""
        self.runs += 1
        run = f"run{self.runs}"
        started = Started(time=2, number=self.runs, display_id=f"M-{self.runs}", project=MINE, name="n")
        self.send("runs", run, started, *records, who=who)
        # Asked for by its id it is waited for: from now on the index knows what it names.
        assert self.ask("GET", f"/api/runs/{run}", who).status_code == 200
        return run

    def lacks(self, *blobs: str) -> list[str]:
        """Which the server wants to have sent."""
        return self.ask("POST", "/api/sync/lacks", json={"blobs": list(blobs)}).json()["blobs"]  # type: ignore[no-any-return]

    def leaks(self, run: str, sha256: str) -> list[str]:
        """The doors by which bytes of a blob come out."""
        doors = {
            "blob": f"/api/blobs/{sha256}",
            "raw": f"/api/blobs/{sha256}?mime=application/x-runstone-raw",
            "thumbnail": f"/api/blobs/{sha256}/thumbnail",
            "table": f"/api/tables/{sha256}",
            "diff": f"/api/data/diff?before={sha256}&after={sha256}",
            "compare": f"/api/compare?run={run}&run=mine-own",
        }
        answers = {name: self.ask("GET", url) for name, url in doors.items()}
        found = [name for name, answer in answers.items() if answer.status_code == 200 and name != "compare"]
        if SECRET in answers["compare"].content:
            found.append("compare")
        with ZipFile(BytesIO(self.ask("GET", f"/api/package?run={run}").content)) as package:
            if any(name.endswith(sha256[2:]) for name in package.namelist()):
                found.append("package")
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Shared: each test brings runs of its own."""
    home = Home(tmp_path_factory.mktemp("home"))
    with rs.init("deep", "secret", id="secret", dir=home.path) as run:
        run.log({"eye": rs.Image(np.arange(64.0).reshape(8, 8))}, step=0)
        made = rs.Artifact("data", type="t")
        made.add_bytes(SECRET, "a.txt")
        run.log_artifact(made)
    rs.init(MINE, "own", id="mine-own", dir=home.path).finish()
    accounts = Accounts(home)
    for name, projects in (("owner", ["deep"]), ("stranger", [MINE]), ("friend", ["deep", MINE])):
        accounts.users.add(name)
        for project in projects:
            accounts.grants.give(Role.ADMIN, project, user=name)
    index = Index(home)
    index.refresh()
    with index.read() as snapshot:
        (image,) = snapshot.connection.execute("SELECT sha256 FROM media").fetchone()
        (manifest,) = snapshot.connection.execute("SELECT manifest FROM version").fetchone()
    index.close()
    file = hashlib.sha256(SECRET).hexdigest()
    with serving(create_app(home, accounts=accounts)) as client:
        yield World(client, accounts, home, image, manifest, file)


def image_of(sha256: str) -> Any:
    return MediaLogged(time=3, key="eye", step=0, type="image", mime="image/png", sha256=sha256, size_bytes=9)


WAYS: dict[str, Callable[[str], Any]] = {
    "image": image_of,
    "part": lambda sha256: MediaLogged(
        time=3,
        key="t",
        step=0,
        type="image",
        mime="image/png",
        sha256="",
        size_bytes=0,
        parts={"mask": Part(sha256, 9, "image/png")},
    ),
    "file": lambda sha256: FileSaved(time=3, path="a.txt", sha256=sha256, size_bytes=9),
    "listing": lambda sha256: DataLogged(time=3, name="d", uri="file:///d", listing=sha256),
    "diff": lambda sha256: EnvironmentCaptured(time=3, parts={"git": {"commit": "c", "diff": {"sha256": sha256}}}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_blob_of_others_is_read_by_no_run_that_names_it(world: World, way: str) -> None:
    for sha256 in (world.image, world.file, world.manifest):
        run = world.begin(WAYS[way](sha256))
        assert world.leaks(run, sha256) == []
        assert world.lacks(sha256) == [sha256]
        alike = sha256[:16] + "0" * 48
        assert world.leaks(world.begin(WAYS[way](alike)), sha256) == []


def test_who_has_the_bytes_shows_them_whenever_they_come(world: World) -> None:
    before = world.put(b"brought before")
    run = world.begin(WAYS["file"](before))
    assert "blob" in world.leaks(run, before)
    after = hashlib.sha256(b"brought after").hexdigest()
    run = world.begin(WAYS["file"](after))
    assert world.lacks(after) == [after]
    world.put(b"brought after", "owner")  # somebody else's proof is theirs
    assert world.leaks(run, after) == []
    assert world.lacks(after) == [after]
    world.put(b"brought after")
    assert "blob" in world.leaks(run, after)
    assert world.lacks(after) == []


def test_what_one_may_read_elsewhere_may_be_named(world: World) -> None:
    run = world.begin(WAYS["file"](world.image), who="friend")
    assert world.ask("GET", f"/api/blobs/{world.image}", "friend").status_code == 200
    assert world.accounts.proofs.doubted_of(run) == set()
    # Whoever may see both projects put it there.
    assert "blob" in world.leaks(run, world.image)
    world.ask("POST", "/api/edits", "friend", json={"runs": [run], "changes": {"binned": True}})


@pytest.mark.parametrize("order", ["known", "unknown", "brought"])
def test_a_version_lists_no_file_of_others(world: World, order: str) -> None:
    secret = order.encode().ljust(len(SECRET), b"!")
    sha256 = world.put(secret, "owner")
    own = Manifest.load(BlobStore(world.home), world.manifest).encode()
    listing = own.replace(world.file.encode(), sha256.encode())
    assert listing != own
    manifest = hashlib.sha256(listing).hexdigest()
    if order != "unknown":
        world.put(listing, "stranger" if order == "brought" else "owner")
    name = f"stolen-{order}"
    collection = collection_id(MINE, name)
    version = VersionLogged(
        time=3, version=f"v-{order}", number=0, digest="d", manifest=manifest, size_bytes=1, file_count=1
    )
    world.send(
        "artifacts",
        collection,
        CollectionBegan(time=1, project=MINE, name=name, type="t"),
        version,
    )
    assert world.ask("GET", f"/api/artifacts/versions/{version.version}").status_code == 200
    if order == "unknown":
        world.put(listing)
    for url in ("files", "file?path=a.txt", "files.zip", "preview?path=a.txt", f"diff?before={version.version}"):
        answer = world.ask("GET", f"/api/artifacts/versions/{version.version}/{url}")
        assert answer.status_code != 200, url
        assert secret not in answer.content
    assert world.ask("GET", f"/api/blobs/{sha256}").status_code == 404
    assert sha256 in world.lacks(sha256)
    world.put(secret)
    world.put(listing)
    assert world.ask("GET", f"/api/artifacts/versions/{version.version}/file?path=a.txt").content == secret


Step = tuple[str, str, int]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["name", "put"]), st.sampled_from(["owner", "stranger"]), st.integers(0, 2)),
        max_size=6,
    ),
    salt=st.binary(min_size=8, max_size=8),
)
def test_in_whatever_order_things_come_only_who_had_the_bytes_shows_them(
    world: World, steps: list[Step], salt: bytes
) -> None:
    blobs = [salt + bytes([number]) + msgspec.json.encode(world.runs) for number in range(3)]
    hashes = [hashlib.sha256(blob).hexdigest() for blob in blobs]
    named: set[int] = set()
    had: set[int] = set()
    there: set[int] = set()
    for kind, who, number in steps:
        if kind == "put":
            world.put(blobs[number], who)
            there.add(number)
            had |= {number} if who == "stranger" else set()
        elif who == "stranger":
            world.begin(WAYS["file"](hashes[number]))
            named.add(number)
    for number, sha256 in enumerate(hashes):
        world.lacks(sha256)
        is_read = world.ask("GET", f"/api/blobs/{sha256}").status_code == 200
        assert is_read == (number in named & had & there)
