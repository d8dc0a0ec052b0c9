"""Vaults of any size, each full of one thing that could take more than its share of work."""

import json
from collections.abc import Callable, Mapping

Texts = Mapping[str, str]
Shape = Callable[[int], Texts]

WORDS = "soil compost harvest watering frost seed mulch border orchard trellis".split()


def name(number: int) -> str:
    """Return a note's name: made of words that many share, so that near names are many."""
    first, second = WORDS[number % 10], WORDS[number // 10 % 10]
    return f"{first} {second} {chr(97 + number // 100 % 26)}{number:05}"


def ordinary(size: int) -> Texts:
    """Return notes with good and broken links, anchors, doubled names and aliases."""
    notes = {}
    for number in range(size):
        other, third = name((number * 7 + 1) % size), name((number * 13 + 5) % size)
        notes[f"folder {number % 20}/{name(number)}.md"] = (
            f"---\naliases: [Alias {number}, Shared {number // 2}]\ntags: [a/b{number % 50}]\n---\n"
            f"# {name(number)}\n\nTo [[{other}]] and [[{third}#Part 2|there]], [[{other}x]],\n"
            f"[gone](gone/{number}.md), [[Alias {number}]], [[{third}#Prat 2]], ![[{number}.png]]\n"
            f"and [[{other.replace(' ', '-')}]], [[{third}#^block{number}]], [y](#{number}).\n\n"
            "## Part 1\n\ntext [[Same]]\n\n## Part 2\n\ntext ^block\n\n## Part 2\n\nmore\n"
        )
        if number % 10 == 0:
            notes[f"copies {number}/Same.md"] = "# Same\n"
    return notes


def broken_alike(size: int) -> Texts:
    """Return notes whose broken links are near to very many names."""
    return {
        f"n/soil {n:05}.md": f"[[soil {n:05}x]] [[sail {n:05}]] [[/asoil]]\n" for n in range(size)
    }


def one_long_line(size: int) -> Texts:
    """Return a note of one line with many findings."""
    return {"A.md": " ".join(f"[[日/x{number}]]" for number in range(size))}


def many_lines(size: int) -> Texts:
    """Return a note of many lines with many findings."""
    return {"A.md": "\n\n".join(f"[[a/x{number}]] [[A#h{number}]]" for number in range(size))}


def many_headings(size: int) -> Texts:
    """Return a note of many headings, linked and not."""
    return {"A.md": "\n".join(f"## Part {n}\n\n[[#Part {n}]] [[#Prt {n}]]\n" for n in range(size))}


def flattened(size: int) -> Texts:
    """Return a flattened file of many sections."""
    part = "# Note {0} {{#note-{0}}}\n\n[x](#note-{1}) [y](#nte-{0}) [N|z](#nz)\n\n## Same\n\n"
    return {"all.md": "".join(part.format(number, number * 7 % size) for number in range(size))}


def many_suppressions(size: int) -> Texts:
    """Return a note in which every finding is allowed on the spot."""
    line = "[[a/b{0}]] %% vaultkit: allow broken-link %%\n\n"
    return {"A.md": "".join(line.format(number) for number in range(size))}


def flat_folder(size: int) -> Texts:
    """Return many notes of one name, each linked by it."""
    return {f"f{n}/Same.md": f"[[Same]] [[f{n}/Same]] [x](../f{n}/Same.md)\n" for n in range(size)}


def markdown_links(size: int) -> Texts:
    """Return notes with Markdown links to files that are not there."""
    return {f"n/{n}.md": "".join(f"[x](gone/{n}-{m}.md) " for m in range(5)) for n in range(size)}


def quoted_fences(size: int) -> Texts:
    """Return a note that is one quote full of code, with a sign that may begin maths."""
    return {"A.md": "> ```\n> a $\n> ```\n" * size}


def misplaced(size: int) -> Texts:
    """Return many notes of one name, each linked by a path that none of them has."""
    return {f"f{n}/Same.md": f"[[e{n}/Same]] [[e{n}/same]]\n" for n in range(size)}


def parted_rows(size: int) -> Texts:
    """A table of which each row holds links that a pipe takes apart."""
    row = "|[[Tea|a]] and [[Tea|b]]|[[Tea]]|\n"
    return {"Home.md": f"|a|b|\n|-|-|\n{row * size}", "Tea.md": "[[Home]]\n"}


def queried(size: int) -> Texts:
    """Return notes whose queries read from a folder that is gone, each in a folder of its own."""
    query = 'x\n\n```dataview\nLIST FROM "Old/Tea" or "Gone"\n```\n'
    return {f"f{n}/n{n}.md": query for n in range(size)}


def titles(size: int) -> Texts:
    """Return notes with links to titles with a slash, each of which may be a path."""
    return {
        f"n{n}.md": f"[[A{n}/B{n}]] [[C/{n}]] [x](<Plan {n}>) [[n{n}^id]]\n" for n in range(size)
    }


def tied(size: int) -> Texts:
    """Return many notes of one name, and many more that link to it without saying which."""
    notes = {f"d{n:06}/Sub/Same.md": "x" for n in range(size)}
    together = {f"z/{n}.md": "[[Same]] [[Same#x]] [[Sub/Same]]" for n in range(size)}
    return notes | together | {f"y{n}/{n}.md": "[[Same]] [[Sub/Same]]" for n in range(size)}


def left_wikilinks(size: int) -> Texts:
    """Return a flattened file in which wikilinks to one of its last sections were left."""
    part = "# Note {0} {{#note-{0}}}\n\n" + "[[Note {1}]] " * 10 + "\n\n"
    return {"all.md": "".join(part.format(number, size - 1) for number in range(size))}


def nested_suppressions(size: int) -> Texts:
    """Return a note in which ranges are opened again and again, and never ended."""
    return {"A.md": "%% vaultkit: allow-start broken-link %%\n[[/ay]]\n\n" * size}


def crossed_suppressions(size: int) -> Texts:
    """Return a note in which ranges are opened for one rule and ended for another."""
    starts = "%% vaultkit: allow-start broken-link %%\n" * size
    return {"A.md": starts + "%% vaultkit: allow-end broken-embed %%\n" * size}


def nested_headings(size: int) -> Texts:
    """Return a note whose links name a heading by those it stands under, among many alike."""
    part = "# Part {0}\n\n## Same\n\n" + "[[#Part {1}#Same]] " * 10 + "\n\n"
    return {"A.md": "".join(part.format(number, size - 1) for number in range(size))}


def suppressions_in_a_row(size: int) -> Texts:
    """Return a note of allowances that stand above one another, each a block of its own."""
    return {"A.md": "<!-- vaultkit: allow broken-link -->\n\n" * size + "[[/ab]]\n"}


def slug_links(size: int) -> Texts:
    """Return a note whose links name its many headings by slugs."""
    part = "## My Part {0}\n\n[x](#my-part-{1}) [[#my-part-{0}]]\n\n"
    return {"A.md": "".join(part.format(n, (n * 7 + 1) % size) for n in range(size))}


def slugs_alike(size: int) -> Texts:
    """Return a note whose links name its many headings of one text by counted slugs."""
    part = "# Top {0}\n\n## My Same\n\n[x](#my-same-{1})\n\n"
    return {"A.md": "".join(part.format(n, (n * 7 + 1) % size) for n in range(size))}


def slugs_elsewhere(size: int) -> Texts:
    """Return many notes that link to the many headings of one by slugs."""
    headings = {"A.md": "".join(f"## My Part {n}\n\n" for n in range(size))}
    return headings | {f"{n}.md": f"[x](A.md#my-part-{n})\n" for n in range(size)}


def links_in_headings(size: int) -> Texts:
    """Return notes that hold a link to mend in a heading, and dead links to headings of others."""
    note = "# Note Number {0}\n\n## See [[note-number-{1}]]\n\n[[Note Number {2}#gone]]\n"
    return {
        f"Note Number {n}.md": note.format(n, (n + 1) % size, (n + 2) % size) for n in range(size)
    }


def headings_elsewhere(size: int) -> Texts:
    """Return a note of dead links to what are headings and blocks of another note, and one more."""
    link = "[[Old#My part {0} is here]] [[Old#Part {0}]] [[Old#^block-{0}]] [[Old#Gone {0}]]\n\n"
    part = "## My part {0} is here\n\nx ^block-{0}\n\n"
    old = "## The new part {0}\n\n"
    return {
        name: "".join(text.format(number) for number in range(size))
        for name, text in (("Links.md", link), ("New.md", part), ("Old.md", old))
    }


def much_to_mend(size: int) -> Texts:
    """Return a note that is full of what has a fix, of every kind."""
    lines = (
        "## See [[my-note]] {0}\n\n[[#gone {0}]] [[gone/My Note]] [[My Noet]] ![[gone/map.png]]\n\n"
        "[[Other Name]] [[My Note#my-part-{0}]] [x](my-note.md) [x](My Note.md)\n"
        "[[My Note#Prt {0}]] [![x](gone/map.png)](My%20Note.md)\n\n"
        "| a |\n|---|\n| [[my-note]] |\n\n"
    )
    values = '  - "[[my-note]]"\n' * size
    empty = "  - name\n  -\n" * size
    keys = "".join(f'k{n}: "[[My Note]], [[My Note]]"\n' for n in range(size))
    return {
        ".obsidian/app.json": "{}",
        "map.png": "",
        "Log.md": f"---\nup:\n{values}aliases:\n{empty}{keys}---\n"
        + "".join(lines.format(n) for n in range(size)),
        "My Note.md": "---\naliases: [Other Name]\n---\n[[Log]]\n\n"
        + "".join(f"## My Part {n}\n\n" for n in range(size)),
    }


def one_target(size: int) -> Texts:
    """Return files that are full of what leads to one note and heading, in every form."""
    lines = (
        "## On [[Tea]] {0}\n\n[[Tea#Green|a]] ![[Tea]] [x](Tea.md#Green) [x](#Tea) [y][{0}]\n"
        "[[Chai]] #a [![x](Tea.md)](Tea.md) %% [[Tea]] %%\n\n"
        "| a |\n|---|\n| [[Tea#Green\\|b]] |\n\n"
        "[{0}]: Tea.md\n\n[[Tea#Black]] [[Tea#gr-een]] <img src='Tea.md'> ^b{0}\n\n"
    )
    values = "".join(f'  - "[[Tea#Green]]"\n  - it is {n}\n' for n in range(size))
    file = {"type": "file", "file": "Tea.md", "subpath": "#Green"}
    card = {"type": "text", "text": "[[Tea]] [x](Tea.md#Green)"}
    nodes = [{"id": str(n), **node} for n in range(size) for node in (file, card)]
    names = '    - file.hasLink("Tea")\n    - file.name == "Tea.md"\n    - title == "Tea"\n'
    headings = "".join(f"# Part {n}\n\n## Same\n\n" for n in range(size))
    return {
        ".obsidian/app.json": "{}",
        "Log.md": f"---\nup:\n{values}---\n" + "".join(lines.format(n) for n in range(size)),
        "Tea.md": f"# Tea\n\n## Green\n\nleaves\n\n{headings}",
        "Map.canvas": json.dumps({"nodes": nodes}),
        "Plan.base": "filters:\n  and:\n" + names * size,
    }


def one_tag(size: int) -> Texts:
    """Return files that are full of one tag and tags below it."""
    values = "".join(f"  - tea\n  - tea/b{n}\n" for n in range(size))
    nodes = [{"id": str(n), "type": "text", "text": f"#tea/c{n}"} for n in range(size)]
    return {
        ".obsidian/app.json": "{}",
        "Log.md": f"---\ntags:\n{values}---\n"
        + "".join(f"words #tea #Tea/a{n} #other\n\n" for n in range(size)),
        "Map.canvas": json.dumps({"nodes": nodes}),
        "Plan.base": "filters:\n  and:\n" + '    - file.hasTag("tea")\n' * size,
    } | {f"{n}.md": "#tea/d\n" for n in range(size)}


def one_folder(size: int) -> Texts:
    """Return a folder of many files that lead to one another, and what leads into it."""
    note = "---\nfrom: old/{0}.md\n---\n[[old/{1}]] [[{1}]] [x]({1}.md) [[d{1}/Deep]]\n"
    names = "".join(f'    - title == "{n}"\n    - link("old/{n}")\n' for n in range(size))
    return {
        ".obsidian/app.json": "{}",
        "Plan.base": 'filters:\n  and:\n    - file.inFolder("old")\n' + names,
    } | {
        path: text
        for n in range(size)
        for path, text in (
            (f"old/{n}.md", note.format(n, (n + 1) % size)),
            (f"old/d{n}/Deep.md", f"[[../{n}]]"),
        )
    }


SHAPES: dict[Shape, int] = {
    ordinary: 100,
    broken_alike: 100,
    markdown_links: 200,
    one_long_line: 400,
    many_lines: 200,
    many_headings: 100,
    flattened: 100,
    many_suppressions: 200,
    flat_folder: 200,
    quoted_fences: 500,
    parted_rows: 40,
    queried: 100,
    titles: 100,
    misplaced: 200,
    tied: 200,
    left_wikilinks: 200,
    nested_suppressions: 400,
    nested_headings: 200,
    suppressions_in_a_row: 200,
    crossed_suppressions: 800,
    links_in_headings: 100,
    headings_elsewhere: 60,
    much_to_mend: 40,
}
"""Ways to make vaults, each with a size that is checked in a moment."""

REPAIRS: dict[Shape, int] = {
    slug_links: 20,
    slugs_alike: 20,
    slugs_elsewhere: 20,
    many_headings: 20,
    nested_headings: 20,
}
"""Those that a repair or a rewriting could find hard."""

CHANGES: dict[tuple[str, ...], tuple[Shape, int]] = {
    ("fix", "--unsafe-fixes"): (much_to_mend, 15),
    ("rename", "Tea", "Chai"): (one_target, 15),
    ("rename-heading", "Tea#Green", "Black"): (one_target, 15),
    ("rename-tag", "tea", "drink"): (one_tag, 15),
    ("rename", "old/", "new"): (one_folder, 15),
}
"""Commands, each with vaults in which very much follows from it, and a size for these."""
