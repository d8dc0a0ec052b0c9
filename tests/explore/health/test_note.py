"""The note: clean by the rules it reports on, and safe whatever names there are."""

import re

from vaultkit import check
from vaultkit.explore.health import health_note
from vaultkit.markdown.report_mark import MARK

VAULT = {
    ".obsidian/app.json": "{}",
    "Home.md": "# Home\n\n[[Soil]] [[Hemp]] [[Sage]] [[beds/Gone]] [[Soil#Sand]] [[Health]]\n",
    "Soil.md": "# Soil\n\n[[Hemp]] ![[gone.png]] [[a|b]]\n",
    "beds/Hemp.md": "# Hemp\n",
    "beds/Lone.md": "",
    "beds/Soil.md": "The other [[../Soil]] and [[beds/Lone]]",
    "x.y/a.b.md": "[[No | `code` $x$ %% |]]",
    "x.y/a.b": "no note",
    "pipe|name.md": "",
    "hash #1.md": "",
    "tick`s $5 %%.md": "",
    "Plan.canvas": '{"nodes":[{"id":"1","type":"file","file":"Gone.md"}]}',
}


def test_as_an_ordinary_note_it_is_clean(health, about) -> None:
    before = VAULT | {"Old.md": "[[/ay]]\n", "Home.md": "[[Health]] [[Old]]"}
    text = health_note.render(health(VAULT, before), about)
    ordinary = text.replace(MARK, "")
    found = check(VAULT | {"Health.md": ordinary}).findings
    links = re.findall(r"\[\[([^\[\]]+)\]\]", ordinary)

    assert [item for item in found if item.path == "Health.md"] == []
    assert len(links) > 10
    assert "Old.md" in ordinary


def test_its_links_open_what_they_name(health, about) -> None:
    from vaultkit import Vault

    text = health_note.render(health(VAULT), about).replace(MARK, "")
    vault = Vault.from_texts(VAULT | {"deep/er/Health.md": text})
    report = vault.documents["deep/er/Health.md"].notes[0]
    opened = [(link.target, outcome.files) for link, outcome in vault.outcomes(report)]

    assert {target for target, _ in opened} >= {"Soil.md", "x.y/a.b.md", "Plan.canvas"}
    assert all(files == (target,) for target, files in opened)


def test_names_that_no_link_can_hold_are_text(health, about) -> None:
    text = health_note.render(health(VAULT), about)

    assert "| `pipe\\|name.md` |" in text
    assert "| `hash #1.md` |" in text
    assert "`` tick`s $5 %%.md ``" in text
    assert "[[Sage" not in text
    assert re.search(r"\| `Sage` \| 1 \| \[\[Home\.md\\\|Home\]\] \|", text)


def test_every_row_of_a_table_has_its_columns(health, about) -> None:
    hostile = {"a|b\\.md": "[[x|y]] [[c\\|d]]\n", "New\nline.md": "", "H.md": "# a|b\n\n# a|b\n"}
    text = health_note.render(health(VAULT | hostile), about)
    rows = [re.sub(r"\\\|", "", line) for line in text.splitlines() if line.startswith("|")]
    widths = [row.count("|") for row in rows]
    tables = text.count("|---|")

    assert tables >= 5
    starts = [at for at, row in enumerate(rows) if row.startswith("|---")]
    for at, end in zip(starts, [*(start - 1 for start in starts[1:]), len(rows)], strict=True):
        assert set(widths[at - 1 : end]) == {widths[at]}


def test_the_properties_it_has_are_kept(health, about) -> None:
    record = health(VAULT)

    assert health_note.render(record, about).startswith(f"---\nvaultkit: report\n---\n{MARK}\n")
    kept = "---\ntags: [x]\n---\n"
    assert health_note.render(record, about, kept).startswith(f"{kept}{MARK}\n")
