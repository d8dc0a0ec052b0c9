"""Made vaults of any size, the same ones every time."""

import random
from pathlib import Path

PER_FOLDER = 100
BALLAST_WORDS = 45
_WORDS = (
    "amber birch cedar delta ember fjord grove heath islet jetty knoll larch mould north orchard "
    "plough quarry ridge slope thicket umber valley willow yarrow acre brook clay ditch elder fern"
).split()
_PARTS = ("Origin", "Method", "Findings", "Notes", "Open questions")


def name(number: int) -> str:
    """Return the name of a note: words that many share, and a number of its own."""
    words = len(_WORDS)
    first, second = _WORDS[number % words], _WORDS[number // words % words]
    return f"{first} {second} {number}"


def path(number: int) -> str:
    """Return where a note is."""
    return f"area {number // (PER_FOLDER * 20)}/part {number // PER_FOLDER}/{name(number)}.md"


def note(number: int, notes: int) -> str:
    """Return a note's text: 3 to 5 KB, nine links or so, of which one in thirty is broken."""
    chance = random.Random(number)
    tags = ", ".join(chance.sample(_WORDS, 2))
    front = f"---\naliases: [alias {number}]\ntags: [{tags}]\nup: '[[{name(number // 30)}]]'\n---\n"
    parts = [f"{front}# {name(number)}\n"]
    for part in _PARTS[: chance.randint(3, 5)]:
        parts.append(f"## {part}\n\n{_text(chance)} {_link(chance, number, notes)}.\n")
        parts.append(f"- {_link(chance, number, notes)}: {_text(chance)}\n- {_text(chance)}\n")
    return "\n".join(parts)


def make(folder: Path, notes: int) -> None:
    """Write a vault of so many notes, one after the other."""
    (folder / ".obsidian").mkdir(parents=True)
    (folder / "map.png").write_bytes(b"\x89PNG")
    for number in range(notes):
        place = folder / path(number)
        if number % PER_FOLDER == 0:
            place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(note(number, notes), "utf-8")


def _text(chance: random.Random) -> str:
    words = chance.choices(_WORDS, k=BALLAST_WORDS)
    words[20] = f"**{words[20]}**"
    return " ".join(words).capitalize()


def _link(chance: random.Random, number: int, notes: int) -> str:
    """Return a link: most lead to a note close by, some far away, a few nowhere."""
    away = chance.randrange(notes) if chance.random() < 0.3 else number + chance.randint(-50, 50)
    target = name(away % notes)
    kind = chance.random()
    if kind < 0.5:
        return f"[[{target}]]"
    if kind < 0.75:
        return f"[[{target}#{chance.choice(_PARTS[:3])}|{chance.choice(_WORDS)}]]"
    if kind < 0.9:
        return f"[{chance.choice(_WORDS)}]({target.replace(' ', '%20')}.md)"
    if kind < 0.96:
        return "![[map.png]]"
    wrong = target.replace("e", "a", 1)
    return chance.choice([f"[[{wrong}]]", f"[[gone/{target}]]", f"[[{target}#{_PARTS[4]} x]]"])
