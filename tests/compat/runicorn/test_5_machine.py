"""What is read of this machine, and source trees as zips."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import runstone.compat.runicorn as rn


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of Runicorn's settings."""
    if sys.platform != "linux":
        pytest.skip("the folder lies elsewhere")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = tmp_path / "config" / "runicorn"
    (folder / "registry" / "data").mkdir(parents=True)
    return folder


def test_the_registry_of_this_machine(settings: Path) -> None:
    (settings / "registry" / "data" / "imagenet.toml").write_text('value = "/mnt/imagenet"\n[v2]\nroot = "/mnt/v2"\n')
    (settings / "registry" / "data.toml").write_text("batch = 32\n")
    assert rn.get_config("data/imagenet") == "/mnt/imagenet"
    assert rn.get_config("/data/imagenet/v2/root") == "/mnt/v2"
    assert rn.get_config("data/batch") == 32
    for key in ("data/absent", "absent", "data/imagenet/v3", "data/imagenet/v2/root/more"):
        with pytest.raises(KeyError, match=key.rpartition("/")[2]):
            rn.get_config(key)
    for key in ("", "../data", "data/../../x"):
        with pytest.raises(ValueError, match="names"):
            rn.get_config(key)
    (settings / "registry" / "broken.toml").write_text("= 1")
    with pytest.raises(ValueError, match="TOML"):
        rn.get_config("broken/x")


def test_settings_of_the_project_lie_over_the_users(
    settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings / "rnconfig.toml").write_text("a = 1\n[b]\nc = 1\nd = 1\n")
    inner = tmp_path / "project" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "project" / ".git").mkdir()
    (tmp_path / "project" / "rnconfig.toml").write_text("[b]\nc = 2\n")
    monkeypatch.chdir(inner)
    assert rn.get_effective_rnconfig() == {"a": 1, "b": {"c": 2, "d": 1}}
    assert rn.get_effective_rnconfig(workspace_root=tmp_path) == {"a": 1, "b": {"c": 1, "d": 1}}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A source tree with what must not be in a snapshot of it."""
    for name, content in {
        ".gitignore": "/data/\n/secret.txt\n",
        ".rnignore": "*.tmp.py\n",
        "train.py": "print('here')\n",
        "a.tmp.py": "",
        "data/big.bin": "x" * 1000,
        "pkg/data/kept.py": "kept = True\n",
        "pkg/.gitignore": "*.gen\n",
        "pkg/x.gen": "",
        "secret.txt": "s",
        ".env": "KEY=1\n",
        "key.py": "token = 'ghp_" + "a1B2" * 9 + "'\n",
        "run.sh": "#!/bin/sh\n",
    }.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (tmp_path / "tree" / "run.sh").chmod(0o755)
    (tmp_path / "tree" / "link.py").symlink_to("train.py")
    return tmp_path / "tree"


KEPT = {".gitignore", ".rnignore", "train.py", "pkg/data/kept.py", "pkg/.gitignore", "run.sh", "link.py"}


def test_a_zip_of_the_workspace(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = project / "out" / "snapshot.zip"
    found = rn.snapshot_workspace(project, target)
    assert set(zipfile.ZipFile(target).namelist()) == KEPT
    assert found["archive_path"] == str(target)
    assert found["file_count"] == len(KEPT) - 1  # a link is no file
    assert found["total_bytes"] > 0
    assert set(found["left_out"]) == {".env", "key.py"}
    assert ".env" in capsys.readouterr().err
    before = target.read_bytes()
    (project / "train.py").touch()
    rn.snapshot_workspace(project, target)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["snapshot.zip"]


def test_what_a_zip_may_hold(project: Path, tmp_path: Path) -> None:
    (project / "large.py").write_text("x" * 10_000)
    (project / "mine.txt").write_text("*.sh\n")
    target = tmp_path / "a.zip"
    found = rn.snapshot_workspace(
        project, target, max_total_bytes=5_000, ignore_file="mine.txt", extra_excludes=["pkg/"]
    )
    assert "large.py" in found["left_out"]
    assert set(zipfile.ZipFile(target).namelist()) == {
        *(name for name in KEPT if not name.startswith("pkg/") and name != "run.sh"),
        "mine.txt",
    }
    rn.snapshot_workspace(project, target, max_total_bytes=5_000, force_snapshot=True)
    assert "large.py" in zipfile.ZipFile(target).namelist()
    with pytest.raises(ValueError, match="no folder"):
        rn.snapshot_workspace(project / "absent", target)


def test_a_zip_unpacks_as_it_was(project: Path, tmp_path: Path) -> None:
    rn.snapshot_workspace(project, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.getinfo("run.sh").external_attr >> 16 & 0o111
        assert archive.read("link.py") == b"train.py"
        archive.extractall(tmp_path / "again")
    done = subprocess.run([sys.executable, "train.py"], cwd=tmp_path / "again", capture_output=True, check=True)
    assert done.stdout == b"here\n"
