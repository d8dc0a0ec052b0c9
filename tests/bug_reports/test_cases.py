"""Small vaults from public reports of bugs: each comes out as its page says; see ``cases.py``."""

import re
from pathlib import Path

import pytest

from tests.bug_reports.cases import Case, Command, cases_of
from tests.folders import contents
from tests.pages import Shell

FINDING = re.compile(r"(?m)^(?P<path>.+?):(?P<line>\d+):\d+: \w+: VK\d{3} (?P<rule>[a-z-]+)")
REPORTS = re.compile(r"[\w.-]+/[\w.-]+#\d+(, [\w.-]+/[\w.-]+#\d+)*")
PAGES = sorted(Path(__file__).parent.glob("*.md"))
CASES = [case for page in PAGES for case in cases_of(page)]


class Differs(Exception):  # noqa: N818
    """What came of a case is not what its page says."""


def expected(case: Case) -> object:
    """Return a case as a parameter: one that is known to fail must do so, and not by a crash."""
    if case.not_yet is None:
        return case
    return pytest.param(
        case, marks=pytest.mark.xfail(raises=Differs, strict=True, reason=case.not_yet)
    )


def play(case: Case, shell: Shell) -> list[str]:
    """Do what a case says, in a vault of its own, and give what came out otherwise."""
    vault = shell.home / "vault"
    for name, content in case.files.items():
        path = vault / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shell.folder = vault
    before, wrong, said = contents(vault), [], ""
    check = next((item for item in case.commands if item.line.startswith("vaultkit check")), None)
    for command in case.commands:
        is_looked_at = case.found is not None and command is check
        said = shell.run(concise(command.line) if is_looked_at else command.line)
        wrong += [f"{item} from {command.line}" for item in _exit(command, shell.code)]
        if is_looked_at:
            wrong += _found(case, said)
    wrong += [f"it does not say {text!r}: {said}" for text in case.said or () if text not in said]
    wrong += [f"it says {text!r}: {said}" for text in case.unsaid or () if text in said]
    if case.changed is not None:
        wrong += _changed(case, before, contents(vault))
    return wrong


def concise(line: str) -> str:
    """Return a command that checks with a report of one line a finding."""
    return line if "--format" in line else f"{line} --format concise"


def _exit(command: Command, code: int) -> list[str]:
    """Return what is wrong with an exit code; that vaultkit cannot do something has to be said."""
    unsaid = (0, 1) if command.line.startswith("vaultkit ") else (0,)
    wanted = unsaid if command.code is None else (command.code,)
    return [] if code in wanted else [f"exit code {code}, not {wanted[0]}"]


def _found(case: Case, said: str) -> list[str]:
    found = sorted(f"{one['path']}:{one['line']} {one['rule']}" for one in FINDING.finditer(said))
    return [] if found == case.found else [f"found {found}, not {case.found}: {said}"]


def _changed(case: Case, before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    wanted = {name: text for name, text in {**before, **case.changed}.items() if text is not None}
    return [
        f"{name} is {after.get(name)!r}, not {wanted.get(name)!r}"
        for name in sorted({*wanted, *after})
        if wanted.get(name) != after.get(name)
    ]


@pytest.mark.parametrize("case", [expected(case) for case in CASES], ids=str)
def test_a_case_comes_out_as_its_page_says(case: Case, shell: Shell) -> None:
    if wrong := play(case, shell):
        raise Differs("\n".join(wrong))


def test_each_case_has_a_title_of_its_own_and_names_reports_alike() -> None:
    assert len({case.title for case in CASES}) == len(CASES)
    assert [str(case) for case in CASES if not REPORTS.fullmatch(case.source or "a/b#1")] == []


def test_each_case_does_something_that_can_come_out_otherwise() -> None:
    for case in CASES:
        says = (case.found, case.said, case.unsaid, case.changed)
        codes = [command.code for command in case.commands if command.code is not None]
        assert case.commands, case
        assert codes or any(item is not None for item in says), case


class TestTheTests:
    """What the tests of the pages can tell apart."""

    PAGE = """# Cases

`a b.md`, `c.md`

````md
```
⟨FEFF⟩x␠␍
```
y⟨end⟩
````

```sh
vaultkit check --select VK1  # 0
```

## One

From: a/b#1, c/d#22

Not yet: it is hard

## Two

`a b.md`

```md
[[c#x]]
```

```sh
cat c.md
vaultkit check --select VK1  # 1
rm c.md
```

```findings
a b.md:1 broken-anchor
```

```said
```

```unsaid
kept
```

Afterwards:

`c.md`

```gone
```
"""

    @pytest.fixture
    def cases(self, tmp_path: Path) -> list[Case]:
        (tmp_path / "page.md").write_text(self.PAGE, "utf-8")
        return list(cases_of(tmp_path / "page.md"))

    def test_a_page_is_read(self, cases) -> None:
        one, two = cases
        text = "```\n\ufeffx \r\n```\ny".encode()

        assert (one.title, one.source, one.not_yet) == ("One", "a/b#1, c/d#22", "it is hard")
        assert one.files == {".obsidian/app.json": b"{}", "a b.md": text, "c.md": text}
        assert one.commands == [Command("vaultkit check --select VK1", 0)]
        assert two.files["a b.md"] == b"[[c#x]]\n"
        assert [command.code for command in two.commands] == [None, 1, None]
        assert (two.found, two.changed) == (["a b.md:1 broken-anchor"], {"c.md": None})

    def test_what_is_as_it_should_be(self, cases, shell) -> None:
        assert play(cases[1], shell) == []

    @pytest.mark.parametrize(
        ("right", "wrong", "said"),
        [
            ("broken-anchor", "broken-link", "found ['a b.md:1 broken-anchor'], not"),
            ("VK1  # 1", "VK1  # 0", "exit code 1, not 0"),
            ("```said\n", "```said\nmore\n", "it does not say 'more'"),
            ("kept", "", "it says ''"),
            ("rm c.md", "cat c.md", "c.md is b"),
            ("cat c.md", "cat d.md", "exit code 1, not 0"),
            ("VK1  # 1", "VK0", "exit code 2, not 0"),
            ("c.md`\n\n```gone", "d.md`\n\n```md", "d.md is None, not b''"),
        ],
    )
    def test_what_is_not_is_found(self, right, wrong, said, tmp_path, shell) -> None:
        assert right in self.PAGE
        (tmp_path / "page.md").write_text(self.PAGE.replace(right, wrong), "utf-8")
        (_, case) = cases_of(tmp_path / "page.md")

        assert said in "\n".join(play(case, shell))
