"""The settings: one table of everything that can be set, from where, and what it does.

Precedence: an argument of `init` (or its `settings=`), then the environment, then the default. `runstone config` prints the outcome.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from runstone.alerts.rules import parse_rule
from runstone.model.errors import BadSetting
from runstone.model.home import default_home
from runstone.model.records import LEVELS
from runstone.sdk.trial import Trial

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})
_MODES = ("local", "online", "disabled")
_BARS = ("last", "all", "none")


def _flag(text: str) -> bool:
    lower = text.strip().lower()
    if lower not in _TRUE | _FALSE:
        raise ValueError("expected one of 1, 0, true, false, yes, no, on, off")
    return lower in _TRUE


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < 1e9:
        raise ValueError("expected a positive number of seconds")
    return value


def _size(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError("expected a number of bytes, 0 or more")
    return value


def _mode(text: str) -> str:
    if text not in _MODES:
        raise ValueError(f"expected one of {', '.join(_MODES)}")
    return text


def _bars(text: str) -> str:
    if text not in _BARS:
        raise ValueError(f"expected one of {', '.join(_BARS)}")
    return text


def _level(text: str) -> str:
    if text not in LEVELS:
        raise ValueError(f"expected one of {', '.join(LEVELS)}")
    return text


def _rules(text: str) -> list[str]:
    for part in _words(text):
        parse_rule(part)
    return _words(text)


def _trial(text: str) -> Trial:
    try:
        return msgspec.json.decode(text, type=Trial)
    except msgspec.MsgspecError as error:
        raise ValueError(f"it is no trial ({error})") from error


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


class Setting(NamedTuple):
    """One thing that can be set: its name in `settings=`, its environment variable `RUNSTONE_<NAME>`, and what it does."""

    name: str
    parse: Callable[[str], Any]
    default: Any
    says: str
    is_secret: bool = False

    @property
    def env(self) -> str:
        """The environment variable."""
        return f"RUNSTONE_{self.name.upper()}"

    def shown(self, value: Any) -> Any:
        """The value as it may be printed and recorded: of a secret, which is an address, the host alone."""
        return _masked(str(value)) if self.is_secret and value else value


SETTINGS = (
    Setting("dir", str, None, "The home: the folder that holds the runs. Default: ~/.runstone."),
    Setting(
        "mode",
        _mode,
        "local",
        "`local` records; `online` sends what is recorded to a server, too; `disabled` accepts every call and writes nothing.",
    ),
    Setting(
        "url",
        str,
        None,
        "The server that runs are sent to in the background, unless the mode is said to be `local`: `http://box:7860`.",
    ),
    Setting(
        "upload_timeout_secs",
        _seconds,
        30.0,
        "Longest time that the server may take to answer, before it is asked anew; nothing but the upload waits for it.",
    ),
    Setting(
        "upload_bytes_per_sec", _size, 0, "So many bytes are sent in a second at most; 0: as many as the line takes."
    ),
    Setting("ca_file", str, None, "Certificates of authorities that vouch for the server, beside those of the system."),
    Setting("project", str, None, "The project of new runs that name none."),
    Setting("name", str, None, "The name of new runs that give none."),
    Setting("tags", _words, [], "Tags, separated by commas, of new runs that give none."),
    Setting("group", str, None, "The group of new runs that give none."),
    Setting(
        "run_id",
        str,
        None,
        "The id of the run to begin, or to go on with if it exists (for launchers that restart jobs).",
    ),
    Setting("rerun_of", str, None, "Set by `runstone rerun`: the run that is done again."),
    Setting("sweep_id", str, None, "The id of the sweep that new runs are trials of."),
    Setting(
        "trial",
        _trial,
        None,
        "What an agent tells the program of a trial, as JSON: `sweep`, `run`, `project` and `params`.",
    ),
    Setting("console", _flag, True, "Record what the process and its children print."),
    Setting(
        "console_bars", _bars, "last", "Of progress bars the console has the `last` state, `all` of them, or `none`."
    ),
    Setting("redact", _flag, True, "Replace secrets in the console, the command line and remotes by `***`."),
    Setting("git", _flag, True, "Record commit, branch, remote and the uncommitted changes."),
    Setting("host", _flag, True, "Record the command line, host, Python, CPU, memory and GPUs."),
    Setting("packages", _flag, True, "Record the installed packages and their versions."),
    Setting("snapshot_code", _flag, False, "Keep the source tree of each run: see `docs/snapshots.md`."),
    Setting("system", _flag, True, "Record system metrics under `sys/`."),
    Setting("system_interval_secs", _seconds, 10.0, "Time between two samples of the system metrics."),
    Setting(
        "signals", _flag, True, "Record SIGTERM and SIGHUP as `killed`, where the script has no handler of its own."
    ),
    Setting(
        "stoppable",
        _flag,
        True,
        "Let people stop the run from the UI: see `docs/run.md`.",
    ),
    Setting(
        "sync_interval_secs",
        _seconds,
        1.0,
        "Longest time until a point survives a power cut (it survives a kill at once).",
    ),
    Setting(
        "heartbeat_secs", _seconds, 15.0, "Longest silence of a living run; four of them without a word mean crashed."
    ),
    Setting(
        "finish_timeout_secs",
        _seconds,
        5.0,
        "Longest time that `finish` waits for captures that are still at work, and after a signal for media.",
    ),
    Setting(
        "media_backlog_bytes",
        _size,
        256 << 20,
        "Room on the disk for media that wait to be encoded; beyond it `log` encodes them itself, and takes longer.",
    ),
    Setting("save_interval_secs", _seconds, 2.0, "Time between two looks at files that are saved live."),
    Setting(
        "alert_level",
        _level,
        "info",
        "The least urgent alerts that are delivered: `info`, `warn` or `error`; all are recorded.",
    ),
    Setting("alert_webhook", str, None, "Alerts are posted to this address as JSON.", is_secret=True),
    Setting(
        "alert_slack",
        str,
        None,
        "Alerts are posted to this incoming webhook of Slack, or of what understands the same.",
        is_secret=True,
    ),
    Setting(
        "alert_smtp",
        str,
        None,
        "The server that mails alerts: `smtp://user:password@host:587`, or `smtps://…`.",
        is_secret=True,
    ),
    Setting("alert_email_to", _words, [], "Who gets mails, separated by commas."),
    Setting("alert_email_from", str, None, "Who mails are from; by default the first of those who get them."),
    Setting("alert_desktop", _flag, False, "Show alerts on the desktop of the machine that runs the training."),
    Setting(
        "run_webhooks",
        _words,
        [],
        "Addresses that a server posts to when runs begin and end, separated by commas; `cv/resnet=https://…` for those of one project.",
        is_secret=True,
    ),
    Setting(
        "alert_rules",
        _rules,
        [],
        "When to alert, separated by commas: `nan`, `train/loss > 10`, `stall 600` (seconds without a point), `crash` (seen by `runstone ui`).",
    ),
    Setting("quiet", _flag, False, "Print nothing at `init`."),
    Setting("strict", _flag, False, "Raise our own faults too, instead of reporting them once and going on."),
)

_BY_NAME = {setting.name: setting for setting in SETTINGS}
_MASK = "***"


class Value(NamedTuple):
    """What a setting came to, and from where: `argument`, `environment` or `default`."""

    value: Any
    source: str


class Shown(Mapping[str, Any]):
    """Values of settings by name, read-only. Who prints them all sees no secrets."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = {name: value for name, (value, _) in values.items()}

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr({name: _BY_NAME[name].shown(value) for name, value in self._values.items()})


class Settings:
    """The settings of one run, read once. `settings["console"]` is a value, `settings.values` has the sources too."""

    def __init__(self, arguments: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None) -> None:
        """
        Args:
            arguments: what the caller said; None values count as not said.
            environ: the environment, by default the process's.

        Raises:
            BadSetting: a name that is no setting, or a value that it cannot have.
        """
        given = {name: value for name, value in (arguments or {}).items() if value is not None}
        for name in given:
            if name not in _BY_NAME:
                raise BadSetting(f"There is no setting {name!r}. There are: {', '.join(_BY_NAME)}.")
        environ = os.environ if environ is None else environ
        self.values = {setting.name: _resolve(setting, given, environ) for setting in SETTINGS}

    def __getitem__(self, name: str) -> Any:
        return self.values[name].value


def _resolve(setting: Setting, given: Mapping[str, Any], environ: Mapping[str, str]) -> Value:
    if setting.name in given:
        value = given[setting.name]
        return Value(_parse(setting, value, "the argument") if isinstance(value, str) else value, "argument")
    if environ.get(setting.env):
        return Value(_parse(setting, environ[setting.env], setting.env), "environment")
    return Value(str(default_home()) if setting.name == "dir" else setting.default, "default")


def _parse(setting: Setting, text: str, where: str) -> Any:
    try:
        return setting.parse(text)
    except ValueError as error:
        raise BadSetting(
            f"{where}={text!r} is no value for the setting {setting.name!r}: {error}. {setting.says}"
        ) from error


def _masked(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return _MASK
    if not parts.scheme or not parts.hostname:
        return _MASK
    user = f"{_MASK}@" if "@" in parts.netloc else ""
    rest = f"/{_MASK}" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{user}{parts.hostname}{port}{rest}"
