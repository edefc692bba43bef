"""The GPUs, asked through NVIDIA's management library. Silent where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Gpus:
    """The GPUs of this host, as NVML counts them. `open` gives None where there are none."""

    def __init__(self, nvml: Any, handles: list[Any]) -> None:
        self._nvml = nvml
        self._handles = handles

    @classmethod
    def open(cls) -> Gpus | None:
        """Load the library; takes a few milliseconds where there is a driver, one look where there is none."""
        try:
            import pynvml
        except ImportError:
            return None
        try:
            pynvml.nvmlInit()
            handles = [pynvml.nvmlDeviceGetHandleByIndex(index) for index in range(pynvml.nvmlDeviceGetCount())]
        except pynvml.NVMLError:
            return None
        if not handles:
            pynvml.nvmlShutdown()
            return None
        return cls(pynvml, handles)

    def describe(self) -> list[dict[str, Any]]:
        """Name and memory of each."""
        found = []
        for handle in self._handles:
            name = self._ask(self._nvml.nvmlDeviceGetName, handle)
            memory = self._ask(self._nvml.nvmlDeviceGetMemoryInfo, handle)
            facts: dict[str, Any] = {"name": name.decode() if isinstance(name, bytes) else name or "unknown"}
            if memory is not None:
                facts["memory_bytes"] = int(memory.total)
            found.append(facts)
        return found

    def driver(self) -> str | None:
        """The version of the driver."""
        version = self._ask(self._nvml.nvmlSystemGetDriverVersion)
        return version.decode() if isinstance(version, bytes) else version

    def sample(self) -> dict[str, float]:
        """What they do now; a figure that a GPU does not tell is left out."""
        values: dict[str, float] = {}
        for index, handle in enumerate(self._handles):
            name = f"sys/gpu{index}"
            use = self._ask(self._nvml.nvmlDeviceGetUtilizationRates, handle)
            if use is not None:
                values[f"{name}_utilization_percent"] = float(use.gpu)
            memory = self._ask(self._nvml.nvmlDeviceGetMemoryInfo, handle)
            if memory is not None:
                values[f"{name}_memory_used_bytes"] = float(memory.used)
                values[f"{name}_memory_percent"] = 100.0 * memory.used / memory.total
            celsius = self._ask(self._nvml.nvmlDeviceGetTemperature, handle, self._nvml.NVML_TEMPERATURE_GPU)
            if celsius is not None:
                values[f"{name}_temperature_celsius"] = float(celsius)
            milliwatts = self._ask(self._nvml.nvmlDeviceGetPowerUsage, handle)
            if milliwatts is not None:
                values[f"{name}_power_watts"] = milliwatts / 1000.0
        return values

    def close(self) -> None:
        """Let go of the library."""
        self._ask(self._nvml.nvmlShutdown)

    def _ask(self, question: Callable[..., Any], *about: Any) -> Any:
        try:
            return question(*about)
        except self._nvml.NVMLError:
            return None
