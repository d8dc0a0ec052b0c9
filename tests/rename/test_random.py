"""Random vaults of awkward names, and garbled notes, renamed and moved: no proof fails.

Refusals for a link that fits two files, or that another would take over, are as they should be.
"""

import random
from urllib.parse import quote

import pytest

from tests.rounds import rounds
from vaultkit.errors import UsageError
from vaultkit.rename import operations as moves
from vaultkit.vault.vault import Vault

NAMES = """Old|New|A b|É|100%|It's|a (b|C++|x.y|Note.py|日本|Old 2|& so|a_b|*s*|~t|`c`|%41|a&amp;b|
q"q|end.|{x}|$5 $6|--|!x|=a|@me|a,b|1|true|- x|x;y|<b>|%25""".replace("\n", "").split("|")
FOLDERS = ["", "a/", "a/b/", "Old/", "ä ö/", "x (y/"]
HEADINGS = ["Z", "Z [x]", "a | b", "`c` *d*", "é: %% x", "<b>", "[[Old]]", "#tag"]
STYLES = ["shortest", "relative", "absolute"]


def link(chance: random.Random, paths: list[str]) -> str:
    path = chance.choice(paths)
    stem = path.removesuffix(".md")
    name = stem.rpartition("/")[2]
    anchor = chance.choice(["", "", "#H", "#^id", "#nope", "#H & b"])
    target = chance.choice([name, stem, name, path]) + anchor
    text = chance.choice(["", f"|{name}", "|text", f"|{stem}"])
    url = quote(path, "/&;'\"*~`{}$!=@,+") + anchor.replace(" ", "%20")
    return chance.choice(
        [
            f"[[{target}{text}]]",
            f"[[{target}{text}]]",
            f"![[{target}{text}]]",
            f"[{name}]({url})",
            f'[text](<{url.replace("%20", " ")}> "title")',
            f"[text]({url} 'title')",
            f"[r][r{chance.randrange(3)}]",
            f"%% [[{target}]] %%",
        ]
    )


def note(chance: random.Random, paths: list[str]) -> str:
    def some() -> str:
        return link(chance, paths)

    stem = chance.choice(paths).removesuffix(".md")
    double = stem.replace("\\", "\\\\").replace('"', '\\"')
    single = stem.replace("'", "''")
    head = f"---\nup: \"[[{double}]]\"\nl:\n  - '[[{single}]]'\n  - [[{stem}]]\n---\n"
    cells = [some().replace("|", "\\|") for _ in range(2)]
    definitions = "".join(f"[r{n}]: <{quote(chance.choice(paths))}>\n" for n in range(2))
    return (
        f"{chance.choice(['', head])}# H\n\n{some()} x {some()}\n\n"
        f"## H & b {chance.choice(['', some()])}\n\n- {some()}\n> {some()} ^id\n\n"
        f"| a | b |\n|---|---|\n| {cells[0]} | {cells[1]} |\n\n{definitions}"
    )


@pytest.mark.parametrize("seed", range(rounds(200)))
def test_nothing_is_left_behind(seed) -> None:
    chance = random.Random(seed)
    paths = sorted(
        {
            f"{chance.choice(FOLDERS)}{chance.choice(NAMES)}.md"
            for _ in range(chance.randrange(2, 7))
        }
    )
    files = {path: note(chance, paths) for path in paths}
    if chance.random() < 0.6:
        files[".obsidian/app.json"] = f'{{"newLinkFormat": "{chance.choice(STYLES)}"}}'
    vault = Vault.from_texts(files)
    old, new = chance.choice(paths), chance.choice(NAMES)
    ways = [
        lambda: moves.rename(vault, old, new),
        lambda: moves.move(vault, [old], chance.choice(["/", "z/", *FOLDERS[1:]])),
        lambda: moves.move(vault, [old], f"z/{new}.md"),
        lambda: moves.rename_heading(vault, old, "#H", chance.choice(HEADINGS)),
    ]
    try:
        done = chance.choice(ways)()
    except UsageError:
        return

    assert done.faults == []
    unlike = [place for place in done.conflicts if "could not" in place.said or not place.written]
    assert unlike == []
    after = vault.with_changes({change.path: change.after for change in done.changes})
    assert len(after.files) == len(vault.files)


# fmt: off
PIECES = [
    "[", "]", "[[", "]]", "![", "![[", "](Old.md)", "](", "(Old.md)", "](<Old.md>)", "%%", "%% ",
    "|", "[[Old]]", "![[Old]]", "[[Old|x]]", "a", "b ", "\n", "\n\n", "#old", "`", "$", "\\",
    "\n> ", "\n- ", "<b>", "*", "[r]", "\n[r]: Old.md\n", "<!--", "-->", "\n|a|b|\n|-|-|\n|",
    "```\n", "^id\n", "\r\n", "é", "\n    ", ' "t")',
]
# fmt: on


@pytest.mark.parametrize("seed", range(rounds(20)))
def test_garbled_notes_are_no_bugs(seed) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(2, 14)))
        vault = Vault.from_texts({"Old.md": "#old\n", "S.md": text})
        found = [
            moves.rename(vault, "Old.md", chance.choice(["New", "N 2", "100%", "x_y_z"])),
            moves.move(vault, ["Old.md"], "z/"),
            moves.rename_tag(vault, "old", "new", merge=True),
        ]

        assert [done.faults for done in found] == [[], [], []], text
