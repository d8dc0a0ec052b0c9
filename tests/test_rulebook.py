"""The rule book: every example of every page holds, and pages and rules are in step.

``VAULTKIT_UPDATE_PAGES=1`` rewrites the reports in the pages; read the diff as carefully as code.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

import pytest

from vaultkit import check
from vaultkit.api import Vault
from vaultkit.cli.rulebook import _FAMILIES, severity, summary
from vaultkit.config import Choices, read_settings
from vaultkit.linter import check as run
from vaultkit.markdown.parser import parse
from vaultkit.reporters import concise
from vaultkit.rule import NoOptions
from vaultkit.rules import RETIRED, RULES
from vaultkit.source import Source

BOOK = Path(__file__).parents[1] / "rules"
UPDATE = bool(os.environ.get("VAULTKIT_UPDATE_PAGES"))
SECTIONS = ["Why", "Fix", "Options", "Examples"]
VISIBLE = {"␠": " ", "␉": "\t", "␍": "\r", "␀": "\0"}
FENCE = re.compile(r"(`{3,})([^`]*)$")


@dataclass
class Example:
    """One example: a small vault, its settings, and the report, with where each stands."""

    page: str
    line: int
    title: str
    files: dict[str, str] = field(default_factory=dict)
    toml: str | None = None
    report: str | None = None
    report_at: tuple[int, int] = (0, 0)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.page}.md:{self.line} {self.title}"


def examples(page: str) -> Iterator[Example]:
    """Read the examples of a page: a file's name in backticks, then its fence."""
    lines = (BOOK / f"{page}.md").read_text("utf-8").splitlines(keepends=True)
    example, name, at = None, "", 0
    while at < len(lines):
        line = lines[at].rstrip("\n")
        fence = FENCE.match(line)
        if line.startswith("### "):
            if example:
                yield example
            example, name = Example(page, at + 1, line[4:]), ""
        elif example and fence:
            closing = f"{fence[1]}\n"
            end = lines.index(closing, at + 1) if closing in lines[at + 1 :] else len(lines)
            body = "".join(lines[at + 1 : end])
            if end == len(lines):
                example.faults.append(f"line {at + 1}: a block that is not closed")
            if fence[2] in ("report", "toml"):
                if getattr(example, fence[2]) is not None:
                    example.faults.append(f"line {at + 1}: a second {fence[2]} block")
                setattr(example, fence[2], body)
                if fence[2] == "report":
                    example.report_at = (at + 1, end)
            else:
                if not name or name in example.files:
                    example.faults.append(f"line {at + 1}: a block without a name of its own")
                for mark, character in VISIBLE.items():
                    body = body.replace(mark, character)
                example.files[name], name = body, ""
            at = end
        elif line.startswith("`") and line.endswith("`"):
            name = line.strip("`")
        at += 1
    if example:
        yield example


PAGES = {rule.name: rule for rule in RULES}
EXAMPLES = [example for page in PAGES for example in examples(page)]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_is_reported_as_its_page_says(example: Example, tmp_path: Path) -> None:
    assert not example.faults
    assert example.report is not None, "it has no report block"
    config = None
    if example.toml is not None:
        config = tmp_path / "vaultkit.toml"
        config.write_text(example.toml, "utf-8")
    chosen = "select" in (example.toml or "")
    settings = read_settings(config, Choices(select=None if chosen else [example.page]))
    vault = Vault.from_texts(example.files, settings.plan())

    said = concise.render(run(vault, settings))

    if UPDATE and said != example.report:
        page = BOOK / f"{example.page}.md"
        lines = page.read_text("utf-8").splitlines(keepends=True)
        start, end = next(e for e in examples(example.page) if e.title == example.title).report_at
        page.write_text("".join([*lines[:start], said, *lines[end:]]), "utf-8")
    else:
        assert said == example.report


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_title_its_sentence_and_its_sections(name: str) -> None:
    rule = PAGES[name]
    text = (BOOK / f"{name}.md").read_text("utf-8")
    title, _, sentence = text.splitlines()[:3]
    headings = parse(Source(text.encode())).headings
    sections = [heading.text for heading in headings if heading.level == 2]
    wanted = [item for item in SECTIONS if item != "Options" or rule.Options is not NoOptions]

    assert title == f"# {name} ({rule.code})"
    assert sentence == summary(rule)
    assert sections == wanted


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_is_reported_and_what_is_not(name: str) -> None:
    shown = list(examples(name))

    assert any(example.report for example in shown)
    assert any(example.report == "" for example in shown)
    assert len({example.title for example in shown}) == len(shown)


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name].Options is not NoOptions])
def test_a_page_lists_the_options_with_their_defaults(name: str) -> None:
    text = (BOOK / f"{name}.md").read_text("utf-8")
    listed = re.findall(r"^- `([a-z-]+)` \(default (.+?)\)", text, re.MULTILINE)
    shown = {str: '`"{}"`', int: "{}", tuple: "none"}

    assert listed == [
        (option.name.replace("_", "-"), shown[type(option.default)].format(option.default))
        for option in fields(PAGES[name].Options)
    ]


def test_pages_and_rules_are_the_same() -> None:
    assert {page.stem for page in BOOK.glob("*.md")} - {"README"} == set(PAGES)


def test_codes_are_sorted_and_never_given_twice() -> None:
    codes = [rule.code for rule in RULES]

    assert codes == sorted(set(codes))
    assert not RETIRED & set(codes)


def test_the_index_is_current() -> None:
    index = (BOOK / "README.md").read_text("utf-8")
    wanted = []
    for family, title in _FAMILIES.items():
        wanted.append(f"## {title}")
        wanted += [
            f"| {rule.code} | [[{rule.name}]] | {summary(rule)} | {severity(rule)} |"
            for rule in RULES
            if rule.code.startswith(family)
        ]

    assert re.findall(r"^(?:## .+|\| VK.+)$", index, re.MULTILINE) == wanted


def test_the_rule_book_is_a_vault_without_findings() -> None:
    """Info counts, too: that is what a wikilink to a page that does not exist is."""
    assert not check(BOOK).findings
