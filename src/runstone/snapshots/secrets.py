"""Files that nobody means to share: told by their names, and by what stands in them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path, PurePosixPath

VERSION = 1
"""Grows when the rules do, so that files which were looked at under older ones are looked at again."""

# What is longer is no source that somebody pasted a key into; what holds a zero byte is no text.
MAX_READ_BYTES = 1 << 20

_NAMES = frozenset(
    {
        *("credentials", "credentials.json", "credentials.yaml", "credentials.yml", "client_secret.json"),
        *(
            "service_account.json",
            "service-account.json",
            "secrets.json",
            "secrets.yaml",
            "secrets.yml",
            "secrets.toml",
        ),
        *(
            ".netrc",
            "_netrc",
            ".pgpass",
            ".npmrc",
            ".pypirc",
            ".htpasswd",
            ".git-credentials",
            ".dockercfg",
            "kaggle.json",
        ),
        *(".s3cfg", ".boto", "token", ".token", ".secret", ".secrets", ".vault-token", "kubeconfig"),
    }
)
_PREFIXES = ("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519")
_ENDINGS = (".pem", ".key", ".p12", ".pfx", ".jks", ".keystore", ".ppk", ".kdbx", ".asc", ".gpg")
_FOLDERS = frozenset({".ssh", ".gnupg", ".aws", ".azure", ".gcloud", ".kube", ".docker"})
# Files that say by their ending that they hold no values.
_SAMPLES = (".example", ".sample", ".template", ".dist")


def named_secret(path: str) -> bool:
    """Whether a path looks like one of a key, a password or an environment with them."""
    parts = PurePosixPath(path.lower()).parts
    name = parts[-1]
    if name.endswith(_SAMPLES) or name.endswith(".pub"):
        return False
    return (
        name in _NAMES
        or name == ".env"
        or name.startswith((".env.", ".envrc"))
        or name.endswith(".env")
        or name.startswith(_PREFIXES)
        or name.endswith(_ENDINGS)
        or not _FOLDERS.isdisjoint(parts[:-1])
    )


@cache
def _shapes() -> re.Pattern[bytes]:
    # Only what is a secret by its looks: `password = ask()` is code, and a snapshot without the training script is none.
    return re.compile(
        rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
        rb"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
        rb"|\bgh[pousr]_[A-Za-z0-9]{30,}"
        rb"|\bgithub_pat_[A-Za-z0-9_]{22,}"
        rb"|\bglpat-[A-Za-z0-9_-]{20,}"
        rb"|\bhf_[A-Za-z0-9]{30,}"
        rb"|\bsk-(?=[A-Za-z0-9_-]*[0-9])(?=[A-Za-z0-9_-]*[A-Z])[A-Za-z0-9_-]{20,}"
        rb"|\bxox[abeoprs]-[A-Za-z0-9-]{10,}"
        rb"|\bAIza[0-9A-Za-z_-]{35}\b"
        rb"|\bnpm_[A-Za-z0-9]{36}\b"
    )


def holds_secret(data: bytes) -> bool:
    """Whether bytes are a text in which a key or token stands that is known by its shape."""
    return b"\0" not in data[:8192] and _shapes().search(data) is not None


def file_holds_secret(path: Path) -> bool:
    """The same of a file. One that is too long to be a source is not read.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:
        data = file.read(MAX_READ_BYTES + 1)
    return len(data) <= MAX_READ_BYTES and holds_secret(data)
