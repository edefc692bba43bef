"""The `ssh` of this machine: with the user's config, keys, agent and shared connections, for there is no better one.

`RUNSTONE_SSH` names another command, such as `ssh -F my-config`.
"""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Sequence

from runstone.model.errors import RemoteUnusable
from runstone.remote.address import RemoteAddress

# Dead networks are noticed within 15 s; a connection that the user shares is used, but never made: it would end with us.
_OPTIONS = (
    *("-o", "ServerAliveInterval=5", "-o", "ServerAliveCountMax=3", "-o", "ConnectTimeout=15"),
    *("-o", "ControlMaster=no", "-o", "RemoteCommand=none", "-o", "ForwardX11=no"),
)

_FAULTS = (
    ("REMOTE HOST IDENTIFICATION HAS CHANGED", "its host key is another one than before. Somebody may be listening in; ask who runs it"),
    ("Host key verification failed", "its host key is not known here. Log in once with `ssh {name}`, and compare the key"),
    ("No matching host key", "it offers no kind of host key that is accepted here"),
    ("Permission denied", "it does not let you in. Try `ssh {name}`, and look at your key, agent or password"),
    ("Too many authentication failures", "it does not let you in. Name the right key in ssh's config (IdentitiesOnly)"),
    ("Could not resolve hostname", "nobody knows this name. Look at how it is written, and at ssh's config"),
    ("Connection refused", "no ssh server listens there. Look at the port"),
    ("timed out", "it does not answer. Look at the network, or whether a VPN is needed"),
    ("No route to host", "there is no way to it. Look at the network, or whether a VPN is needed"),
    ("Network is unreachable", "there is no network to it"),
    ("subsystem request failed", "it offers no SFTP"),
)  # fmt: skip


def ssh_program() -> list[str]:
    """The command that `RUNSTONE_SSH` names, else `ssh`."""
    return shlex.split(os.environ.get("RUNSTONE_SSH", "")) or ["ssh"]


def ssh_command(address: RemoteAddress, *, options: Sequence[str] = (), words: Sequence[str] = ()) -> list[str]:
    """The command line that runs something there.

    Args:
        address: of the machine.
        options: further ones of ssh.
        words: of what is run there, by a POSIX shell.
    """
    login = ["-l", address.user] if address.user else []
    port = ["-p", str(address.port)] if address.port else []
    said = [shlex.join(words)] if words else []
    return [*ssh_program(), "-T", *_OPTIONS, *options, *port, *login, "--", address.host, *said]


def start_ssh(
    address: RemoteAddress, *, options: Sequence[str] = (), words: Sequence[str] = ()
) -> subprocess.Popen[bytes]:
    """Run something there, with pipes to it. What must be asked (a password, a new host key) ssh asks on the terminal.

    Raises:
        RemoteUnusable: there is no ssh here.
    """
    command = ssh_command(address, options=options, words=words)
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    except OSError as error:
        raise RemoteUnusable(
            f"{address.machine} cannot be reached: there is no `{command[0]}` here ({error.strerror}). "
            "Install OpenSSH's client, or name it by RUNSTONE_SSH."
        ) from error


def fault_of(address: RemoteAddress, said: str) -> RemoteUnusable:
    """What went wrong, and what to do, told by what ssh said."""
    name = address.machine if address.port is None else f"-p {address.port} {address.machine}"
    for sign, meaning in _FAULTS:
        if sign.lower() in said.lower():
            return RemoteUnusable(f"{address.machine} cannot be read: {meaning.format(name=name)}.")
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "ssh ended without a word")
    return RemoteUnusable(f"{address.machine} cannot be read: {last}. Try `ssh {name}`.")
