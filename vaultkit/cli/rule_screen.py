"""A rule on one screen: why, what to do, its options and one example."""

import re
import textwrap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import product

from vaultkit.cli.page_parts import (
    CONFIG,
    Example,
    Paragraph,
    examples_of,
    paragraphs_of,
    sections_of,
)
from vaultkit.rules.base.rule import Rule

HEIGHT = 23
"""A terminal of 24 lines, less the one that it asks for the next command in."""
_NARROWEST, _WIDEST = 40, 100
_LABEL = 9
_LINES_FOR_FIX = (6, 5, 4, 3)
_MOST_FOR_OPTIONS = 5
_LONGEST = 5
"""So many lines are left of the first sentence of a section, however few there should be."""
_MORE = "(more: --all)"
_ENDS = (".", "!", "?")
_PLACE = re.compile(r"(?P<name>.+?):(?P<line>\d+):")
_BOLD = "1"
_DIM = "2"


@dataclass(frozen=True)
class _Paper:
    """How wide a screen is, and whether it has colours."""

    width: int
    color: bool

    def wrapped(self, text: str, indent: str = "", hanging: str = "") -> list[str]:
        """Return a text as lines that fit beside the labels."""
        return textwrap.wrap(
            text,
            self.width - _LABEL,
            initial_indent=indent,
            subsequent_indent=hanging or indent,
            break_on_hyphens=False,
        )

    def painted(self, text: str, code: str) -> str:
        """Return a text in a style, if there are styles."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color else text


def rule_on_screen(rule: type[Rule], page: str, width: int, *, color: bool) -> str:
    """Return the most important of a rule's page, on as many lines as a screen has.

    Args:
        rule: the rule.
        page: its page, as Markdown.
        width: how many columns there are.
        color: whether to use bold type.
    """
    paper = _Paper(max(_NARROWEST, min(width, _WIDEST)), color)
    sections = sections_of(page)
    examples = examples_of(sections.get("Examples", []))
    lines: list[str] = []
    for example, most_for_fix in product(_example_forms(examples, paper), _LINES_FOR_FIX):
        tried = _screen(rule, sections, example, paper, most_for_fix)
        lines = min(lines or tried, tried, key=len)
        if len(lines) <= HEIGHT:
            break
    return "".join(f"{line}\n" for line in lines)


def _screen(
    rule: type[Rule],
    sections: Mapping[str, list[str]],
    example: list[str],
    paper: _Paper,
    most_for_fix: int,
) -> list[str]:
    """Return the lines of a screen; what to do gets so many of them, and why what is left."""
    summary, *about = paragraphs_of(sections[""]) or [Paragraph([rule.name])]
    fix = _filled(paragraphs_of(sections.get("Fix", [])), most_for_fix, paper, leads=True)
    options = _options(rule, sections.get("Options", []), paper)
    parts = {"Fix": fix, "Options": options, "Example": example}
    head = [
        f"{paper.painted(f'{rule.name} ({rule.code})', _BOLD)}: {_settings(rule)}",
        *textwrap.wrap(" ".join(summary.sentences), paper.width, max_lines=3, placeholder=" ..."),
    ]
    foot = f"vaultkit rule {rule.name} --all: the complete page"
    left = HEIGHT - len(head) - sum(len(part) + 1 for part in parts.values() if part) - 3
    reasons = paragraphs_of(sections.get("Why", []))
    why = _filled(reasons or about, left, paper)
    lines = head
    for label, part in {"Why" if reasons else "About": why, **parts}.items():
        lines += ["", *_labelled(label, part, paper)] if part else []
    return [*lines, "", paper.painted(foot, _DIM)]


def _settings(rule: type[Rule]) -> str:
    level = str(rule.severity)
    if not rule.default:
        level = f"off, {level} {'once configured' if rule.on_by_options else 'if selected'}"
    return f"{level}; fix: {', '.join(rule.fixes) or 'none'}"


def _labelled(label: str, part: Sequence[str], paper: _Paper) -> Iterator[str]:
    """Yield lines with a label in front of the first, and room for it in front of the others."""
    for number, line in enumerate(part):
        front = paper.painted(label, _BOLD) + " " * (_LABEL - len(label))
        yield f"{front if number == 0 else ' ' * _LABEL}{line}".rstrip()


def _filled(
    paragraphs: Sequence[Paragraph], most: int, paper: _Paper, *, leads: bool = False
) -> list[str]:
    """Return as many whole sentences as fit on some lines, the first in any case.

    Args:
        paragraphs: what there is to say.
        most: how many lines there are.
        paper: how wide they are.
        leads: whether the first sentence of each kind of fix comes before all others.
    """
    order = [(at, 1) for at, item in enumerate(paragraphs) if leads and _is_lead(item)]
    taken = dict.fromkeys(range(len(paragraphs)), 0)
    lines: list[str] = []
    for at, item in enumerate(paragraphs):
        order += [(at, number) for number in range(1, len(item.sentences) + 1)]
    for at, number in order:
        if not (leads or paragraphs[at].sentences[number - 1].endswith(_ENDS)):
            break
        tried = {**taken, at: max(taken[at], number)}
        shown = [line for item in _shown(paragraphs, tried) for line in _set(item, paper)]
        if len(shown) > most and lines:
            break
        taken, lines = tried, shown
    longest = max(most, _LONGEST)
    return lines if len(lines) <= longest else [*lines[: longest - 1], f"... {_MORE}"]


def _is_lead(item: Paragraph) -> bool:
    return item.sentences[0].startswith(("Safe:", "Unsafe:", "None", "Otherwise"))


def _shown(paragraphs: Sequence[Paragraph], taken: dict[int, int]) -> Iterator[tuple[str, bool]]:
    """Yield the text of those paragraphs of which sentences are taken, and whether it is an item.

    A list in the middle of a sentence is told by its first item, and where the others are.
    """
    for at, item in enumerate(paragraphs):
        text = " ".join(item.sentences[: taken[at]])
        if item.items and taken[at] == len(item.sentences):
            first = item.items[0].rstrip(";,.")
            text += f" {first}{f' {_MORE}' * (len(item.items) > 1)}."
        if text:
            yield text, item.is_item


def _set(item: tuple[str, bool], paper: _Paper) -> list[str]:
    text, is_item = item
    return paper.wrapped(f"- {text}", hanging="  ") if is_item else paper.wrapped(text)


def _options(rule: type[Rule], lines: list[str], paper: _Paper) -> list[str]:
    """Return a rule's options, each with its first sentence; names alone where those are many."""
    items = [item for item in paragraphs_of(lines) if item.is_item]
    first = [item.sentences[0] for item in items]
    names = [option.name.replace("_", "-") for option in fields(rule.Options)]
    if not items:
        return paper.wrapped(", ".join(f"`{name}`" for name in names))
    told = [line for text in first for line in paper.wrapped(text, hanging="  ")]
    if len(told) <= _MOST_FOR_OPTIONS:
        return told
    clauses = [text.partition(": ")[0] for text in first]
    return paper.wrapped(", ".join(clauses))


def _example_forms(examples: Sequence[Example], paper: _Paper) -> list[list[str]]:
    """Return the examples with a finding, in order, each in its forms, the longest first."""
    forms = [
        _example_lines(example, findings, paper, excerpt=excerpt)
        for example in examples
        if example.report
        for findings, excerpt in ((2, False), (2, True), (1, True))
    ]
    return forms or [[]]


def _example_lines(example: Example, most: int, paper: _Paper, *, excerpt: bool) -> list[str]:
    """Return an example: the files of its findings, the findings, and what a fix makes of it.

    Args:
        example: the example.
        most: how many findings to show.
        paper: how wide the lines are.
        excerpt: whether to show only those lines of notes that have these findings.
    """
    all_findings = [line for line in example.report if not line.startswith(" ")]
    findings, more = all_findings[:most], len(all_findings[most:])
    places = [place for place in map(_PLACE.match, findings) if place]
    lines = paper.wrapped(example.title)
    for name, text in example.files.items():
        numbers = {int(place["line"]) for place in places if place["name"] == name}
        if name == CONFIG or numbers:
            in_part = excerpt and name != CONFIG and len(numbers) < len(text)
            shown = _excerpt(text, numbers) if in_part else text
            lines += [f"{name}{', in part' * in_part}:", *_cut(shown, paper)]
    for line in findings:
        lines += paper.wrapped(line, hanging="    ")
    lines += [f"... and {more} more"] if more else []
    for name, text in example.fixed.items():
        old = example.files.get(name, [])
        new = [line for line in text if line not in old][:most]
        lines += [f"{example.fixed_by}:", *_cut(new, paper)] if new else []
    return lines


def _excerpt(text: Sequence[str], numbers: Collection[int]) -> Iterator[str]:
    """Yield some lines of a text, counted from 1, with dots for what is left out between."""
    before = min(numbers) - 1
    for number in sorted(numbers):
        if number > before + 1:
            yield "..."
        yield from text[number - 1 : number]
        before = number


def _cut(text: Iterable[str], paper: _Paper) -> Iterator[str]:
    """Yield the lines of a file as they are; those that are too long lose their end."""
    room = paper.width - _LABEL - 2
    for line in text:
        yield f"  {line if len(line) <= room else line[: room - 3] + '...'}".rstrip()
