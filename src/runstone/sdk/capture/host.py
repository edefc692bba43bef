"""The machine and the process: what a person needs to know to run it again."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
from collections.abc import Callable
from typing import Any

from runstone.model.records import EnvironmentCaptured, Record
from runstone.sdk.capture.background import BackgroundCapture
from runstone.sdk.capture.redaction import Redactor
from runstone.sdk.capture.worker import OnTrouble, ignore

# Variables that change what a training does or tell where it runs, and hold no secrets.
SHOWN_VARIABLES = frozenset(
    {
        "CUDA_VISIBLE_DEVICES",
        "NVIDIA_VISIBLE_DEVICES",
        "HIP_VISIBLE_DEVICES",
        "ROCR_VISIBLE_DEVICES",
        "CUDA_LAUNCH_BLOCKING",
        "CUBLAS_WORKSPACE_CONFIG",
        "RANK",
        "LOCAL_RANK",
        "GROUP_RANK",
        "NODE_RANK",
        "WORLD_SIZE",
        "LOCAL_WORLD_SIZE",
        "MASTER_ADDR",
        "MASTER_PORT",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "PYTHONHASHSEED",
        "CONDA_DEFAULT_ENV",
        "VIRTUAL_ENV",
        "KUBERNETES_SERVICE_HOST",
        "XLA_FLAGS",
        "JAX_PLATFORMS",
        "TF_DETERMINISTIC_OPS",
        "TOKENIZERS_PARALLELISM",
    }
)
SHOWN_PREFIXES = ("SLURM_", "NCCL_", "TORCH_", "PYTORCH_", "OMPI_COMM_WORLD_", "PBS_", "LSB_")


class HostCapture(BackgroundCapture):
    """Records what the process runs on: `quick_facts` when it starts, `slow_facts` (os, cpu, memory, GPUs …) a moment later."""

    what = "host"

    def __init__(
        self,
        write: Callable[[Record], None],
        now: Callable[[], int],
        *,
        redact: bool = True,
        on_trouble: OnTrouble = ignore,
    ) -> None:
        super().__init__(write, now, on_trouble=on_trouble)
        self._redact = redact

    def start(self) -> None:
        """Record what is known at once, so that a run that is killed in its first second has it, and begin to look for the rest."""
        self._write(EnvironmentCaptured(time=self._now(), parts=quick_facts(redact=self._redact)))
        super().start()

    def key(self) -> tuple[object, ...]:
        """Secrets in the environment are masked or not."""
        return (*super().key(), self._redact)

    def look(self) -> dict[str, Any]:
        """The parts that take a moment."""
        return slow_facts(redact=self._redact)


def quick_facts(*, redact: bool = True) -> dict[str, Any]:
    """What is known at once, in well under half a millisecond: command, launch (the interpreter with all of its words), cwd, python, executable, host, pid."""
    words, launch = list(sys.argv), list(sys.orig_argv)
    facts: dict[str, Any] = {
        "command": Redactor().command(words) if redact else words,
        "launch": Redactor().command(launch) if redact else launch,
        "python": platform.python_version(),
        "executable": sys.executable,
        "host": host_name(),
        "pid": os.getpid(),
    }
    with contextlib.suppress(OSError):  # the folder was removed under us
        facts["cwd"] = os.getcwd()
    return facts


def slow_facts(*, redact: bool = True) -> dict[str, Any]:
    """What takes a moment: os, cpu, memory_bytes, gpus, gpu_driver, user, env. What cannot be found out is left out."""
    from runstone.sdk.capture.nvml import Gpus

    facts: dict[str, Any] = {"os": platform.platform(), "cpu": _cpu(), "env": shown_environ(redact=redact)}
    memory_bytes = _memory_bytes()
    if memory_bytes:
        facts["memory_bytes"] = memory_bytes
    user = _user()
    if user:
        facts["user"] = user
    gpus = Gpus.open()
    if gpus is not None:
        facts["gpus"] = gpus.describe()
        driver = gpus.driver()
        if driver:
            facts["gpu_driver"] = driver
        gpus.close()
    return facts


def host_name() -> str:
    """The name of this machine, without asking the network."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def shown_environ(*, redact: bool = True) -> dict[str, str]:
    """The environment variables that are recorded: a list of harmless ones, none by guess."""
    shown = {
        name: value
        for name, value in sorted(os.environ.items())
        if name in SHOWN_VARIABLES or name.startswith(SHOWN_PREFIXES)
    }
    if not redact:
        return shown
    redactor = Redactor()
    return {name: redactor(value) for name, value in shown.items()}


def _cpu() -> dict[str, Any]:
    facts: dict[str, Any] = {"cores": os.cpu_count()}
    if hasattr(os, "sched_getaffinity"):
        facts["usable_cores"] = len(os.sched_getaffinity(0))
    model = _cpu_model()
    if model:
        facts["model"] = model
    return facts


def _cpu_model() -> str:
    if sys.platform == "linux":
        try:
            with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as file:
                for line in file:
                    if line.startswith("model name"):
                        return line.partition(":")[2].strip()
        except OSError:
            pass  # a sandbox without /proc
    return platform.processor() or platform.machine()


def _memory_bytes() -> int | None:
    try:
        import psutil
    except ImportError:
        return None
    return int(psutil.virtual_memory().total)


def _user() -> str | None:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return None  # a container's user id without a name
