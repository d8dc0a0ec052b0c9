"""Words that must not come back in what vaultkit says: plain technical English has its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PRODUCT = Path(__file__).parents[2] / "vaultkit"
INSTEAD = {
    r"anew": "again, or updated",
    r"foreseen": "known",
    r"heeds?": "use",
    r"mends|mended": "fixes, fixed",
    r"com(?:e|es) about": "is added",
    r"come or go": "be added or removed",
    r"equally well": "matches several",
    r"lies elsewhere": "found in another folder",
}


def _messages(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module but docstrings, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    spared = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in spared:
            continue
        if isinstance(node.value, str) and " " in node.value:
            yield node.lineno, node.value


def test_messages_are_in_plain_english() -> None:
    assert [
        f"{path.relative_to(PRODUCT)}:{line}: {found[0]!r}; write {better}"
        for path in sorted(PRODUCT.rglob("*.py"))
        for line, text in _messages(path)
        for word, better in INSTEAD.items()
        for found in re.finditer(rf"\b(?:{word})\b", text)
    ] == []
