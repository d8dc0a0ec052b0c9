"""Fixes of what is a link to some readers of Markdown alone, and of what stands in other links."""

import pytest

from vaultkit.api import Vault
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import Repair, repair


def repaired(text: str) -> Repair:
    files = {"N.md": text, "picture.png": "", "a b.md": "# H\n", "Garden.md": "[[N]] words\n"}
    vault = Vault.from_texts({**files, ".obsidian/app.json": "{}"})
    return repair(vault, read_settings(), unsafe=True)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("|a|b|\n|-|-|\n|c|d| [x](a b.md) |\n", 3, id="cell that nobody sees"),
        pytest.param("|a|b|\n|-|-|\n    [[picturre.png]]\n", 3, id="indented line below a table"),
        pytest.param("|a|b|\n|-|-|\n|![[Garde\\\\|]]|c|\n", 3, id="two backslashes in a cell"),
        pytest.param("<div>\n%% [[picturre.png]] %%\n</div>\n", 2, id="comment in HTML"),
    ],
)
def test_what_is_disputed_stays_and_is_named(text, line) -> None:
    done = repaired(text)

    assert (done.refusals, done.changes) == ([], {})
    assert done.disputed == [("N.md", line)]


@pytest.mark.parametrize("name", ["picturre.png", "x/picture.png", "garden-h", "a-b", "a b#h"])
def test_three_brackets_stay(name) -> None:
    done = repaired(f"x\n\n[[[{name}]]] [[[{name}|x]]\n")

    assert (done.refusals, done.changes, done.disputed) == ([], {}, [])


def test_all_else_in_the_note_is_mended() -> None:
    text = "<div>\n%% [[picturre.png]] %%\n</div>\n\n{}\n\n{}\n"
    done = repaired(text.format("![[picturre.png]]", "[x](a b.md)"))

    assert done.refusals == []
    assert done.disputed == [("N.md", 2)]
    assert done.changes["N.md"].after == text.format("![[picture.png]]", "[x](a%20b.md)").encode()


@pytest.mark.parametrize(
    "text",
    [
        "[![](pictre.png)](a%20b.md)\n",
        "[x ![logo](pictre.png) y](#h)\n\n# H\n",
        "- é [é ![é](pictre.png) ![](pictre.png)](<a b.md>)\n",
        "[![](pictre.png)][r]\n\n[r]: https://x.org\n",
    ],
)
def test_an_image_in_the_text_of_a_link(text) -> None:
    done = repaired(text)

    assert (done.refusals, done.disputed) == ([], [])
    assert done.changes["N.md"].after == text.replace("pictre.png", "picture.png").encode()


@pytest.mark.parametrize("shown", ["", "100", "picture"])
def test_a_pipe_where_a_table_fails_for_it_stays_as_it_is(shown) -> None:
    text = f"| a | ![[picturre.png|{shown}]] |\n|---|---|\n| c | d |\n"
    done = repaired(text)

    assert (done.refusals, done.disputed) == ([], [])
    assert done.changes["N.md"].after == text.replace("picturre", "picture").encode()


def test_no_tag_comes_about_behind_a_link() -> None:
    done = repaired("[x](a b.md)#tag\n")

    assert (done.refusals, done.disputed, done.changes) == ([], [], {})


@pytest.mark.parametrize("name", ["a *b* c", "_a b_", "a `b` c", "a ~~b~~", "a &amp; b"])
def test_a_path_that_is_seen_as_markup(name) -> None:
    files = {"N.md": f"[x]({name}.md)\n", f"{name}.md": "[[N]] words\n"}
    done = repair(Vault.from_texts({**files, ".obsidian/app.json": "{}"}), read_settings())

    assert (done.refusals, done.changes) == ([], {})


@pytest.mark.parametrize("name", ["a_b c_d", "a & b", "2 * 3", "~a b", "it's a b"])
def test_a_path_that_is_seen_as_it_is_written(name) -> None:
    files = {"N.md": f"[x]({name}.md)\n", f"{name}.md": "[[N]] words\n"}
    done = repair(Vault.from_texts({**files, ".obsidian/app.json": "{}"}), read_settings())

    assert done.refusals == []
    assert done.changes["N.md"].after == f"[x]({name}.md)\n".replace(" ", "%20").encode()
