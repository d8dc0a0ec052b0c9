"""What a finding's help says to write is what its fix writes, and never wrong where it has none."""

import pytest

from vaultkit import check

ARTIFICIAL = "---\naliases: [AI]\n---\n# Artificial\n\n## Uses\n\nText.\n"
TABLE = "| a | b |\n|---|---|\n"


def helped(text: str, **others: str) -> list[tuple[str | None, str | None]]:
    """Return the help of each finding in a note, and the title of its fix."""
    others = {name.replace("_", " "): text for name, text in others.items()}
    files = {"Home.md": text, **{f"{name}.md": text for name, text in others.items()}}
    return [
        (found.help, found.fix and found.fix.title)
        for found in check(files, ignore=["VK3"]).findings
        if found.path == "Home.md"
    ]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("[[AI]]", "write [[Artificial|AI]]"),
        ("[[AI#Uses]]", "write [[Artificial#Uses|AI > Uses]]"),
        ("[[AI#Uses|the uses]]", "write [[Artificial#Uses|the uses]]"),
        ("![[AI]]", "write ![[Artificial]]"),
        (f"{TABLE}| [[AI]] | x |", "write [[Artificial\\|AI]]"),
        (f"{TABLE}| [[AI\\|it]] | x |", "write [[Artificial\\|it]]"),
    ],
)
def test_a_link_to_an_alias(link: str, said: str) -> None:
    help_ = f"if that note is meant, {said}"

    assert helped(f"x\n\n{link}\n", Artificial=ARTIFICIAL) == [(help_, said)]


def test_a_link_to_an_alias_without_a_fix() -> None:
    """Other notes name the heading that the link stands in, so that nothing mends it."""
    home = "## On [[AI]]\n\nx [[Home#On AI]]\n"

    assert helped(home, Artificial=ARTIFICIAL) == [('if "Artificial" is meant, link to it', None)]


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("[[spring-plan]]", "write [[Spring plan|spring-plan]]"),
        ("[[spring-plan|the plan]]", "write [[Spring plan|the plan]]"),
        (f"{TABLE}| [[spring-plan]] | x |", "write [[Spring plan\\|spring-plan]]"),
    ],
)
def test_a_slug(link: str, title: str) -> None:
    said = f'it means "Spring plan", the only note with this slug: {title}'

    assert helped(f"x\n\n{link}\n", Spring_plan="x\n") == [(said, title)]


def test_a_slug_without_a_fix() -> None:
    home = "## On [[spring-plan]]\n\nx [[Home#On spring-plan]]\n"

    said = 'it means "Spring plan", the only note with this slug'

    assert helped(home, Spring_plan="x\n") == [(said, None)]


def test_a_space_in_a_target() -> None:
    files = {"My note": "x\n", "100% sure": "x\n"}
    opens = "with %20 for each space, it opens a file in the vault: "
    home = "[a](My note.md)\n\n[b](100% sure.md)\n\n[c](50% off.md)\n"

    assert helped(home, **files) == [
        (f"{opens}write (My%20note.md)", "write (My%20note.md)"),
        (f"{opens}write (100%25%20sure.md)", "write (100%25%20sure.md)"),
        ("write %20 for each space", None),
    ]


@pytest.mark.parametrize(
    ("value", "said", "title"),
    [
        ("[[Tea]]", 'in quotes, it opens a file in the vault: write "[[Tea]]"', 'write "[[Tea]]"'),
        ("[[Teapot]]", 'write "[[Teapot]]"', None),
        ('[[The "best" tea]]', "write '[[The \"best\" tea]]'", None),
        ('[[Kim\'s "best" tea]]', "put quotes around it", None),
        (
            '"[[Tea]], [[Home]]"',
            'each of them opens a file in the vault: write ["[[Tea]]", "[[Home]]"]',
            'write ["[[Tea]]", "[[Home]]"]',
        ),
        ('"[[Tea]] and [[Home]]"', "make it a list with one link per entry", None),
    ],
)
def test_a_link_in_a_property(value: str, said: str, title: str | None) -> None:
    assert helped(f"---\nup: {value}\n---\n", Tea="x\n") == [(said, title)]
