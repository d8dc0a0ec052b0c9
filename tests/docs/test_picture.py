"""The picture in the README shows what a check prints; ``VAULTKIT_UPDATE_PAGES=1`` draws it."""

import html
import io
import os
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from tests.pages import SetUp

CHECKOUT = Path(__file__).parents[2]
PICTURE = CHECKOUT / "docs" / "report.svg"
COMMAND = "vaultkit check garden/Soil.md"
_WITHOUT_FONTS = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
"""A picture that loads nothing: no font of another host."""
_SECONDS = re.compile(r"\(\d+\.\d\d s\)")


def drawn(printed: str) -> str:
    """Return a picture of a terminal with the command and what it printed."""
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    console.print(Text.assemble(("$ ", "bold green"), COMMAND))
    console.print(Text.from_ansi(printed.rstrip()))
    picture = console.export_svg(title="vaultkit", code_format=_WITHOUT_FONTS, unique_id="report")
    picture = re.sub(r"<!--.*?-->\s*", "", picture, flags=re.DOTALL)
    return picture.replace("Fira Code, monospace", "Menlo, Consolas, monospace")


def words(picture: str) -> str:
    """Return what a picture says, without the white space between its parts."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture)
    return "".join(html.unescape("".join(texts)).split())


def test_the_picture_shows_what_a_check_prints(shell) -> None:
    shell.set_up(SetUp("vault", "examples/garden as garden"))
    printed = shell.run(f"{COMMAND} --color always")
    picture = drawn(_SECONDS.sub("(0.10 s)", printed))
    if os.environ.get("VAULTKIT_UPDATE_PAGES"):
        PICTURE.write_text(picture, "utf-8")
    shown = PICTURE.read_text("utf-8")

    assert words(picture) == words(shown)
    assert "http" not in shown.replace("http://www.w3.org/2000/svg", "")
