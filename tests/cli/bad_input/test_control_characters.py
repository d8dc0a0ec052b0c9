"""Whatever a vault holds, no command sends a character to a terminal that controls it."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

# a colour, a link to elsewhere, a title; CSI and OSC of one byte; what turns text round; DEL
EVIL = "\x1b[31m\x1b]8;;x\x07\x9b2J\x9d0;t\x9c\u202e\u2066\x7f\x85\u2028\b\x0b\x0c"
IN_TOML = json.dumps(EVIL).replace("\\b", "\\u0008").replace("\x7f", "\\u007f")
NAME = f"na{EVIL}me"
LONELY = "lone\udcff"
NOTE = f"""---
aliases: ["al{EVIL}ias", null]
tags: [t{EVIL}]
up: "[[a/{EVIL}]]"
b{EVIL}: c{EVIL}
---
# Head{EVIL}ing

[[sub/{NAME}]] [[gone/{EVIL}|te{EVIL}xt]] ![[{NAME}.png]] [x](b/{EVIL}.md) [[{NAME}#no{EVIL}]]
[[Home#^b{EVIL}]] #ta{EVIL}g [y][lab{EVIL}el] [^foot{EVIL}] TODO{EVIL}

Soil{EVIL}
[[x/Soil]] so{EVIL}il

## Tw{EVIL}ice

## Tw{EVIL}ice

%% vaultkit: allow broken-{EVIL} %%
%% vaultkit: allow broken-link because{EVIL} %%
"""
FILES = {
    f"{NAME}.md": NOTE,
    "Home.md": f"# Home\n\n[[{NAME}]] [[sub/{NAME}]] [[#Ho{EVIL}me]] [[old/Other]]\n",
    f"sub{EVIL}/{NAME}.md": f"[[Home]] {EVIL}\n",
    "plain/Soil.md": f"Soil{EVIL} [[Home]]\n",
    "nul.md": f"\0{EVIL} [[gone{EVIL}]]\n",
    f"sub{EVIL}/Other.md": f"text{EVIL}\n",
    f"{NAME}.canvas": json.dumps({"nodes": [{"type": "file", "file": f"x/{EVIL}.md"}]}),
    "broken.canvas": f"{{{EVIL}",
    f"{NAME}.base": f'filters:\n  - file.inFolder("{EVIL}")\n',
    ".obsidian/app.json": json.dumps(
        {
            "newLinkFormat": EVIL,
            "userIgnoreFilters": [f"x{EVIL}", f"/(?<=a){EVIL}/", f"/({EVIL}/"],
        }
    ),
    ".obsidian/templates.json": json.dumps({"folder": f"t{EVIL}"}),
    ".obsidian/types.json": json.dumps({"types": {f"b{EVIL}": "number", "aliases": "number"}}),
    "vaultkit.toml": f"""
extend-select = ["all"]
exclude = [{IN_TOML}]
[[rules.forbidden-text.texts]]
pattern = "TODO."
message = {IN_TOML}
[[rules.name-pattern.names]]
pattern = "[a-z]+"
message = {IN_TOML}
[[rules.required-heading.notes]]
headings = [{IN_TOML}]
[rules.property-schema]
app-types = true
[[rules.property-schema.notes]]
message = {IN_TOML}
schema.required = [{IN_TOML}]
schema.additionalProperties = false
schema.properties.tags.items.pattern = {IN_TOML}
""",
}
WRONG = f"""
select = [{IN_TOML}]
fail-on = {IN_TOML}
{IN_TOML} = 1
exclude = [{json.dumps("[z-a]")}, 3]
must-open-in = [{IN_TOML}]
plugins = [{IN_TOML}]
root = 3
[severity]
{IN_TOML} = {IN_TOML}
[rules.{IN_TOML}]
[[rules.name-pattern.names]]
pattern = {json.dumps("(" + EVIL).replace(chr(127), "")}
[[rules.property-schema.notes]]
schema.properties.a.type = {IN_TOML}
schema."$ref" = {IN_TOML}
"""
AUTHOR = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
CALM = """
import sys
from vaultkit.cli import progress_bar
progress_bar._PATIENCE_SECONDS = 1e9
sys.argv[0] = "vaultkit"
from vaultkit.__main__ import main
main()
"""  # the bar of a slow run has to move the cursor
CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

CHECKS = [
    ["check", *arguments]
    for arguments in (
        [],
        ["--verbose", "--statistics"],
        *(
            [f"--format={name}"]
            for name in "concise json jsonl sarif github gitlab junit markdown".split()
        ),
        [f"{NAME}.md"],
        [f"gone{EVIL}.md"],
        [f"--select={EVIL}"],
        [f"--format={EVIL}"],
        [f"--{EVIL}"],
        [f"--config={EVIL}.toml"],
        [f"--root={EVIL}"],
        [f"--new-since={EVIL}"],
        ["--staged"],
        [f"--stdin-filename={NAME}.md"],
        [f"--output-file=json=no{EVIL}/x.json"],
    )
]
LOOKS = [
    ["config"],
    ["rules"],
    ["rule", EVIL],
    [EVIL],
    ["stats"],
    ["stats", "--json"],
    *(["graph", f"--format={name}"] for name in "table json graphml dot canvas".split()),
    ["report"],
    ["fix", "--dry-run", "--verbose"],
    ["cache"],
    ["undo", "--list"],
    ["undo", "--show"],
    ["heal", "--dry-run"],
    ["rename", f"{NAME}.md", "New", "--dry-run"],
    ["rename", f"gone{EVIL}", f"New{EVIL}"],
    ["rename", "Home", f"New{EVIL}"],
    ["move", f"sub{EVIL}", "sub2", "--dry-run"],
    ["rename-tag", f"ta{EVIL}g", "y", "--dry-run"],
    ["rename-tag", "ta", f"y{EVIL}"],
    ["rename-heading", f"{NAME}.md", f"Tw{EVIL}ice", "Other", "--dry-run"],
    ["init", "--dry-run"],
    ["baseline"],
    ["flatten", f"flat{EVIL}.md"],
    ["unflatten", f"{NAME}.md", f"out{EVIL}"],
    ["completion", EVIL],
]


def _id(arguments: list[str]) -> str:
    """Return a name for a test that a terminal can show."""
    return re.sub("[^a-z=-]+", "", " ".join(arguments).replace(" ", "-"))[:40]


@pytest.fixture
def hostile(write, tmp_path):
    """A vault of such names, in a repository."""
    root = write(FILES)
    (root / f"{LONELY}.md").write_text("[[Other x]]\n")
    for arguments in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *arguments], cwd=root, check=True)
    return root


def _assert_harmless(*texts: str) -> None:
    for text in texts:
        found = CONTROLS.search(text)
        assert found is None, text[max(found.start() - 80, 0) : found.end() + 20]


@pytest.mark.usefixtures("hostile")
class TestPiped:
    """What is printed where no terminal is, such as in a log."""

    @pytest.mark.parametrize("arguments", [*CHECKS, *LOOKS], ids=_id)
    def test_every_command(self, run, arguments) -> None:
        ran = run(*arguments)

        assert ran.code in (0, 1, 2), ran.err
        _assert_harmless(ran.out, ran.err)

    def test_a_configuration_in_which_everything_is_wrong(self, write, run) -> None:
        write({"vaultkit.toml": WRONG})
        for command in ("check", "config", "fix", "stats"):
            ran = run(command)
            _assert_harmless(ran.out, ran.err)

    def test_formats_say_what_there_is(self, run) -> None:
        paths = {item["path"] for item in run("check", "--format=json").json["findings"]}
        assert f"{NAME}.md" in paths
        assert f"{NAME}.md" in {
            json.loads(line)["path"] for line in run("check", "--format=jsonl").out.splitlines()
        }
        assert ET.fromstring(run("check", "--format=junit").out).tag == "testsuites"
        assert "runs" in run("check", "--format=sarif").json

    @pytest.mark.parametrize(
        "arguments",
        [["fix", "--diff"], ["rename", "Home.md", "New", "--diff"], ["heal", "--diff"]],
        ids=lambda item: item[0],
    )
    def test_a_diff_is_what_git_applies(self, hostile, run_process, arguments) -> None:
        diff = run_process(*arguments).stdout
        names = [line for line in diff.decode().split("\n") if line.startswith(("diff ", "+++ "))]
        _assert_harmless(*names)
        if arguments[0] != "heal":  # of which there is nothing here
            subprocess.run(["git", "apply", "--check", "-"], input=diff, cwd=hostile, check=True)


@pytest.mark.usefixtures("hostile")
class TestOnATerminal:
    """What is printed on a terminal: our own colours are all that may control it."""

    @pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
    @pytest.mark.parametrize(
        "arguments",
        [
            ["check", "--verbose"],
            ["check", "--format=github"],
            ["graph", "--format=csv-notes"],
            ["fix", "--diff"],
            ["rename", "Home.md", "New", "--diff"],
        ],
        ids=lambda item: "-".join(item)[:12],
    )
    def test_what_shows(self, run_on_terminal, arguments, environment) -> None:
        shown = run_on_terminal("-c", CALM, *arguments, **environment)
        assert "me.md" in shown
        _assert_harmless(COLOURS.sub("", shown))

    def test_a_run_that_is_taken_back(self, run_process, run_on_terminal) -> None:
        assert run_process("rename", "Home.md", "New").returncode == 0
        for arguments in (["undo", "--list"], ["undo", "--show"], ["undo"]):
            shown = run_on_terminal("-c", CALM, *arguments)
            _assert_harmless(COLOURS.sub("", shown))
        assert "restored" in shown

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
    def test_asking(self, hostile, tmp_path) -> None:
        import pty

        child, screen = pty.fork()
        if child == 0:
            os.chdir(hostile)
            os.execv(sys.executable, [sys.executable, "-c", CALM, "fix", "--interactive"])
        os.write(screen, b"y\n?\nn\nq\n")
        shown = b""
        try:
            while piece := os.read(screen, 65536):
                shown += piece
        except OSError:
            pass
        os.waitpid(child, 0)
        assert b"[y,n,r,i,s,a,q,?]" in shown
        _assert_harmless(COLOURS.sub("", shown.decode().replace("\r\n", "\n")))
