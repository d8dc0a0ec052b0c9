"""What the pages show is what happens: every command is run, every output compared.

``VAULTKIT_UPDATE_PAGES=1`` rewrites the outputs in the pages; read the diff as carefully as code.
"""

import difflib
import os
import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
UPDATE = bool(os.environ.get("VAULTKIT_UPDATE_PAGES"))
ENTRY = [CHECKOUT / name for name in ("README.md", "CONTRIBUTING.md")]
PAGES = [*ENTRY, *sorted((CHECKOUT / "docs").glob("*.md"))]
every_page = pytest.mark.parametrize(
    "page", PAGES, ids=[page.relative_to(CHECKOUT).as_posix() for page in PAGES]
)
KNOWN = ("console", "sh", "python", "text", "toml", "yaml", "json", "md", "")


class Player:
    """Runs a page from top to bottom; gathers what differs, and how the page would be true."""

    def __init__(self, shell, as_shown) -> None:
        self.shell = shell
        self.as_shown = as_shown
        self.faults: list[str] = []
        self.differences: list[str] = []
        self.edits: list[tuple[int, int, list[str]]] = []

    def play(self, step) -> None:
        """Do what a step of a page says."""
        if not hasattr(step, "language"):
            self.shell.set_up(step)
            return
        self.look(step)
        if "not run" in step.marks:
            return
        if step.name:
            file = self.shell.folder / step.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.text, "utf-8")
        elif step.language == "console":
            self.console(step)
        elif step.language in ("sh", "python") or "output" in step.marks:
            self.script(step)

    def look(self, block) -> None:
        """Gather what is wrong with a block before it is run."""
        why, language = block.marks.get("not run"), block.language
        if language not in KNOWN and not block.name:
            self.faults.append(f'{block}: "{language}" is none of {", ".join(KNOWN)}')
        if why is not None and not why:
            self.faults.append(f"{block}: it is not run, and nothing says why")
        if language == "" and re.search(r"^(\$|vaultkit) ", block.text, re.MULTILINE):
            self.faults.append(f"{block}: it shows commands and is no console or sh block")
        shows = language == "text" and why is None and "output" not in block.marks
        if shows and not block.name and not self.is_output(block):
            self.faults.append(f"{block}: nothing says what prints this")

    @staticmethod
    def is_output(block) -> bool:
        """Return whether a block is the output of the one before."""
        maker = block.follows
        return maker is not None and maker.language in ("sh", "python") and not maker.marks

    def console(self, block) -> None:
        """Run the commands of a block and compare what each prints with what follows it."""
        starts = [at for at, line in enumerate(block.body) if line.startswith("$ ")]
        if not starts or starts[0] != 0:
            self.faults.append(f"{block}: a console block starts with $ and a command")
        for start, end in zip(starts, [*starts[1:], len(block.body)], strict=False):
            said = self.shell.run(block.body[start][2:])
            self.compare(block, start + 1, end, said)

    def script(self, block) -> None:
        """Run a block whose output, if it is shown, is shown in the next one."""
        if block.language == "python":
            self.said = self.shell.execute(block)
        elif "output" in block.marks:
            self.compare(block, 0, len(block.body), self.shell.run(block.marks["output"]))
        else:
            self.said = ""
            for line in block.body:
                if line.strip() and not line.startswith("#"):
                    self.said += self.shell.run(line)
                    most = 1 if line.startswith("vaultkit") else 0
                    if self.shell.code > most:
                        self.faults.append(f"{block}: {line}: {self.shell.code}: {self.said}")

    def compare(self, block, start: int, end: int, said: str) -> None:
        """Hold what was printed against lines of a block."""
        shown, given = block.body[start:end], [line.rstrip() for line in said.rstrip().splitlines()]
        if not self.as_shown(shown, given):
            diff = "\n".join(
                difflib.unified_diff(shown, given, "the page", "vaultkit", lineterm="")
            )
            self.differences.append(f"{block.page}:{block.line + start}:\n{diff}")
            self.edits.append((block.line - 1 + start, block.line - 1 + end, given))

    def write(self, page: Path) -> None:
        """Write a page anew, with the outputs as they are."""
        lines = page.read_text("utf-8").splitlines()
        for start, end, given in reversed(self.edits):
            lines[start:end] = given
        page.write_text("\n".join([*lines, ""]), "utf-8")


@every_page
def test_what_a_page_shows_is_what_happens(page, read, shell, as_shown) -> None:
    player = Player(shell, as_shown)
    for step in read(page):
        player.play(step)
        output = getattr(step, "language", "") == "text" and not step.marks and not step.name
        if output and player.is_output(step):
            player.compare(step, 0, len(step.body), player.said)
    if UPDATE and player.edits:
        player.write(page)
        player.differences.clear()

    if player.faults or player.differences:
        pytest.fail("\n\n".join([*player.faults, *player.differences]), pytrace=False)


class TestTheTests:
    """What the tests of the pages can tell apart."""

    @pytest.mark.parametrize(
        ("shown", "said", "same"),
        [
            ("a", "a", True),
            ("a", "b", False),
            ("", "a", False),
            ("a", "", False),
            ("a|...", "a|b|c", True),
            ("a|...", "b|c", False),
            ("...|c", "a|b|c", True),
            ("...|b", "a|b|c", False),
            ("a|...|c", "a|c", True),
            ("a|...|b|...|d", "a|x|b|y|d", True),
            ("a|...|b|...|d", "a|b|x", False),
            ("a|...|a", "a", False),
            ("x (0.10 s)", "x (2.71 s)", True),
            ("x (0.10 s) y", "x (2.71 s) z", False),
            ("vaultkit 1.2.3", "vaultkit 1.3.0", True),
        ],
    )
    def test_output_is_compared(self, shown, said, same, as_shown) -> None:
        split = [text.split("|") if text else [] for text in (shown, said)]

        assert as_shown(*split) is same

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("```sh\nvaultkit check --wrong\n```\n", "check --wrong: 2"),
            ("```sh\ncat nothing\n```\n", "cat nothing: 1"),
            ("```sh\npip install x\n```\n", "say why it is not run"),
            ("```console\n$ vaultkit --version\nvaultkit\n```\n", "-vaultkit\n+vaultkit 0"),
            ("```console\n$ cd .\nx\n```\n", "-x"),
            ("```console\nvaultkit rules\n```\n", "starts with $"),
            ("```python\nprint(1)\n```\n\n```text\n2\n```\n", "-2\n+1"),
            ("```text\nfound\n```\n", "nothing says what prints this"),
            ("```\nvaultkit check\n```\n", "no console or sh block"),
            ("```bash\nvaultkit check\n```\n", '"bash" is none of'),
            ("<!-- not run: -->\n```sh\nfalse\n```\n", "nothing says why"),
            ("<!-- output: vaultkit --version -->\n```text\n1\n```\n", "-1\n+vaultkit 0"),
        ],
    )
    def test_what_is_not_true_is_found(
        self, text, fault, tmp_path, read, shell, as_shown, monkeypatch
    ) -> None:
        monkeypatch.setitem(globals(), "UPDATE", False)
        page = tmp_path / "page.md"
        page.write_text(text)

        with pytest.raises((pytest.fail.Exception, AssertionError)) as said:
            test_what_a_page_shows_is_what_happens(page, read, shell, as_shown)

        assert fault in str(said.value)

    def test_outputs_are_written_anew(self, tmp_path, read, shell, as_shown, monkeypatch) -> None:
        page = tmp_path / "page.md"
        page.write_text(
            "# Page\n\n```console\n$ echo one; echo two\nthree\n$ echo four\n```\n\n"
            "```python\nprint(5)\n```\n\n```text\n```\n\nEnd.\n"
        )
        monkeypatch.setitem(globals(), "UPDATE", True)
        test_what_a_page_shows_is_what_happens(page, read, shell, as_shown)

        assert page.read_text() == (
            "# Page\n\n```console\n$ echo one; echo two\none\ntwo\n$ echo four\nfour\n```\n\n"
            "```python\nprint(5)\n```\n\n```text\n5\n```\n\nEnd.\n"
        )
