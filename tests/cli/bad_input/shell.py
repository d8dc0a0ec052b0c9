"""The command line in a shell, which can close, fill and cut off what it writes to."""

import subprocess
import sys
from pathlib import Path


def shell(words: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run ``vaultkit WORDS`` in a shell, in ``vault``."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", f'"{sys.executable}" -m vaultkit {words}'],
        capture_output=True,
        cwd=folder / "vault",
        timeout=60,
        check=False,
    )
