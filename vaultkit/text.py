"""Text that can be shown anywhere: nothing in a name may move a cursor or forge a line."""

import os
import re
from collections.abc import Collection, Sequence

_LONGEST = 300
_TICKS = re.compile("`+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_UNPRINTABLE_IN_LINES = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Return a text on one line: control characters and undecodable bytes become U+FFFD."""
    return text if text.isascii() and text.isprintable() else _UNPRINTABLE.sub("\ufffd", text)


def below_home(path: str) -> str:
    """Return a folder as its owner would write it: below the home folder with ``~``."""
    home = os.path.expanduser("~")  # noqa: PTH111
    if path == home or path.startswith(home.rstrip("/") + "/"):
        path = "~" + path[len(home.rstrip("/")) :]
    return printable(path)


def printable_lines(text: str) -> str:
    """Return a text whose lines and tabs stay; other control characters become U+FFFD."""
    return _UNPRINTABLE_IN_LINES.sub("\ufffd", text)


def escaped_json(text: str) -> str:
    r"""Return JSON in which control characters stand as ``\u....``; it means the same."""
    return _UNPRINTABLE_IN_LINES.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_document(content: object) -> str:
    """Return what every reader of JSON accepts, indented; undecodable bytes become U+FFFD."""
    import json

    return escaped_json(decodable(json.dumps(content, ensure_ascii=False, indent=2))) + "\n"


def decodable(text: str) -> str:
    """Return a text that every reader accepts: undecodable bytes of a name become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def reason(error: OSError | ValueError) -> str:
    """Return the plain words of an operating system's error."""
    return (getattr(error, "strerror", None) or str(error)).lower()


def in_code(text: str) -> str:
    """Return a text as Markdown code for a table's cell: no name in it is a link or mark-up."""
    text = printable(text)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence, space = "`" * (longest + 1), " " * bool(longest)
    return f"{fence}{space}{text}{space}{fence}".replace("|", "\\|")


def counted(number: int, word: str) -> str:
    """Return a number with its word, in the plural unless there is just one."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def counted_files(paths: Collection[str]) -> str:
    """Return the number of some files in words; they are notes where every one of them is."""
    notes = all(path.lower().endswith(".md") for path in paths)
    return counted(len(paths), "note" if notes else "file")


def some_of(names: Sequence[str], most: int) -> str:
    """Return names on one line: the first ``most``, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return f"{', '.join(map(printable, names[:most]))}{more}"
