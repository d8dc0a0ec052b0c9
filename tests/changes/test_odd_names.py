"""Fixes where a name, or what stands around a link, means something else to Markdown or YAML."""

import pytest

from vaultkit.api import Vault
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair

APP = ".obsidian/app.json"
MARKDOWN = '{"useMarkdownLinks": true}'


def fixed(text: str, *others: str, app: str = "{}", unsafe: bool = False) -> str:
    """Repair a note among others; give its text, and see that nothing was left out."""
    files = {"N.md": text, APP: app, **dict.fromkeys(others, "[[N]] words\n")}
    done = repair(Vault.from_texts(files), read_settings(), unsafe=unsafe)
    assert (done.refusals, done.disputed, done.cycle) == ([], [], ())
    return done.vault.tree.read("N.md").decode()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Salt &amp; Light", "Salt%20&amp;amp;%20Light.md"),
        ("a&lt;b", "a&amp;lt;b.md"),
        ("x&#38;y", None),  # no link can hold its #
        ("&copy", "&copy.md"),
        ("R&D", "R&D.md"),
        ("a)b(c", "a%29b%28c.md"),
        ("a (b)", "a%20(b).md"),
        ("[br]acket", "[br]acket.md"),
        ("half 50%", "half%2050%25.md"),
        ("bell\x07", "bell%07.md"),
        ("del\x7f", "del%7F.md"),
    ],
)
def test_a_name_in_a_markdown_link(name, written) -> None:
    text = f"[x](<gone/{name.replace('&', '&amp;').replace('%', '%25')}.md>)\n"
    expected = text if written is None else f"[x]({written})\n"

    assert fixed(text, f"{name}.md", app=MARKDOWN) == expected


def test_the_advice_names_the_file_that_the_fix_names() -> None:
    files = {"N.md": "[x](salt-amp-light)\n", "Salt &amp; Light.md": "[[N]] words\n"}
    done = repair(Vault.from_texts({**files, APP: MARKDOWN}), read_settings())

    assert [item.title for item in done.done] == ["write [x](Salt%20&amp;amp;%20Light.md)"]


EMBED = "![[pic.png|a cup of [[Tea]]]] "
REPEATED = "---\nr: &a '[[Tea]]'\ns: *a\n---\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{EMBED}[x](My Note.md)", f"{EMBED}[x](My%20Note.md)"),
        ("![[a [[gone/Tea]] b]]", "![[a [[Tea]] b]]"),
        ("![[pic.png|[x](gone/Tea.md)]]", "![[pic.png|[x](gone/Tea.md)]]"),
        ("[]([é](gone/Tea.md)) [[gone/Tea]]", "[]([é](gone/Tea.md)) [[Tea]]"),
        ('[a](gone/Tea.md "b](c")', '[a](Tea.md "b](c")'),
        ("[![i](pic.png)](gone/Tea.md)", "[![i](pic.png)](Tea.md)"),
        ("[[gone/Tea|\\]]] [[gone/Tea]]", "[[gone/Tea|\\]]] [[Tea]]"),
        ("%%[[gone/Tea|b]]%%\n\n-\n", "%%[[Tea|b]]%%\n\n-\n"),
        (f"{REPEATED}[[gone/Tea]]", f"{REPEATED}[[Tea]]"),
    ],
)
def test_what_stands_around_a_link(before, after) -> None:
    assert fixed(before, "Tea.md", "My Note.md", "pic.png") == after


@pytest.mark.parametrize("sign", ["\x0b", "\x7f", "\x85", "\u2028", "\u2029", "\x1f"])
def test_what_yaml_cannot_hold_is_not_written_there(sign) -> None:
    text = "---\nup: '[[A b]]'\n---\n"

    assert fixed(text, f"A{sign}b.md", unsafe=True) == text


def test_a_link_with_more_signs_than_one_reader_knows_is_disputed() -> None:
    """That is ``U+007F``, which ends a destination for some."""
    vault = Vault.from_texts({"N.md": "[](a\x7fc.)\n", "a\x7fcd.md": "[[N]] words\n", APP: "{}"})
    done = repair(vault, read_settings(), unsafe=True)

    assert (done.refusals, done.changes) == ([], {})


@pytest.mark.parametrize("deep", ["> ", "- ", "["])
def test_a_note_nested_deeper_than_python_calls_go(deep) -> None:
    text = f"{deep * 1000}[[gone/Tea]]\n"
    vault = Vault.from_texts({"N.md": text, "Tea.md": "[[N]] words\n", APP: "{}"})
    done = repair(vault, read_settings())

    assert done.refusals == []
    assert done.vault.tree.read("N.md").decode() in (text, text.replace("gone/", ""))
