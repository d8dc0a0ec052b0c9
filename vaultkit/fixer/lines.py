"""What a run wrote into the lines of a file, and those lines taken back from around later edits.

A line is known by its bytes, so it is found wherever it stands now; but only if all of its kind
were written by the run, from one line each, and are still there, no more and no less.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A line that a run wrote anew.

    ``at`` is where one like it stood before, from 0, ``new`` what the line is known by since, and
    ``times`` how many of its kind there are.
    """

    at: int
    new: str
    times: int


def rewritten_lines(before: bytes, after: bytes) -> tuple[Rewritten, ...] | None:
    """Give the lines that differ; None where a line written is not known by its bytes alone.

    That is so where lines came or went, where two were made alike, and where one was like that
    before.
    """
    olds, news = _lines(before), _lines(after)
    if len(olds) != len(news):
        return None
    made: dict[tuple[bytes, bytes], list[int]] = {}
    for at, pair in enumerate(zip(olds, news, strict=True)):
        if pair[0] != pair[1]:
            made.setdefault(pair, []).append(at)
    written = {new for _, new in made}
    if len(written) < len(made) or not written.isdisjoint(olds):
        return None
    return tuple(Rewritten(ats[0], _name(new), len(ats)) for (_, new), ats in made.items())


def taken_back(before: bytes, lines: Sequence[Rewritten], now: bytes) -> bytes | None:
    """Give what a file holds now with the lines of a run as they were, and all else as it is.

    A line that is as it was already stays so.

    Args:
        before: what the file held before the run.
        lines: what the run wrote.
        now: what the file holds since it was edited.

    Returns:
        None where one of the lines was changed, removed or written once more.

    Raises:
        ValueError: the lines are not those of the file.
    """
    if not lines:
        return now
    olds, found = _lines(before), _lines(now)
    names = [_name(line) for line in found]
    counts, originals = Counter(names), Counter(olds)
    stays = Counter(found)
    back = {}
    for line in lines:
        if not 0 <= line.at < len(olds):
            raise ValueError("its journal names lines that it does not have")
        was = olds[line.at]
        if counts[line.new] == line.times:
            back[line.new] = was
        elif counts[line.new] or stays[was] != originals[was]:
            return None
    return b"".join(back.get(name, line) for name, line in zip(names, found, strict=True))


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


def _name(line: bytes) -> str:
    """Give what a line is known by; a journal is no place for long ones."""
    return hashlib.blake2b(line, digest_size=16).hexdigest()
