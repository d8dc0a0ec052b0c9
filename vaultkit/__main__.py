"""``python -m vaultkit`` and the installed command."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code.

    0 nothing to fail on, 1 findings, 2 misuse or a file that cannot be read, 3 a bug in vaultkit.
    """
    _import_nothing_from_here()
    gc.disable()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    from vaultkit.cli.app import complain, run

    code = run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        complain(f"the output cannot be written: {error.strerror}".lower())
        code = 2
    os._exit(code)  # taking a big vault's facts apart would cost a tenth of the run


def _import_nothing_from_here() -> None:
    """Remove the current folder, which may be a stranger's vault, from the import path.

    ``python -m`` puts it first, and an empty part of PYTHONPATH means it; a ``yaml.py`` or
    ``json.py`` in it would be imported in place of the library. It stays where vaultkit itself
    was imported from it. What Python imports to find this module, it has imported by now.
    """
    try:
        here = os.getcwd()  # noqa: PTH109
    except OSError:
        here = ""
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH120
    if own != here:
        sys.path[:] = [folder for folder in sys.path if folder not in ("", os.curdir, here)]


if __name__ == "__main__":
    main()
