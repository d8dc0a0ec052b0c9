"""Vaults of any size, each full of one thing that could take more than its share of work."""

from collections.abc import Callable, Mapping

Texts = Mapping[str, str]
Shape = Callable[[int], Texts]

WORDS = "soil compost harvest watering frost seed mulch border orchard trellis".split()


def name(number: int) -> str:
    """Give a note's name: made of words that many share, so that near names are many."""
    first, second = WORDS[number % 10], WORDS[number // 10 % 10]
    return f"{first} {second} {chr(97 + number // 100 % 26)}{number:05}"


def ordinary(size: int) -> Texts:
    """Give notes with good and broken links, anchors, doubled names and aliases."""
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
    """Give notes whose broken links are near to very many names."""
    return {
        f"n/soil {n:05}.md": f"[[soil {n:05}x]] [[sail {n:05}]] [[x/soil]]\n" for n in range(size)
    }


def one_long_line(size: int) -> Texts:
    """Give a note of one line with many findings."""
    return {"A.md": " ".join(f"[[日/x{number}]]" for number in range(size))}


def many_lines(size: int) -> Texts:
    """Give a note of many lines with many findings."""
    return {"A.md": "\n\n".join(f"[[a/x{number}]] [[A#h{number}]]" for number in range(size))}


def many_headings(size: int) -> Texts:
    """Give a note of many headings, linked and not."""
    return {"A.md": "\n".join(f"## Part {n}\n\n[[#Part {n}]] [[#Prt {n}]]\n" for n in range(size))}


def flattened(size: int) -> Texts:
    """Give a flattened file of many sections."""
    part = "# Note {0} {{#note-{0}}}\n\n[x](#note-{1}) [y](#nte-{0}) [N|z](#nz)\n\n## Same\n\n"
    return {"all.md": "".join(part.format(number, number * 7 % size) for number in range(size))}


def many_suppressions(size: int) -> Texts:
    """Give a note in which every finding is allowed on the spot."""
    line = "[[a/b{0}]] %% vaultkit: allow broken-link %%\n\n"
    return {"A.md": "".join(line.format(number) for number in range(size))}


def flat_folder(size: int) -> Texts:
    """Give many notes of one name, each linked by it."""
    return {f"f{n}/Same.md": f"[[Same]] [[f{n}/Same]] [x](../f{n}/Same.md)\n" for n in range(size)}


def markdown_links(size: int) -> Texts:
    """Give notes with Markdown links to files that are not there."""
    return {f"n/{n}.md": "".join(f"[x](gone/{n}-{m}.md) " for m in range(5)) for n in range(size)}


def quoted_fences(size: int) -> Texts:
    """Give a note that is one quote full of code, with a sign that may begin maths."""
    return {"A.md": "> ```\n> a $\n> ```\n" * size}


def misplaced(size: int) -> Texts:
    """Give many notes of one name, each linked by a path that none of them has."""
    return {f"f{n}/Same.md": f"[[e{n}/Same]] [[e{n}/same]]\n" for n in range(size)}


def tied(size: int) -> Texts:
    """Give many notes of one name, and many more that link to it without saying which."""
    notes = {f"d{n:06}/Sub/Same.md": "x" for n in range(size)}
    together = {f"z/{n}.md": "[[Same]] [[Same#x]] [[Sub/Same]]" for n in range(size)}
    return notes | together | {f"y{n}/{n}.md": "[[Same]] [[Sub/Same]]" for n in range(size)}


def left_wikilinks(size: int) -> Texts:
    """Give a flattened file in which wikilinks to one of its last sections were left."""
    part = "# Note {0} {{#note-{0}}}\n\n" + "[[Note {1}]] " * 10 + "\n\n"
    return {"all.md": "".join(part.format(number, size - 1) for number in range(size))}


def nested_suppressions(size: int) -> Texts:
    """Give a note in which ranges are opened again and again, and never ended."""
    return {"A.md": "%% vaultkit: allow-start broken-link %%\n[[x/y]]\n\n" * size}


def crossed_suppressions(size: int) -> Texts:
    """Give a note in which ranges are opened for one rule and ended for another."""
    starts = "%% vaultkit: allow-start broken-link %%\n" * size
    return {"A.md": starts + "%% vaultkit: allow-end broken-embed %%\n" * size}


def nested_headings(size: int) -> Texts:
    """Give a note whose links name a heading by those it stands under, among many alike."""
    part = "# Part {0}\n\n## Same\n\n" + "[[#Part {1}#Same]] " * 10 + "\n\n"
    return {"A.md": "".join(part.format(number, size - 1) for number in range(size))}


def suppressions_in_a_row(size: int) -> Texts:
    """Give a note of allowances that stand above one another, each a block of its own."""
    return {"A.md": "<!-- vaultkit: allow broken-link -->\n\n" * size + "[[a/b]]\n"}


def slug_links(size: int) -> Texts:
    """Give a note whose links name its many headings by slugs."""
    part = "## My Part {0}\n\n[x](#my-part-{1}) [[#my-part-{0}]]\n\n"
    return {"A.md": "".join(part.format(n, (n * 7 + 1) % size) for n in range(size))}


def slugs_alike(size: int) -> Texts:
    """Give a note whose links name its many headings of one text by counted slugs."""
    part = "# Top {0}\n\n## My Same\n\n[x](#my-same-{1})\n\n"
    return {"A.md": "".join(part.format(n, (n * 7 + 1) % size) for n in range(size))}


def slugs_elsewhere(size: int) -> Texts:
    """Give many notes that link to the many headings of one by slugs."""
    headings = {"A.md": "".join(f"## My Part {n}\n\n" for n in range(size))}
    return headings | {f"{n}.md": f"[x](A.md#my-part-{n})\n" for n in range(size)}


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
    misplaced: 200,
    tied: 200,
    left_wikilinks: 200,
    nested_suppressions: 400,
    nested_headings: 200,
    suppressions_in_a_row: 200,
    crossed_suppressions: 800,
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
