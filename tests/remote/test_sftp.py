"""SFTP against OpenSSH's own server."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from remote_machine import Machine
from runstone.model.errors import HomeUnusable, RemoteUnusable
from runstone.remote.address import parse_address
from runstone.remote.sftp import Item, Sftp, Span, Written

ELSEWHERE = parse_address("ssh://elsewhere")


@pytest.fixture
def sftp(machine: Machine) -> Iterator[Sftp]:
    """A connection."""
    sftp = Sftp(ELSEWHERE)
    yield sftp
    sftp.close()


def test_folders_are_listed_whole_however_many_and_large(sftp: Sftp, tmp_path: Path) -> None:
    wanted = {}
    for number in range(150):
        folder = tmp_path / "home" / f"run {number} é"
        folder.mkdir(parents=True)
        count = 500 if number == 7 else number % 3
        for file in range(count):
            (folder / f"{file}.journal").write_bytes(b"x" * file)
        wanted[str(folder)] = {f"{file}.journal": file for file in range(count)}
    paths = [*wanted, str(tmp_path / "nothing")]
    found = list(sftp.folders(paths))
    assert found[-1] is None
    for path, items in zip(wanted, found, strict=False):
        assert items is not None
        assert {item.name: item.size_bytes for item in items} == wanted[path]
    (above,) = sftp.folders([str(tmp_path / "home")])
    assert above is not None
    assert len(above) == 150
    assert all(item.is_folder for item in above)


def test_parts_of_files_come_as_they_are(sftp: Sftp, tmp_path: Path) -> None:
    chance = random.Random(4)
    contents = [chance.randbytes(size) for size in (0, 1, 32767, 32768, 32769, 3_000_000, *(200,) * 100)]
    spans = []
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(content)
        offset = chance.randrange(len(content) + 1)
        spans.append(Span(str(path), offset, chance.randrange(len(content) - offset + 1)))
    spans += [
        Span(str(tmp_path / "0.bin"), 5, 5),
        Span(str(tmp_path / "gone"), 0, 5),
        Span(str(tmp_path / "1.bin"), 0, 99),
    ]
    got = [b""] * len(spans)
    order = []
    for number, piece in sftp.read(spans):
        got[number] += piece
        order.append(number)
    assert order == sorted(order)
    assert got[-3:] == [b"", b"", contents[1]], "what is gone or shorter ends early"
    for content, span, bytes_ in zip(contents, spans, got, strict=False):
        assert bytes_ == content[span.offset : span.offset + span.size_bytes]
    assert sftp.read_all(str(tmp_path / "5.bin")) == contents[5]
    assert sftp.read_all(str(tmp_path / "gone")) is None


def test_files_are_written_grown_and_renamed(sftp: Sftp, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    sftp.make_folders(str(folder))
    sftp.make_folders(str(folder))
    data = os.urandom(200_000)
    sftp.write([Written(f"{folder}/part", 0, b"before" * 100_000)])
    sftp.write([Written(f"{folder}/part", 0, data[:150_000])], anew=True)
    many = [Written(f"{folder}/{number}", 0, bytes([number]) * number) for number in range(200)]
    sftp.write([Written(f"{folder}/part", 150_000, data[150_000:]), *many])
    assert all((folder / str(number)).read_bytes() == part.data for number, part in enumerate(many))
    for number in range(200):
        sftp.remove(f"{folder}/{number}")
    sftp.append(f"{folder}/log", b"one\n")
    sftp.append(f"{folder}/log", b"two\n")
    assert (folder / "log").read_bytes() == b"one\ntwo\n"
    sftp.remove(f"{folder}/log")
    (folder / "whole").write_bytes(b"before")
    sftp.rename(f"{folder}/part", f"{folder}/whole")
    assert (folder / "whole").read_bytes() == data
    assert [one.name for one in folder.iterdir()] == ["whole"]
    item, nothing = sftp.look_at([f"{folder}/whole", f"{folder}/part"])
    assert item == Item("whole", 200_000, int((folder / "whole").stat().st_mtime), False)
    assert nothing is None
    sftp.remove(f"{folder}/whole")
    sftp.remove(f"{folder}/whole")
    assert list(folder.iterdir()) == []
    with pytest.raises(HomeUnusable, match="cannot be written"):
        sftp.write([Written(f"{tmp_path}/no/folder", 0, b"x")])


def test_the_users_folder_is_found(sftp: Sftp) -> None:
    assert sftp.real_path(".") == sftp.real_path("x").removesuffix("/x")
    assert sftp.real_path("/tmp/../tmp") == "/tmp"


def test_a_lost_connection_is_told_to_whoever_waits(
    sftp: Sftp, machine: Machine, eventually: Callable[..., object], tmp_path: Path
) -> None:
    # More than can be under way when the connection breaks.
    (tmp_path / "big").write_bytes(bytes(64_000_000))
    pieces = sftp.read([Span(str(tmp_path / "big"), 0, 64_000_000)])
    next(pieces)
    machine.cut()
    with pytest.raises(RemoteUnusable, match="elsewhere cannot be read"):
        list(pieces)
    with pytest.raises(RemoteUnusable, match="elsewhere cannot be read"):
        sftp.look_at(["/"])


def test_a_machine_without_sftp_is_told(machine: Machine, eventually: Callable[..., object]) -> None:
    machine.stop()
    config = machine.folder / "sshd_config"
    machine.start("Subsystem other internal-sftp", sftp=False)
    assert "Subsystem sftp" not in config.read_text()
    eventually(machine.answers)
    with pytest.raises(RemoteUnusable, match="offers no SFTP"):
        Sftp(ELSEWHERE)
