"""What tells the contents of files apart."""

import hashlib

DIGEST_SIZE = 16


def digest_of(data: bytes) -> bytes:
    """Return what tells contents apart."""
    return hashlib.blake2b(data, digest_size=DIGEST_SIZE).digest()
