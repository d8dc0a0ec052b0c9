"""What work costs: in processor time, and never by the clock of one machine alone."""

import gc
import time
from collections.abc import Callable

ORDINARY = "Some *words* and [[a link]] and `code` #tag.\n\n" * (5_000_000 // 46)
"""A note of five megabytes, as anybody may have one: what other work is measured by."""


def cost(work: Callable[[], object]) -> float:
    """Return the processor time that work takes, in seconds of this machine."""
    gc.disable()
    try:
        started = time.process_time()
        work()
        return time.process_time() - started
    finally:
        gc.enable()
