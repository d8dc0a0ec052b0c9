"""What a fix did, for people: note by note, one line a fix."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from vaultkit.report.record import Done, Finding
from vaultkit.rules.base.problem import Applicability
from vaultkit.text import counted, printable, printable_lines

_COLOURS = {"+": "32", "-": "31", "@": "36", "d": "1"}
_FOLD_ALIKE = 10
_NAMED = 3


def render(
    done: Sequence[Done], *, color: bool = False, dry: bool = False, verbose: bool = False
) -> str:
    """Return the fixes as text; empty when there are none.

    Args:
        done: the fixes, in the order in which they were made.
        color: whether to colour the text for a terminal.
        dry: whether nothing was written, so that it says what would be done.
        verbose: whether to list every fix; else many that do the same are one line.
    """
    if not done:
        return ""
    verb = _paint("would fix" if dry else "fixed", "32", color=color)
    alike = Counter((item.rule, item.title) for item in done)
    often = {what for what, count in alike.items() if count >= _FOLD_ALIKE and not verbose}
    in_order = sorted(done, key=lambda item: (item.path, item.line))
    single = [item for item in in_order if (item.rule, item.title) not in often]
    lines = []
    for path, items in groupby(single, key=lambda item: item.path):
        lines.append(_paint(printable(path), "1;4", color=color))
        for item in items:
            place = _paint(str(item.line), "2", color=color)
            lines.append(f"  {place} {verb} {item.rule}: {printable(item.title)}")
        lines.append("")
    for rule, title in sorted(often):
        same = [item for item in in_order if (item.rule, item.title) == (rule, title)]
        places = ", ".join(f"{printable(item.path)}:{item.line}" for item in same[:_NAMED])
        lines += [
            f"{verb} {rule}: {printable(title)} ({len(same):,} times)",
            f"  {places} and {len(same) - _NAMED:,} more places, listed by --verbose",
            "",
        ]
    lines += [_total([done], verb), ""]
    return "".join(f"{line}\n" for line in lines)


def summary(by_vault: Sequence[Sequence[Done]], *, dry: bool = False) -> str:
    """Return how many fixes there are of each rule and kind, most first; empty if there are none.

    Args:
        by_vault: the fixes of each vault.
        dry: whether nothing was written.
    """
    counts = Counter((item.rule, item.applicability) for done in by_vault for item in done)
    if not counts:
        return ""
    lines = [_total(by_vault, "would fix" if dry else "fixed")]
    for (rule, kind), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        lines.append(f"{count:>7,}  {rule}{f' ({kind})' * (kind is not Applicability.SAFE)}")
    return "".join(f"{line}\n" for line in lines)


def _total(by_vault: Sequence[Sequence[Done]], verb: str) -> str:
    fixes = sum(map(len, by_vault))
    notes = sum(len({item.path for item in done}) for done in by_vault)
    return f"{verb} {counted(fixes, 'finding')} in {counted(notes, 'note')}"


def left_said(findings: Iterable[Finding], command: Callable[[str], str], *, unsafe: bool) -> str:
    """Return the sentence on infos that a run left because no one asked for them; empty if none.

    Args:
        findings: what the run left of the files that it was to fix.
        command: gives what to type for a command of vaultkit, by its name and options.
        unsafe: whether it made unsafe fixes, too.
    """
    left = [item for item in findings if not item.to_fix and item.has_fix(unsafe=unsafe)]
    if not left:
        return ""
    counts = Counter(item.rule for item in left)
    rules = ",".join(sorted(counts, key=lambda rule: (-counts[rule], rule)))
    option = "" if all(item.has_fix() for item in left) else "--unsafe-fixes "
    found = counted(len(left), "info finding")
    return f"{found} could be fixed: `{command(f'fix {option}--select {rules}')}`"


def shown_diff(diff: str, *, color: bool) -> str:
    """Return a diff as a terminal shows it; nothing in a note may move the cursor."""
    diff = printable_lines(diff)
    if not color:
        return diff
    lines = []
    for line in diff.split("\n"):
        code = "1" if line.startswith(("+++", "---")) else _COLOURS.get(line[:1])
        lines.append(_paint(line, code, color=True) if code and line else line)
    return "\n".join(lines)


def _paint(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
