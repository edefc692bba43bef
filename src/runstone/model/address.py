"""Where a browser finds the page of a run: the addresses of the UI, as web/src/route/paths.ts reads them."""

from __future__ import annotations

# Words that end a project in an address; a project that holds one is written without slashes of its own.
_RESERVED = frozenset({"runs", "r", "media", "compare", "explore", "artifacts", "reports", "sweeps"})


def run_address(server_url: str, project: str, run: str) -> str:
    """The page of a run.

    Args:
        server_url: where the server answers, with a slash at its end or without.
        project: the project path.
        run: the id.
    """
    return f"{project_address(server_url, project)}/r/{to_url(run)}"


def sweep_address(server_url: str, project: str, sweep: str) -> str:
    """The page of a sweep; arguments as of `run_address`."""
    return f"{project_address(server_url, project)}/sweeps/{to_url(sweep)}"


def project_address(server_url: str, project: str) -> str:
    """The page of a project; arguments as of `run_address`."""
    parts = project.split("/")
    between = "%2F" if _RESERVED.intersection(parts[1:]) else "/"
    return f"{server_url.rstrip('/')}/p/{between.join(map(to_url, parts))}"


def to_url(text: str) -> str:
    """A text as part of an address, percent-encoded."""
    return "".join(
        char
        if char.isascii() and (char.isalnum() or char in "-_.~")
        else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in text
    )
