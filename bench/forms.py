"""Label the safe fixes of a note's form by what its author made of the place later.

    python bench/forms.py ~/notes ~/garden:content --json forms.jsonl

Each is a git repository of notes; a folder in it, where the vault is there, follows a colon. A
fix of the form moves nothing and leads nowhere else: it escapes the pipe of a link in a table, or
lets front matter begin on the first line. Whether that is what was meant is seen where the author
wrote the same place again. vaultkit looks at each state of a note before it was changed, with the
names of the vault's files as they were, and at the last one. Nothing is written but the file asked
for.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from history import History, line_after, lines_of
from safe import repositories

from vaultkit.changes.draft.draft import Drafter
from vaultkit.changes.edits import edited
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.lint.check import diagnose
from vaultkit.markdown.facts import Facts
from vaultkit.markdown.parser import parse
from vaultkit.rules.base.problem import Applicability
from vaultkit.source import Source
from vaultkit.vault.files.tree import MemoryTree
from vaultkit.vault.vault import Vault

LIFT = "misplaced-frontmatter"
RULES = [LIFT, "unescaped-pipe"]
RIGHT = "right"
_BARE_PIPE = re.compile(rb"\[\[[^\]\[\n|]*[^\\\]\[\n|]\|")
_TOP = 200
_LINK = re.compile(r"\[\[([^\]\[|\\]*)(?:\\?\|)?([^\]\[]*)\]\]")
_DELIMITERS = re.compile(rb"-[ \t:]*\|[ \t]*:?-")


@dataclass
class Form:
    """One safe fix, the line or the properties it writes, and what the author wrote later."""

    vault: str
    commit: str
    rule: str
    path: str
    line: int
    written: str
    fixed: str
    later: str = ""
    verdict: str = ""


def places(data: bytes) -> frozenset[bytes]:
    """Return what of a note may need a fix: rows with a pipe in a link, hyphens below blanks."""
    found = set()
    if _DELIMITERS.search(data):
        found = {line.strip() for line in data.split(b"\n") if _BARE_PIPE.search(line)}
    top = data.removeprefix(b"\xef\xbb\xbf")
    if top.lstrip().startswith(b"---") and not top.startswith((b"---\n", b"---\r\n")):
        found.add(top[:_TOP])
    return frozenset(found)


def forms(history: History, name: str) -> Iterator[Form]:
    """Yield the safe fixes of a vault's notes, each once, with their labels."""
    seen: set[tuple[str, bytes]] = set()
    told: set[tuple[str, str, str]] = set()
    last = len(history.commits) - 1
    before = (
        (number - 1, item.old)
        for number, commit in enumerate(history.commits)
        for item in commit.changes
        if number and item.old.lower().endswith(".md") and item.was != item.now
    )
    for number, path in (*before, *((last, path) for path in history.files(last))):
        blob = history.files(number).get(path, "")
        if not blob or not path.lower().endswith(".md"):
            continue
        own = path.rpartition("/")[2]
        new = {(own, place) for place in places(history.blob(blob))} - seen
        if not new:
            continue
        seen |= new
        for found in _in_note(history, name, number, path):
            key = (found.rule, own, found.written)
            if key not in told:
                told.add(key)
                _label(history, found, number)
                yield found


def _in_note(history: History, name: str, number: int, path: str) -> Iterator[Form]:
    """Yield the safe fixes of one note in one state, with only names of the other files."""
    blobs = history.files(number)
    data = history.blob(blobs[path])
    own = [name for name in blobs if name.startswith(".obsidian/")]
    texts = dict.fromkeys(blobs, b"") | {name: history.blob(blobs[name]) for name in (path, *own)}
    known = {name: Facts() for name in blobs if name != path}
    vault = Vault(MemoryTree(texts), history.plan, known=known)
    document = vault.documents.get(path)
    if document is None:
        return
    drafter = Drafter(vault, document, vault.source(path))
    for item in diagnose(vault, read_settings(None, Choices(select=RULES))):
        fix = drafter.draft(item) if item.path == path and item.problem.remedy else None
        if fix is None or fix.applicability is not Applicability.SAFE:
            continue
        bare = vault.source(path).data
        line = bare.count(b"\n", 0, item.problem.span.start)
        after = edited(bare, list(fix.edits))
        commit = history.commits[number].name[:10]
        if item.rule == LIFT:
            written, fixed = _top(data), _properties(after)
        else:
            written, fixed = lines_of(bare)[line].strip(), lines_of(after)[line].strip()
        yield Form(name, commit, item.rule, path, line, written, fixed)


def _top(data: bytes) -> str:
    return data[:_TOP].decode("utf-8", "replace")


def _properties(data: bytes) -> str:
    """Return a note's properties as text; "" where it has no front matter."""
    block = parse(Source(data)).front_matter
    if block is None or block.error:
        return ""
    return json.dumps(
        [[item.key, [value.text for value in item.values]] for item in block.properties]
    )


def _keys(properties: str) -> set[str]:
    return {key for key, _ in json.loads(properties)}


def _is_meant(fixed: str, later: str) -> bool:
    """Return whether a row has the links that a fix makes, or shows the same without them."""
    made, kept = (
        {target.rpartition("/")[2].strip() for target, _ in _LINK.findall(line)}
        for line in (fixed, later)
    )
    return made <= kept or _shown(fixed) == _shown(later)


def _shown(line: str) -> str:
    return "".join(_LINK.sub(lambda link: link[2] or link[1], line).split())


def _label(history: History, found: Form, number: int) -> None:
    """Hold a fix against the first later version of the note in which its place is fixed.

    A row is fixed where no pipe in it is bare, and right if it means the same. Front matter is
    right where the author's own has the same properties, whatever values they have by then.
    """
    path, line = found.path, found.line
    old = history.blob(history.files(number)[path])
    while (following := history.next_change(path, number)) is not None:
        number, change = following
        if not change.new:
            return
        path, new = change.new, history.blob(change.now)
        if found.rule == LIFT:
            found.later = _properties(new)
            if found.later:
                found.verdict = RIGHT if _keys(found.fixed) <= _keys(found.later) else "other"
                return
        else:
            place = line_after(lines_of(old), lines_of(new), line)
            if place is None:
                found.later = "(gone)"
                return
            line, text = place, lines_of(new)[place].strip()
            if text != found.written and not _BARE_PIPE.search(
                text.encode("utf-8", "surrogateescape")
            ):
                found.later = text
                found.verdict = RIGHT if _is_meant(found.fixed, text) else "other"
                return
        old = new


def table(found: Sequence[Form]) -> Iterator[str]:
    """Yield the lines of the table, one for each rule."""
    yield "| rule | fixes | in vaults | labelled | in vaults | right | other |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    kinds: dict[str, list[Form]] = defaultdict(list)
    for item in found:
        kinds[item.rule].append(item)
    for rule, items in sorted(kinds.items()):
        told = [item for item in items if item.verdict]
        counts = Counter(item.verdict for item in told)
        numbers = [len(items), len({item.vault for item in items}), len(told)]
        numbers += [len({item.vault for item in told}), counts[RIGHT], counts["other"]]
        yield f"| {' | '.join([rule, *map(str, numbers)])} |"


def main() -> None:
    """Label the fixes, print the table, and list what was not written as the fix writes it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("vaults", nargs="+", metavar="REPOSITORY[:FOLDER]")
    parser.add_argument("--most", type=int, default=1_000, help="so many fixes of a vault")
    parser.add_argument("--json", type=Path, help="write each fix with its label here, a line each")
    options = parser.parse_args()
    found: list[Form] = []
    for name, repository, folder in repositories(options.vaults):
        for item in islice(forms(History(repository, folder), name), options.most):
            found.append(item)
            if options.json:
                with options.json.open("a", encoding="utf-8") as file:
                    file.write(f"{json.dumps(asdict(item))}\n")
    print("\n".join(table(found)))
    for item in found:
        if item.verdict != RIGHT:
            print(
                f"\n{item.verdict or '-'}: {item.vault} {item.commit} {item.path}:{item.line + 1}"
            )
            print(f"  {item.written!r}\n  {item.fixed!r}\n  {item.later!r}")


if __name__ == "__main__":
    main()
