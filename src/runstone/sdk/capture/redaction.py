"""Secrets are taken out of console lines and command lines before they are recorded."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

MASK = "***"
MIN_SECRET_CHARS = 8

_SECRET_NAMES = ("TOKEN", "SECRET", "PASSWORD", "API_KEY")

# Lower-case fragments, one of which is in every text that a pattern below can match: most lines are done after this look.
_HINTS = (
    "token",
    "passw",
    "secret",
    "key",
    "bearer",
    "authorization",
    "://",
    "sk-",
    "hf_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "xox",
    "akia",
    "asia",
    "wandb",
    "mlpi_",
)

# Whole tokens that are known by their shape.
_SHAPES = re.compile(
    r"""
      \b(?:AKIA|ASIA)[0-9A-Z]{16}\b                 # AWS access key ids
    | \bgh[pousr]_[A-Za-z0-9]{30,}                  # GitHub
    | \bgithub_pat_[A-Za-z0-9_]{22,}
    | \bhf_[A-Za-z0-9]{30,}                         # Hugging Face
    | \bsk-[A-Za-z0-9_-]{20,}                       # OpenAI and those that copy its keys
    | \bxox[a-z]-[A-Za-z0-9-]{10,}                  # Slack
    | \bmlpi_[A-Za-z0-9]{8,}                        # Pluto
    """,
    re.VERBOSE,
)

# What stands behind a word that announces a secret; the word stays readable.
_ANNOUNCED = tuple(
    re.compile(pattern, re.VERBOSE)
    for pattern in (
        # `password=…`, `"api_key": "…"`, `AWS_SECRET_ACCESS_KEY=…`
        r"""(?i)( (?:password|passwd|passphrase|secret|secret_?(?:access_?)?key|api[_-]?key|apikey|access[_-]?key)
              ["']? \s*[=:]\s* ["']? ) (?![\s"'*]) [^\s"'&,;]{4,}""",
        # `token=…`, but neither the tokens of language models (`eos_token=<|end|>`, `tokens: 512`) nor plain numbers
        r"""(?i)( (?<![a-z])(?<!pad_)(?<!eos_)(?<!bos_)(?<!unk_)(?<!sep_)(?<!cls_)(?<!mask_)(?<!stop_)(?<!next_)(?<!start_)
              token ["']? \s*[=:]\s* ["']? ) (?![\d.,]+(?:[\s"'&,;)]|$)) [^\s"'&,;<>|()\[\]{}*]{8,}""",
        r"""(?i)( \bauthorization ["']? \s*[=:]\s* ["']? (?:bearer|basic|token)? \s* )
              (?!(?:bearer|basic|token)\b) [^\s"',;*]{6,}""",
        r"""( \b[Bb]earer \s+ ) [A-Za-z0-9._~+/=-]{12,}""",
        # wandb's keys look like a commit, so only behind a word that says otherwise
        r"""(?i)( \bwandb [ _-]? (?:login|api[ _-]?key|key|token) \W{1,4} (?:--?\w+\W)? ) [0-9a-f]{40}\b""",
        # `https://user:password@host`
        r"""( :// [^\s/:@]* : ) [^\s/@]+ (?=@)""",
    )
)

_OPTION = re.compile(r"(?i)^--?[\w-]*(?:password|passwd|secret|token|api[_-]?key|access[_-]?key)$")


class Redactor:
    """Replaces secrets in text by `***`: tokens of known shapes, what follows a telling word, and values of telling environment variables."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        """Remember the values of environment variables whose name ends in TOKEN, SECRET, PASSWORD or API_KEY.

        Args:
            environ: os.environ by default.
        """
        known = os.environ if environ is None else environ
        values = {
            value
            for name, value in known.items()
            if name.upper().endswith(_SECRET_NAMES) and len(value) >= MIN_SECRET_CHARS
        }
        # The longest first, so that one value inside another does not leave a rest behind.
        self._values = sorted(values, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """The text without its secrets."""
        for value in self._values:
            if value in text:
                text = text.replace(value, MASK)
        lowered = text.lower()
        if not any(hint in lowered for hint in _HINTS):
            return text
        text = _SHAPES.sub(MASK, text)
        for pattern in _ANNOUNCED:
            text = pattern.sub(rf"\1{MASK}", text)
        return text

    def command(self, words: Iterable[str]) -> list[str]:
        """A command line without its secrets, also those that are a word of their own behind `--token` and its like."""
        shown = []
        secret_next = False
        for word in words:
            shown.append(MASK if secret_next and not word.startswith("-") else self(word))
            secret_next = bool(_OPTION.match(word))
        return shown


def without_credentials(url: str) -> str:
    """A URL without user and password: `https://me:pw@host/x` gives `https://host/x`; `git@host:x` stays."""
    return re.sub(r"^([a-z][a-z0-9+.-]*://)[^/@]*@", r"\1", url, flags=re.IGNORECASE)
