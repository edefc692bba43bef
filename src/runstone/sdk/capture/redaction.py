"""Secrets are taken out of console lines and command lines before they are recorded."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

MASK = "***"
MIN_SECRET_CHARS = 8

_SECRET_NAMES = (
    "TOKEN",
    "SECRET",
    "PASSWORD",
    "API_KEY",
    "SECRET_ACCESS_KEY",
    "WEBHOOK",
    "WEBHOOK_URL",
    "ALERT_SLACK",
    "ALERT_SMTP",
)


class _Rule(NamedTuple):
    """A pattern, and fragments of which one is in every (lower-case) text that it can match: looking for those is much faster."""

    hints: tuple[str, ...]
    pattern: re.Pattern[str]
    shown: str


def _shape(hint: str, pattern: str) -> _Rule:
    """Tokens that are known by their looks."""
    return _Rule((hint,), re.compile(pattern), MASK)


def _announced(hints: tuple[str, ...], pattern: str) -> _Rule:
    """What stands behind a word that announces a secret: the first group stays readable."""
    return _Rule(hints, re.compile(pattern, re.VERBOSE), rf"\1{MASK}")


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    # Compiled at the first use, which is in a thread of ours, and not while the user's script waits.
    return (
        _shape("akia", r"\bAKIA[0-9A-Z]{16}\b"),  # AWS access key ids
        _shape("asia", r"\bASIA[0-9A-Z]{16}\b"),
        _shape("gh", r"\bgh[pousr]_[A-Za-z0-9]{30,}"),  # GitHub
        _shape("github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{22,}"),
        _shape("hf_", r"\bhf_[A-Za-z0-9]{30,}"),  # Hugging Face
        _shape("sk-", r"\bsk-[A-Za-z0-9_-]{20,}"),  # OpenAI and those that copy its keys
        _shape("xox", r"\bxox[a-z]-[A-Za-z0-9-]{10,}"),  # Slack
        _shape("rs_", r"\brs_[A-Za-z0-9]+_[A-Za-z0-9_-]{16,}"),  # servers of ours
        _shape("mlpi_", r"\bmlpi_[A-Za-z0-9]{8,}"),  # Pluto
        # `password=…`, `"api_key": "…"`, `AWS_SECRET_ACCESS_KEY=…`
        _announced(
            ("passw", "passphrase", "secret", "key"),
            r"""(?i)( (?:password|passwd|passphrase|secret|secret_?(?:access_?)?key|api[_-]?key|apikey|access[_-]?key)
                  ["']? \s*[=:]\s* ["']? ) (?![\s"'*]) [^\s"'&,;]{4,}""",
        ),
        # `token=…`, but neither the tokens of language models (`eos_token=<|end|>`, `tokens: 512`) nor plain numbers
        _announced(
            ("token=", "token:", "token =", "token :", 'token"', "token'"),
            r"""(?i)( (?<![a-z])(?<!pad_)(?<!eos_)(?<!bos_)(?<!unk_)(?<!sep_)(?<!cls_)(?<!mask_)(?<!stop_)(?<!next_)(?<!start_)
                  token ["']? \s*[=:]\s* ["']? ) (?![\d.,]+(?:[\s"'&,;)]|$)) [^\s"'&,;<>|()\[\]{}*]{8,}""",
        ),
        _announced(
            ("authorization",),
            r"""(?i)( \bauthorization ["']? \s*[=:]\s* ["']? (?:bearer|basic|token)? \s* )
                  (?!(?:bearer|basic|token)\b) [^\s"',;*]{6,}""",
        ),
        _announced(("bearer ",), r"""( \b[Bb]earer \s+ ) [A-Za-z0-9._~+/=-]{12,}"""),
        # wandb's keys look like a commit, so only behind a word that says otherwise
        _announced(
            ("wandb",),
            r"""(?i)( \bwandb [ _-]? (?:login|api[ _-]?key|key|token) \W{1,4} (?:--?\w+\W)? ) [0-9a-f]{40}\b""",
        ),
        # `https://user:password@host`
        _announced(("://",), r"""( :// [^\s/:@]* : ) [^\s/@]+ (?=@)"""),
    )


_OPTION_ENDS = ("password", "passwd", "secret", "token", "api-key", "api_key", "apikey", "access-key", "access_key")


class Redactor:
    """Replaces secrets in text by `***`: tokens of known shapes, what follows a telling word, and values of telling environment variables."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        """Remember the values of environment variables whose name tells that they are secret: it ends in TOKEN, PASSWORD, WEBHOOK and the like.

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
        return _mask(text, _rules())

    def lines(self, lines: list[str]) -> list[str]:
        """Lines without their secrets. Most batches have none, which one look at all of it together shows."""
        whole = "\n".join(lines)
        for value in self._values:
            if value in whole:
                lines = [line.replace(value, MASK) for line in lines]
        lowered = whole.lower()
        rules = [rule for rule in _rules() if any(hint in lowered for hint in rule.hints)]
        return [_mask(line, rules) for line in lines] if rules else lines

    def command(self, words: Iterable[str]) -> list[str]:
        """A command line without its secrets, also those that are a word of their own behind `--token` and its like."""
        shown = []
        secret_next = False
        for word in words:
            shown.append(MASK if secret_next and not word.startswith("-") else self(word))
            secret_next = word.startswith("-") and word.lower().endswith(_OPTION_ENDS)
        return shown


def _mask(text: str, rules: Iterable[_Rule]) -> str:
    lowered = text.lower()
    for hints, pattern, shown in rules:
        for hint in hints:
            if hint in lowered:
                text = pattern.sub(shown, text)
                break
    return text


def without_credentials(url: str) -> str:
    """A URL without user and password: `https://me:pw@host/x` gives `https://host/x`; `git@host:x` stays."""
    return re.sub(r"^([a-z][a-z0-9+.-]*://)[^/@]*@", r"\1", url, flags=re.IGNORECASE)
