"""``python -m vaultkit`` and the installed command."""

import gc
import os
import sys


def main() -> None:
    """Run the command line and leave with its exit code.

    0 nothing found, 1 findings, 2 misuse or a file that cannot be read, 3 a bug in vaultkit.
    """
    gc.disable()
    from vaultkit.cli.app import run

    code = run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    os._exit(code)  # taking a big vault's facts apart would cost a tenth of the run


if __name__ == "__main__":
    main()
