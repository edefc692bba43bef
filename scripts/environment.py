"""Makes .venv, an editable Runstone with what a command needs, and keeps it current.

    python3 scripts/environment.py demo      Runstone and what `runstone demo` trains with
    python3 scripts/environment.py dev       ... and the tools of pyproject.toml's `dev` group
    python3 scripts/environment.py browser   ... and a Chromium for the browser, through apt where it may
    python3 scripts/environment.py test      ... and what further tests need: OpenSSH, through apt where it may, and PyTorch

A second call returns at once unless pyproject.toml, the build hook or the web UI's sources have changed.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import webui

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALLS = {"demo": ["-e", ".[demo]"], "dev": ["-e", ".[demo]", "--group", "dev"]}
TORCH = ["torch==2.13.0", "--extra-index-url", "https://download.pytorch.org/whl/cpu", "--retries", "0"]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(wanted: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - Makefile calls whatever `python3` is
        raise SystemExit(f"Runstone needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    install("demo" if wanted == "demo" else "dev")
    if wanted in ("browser", "test"):
        find_or_install_chromium()
    if wanted == "test":
        find_or_install_openssh()
        install_torch()


def install(wanted: str) -> None:
    """Installs what is not yet installed as it should be."""
    current = fingerprint()
    stamps = {name: VENV / f".{name}.sha256" for name in INSTALLS}
    # Whoever has the developer's environment has the demo's too.
    if any(webui.read(stamps[name]) == current for name in ("dev", wanted)):
        return
    # An environment without a stamp may be half made, or made without pip; making it again mends it.
    if not PYTHON.exists() or not any(stamp.exists() for stamp in stamps.values()):
        make_venv()
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    call([*pip, "--upgrade", "pip>=25.1"])  # the first that knows dependency groups
    print("Installing Runstone into .venv, with its web UI: a minute or two the first time.", flush=True)
    call([*pip, *INSTALLS[wanted], *node_for_checks(wanted)])
    stamps[wanted].write_text(fingerprint())


def fingerprint() -> str:
    """Changes when what would be installed changes, and when the built UI or the Node beside it is gone."""
    ui = webui.WebUI(ROOT)
    total = hashlib.sha256(platform.python_version().encode())
    for path in (ROOT / "pyproject.toml", ROOT / "hatch_build.py", Path(webui.__file__)):
        total.update(path.read_bytes())
    if ui.web.is_dir():
        total.update(ui.digest.encode())
    for fact in ((ui.built / "index.html").is_file(), webui.system_node() is None):
        total.update(str(fact).encode())
    return total.hexdigest()


def node_for_checks(wanted: str) -> list[str]:
    # The build of the UI borrows a Node for its own time only; the checks of web/ need one that stays.
    return [webui.NODE_FROM_PYPI] if wanted == "dev" and webui.system_node() is None else []


def make_venv() -> None:
    # Debian's python3 comes without the pip that a new environment needs.
    if find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not may_use_apt():
            raise SystemExit(f"A virtual environment needs {package}: sudo apt-get install {package}")
        print(f"Installing {package}, without which Debian's Python makes no virtual environment.", flush=True)
        apt_install(package)
    call([sys.executable, "-m", "venv", str(VENV)])


def find_or_install_chromium() -> None:
    if os.environ.get("RUNSTONE_CHROMIUM") or any(shutil.which(name) for name in CHROMIUM_NAMES):
        return
    if os.environ.get("RUNSTONE_REQUIRE_BROWSER") == "0":
        return
    if not may_use_apt():
        raise SystemExit(
            "The browser tests need Chromium: sudo apt-get install chromium fonts-inter, or name one in "
            "RUNSTONE_CHROMIUM. RUNSTONE_REQUIRE_BROWSER=0 leaves those tests out."
        )
    print("Installing chromium and fonts-inter for the browser tests.", flush=True)
    apt_install("chromium", "fonts-inter")


def find_or_install_openssh() -> None:
    """Without it, tests of other machines are skipped."""
    if may_use_apt() and not (shutil.which("sshd", path=f"{os.defpath}:/usr/sbin") and shutil.which("ssh")):
        print("Installing OpenSSH for the tests of other machines.", flush=True)
        apt_install("openssh-server", "openssh-client")


def install_torch() -> None:
    """The build without CUDA, a tenth of the other's size. Where there is none, tests of what is made for PyTorch are skipped."""
    if os.environ.get("RUNSTONE_WITH_TORCH") == "0" or any(VENV.glob("lib*/python*/site-packages/torch")):
        return
    print("Installing PyTorch for the tests of what is made for it (RUNSTONE_WITH_TORCH=0 leaves it out).", flush=True)
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *TORCH]
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        print("PyTorch cannot be installed here: those tests are skipped.", flush=True)


def may_use_apt() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", *command],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"{done.stdout}{done.stderr}Failed: apt-get {' '.join(command)}")


def call(command: list[str]) -> None:
    if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SystemExit(f"Failed: {' '.join(command)}")


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in (*INSTALLS, "browser", "test"):
        raise SystemExit(__doc__)
    main(sys.argv[1])
