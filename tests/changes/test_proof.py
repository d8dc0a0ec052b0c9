"""The guard itself: deliberately damaged fixes on real notes, all of which it must refuse."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.folders import contents
from vaultkit.api import Vault
from vaultkit.changes.draft.draft import Drafter
from vaultkit.changes.edits import apply
from vaultkit.changes.fix import Edit, Fix, Opens
from vaultkit.changes.proof.fixes import guard
from vaultkit.config.read import read_settings
from vaultkit.config.settings import Settings
from vaultkit.lint.check import diagnose
from vaultkit.vault.files.tree import FolderTree

GARDEN = Path(__file__).parents[2] / "examples" / "garden"
REAL = ("13th-age-srd", "blue-topaz", "data-archive", "thahir-notes", "obsidian-help/ar")
SEED = 20261121

MADE = {
    ".obsidian/app.json": "{}",
    "Roses.md": "# Roses\n\n## Pruning in March\n\nCut.\n\n## Soil\n\n## Soil\n",
    "Red roses.md": "# Red\n",
    "deep/Compost heap.md": "# Compost heap\n",
    "Slugs.md": (
        "---\n# kept\ntag: one # why\nup: [[Roses]] # there\nrelated: '[[red Roses]]'\n"
        "aliases:\n  - Slug # the first\n  -\n  - Snail\ndate: 2020-01-01\n---\n"
        "# Slugs and snails\n\nSee [the roses](#roses) and [pruning](#pruning-in-march), then\n"
        "[again](Roses.md#pruning-in-march) and ![[roses.MD]] in **bold** words.\n\n"
        "| a | b |\n|:--|---|\n| [heap](#compost-heap) | [[wrong/Compost heap\\|heap]] |\n"
        "| the [[Roses|first]] one | [[Slugs]] |\n| [[Roses|a]] [[gone|b]] | words | more |\n\n"
        "[titled](wrong/Red%20roses.md 'a title') and [spaced](Red roses.md) end\n"
        "and [angled](<wrong/Red roses.md>)\n\nFar: [out](https://x.org/a b.pdf) of it\n\n"
        "```sh\nls [x](#roses) here\n```\n\nSome `code [[Roses]]` too.\n\n[unused]: https://x.org\n"
    ),
}
TWINS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
}


@dataclass(frozen=True)
class Sample:
    """A note's fix in a small vault."""

    vault: Vault
    fix: Fix
    data: bytes

    @property
    def path(self) -> str:
        return self.fix.place[0]

    def edited(self, edit: Edit, **parts: object) -> Fix:
        """Return the fix with one edit made otherwise."""
        edits = [replace(one, **parts) if one is edit else one for one in self.fix.edits]
        return replace(self.fix, edits=tuple(edits))

    def added(self, start: int, end: int, new: bytes) -> Fix | None:
        """Return the fix with an edit more, unless that would touch another."""
        if any(one.start <= end and start <= one.end for one in self.fix.edits):
            return None
        extra = Edit(self.path, start, end, new)
        edits = sorted([*self.fix.edits, extra], key=lambda edit: edit.start)
        return replace(self.fix, edits=tuple(edits))


Damage = Callable[[Sample, random.Random], Fix | None]


def fixes_of(vault: Vault, settings: Settings) -> Iterator[Fix]:
    for item in diagnose(vault, settings):
        document = vault.documents.get(item.path)
        if item.problem.remedy is not None and document is not None:
            fix = Drafter(vault, document, vault.source(item.path)).draft(item)
            if fix is not None and fix.edits:
                yield fix


def samples_in(vault: Vault, settings: Settings) -> Iterator[Sample]:
    for fix in fixes_of(vault, settings):
        yield Sample(vault, fix, vault.source(fix.place[0]).data)


def real_samples(root: Path, settings: Settings) -> Iterator[Sample]:
    """Yield the fixes of a real vault's notes, each among the files that its links lead to."""
    vault = Vault(FolderTree(root), settings.plan())
    found: dict[str, set[str]] = {}
    for fix in fixes_of(vault, settings):
        opened = found.setdefault(fix.place[0], set())
        opened.update(link.opens.path for link in fix.links if link.opens)
    for path, opened in found.items():
        for note in vault.documents[path].notes:
            for _, outcome in vault.outcomes(note):
                opened.update(outcome.files)
        around = {
            name: vault.tree.read(name) if name.endswith(".md") else b""
            for name in sorted({path, *opened})
        }
        for sample in samples_in(Vault.from_texts(around, settings.plan()), settings):
            if sample.path == path:
                yield sample


def words(sample: Sample, pattern: bytes) -> list[re.Match[bytes]]:
    return list(re.finditer(pattern, sample.data))


def body(sample: Sample) -> int:
    block = sample.vault.documents[sample.path].facts.front_matter
    return block.end if block else 0


def shifted(sample: Sample, rng: random.Random) -> Fix | None:
    edit, by = rng.choice(sample.fix.edits), rng.choice([-1, 1])
    if edit.start + by < 0 or edit.end + by > len(sample.data):
        return None
    return sample.edited(edit, start=edit.start + by, end=edit.end + by)


def lost_bracket(sample: Sample, rng: random.Random) -> Fix | None:
    edit = rng.choice(sample.fix.edits)
    marks = list(re.finditer(rb"[\[\]()\"']", edit.new))
    if not marks:
        return None
    mark = rng.choice(marks)
    return sample.edited(edit, new=edit.new[: mark.start()] + edit.new[mark.end() :])


def other_note(sample: Sample, rng: random.Random) -> str | None:
    opened = {link.opens.path for link in sample.fix.links if link.opens}
    names = [name for name in sample.vault.documents if name not in opened]
    return rng.choice(names) if names else None


def wrong_target(sample: Sample, rng: random.Random) -> Fix | None:
    name = other_note(sample, rng)
    if name is None or len(sample.fix.links) != 1:
        return None
    (link,), (edit,) = sample.fix.links, sample.fix.edits
    target = name.replace(" ", "%20") if b"[[" not in edit.new else name[:-3]
    new = edit.new.replace(link.target_after.encode(), target.encode(), 1)
    return sample.edited(edit, new=new) if new != edit.new else None


def wrong_target_declared(sample: Sample, rng: random.Random) -> Fix | None:
    damaged = wrong_target(sample, rng)
    if damaged is None:
        return None
    (link,), (edit,), (old,) = sample.fix.links, damaged.edits, sample.fix.edits
    before, after = old.new.decode().split(link.target_after, 1)
    target = edit.new.decode().removeprefix(before)
    target = target[: len(target) - len(after)]
    seen = link.seen_after.replace(link.target_after, target, 1)
    return replace(damaged, links=(replace(link, target_after=target, seen_after=seen),))


def wrong_file_declared(sample: Sample, rng: random.Random) -> Fix | None:
    name = other_note(sample, rng)
    if name is None or not sample.fix.links:
        return None
    link, *rest = sample.fix.links
    return replace(sample.fix, links=(replace(link, opens=Opens(name)), *rest))


def wrong_heading_declared(sample: Sample, rng: random.Random) -> Fix | None:
    if not sample.fix.links or sample.fix.links[0].opens is None:
        return None
    link, *rest = sample.fix.links
    number = 0 if link.opens.heading is None else link.opens.heading + 1
    opens = Opens(link.opens.path, number)
    return replace(sample.fix, links=(replace(link, opens=opens), *rest))


def swallowed_word(sample: Sample, rng: random.Random) -> Fix | None:
    edit = rng.choice(sample.fix.edits)
    after = re.compile(rb"[^\w\r\n]*\w+").match(sample.data, edit.end)
    before = re.search(rb"\w+[^\w\r\n]*\Z", sample.data[: edit.start])
    found = [{"end": after.end()}] if after else []
    found += [{"start": before.start()}] if before else []
    return sample.edited(edit, **rng.choice(found)) if found else None


def doubled_character(sample: Sample, rng: random.Random) -> Fix | None:
    edit = rng.choice(sample.fix.edits)
    letters = list(re.finditer(rb"[A-Za-z]", edit.new))
    if not letters:
        return None
    at = rng.choice(letters).end()
    return sample.edited(edit, new=edit.new[:at] + edit.new[at - 1 :])


def lost_character(sample: Sample, rng: random.Random) -> Fix | None:
    edit = rng.choice(sample.fix.edits)
    letters = list(re.finditer(rb"[A-Za-z]", edit.new))
    if not letters:
        return None
    at = rng.choice(letters).start()
    return sample.edited(edit, new=edit.new[:at] + edit.new[at + 1 :])


def lost_link(sample: Sample, rng: random.Random) -> Fix | None:
    edit = rng.choice(sample.fix.edits)
    return sample.edited(edit, new=b"") if edit.new else None


def link_made_text(sample: Sample, rng: random.Random) -> Fix | None:
    edit = rng.choice(sample.fix.edits)
    plain = re.sub(rb"[\[\]]", b"", edit.new)
    return sample.edited(edit, new=plain) if plain != edit.new else None


def other_property(sample: Sample, rng: random.Random) -> Fix | None:
    declared = {change.key_before for change in sample.fix.properties}
    spans = {
        (value.start, value.end)
        for item in sample.vault.documents[sample.path].facts.properties
        for value in item.values
        if value.end - value.start > 1 and item.key not in declared
    }
    if not spans:
        return None
    start, end = rng.choice(sorted(spans))
    return sample.added(start, end, b"otherwise")


def property_text(sample: Sample, rng: random.Random) -> Fix | None:
    if not sample.fix.properties:
        return None
    change, *rest = sample.fix.properties
    if not change.values_after:
        return None
    values = (f"{change.values_after[0]}x", *change.values_after[1:])
    return replace(sample.fix, properties=(replace(change, values_after=values), *rest))


def yaml_comment(sample: Sample, rng: random.Random) -> Fix | None:
    found = [one for one in words(sample, rb"(?m)[ \t]# [^\r\n]*") if one.end() < body(sample)]
    return sample.added(*rng.choice(found).span(), b"") if found else None


def line_end(sample: Sample, rng: random.Random) -> Fix | None:
    found = words(sample, rb"\r\n|\n|\r")
    if not found:
        return None
    return sample.added(*rng.choice(found).span(), b"")


def inside_code(sample: Sample, rng: random.Random) -> Fix | None:
    found = words(sample, rb"(?ms)^(`{3,})[^`\r\n]*[\r\n]+(.*?\w.*?)^\1|(?<!`)`(\w[^`\r\n]*)`(?!`)")
    found = [one for one in found if one.start() >= body(sample)]
    if not found:
        return None
    one = rng.choice(found)
    group = 2 if one[2] else 3
    return sample.added(one.start(group), one.start(group) + 1, b"Q")


def extra_edit(sample: Sample, rng: random.Random) -> Fix | None:
    found = [one for one in words(sample, rb"\b[a-z]{3,}\b") if one.start() >= body(sample)]
    if not found:
        return None
    one = rng.choice(found)
    return sample.added(one.start(), one.start() + 1, b"Q")


def extra_blank(sample: Sample, rng: random.Random) -> Fix | None:
    found = words(sample, rb"(?m)(?=\r?$)")
    at = rng.choice(found).start()
    return sample.added(at, at, b" ")


def alias_text(sample: Sample, rng: random.Random) -> Fix | None:
    edit = rng.choice(sample.fix.edits)
    found = re.search(rb"\|([^\]]+)\]\]|\[([^\[\]]+)\]\(", edit.new)
    if not found:
        return None
    start = found.start(1 if found[1] else 2)
    return sample.edited(edit, new=edit.new[:start] + b"Q" + edit.new[start:])


def embed_mark(sample: Sample, rng: random.Random) -> Fix | None:
    edit = rng.choice(sample.fix.edits)
    if not sample.fix.links:
        return None
    if edit.new.startswith(b"!"):
        return sample.edited(edit, new=edit.new[1:])
    if edit.new.startswith(b"["):
        return sample.edited(edit, new=b"!" + edit.new)
    return None


def other_embed_mark(sample: Sample, rng: random.Random) -> Fix | None:
    links = sample.vault.documents[sample.path].facts.links
    marks = [link.start for link in links if link.embed]
    if not marks:
        return None
    at = rng.choice(marks)
    return sample.added(at, at + 1, b"") if sample.data[at : at + 1] == b"!" else None


def declared_seen(sample: Sample, rng: random.Random) -> Fix | None:
    links = [link for link in sample.fix.links if link.seen_before or link.seen_after]
    if not links:
        return None
    link = rng.choice(links)
    damaged = rng.choice(
        [
            replace(link, seen_after=f"{link.seen_after}Q"),
            replace(link, seen_before=f"{link.seen_before}Q"),
            replace(link, seen_after=link.seen_after[:-2] + link.seen_after[-1:]),
            replace(link, seen_before="", seen_after=""),
        ]
    )
    if (damaged.seen_before == damaged.seen_after) == (link.seen_before == link.seen_after):
        return replace(
            sample.fix, links=tuple(damaged if one is link else one for one in sample.fix.links)
        )
    return None


def undeclared(sample: Sample, rng: random.Random) -> Fix | None:
    return replace(sample.fix, links=(), properties=())


def title_swallowed(sample: Sample, rng: random.Random) -> Fix | None:
    for edit in sample.fix.edits:
        title = re.compile(rb"[ \t]+(\"[^\"\r\n]*\"|'[^'\r\n]*')(?=\))").match(
            sample.data, edit.end
        )
        if title:
            return sample.edited(edit, end=title.end())
    return None


DAMAGES: tuple[Damage, ...] = (
    shifted,
    lost_bracket,
    wrong_target,
    wrong_target_declared,
    wrong_file_declared,
    wrong_heading_declared,
    swallowed_word,
    doubled_character,
    lost_character,
    lost_link,
    link_made_text,
    other_property,
    property_text,
    yaml_comment,
    line_end,
    inside_code,
    extra_edit,
    extra_blank,
    alias_text,
    embed_mark,
    other_embed_mark,
    declared_seen,
    undeclared,
    title_swallowed,
)


def _one_byte(data: bytes, rng: random.Random, new: Callable[[int], bytes]) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + new(data[at]) + data[at + 1 :]


MISWRITTEN: dict[str, Callable[[bytes, bytes, random.Random], bytes]] = {
    "written_without_a_byte": lambda data, _, rng: _one_byte(data, rng, lambda _: b""),
    "written_with_another_byte": lambda data, _, rng: _one_byte(
        data, rng, lambda old: bytes([old ^ 1])
    ),
    "written_with_other_line_ends": lambda data, _, __: (
        data.replace(b"\r\n", b"\n") if b"\r\n" in data else data.replace(b"\n", b"\r\n")
    ),
    "written_without_final_newline": lambda data, _, __: data.rstrip(b"\r\n"),
    "written_without_mark": lambda data, _, __: data.removeprefix(b"\xef\xbb\xbf"),
    "written_with_mark": lambda data, _, __: (
        data if data.startswith(b"\xef\xbb\xbf") else b"\xef\xbb\xbf" + data
    ),
    "written_half": lambda data, _, __: data[: len(data) // 2],
    "not_written": lambda _, before, __: before,
}
KINDS = [*(damage.__name__ for damage in DAMAGES), *MISWRITTEN]
ONLY_DECLARED = {
    "wrong_file_declared",
    "wrong_heading_declared",
    "property_text",
    "declared_seen",
    "undeclared",
}


def reasons(vault: Vault, fixes: list[Fix], after: Vault | None = None) -> list[str]:
    if after is None:
        after = made(vault, fixes)
    return [refusal.reason for refusal in guard(vault, after, fixes)]


def made(vault: Vault, fixes: list[Fix]) -> Vault:
    changes = apply(fixes, vault)
    return vault.with_changes({path: change.after for path, change in changes.items()})


def is_damage(sample: Sample, damage: Damage, damaged: Fix) -> bool:
    """Return whether the result differs from the undamaged one, or what is declared does."""
    if damage.__name__ in ONLY_DECLARED:
        return damaged != sample.fix
    results = [apply([fix], sample.vault)[sample.path].after for fix in (sample.fix, damaged)]
    return results[0] != results[1]


def count_damages(samples: list[Sample], most: int) -> Counter[str]:
    """Damage fixes in every way, each way ``most`` times at most, and give how many were refused.

    A damaged fix that passes fails the test.
    """
    rng = random.Random(SEED)
    rng.shuffle(samples)
    counts: Counter[str] = Counter()
    passed: list[object] = []
    for damage in DAMAGES:
        for sample in samples:
            if counts[damage.__name__] >= most:
                break
            damaged = damage(sample, rng)
            if damaged is None or not is_damage(sample, damage, damaged):
                continue
            if not reasons(sample.vault, [damaged]):
                passed.append((damage.__name__, sample.path, sample.fix, damaged))
            counts[damage.__name__] += 1
    for name, write in MISWRITTEN.items():
        for sample in samples:
            if counts[name] >= most:
                break
            before = sample.vault.tree.read(sample.path)
            right = apply([sample.fix], sample.vault)[sample.path].after
            assert right is not None
            wrong = write(right, before, rng)
            if wrong == right:
                continue
            after = sample.vault.with_changes({sample.path: wrong})
            if not reasons(sample.vault, [sample.fix], after):
                passed.append((name, sample.path, sample.fix, wrong))
            counts[name] += 1
    assert passed == []
    return counts


@pytest.fixture
def settings() -> Settings:
    return read_settings()


def small_samples(settings: Settings) -> list[Sample]:
    vaults = [contents(GARDEN)]
    vaults += [
        {path: twin(text) if path.endswith(".md") else text for path, text in MADE.items()}
        for twin in TWINS.values()
    ]
    return [
        sample
        for texts in vaults
        for sample in samples_in(Vault.from_texts(texts, settings.plan()), settings)
    ]


def test_undamaged_fixes_pass(settings: Settings) -> None:
    samples = small_samples(settings)

    assert len(samples) > 30
    assert [s.fix for s in samples if reasons(s.vault, [s.fix])] == []


def test_damaged_fixes_are_refused(settings: Settings) -> None:
    counts = count_damages(small_samples(settings), 40)

    assert {name for name in KINDS if not counts[name]} == set()


def test_a_thousand_damaged_fixes_on_real_notes_are_refused(
    corpora: Path, settings: Settings
) -> None:
    samples = [
        sample for name in REAL for sample in real_samples(corpora / "vaults" / name, settings)
    ]
    assert [s.fix for s in samples if reasons(s.vault, [s.fix])] == []
    counts = count_damages(samples, 80)

    rare = {"yaml_comment", "title_swallowed", "written_without_mark"}  # none in these vaults
    assert {name: counts[name] for name in KINDS if counts[name] < 20 and name not in rare} == {}
    assert counts.total() >= 1000
