"""`runstone config`: every setting, its value, and where that came from."""

from __future__ import annotations

from rich.table import Table

from runstone.cli.output import print_json, terminal
from runstone.cli.place import JsonOption
from runstone.sdk.settings import SETTINGS, Settings


def config(*, json: JsonOption = False) -> None:
    """Print each setting, its value and where it came from. Of addresses that hold secrets the host is shown."""
    values = Settings().values
    if json:
        rows = [
            {
                "name": s.name,
                "value": s.shown(values[s.name].value),
                "source": values[s.name].source,
                "env": s.env,
                "says": s.says,
            }
            for s in SETTINGS
        ]
        print_json({"settings": rows})
        return
    table = Table(box=None, pad_edge=False)
    for column in ("setting", "value", "from", "what it does"):
        table.add_column(column, overflow="fold", no_wrap=column in ("setting", "from"))
    for setting in SETTINGS:
        value, source = values[setting.name]
        shown = "" if value in (None, []) else str(setting.shown(value))
        table.add_row(setting.name, shown, setting.env if source == "environment" else source, setting.says)
    terminal().print(table)
