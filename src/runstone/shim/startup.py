"""The start of every interpreter: waits for `import wandb`, and does nothing else.

The wheel puts this file beside the packages as `_runstone_startup.py`, with a `.pth` that imports it. So it imports nothing of Runstone, and
nothing at all that is not loaded already; what it decides, it decides when wandb is imported.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from importlib.metadata import Distribution
    from types import ModuleType
    from typing import Any

# The words of RUNSTONE_WANDB.
WORDS = ("dual", "only", "off")
_TRUE = ("1", "true", "yes", "on")
_LOGIN = "login.json"
_HINT = (
    "this run goes to wandb alone. RUNSTONE_WANDB=dual records it in Runstone, too; RUNSTONE_WANDB=off says that it shall not be, "
    "and ends this line."
)


def decide(environ: "Mapping[str, str]") -> str:
    """What becomes of wandb in this process: `dual`, `only`, `off`, or `hint` where nobody said anything.

    Args:
        environ: the environment.
    """
    word = environ.get("RUNSTONE_WANDB", "").strip().lower()
    if word in WORDS:
        return word
    if word:
        _say(f"RUNSTONE_WANDB={word!r}: expected one of {', '.join(WORDS)}. wandb is left as it is.")
        return "off"
    if environ.get("DISABLE_WANDB_LOGGING", "").strip().lower() in _TRUE:
        return "only"
    if environ.get("RUNSTONE_MODE") == "disabled":
        return "off"
    if environ.get("RUNSTONE_API_KEY") or _is_logged_in(environ):
        return "dual"
    return "off" if environ.get("RUNSTONE_QUIET") or environ.get("WANDB_SILENT") else "hint"


def _is_logged_in(environ: "Mapping[str, str]") -> bool:
    import os

    home = environ.get("RUNSTONE_DIR") or os.path.join(os.path.expanduser("~"), ".runstone")
    return os.path.exists(os.path.join(home, _LOGIN))


def is_wandbs_own(argv: "Sequence[str]") -> bool:
    """Whether this process is a program of wandb's: its command line, or a service that it started.

    Args:
        argv: the command line, with the interpreter.
    """
    rest = list(argv[1:])
    while rest and rest[0].startswith("-"):
        option = rest.pop(0)
        if option in ("-W", "-X") and rest:
            rest.pop(0)
        elif option.endswith("c") and not option.startswith("--"):
            return False
        elif option.endswith("m") and not option.startswith("--"):
            return bool(rest) and rest[0].partition(".")[0] == "wandb"
    programs = [word.replace("\\", "/").rpartition("/")[2] for word in [*argv[:1], *rest[:1]]]
    return any(program in ("wandb", "wb", "wandb.exe", "wb.exe") for program in programs)


def _is_first(argv: "Sequence[str]") -> bool:
    """Whether somebody started this process: those that multiprocessing spawns have nothing to say."""
    return not any("multiprocessing" in word for word in argv)


def _say(message: str) -> None:
    try:
        print(f"runstone: {message}", file=sys.stderr)
    except (OSError, ValueError, AttributeError):
        return


class Then:
    """A loader that does something when the module has run. The module itself never sees it."""

    def __init__(self, loader: "Any", action: "Callable[[ModuleType], None]") -> None:
        self._loader = loader
        self._action = action

    def create_module(self, spec: "ModuleSpec") -> "ModuleType | None":
        """As the real loader does."""
        made: ModuleType | None = self._loader.create_module(spec)
        return made

    def exec_module(self, module: "ModuleType") -> None:
        """As the real loader does; then the action."""
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        self._action(module)

    def __getattr__(self, name: str) -> "Any":
        return getattr(self._loader, name)


class WandbFinder:
    """Stands first in `sys.meta_path`, and answers for `wandb` alone."""

    def find_spec(
        self, fullname: str, path: "Sequence[str] | None" = None, target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        """The real spec, with what follows when the module has run; or that of the module in its place."""
        if fullname != "wandb":
            return None
        import os

        argv = getattr(sys, "orig_argv", None) or sys.argv
        if is_wandbs_own(argv):
            return None
        mode = decide(os.environ)
        if mode == "only":
            found: ModuleSpec | None = self._stand_in().find_spec("wandb", None, None)
            return found
        if mode == "dual":
            return self._followed_by(_attach)
        return self._followed_by(_hint) if mode == "hint" and _is_first(argv) else None

    def find_distributions(self, context: "Any" = None) -> "Iterable[Distribution]":
        """Where only Runstone is logged to, `wandb` is installed for whoever asks for its version."""
        import os

        if getattr(context, "name", None) == "wandb" and decide(os.environ) == "only":
            found: Iterable[Distribution] = self._stand_in().find_distributions(context)
            return found
        return ()

    def _followed_by(self, action: "Callable[[ModuleType], None]") -> "ModuleSpec | None":
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec("wandb", None, None)
            if spec is None:
                continue
            if spec.loader is not None and hasattr(spec.loader, "exec_module"):
                spec.loader = Then(spec.loader, action)  # type: ignore[assignment]  # it is one by what it does
            return spec
        return None

    def _stand_in(self) -> "Any":
        from runstone.compat.wandb.install import place

        if self in sys.meta_path:
            sys.meta_path.remove(self)
        return place()


def _attach(module: "ModuleType") -> None:
    try:
        from runstone.shim.dual import attach

        attach(module)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with Runstone, wandb is imported as it was
        _say(f"cannot record beside wandb ({type(error).__name__}: {error}). wandb goes on alone.")


def _hint(module: "ModuleType") -> None:
    _say(_HINT)


def install() -> None:
    """From now on `import wandb` is noticed. Idempotent."""
    if not any(type(finder).__name__ == WandbFinder.__name__ for finder in sys.meta_path):
        sys.meta_path.insert(0, WandbFinder())


if __name__ == "_runstone_startup":
    install()
