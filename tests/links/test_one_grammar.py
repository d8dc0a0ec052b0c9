"""How a link is written is known in one place; this finds a second one."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import vaultkit

PRODUCT = Path(vaultkit.__file__).parent
MODULES = sorted(
    path.relative_to(PRODUCT).as_posix()
    for path in PRODUCT.rglob("*.py")
    if path.relative_to(PRODUCT).parts[0] != "markdown"
)
RULE_BOOK = "config/rule_book.py"
"""It shows the rule book's own pages, and reads no note."""
SENTENCES = {
    "config/rule_options.py",
    "rules/broken_anchor.py",
    "rules/unencoded_link.py",
    "vault/suggestions/suggest.py",
    "vault/wording.py",
}
"""These tell people in a message what to write; no file gets it."""
NAMES_OF_FILES = "flatten/titles.py"
"""It escapes what no name of a file can hold."""
READS = (r"\[\[", r"\]\]", r"\]\(")
WRITES = ("[[", "](")
ESCAPES = ("%20", "%28", "02X")


@cache
def nodes_of(module: str) -> list[ast.AST]:
    """Return the syntax tree of a module as a list."""
    return list(ast.walk(ast.parse((PRODUCT / module).read_text())))


def texts(module: str) -> Iterator[str]:
    """Yield the strings and bytes of a module, without its docstrings."""
    nodes = nodes_of(module)
    docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and id(node) not in docs:
            if isinstance(node.value, str):
                yield node.value
            elif isinstance(node.value, bytes):
                yield node.value.decode("latin-1")


def begins_links(module: str) -> Iterator[str]:
    """Yield what a module formats right behind the brackets of a link."""
    for node in nodes_of(module):
        if isinstance(node, ast.JoinedStr):
            for before, value in zip(node.values, node.values[1:], strict=False):
                said = before.value if isinstance(before, ast.Constant) else ""
                if isinstance(value, ast.FormattedValue) and str(said).endswith(WRITES):
                    yield str(said)


@pytest.mark.parametrize("sign", READS)
def test_only_the_parser_knows_patterns_of_links(sign):
    found = {name for name in MODULES if any(sign in text for text in texts(name))}
    assert found <= {RULE_BOOK}


def test_only_the_grammar_writes_links():
    assert {name for name in MODULES if any(begins_links(name))} - SENTENCES == set()


@pytest.mark.parametrize("sign", ESCAPES)
def test_only_one_module_writes_percent_encoding(sign):
    found = {name for name in MODULES if any(sign in text for text in texts(name))}
    assert found - SENTENCES <= {"links/percent_encoding.py", NAMES_OF_FILES}
