"""Reading files that a vault names: ordinary ones alone, so that nothing waits or goes on for ever.

A vault may name a device or a named pipe by a symbolic link, as its settings or its configuration.
"""

import errno
import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_regular(path: str | Path) -> bytes:
    """Return a file's bytes; symbolic links are followed.

    Raises:
        OSError: it cannot be read, or is no ordinary file.
        ValueError: no file can have that name.
    """
    handle = os.open(path, _FLAGS)
    with open(handle, "rb", buffering=0) as stream:  # noqa: PTH123
        mode = os.fstat(handle).st_mode
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        return stream.read()
