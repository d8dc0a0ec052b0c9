"""How much is tried of what is tried at random: a part, or with ``VAULTKIT_THOROUGH=1`` all."""

import os

THOROUGH = os.environ.get("VAULTKIT_THOROUGH", "0") != "0"


def tries(number: int, *, quick: int) -> int:
    """Return how many things to try: the first few of them, unless it is to be thorough."""
    return number if THOROUGH else quick
