"""What a started worker runs: it reads what is asked from standard input, and answers.

The first line is a JSON object: what makes the work, as ``module:name``, and the terms for it.
Every further line is a JSON list: a share of the work. Each answer is a message; one that is
empty, with a number that no answer has, ends the share.
"""

import gc
import json
import os
import struct
import sys
import zlib
from importlib import import_module
from typing import Any, BinaryIO

MAGIC = b"vkfx"
HEAD = struct.Struct("<4sIII")
"""The mark of a message, its number, its size and its checksum."""
NO_NUMBER = 0xFFFFFFFF


def message(number: int, packed: bytes) -> bytes:
    """Return an answer in the form in which it is sent."""
    return HEAD.pack(MAGIC, number, len(packed), zlib.crc32(packed)) + packed


def main() -> None:
    """Answer until there is nothing more to be done."""
    gc.disable()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints must not come between the answers
    answer(sys.stdin.buffer, out)


def answer(asked: BinaryIO, out: BinaryIO) -> None:
    """Read shares, and write what comes of them."""
    first: dict[str, Any] = json.loads(asked.readline())
    module, _, name = first["function"].partition(":")
    work = getattr(import_module(module), name)(first["terms"])
    for line in asked:
        for number, item in json.loads(line):
            packed = work(item)
            if packed is not None:
                out.write(message(number, packed))
        out.write(message(NO_NUMBER, b""))
        out.flush()
