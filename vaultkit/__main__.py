"""``python -m vaultkit`` and the installed command."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code.

    0 nothing found, 1 findings, 2 misuse or a file that cannot be read, 3 a bug in vaultkit.
    """
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


if __name__ == "__main__":
    main()
