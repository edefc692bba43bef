"""A notebook that logs to wandb: cells in a real kernel, beside wandb and instead of it. Skipped where no ipykernel is installed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

manager = pytest.importorskip("jupyter_client.manager")
pytest.importorskip("ipykernel")

# Each of these starts wandb's own service, which takes its time where much else is going on.
pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # Jupyter's own
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

CELLS = (
    "import wandb\nrun = wandb.init(project='nb', config={'lr': 0.1}, name='cell')",
    "print('hello from a cell')\nfor i in range(5): wandb.log({'loss': 1 / (i + 1)})",
    "import os; os.write(1, b'from below\\n'); os.system('echo from a child')",
    "assert isinstance(run, wandb.Run)\nrun",
    "1 / 0",
    "wandb.log({'loss': 0.01}); run.config.update({'more': 2})",
    "wandb.finish()",
    "second = wandb.init(project='nb', name='second'); wandb.log({'a': 1})",
)

Notebook = Callable[[str], list[str]]


@pytest.fixture
def notebook(newest: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Notebook]:
    """`notebook(mode)` runs the cells in a kernel that has wandb, and gives what went wrong in them; the kernel ends as one that is shut down."""
    packages = next(newest.python.parents[1].glob("lib/python*/site-packages"))
    # The kernel is of this environment; wandb and the startup file are of the other.
    enter = f"import site; site.addsitedir({str(packages)!r}); from ipykernel.kernelapp import launch_new_instance; launch_new_instance()"
    command = [sys.executable, "-c", enter, "-f", "{connection_file}"]
    kernels = []

    def run(mode: str) -> list[str]:
        kernel = manager.KernelManager(kernel_name="python3")
        kernel.kernel_spec.argv = command
        variables = {"RUNSTONE_WANDB": mode, "WANDB_MODE": "offline", "WANDB_SILENT": "true", "RUNSTONE_CONSOLE": "1"}
        kernel.start_kernel(env={**os.environ, "JUPYTER_PREFER_ENV_PATH": "1", **variables}, cwd=str(tmp_path))
        kernels.append(kernel)
        client = kernel.client()
        client.start_channels()
        client.wait_for_ready(120)
        errors: list[str] = []

        def hear(message: Any) -> None:
            if message["msg_type"] == "error":
                errors.append(message["content"]["ename"])

        for cell in CELLS:
            client.execute_interactive(cell, timeout=120, output_hook=hear)
        client.stop_channels()
        kernel.shutdown_kernel()
        return errors

    yield run
    for kernel in kernels:
        if kernel.is_alive():
            kernel.shutdown_kernel(now=True)
        kernel.cleanup_resources()


@pytest.mark.parametrize("mode", ["dual", "only"])
def test_cells_of_a_notebook(mode: str, notebook: Notebook, ours: Any, eventually: Callable[..., Any]) -> None:
    assert notebook(mode) == ["ZeroDivisionError"]
    eventually(lambda: {run.name: str(run.state) for run in ours()} == {"cell": "finished", "second": "finished"})
    cell = next(run for run in ours() if run.name == "cell")
    assert cell.series("loss").values.tolist() == [1.0, 0.5, 1 / 3, 0.25, 0.2, 0.01]
    assert cell.config == {"lr": 0.1, "more": 2}
    if mode == "only":
        # Beside wandb the console is what wandb reads of it, which in a notebook ends with the first cell.
        lines = [line.text for line in cell.logs()]
        assert [lines.count(text) for text in ("hello from a cell", "from below", "from a child")] == [1, 1, 1]
