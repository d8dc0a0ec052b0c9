"""How much is tried where more could always be tried: all of it, or a share of that in less time.

``VAULTKIT_THOROUGH=1`` tries all, as ``.ci/run`` and the workflows do.
"""

import os

THOROUGH = bool(os.environ.get("VAULTKIT_THOROUGH"))


def rounds(full: int, share: int = 4) -> int:
    """Return how many examples to try, or how large one is: all, or one part of so many."""
    return full if THOROUGH else max(1, full // share)
