"""What belongs to a snapshot: no secrets, no home, no more than the limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from runstone.snapshots.secrets import holds_secret, named_secret
from runstone.snapshots.source_tree import Limits, look_at_tree


@pytest.mark.parametrize(
    "name",
    [
        *(".env", ".env.local", "prod.env", "id_rsa", "deploy/id_ed25519", "server.pem", "tls/server.key", ".netrc"),
        *("credentials", "aws/Credentials.json", ".aws/config", "client_secret.json", ".npmrc", "store.jks"),
    ],
)
def test_secrets_are_known_by_name(name: str) -> None:
    assert named_secret(name)


@pytest.mark.parametrize(
    "name", ["train.py", "keys.py", ".env.example", "id_rsa.pub", "environment.yml", "tokens.py", "monkey.py"]
)
def test_other_files_are_no_secrets(name: str) -> None:
    assert not named_secret(name)


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
        "-----BEGIN PRIVATE KEY-----",
        "key = 'AKIAIOSFODNN7EXAMPLE'",
        "os.environ['T'] = 'ghp_" + "a1" * 18 + "'",
        "hf_" + "aB3" * 12,
        'client("sk-proj-Abc123' + "x" * 30 + '")',
    ],
)
def test_secrets_are_known_by_their_shape(text: str) -> None:
    assert holds_secret(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "password = ask()",
        "sk-toggleable__label-arrow-collapsed",
        "token: str",
        "hf_hub_download(repo)",
        "\0AKIAIOSFODNN7EXAMPLE",
    ],
)
def test_code_is_no_secret(text: str) -> None:
    assert not holds_secret(text.encode())


def test_the_home_is_never_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text("")
    for name in ("runs", "blobs"):
        (tmp_path / "kept here" / name).mkdir(parents=True)
    (tmp_path / "other" / "runs").mkdir(parents=True)
    (tmp_path / "kept here" / "registry").write_text("")
    (tmp_path / "other" / "x.py").write_text("")
    tree = look_at_tree(tmp_path, Limits(), (tmp_path / "other",))
    assert [file.path for file in tree.files] == ["train.py"]


def test_limits_leave_out_the_longest_and_name_them(tmp_path: Path) -> None:
    for name, size in (("a.py", 10), ("b.py", 20), ("c.bin", 500), ("d.bin", 5000)):
        (tmp_path / name).write_bytes(b"x" * size)
    tree = look_at_tree(tmp_path, Limits(max_file_bytes=1000, max_total_bytes=100))
    assert [file.path for file in tree.files] == ["a.py", "b.py"]
    assert sorted(tree.left_out) == [("c.bin", "limit"), ("d.bin", "large")]
    few = look_at_tree(tmp_path, Limits(max_files=1))
    assert [file.path for file in few.files] == ["a.py"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "up").symlink_to("..")
    (tmp_path / "gone").symlink_to("nowhere")
    tree = look_at_tree(tmp_path, Limits())
    assert tree.links == {"pkg/up": "..", "gone": "nowhere"}
    assert tree.files == []
