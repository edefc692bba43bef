"""A real nginx before a server, as packaging/nginx.conf says."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

CONF = Path(__file__).parents[2] / "packaging" / "nginx.conf"
PREFIX = "/runs"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
_WHOLE = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; {location} }}
}}
"""


@contextmanager
def nginx(url: str, port: int, folder: Path) -> Iterator[str]:
    """Serve `url` under the prefix; gives the address of the whole."""
    assert NGINX is not None
    folder.mkdir()
    location = CONF.read_text(encoding="utf-8").replace("127.0.0.1:7860", urlsplit(url).netloc)
    conf = folder / "nginx.conf"
    conf.write_text(_WHOLE.format(folder=folder, port=port, location=f"\n{location}\n"), encoding="utf-8")
    with subprocess.Popen([NGINX, "-c", str(conf), "-e", str(folder / "error.log")]) as process:
        try:
            end = time.monotonic() + 20
            while process.poll() is None and time.monotonic() < end:
                with closing(socket.socket()) as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.02)
            yield f"http://127.0.0.1:{port}{PREFIX}"
        finally:
            process.terminate()


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
