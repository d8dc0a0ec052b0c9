"""Words that must not come back: plain technical English has its own."""

import re
from pathlib import Path

import click
import pytest

from vaultkit.cli.app import COMMANDS, main

CHECKOUT = Path(__file__).parents[2]
INSTEAD = {
    r"anew": "again, or updated",
    r"foreseen": "known",
    r"heed(?:s|ed)?": "use",
    r"mend(?:s|ed|ing)?": "fix",
    r"com(?:e|es) about": "is added",
    r"come or go": "be added or removed",
    r"equally well": "matches several",
    r"lies elsewhere": "found in another folder",
    r"gravest": "worst",
    r"respelt|spelt": "rewritten, written",
    r"(?:no|some)body": "no one, someone",
    r"stands? twice": "duplicate",
}
_WORD = re.compile(rf"\b(?:{'|'.join(INSTEAD)})\b", re.IGNORECASE)
FILES = [
    path
    for folder, kinds in {
        "vaultkit": ("*.py", "*.css", "*.js"),
        "docs": ("*.md", "*.json"),
        "rules": ("*.md",),
        ".github": ("*.md", "*.yml"),
        ".": (
            "README.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "action.yml",
            ".pre-commit-hooks.yaml",
        ),
    }.items()
    for kind in kinds
    for path in sorted((CHECKOUT / folder).rglob(kind) if folder != "." else (CHECKOUT / kind,))
]


def test_there_are_files_of_each_kind() -> None:
    assert {path.suffix for path in FILES} >= {".py", ".md", ".js", ".json", ".yaml", ".yml"}


@pytest.mark.parametrize(
    "text",
    ["wrote 16 references anew", "It heeds both.", "a heading would come or go", "x stands twice"],
)
def test_the_words_are_found(text: str) -> None:
    assert _WORD.search(text)


def test_what_people_read_is_in_plain_english() -> None:
    found = [
        f"{path.relative_to(CHECKOUT)}:{number}: {word[0]!r}; write {instead(word[0])}"
        for path in FILES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        for word in _WORD.finditer(line)
    ]

    assert found == []


@pytest.mark.parametrize("name", COMMANDS)
def test_no_help_says_words_twice_in_a_row(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    said = command.get_help(click.Context(command, info_name=name, max_content_width=1000))

    assert re.findall(r"\b(\w+(?: \w+)?) \1\b", said) == []


def instead(word: str) -> str:
    """Return what to write in place of a word."""
    return next(better for old, better in INSTEAD.items() if re.fullmatch(old, word, re.IGNORECASE))
