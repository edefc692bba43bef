"""`runstone`: the verbs, each loaded only when it is called."""

from __future__ import annotations

import sys

from cyclopts import App, Parameter

from runstone.model.errors import BadQuery, RunstoneError
from runstone.model.version import VERSION
from runstone.query.language.pointing import point

VERBS = {
    "ui": "Open the browser on a home.",
    "serve": "Serve a home to people and machines that log in.",
    "user": "Add, list and remove users of a server.",
    "team": "Make teams of users.",
    "grant": "Give users and teams roles in projects.",
    "token": "Make, list and revoke API tokens.",
    "share": "Make a link by which somebody looks without a login.",
    "shares": "List share links.",
    "unshare": "End a share link.",
    "ls": "List runs.",
    "show": "Print what is known of one run.",
    "diff": "Compare runs.",
    "best": "Rank runs by the best value of a metric.",
    "plot": "Draw metrics in the terminal.",
    "tail": "Print what a run logs and prints, as it comes.",
    "pack": "Write runs into one file.",
    "unpack": "Bring packed runs into a home.",
    "sync": "Bring the home to another place, or take from one.",
    "backup": "Take a backup of a home, list backups, or verify one.",
    "restore-backup": "Make a home of a backup.",
    "login": "Keep the token of a server; record wandb scripts, too.",
    "logout": "Forget the token of a server, and leave wandb scripts alone.",
    "import": "Bring runs of another tracker into the home.",
    "export": "Write runs into a Parquet, CSV or JSON-lines file.",
    "sql": "Ask the home in SQL.",
    "doctor": "Verify every journal and blob.",
    "rebuild": "Make the index anew from the journals.",
    "edit": "Change what people say of runs.",
    "comment": "Say something about a run.",
    "comments": "Print what people said of runs and charts.",
    "views": "List, share and change saved views.",
    "mv": "Move or rename a project with all below it.",
    "archive": "Put a project into the archive, or take it out.",
    "stop": "Ask runs that go on to end.",
    "rm": "Remove runs, for good or into the bin.",
    "restore": "Take runs out of the bin.",
    "retention": "List or bin what the home's policy keeps no longer.",
    "checkout": "Restore the code that a run ran with.",
    "rerun": "Do a run again, and tell whether it did the same.",
    "du": "What projects take up, and what removing them would free.",
    "data": "Which data runs work with, and how it differs.",
    "artifact": "List, store, fetch, compare, verify and delete artifacts.",
    "sweep": "Make, list, show, pause and end sweeps.",
    "agent": "Run trials of a sweep.",
    "status": "Tell how far the servers got that a home is sent to.",
    "gc": "Free what no run and no artifact needs any more.",
    "rewind": "Show a run as it was at a step, or take that back.",
    "config": "Print each setting and where it came from.",
    "demo": "Train small real models and watch them.",
    "version": "Print the version.",
}

app = App(
    name="runstone",
    help="Records machine-learning experiments, and shows them. `runstone ui` opens the browser.",
    version=VERSION,
    version_flags=[],
    help_format="plaintext",
    default_parameter=Parameter(negative_iterable=()),  # no --empty-sort
)
# A word of Python's, or two words, cannot name a function.
_PLACES = {"import": "folder:import_", "restore-backup": "restore_backup:restore_backup"}
for verb, says in VERBS.items():
    app.command(f"runstone.cli.{_PLACES.get(verb, f'{verb}:{verb}')}", name=verb, help=says)


def main(arguments: list[str] | None = None) -> None:
    """Carry out a command line; what went wrong is told in one line, with the place in a wrong filter below it, and
    the exit code is 1."""
    try:
        app(arguments)
    except RunstoneError as error:
        print(f"runstone: {error}", file=sys.stderr)
        if isinstance(error, BadQuery) and error.text is not None:
            print(point(error.text, error.start or 0, error.end or 0), file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read our output (`| head`) has seen enough.
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
