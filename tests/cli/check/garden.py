"""A small vault with a finding of each kind, what a check prints of it, and what carets mark."""

import itertools
import re
import unicodedata

GARDEN = {
    "Empty.md": "# Empty\n",
    "Home.md": (
        "# Home\n\nSee [[Soil]], [[Plan]], [[/eds/West]] and [[old/Soil]].\n\n![[map.png]]\n\n"
        "## Beds\n\none\n\n## Beds\n\ntwo [[Empty]]\n"
    ),
    "Soil.md": "# Soil\n\nBack to [[Home#Beds]] and [[Home#Tools]].\n",
}

GARDEN_AS_TEXT = """\
Empty.md:1:1: warning: stub-note: "Empty" is empty

Home.md:3:25: error: broken-link: no note "/eds/West"
    3 | See [[Soil]], [[Plan]], [[/eds/West]] and [[old/Soil]].
      |                         ^^^^^^^^^^^^^

Home.md:3:43: error: broken-link [*]: no note "old/Soil"
    3 | See [[Soil]], [[Plan]], [[/eds/West]] and [[old/Soil]].
      |                                           ^^^^^^^^^^^^
    help: found in another folder: "Soil" (the vault has no folder "old", and no other file of that name)

Home.md:5:1: error: broken-embed: no file "map.png" to embed
    5 | ![[map.png]]
      | ^^^^^^^^^^^^

Home.md:11:1: warning: duplicate-heading: duplicate heading "Beds"
    11 | ## Beds
       | ^^^^^^^
    help: a link by its text opens only the first, further up
    see: 7:1 the same heading

Soil.md:3:27: error: broken-anchor: no heading "Tools" in "Home"
    3 | Back to [[Home#Beds]] and [[Home#Tools]].
      |                           ^^^^^^^^^^^^^^

info unwritten-note (VK102): 1, listed by --verbose or --select unwritten-note

TMP/vault: 3 notes, 8 links: 4 errors, 2 warnings, 1 info (TIME)
1 of 6 can be fixed: run vaultkit fix
why, and what to do: run vaultkit rule broken-link
"""  # noqa: E501

GARDEN_CONCISELY = """\
Empty.md:1:1: warning: VK301 stub-note: "Empty" is empty
Home.md:3:15: info: VK102 unwritten-note: "Plan" is not written yet
Home.md:3:25: error: VK101 broken-link: no note "/eds/West"
Home.md:3:43: error: VK101 broken-link [*]: no note "old/Soil"
Home.md:5:1: error: VK103 broken-embed: no file "map.png" to embed
Home.md:11:1: warning: VK201 duplicate-heading: duplicate heading "Beds"
Soil.md:3:27: error: VK104 broken-anchor: no heading "Tools" in "Home"
"""


def marked(text: str) -> list[str]:
    """Return what stands over the carets of each excerpt, counted in the cells of a terminal."""
    found = []
    lines = text.splitlines()
    for source, carets in itertools.pairwise(lines):
        bar = re.fullmatch(r" +\| ( *)(\^+)", carets)
        if bar:
            row = "".join(cell for letter in source for cell in cells(letter))
            found.append(row[bar.start(2) : bar.end(2)].replace("\0", ""))
    return found


def cells(letter: str) -> list[str]:
    """Return the cells a letter takes; the second of a wide one is NUL."""
    if unicodedata.combining(letter):
        return []
    return [letter, "\0"] if unicodedata.east_asian_width(letter) in "WF" else [letter]
