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
    """A line that a run wrote again.

    ``at`` is where one like it stood before, from 0, ``new`` what the line is known by since, and
    ``times`` how many of its kind there are.
    """

    at: int
    new: str
    times: int


def rewritten_lines(before: bytes, after: bytes) -> tuple[Rewritten, ...] | None:
    """Return the lines that differ; None where a line written is not known by its bytes alone.

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
    """Return what a file holds now with the lines of a run as they were, and all else as it is.

    A line that is as it was already stays so.

    Args:
        before: what the file held before the run.
        lines: what the run wrote.
        now: what the file holds since it was edited.

    Returns:
        None where one of the lines was changed, removed or written once more, and where one as it
        was before was written again: it may have been taken back by hand, and the other be new.

    Raises:
        ValueError: the lines are not those of the file.
    """
    if not lines:
        return now
    olds, found = _lines(before), _lines(now)
    names = [_name(line) for line in found]
    written = {line.new for line in lines}
    if any(written & _with_other_ends(line) for line in found):
        return None
    counts = Counter(names)
    stays, originals = Counter(map(_text, found)), Counter(map(_text, olds))
    rewritten: Counter[bytes] = Counter()
    for line in lines:
        if not 0 <= line.at < len(olds):
            raise ValueError("its journal names lines that it does not have")
        rewritten[_text(olds[line.at])] += line.times
    back = {}
    for line in lines:
        was = olds[line.at]
        stay, original = stays[_text(was)], originals[_text(was)]
        if counts[line.new] == line.times and stay <= original - rewritten[_text(was)]:
            back[line.new] = was
        elif counts[line.new] or stay != original:
            return None
    return b"".join(back.get(name, line) for name, line in zip(names, found, strict=True))


def is_kin(content: bytes, other: bytes) -> bool:
    """Return whether a file may be another one edited: its beginning or half is the same."""
    if other.startswith(content):
        return True
    if b"\0" in content or b"\0" in other:
        return False
    lines = Counter(line.strip() for line in _lines(content) if line.strip())
    left = Counter(line.strip() for line in _lines(other))
    return 2 * sum((lines & left).values()) >= sum(lines.values()) > 0


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


def _text(line: bytes) -> bytes:
    """Return a line without its end, which is another one where it has become the last."""
    return line.rstrip(b"\r\n")


def _with_other_ends(line: bytes) -> set[str]:
    """Return what a line would be known by if it ended otherwise."""
    others = (_text(line) + end for end in (b"", b"\n", b"\r\n", b"\r"))
    return {_name(other) for other in others if other != line}


def _name(line: bytes) -> str:
    """Return what a line is known by; a journal is no place for long ones."""
    return hashlib.blake2b(line, digest_size=16).hexdigest()
