"""The user's own documents: every figure of the flattened export, and nothing false elsewhere."""

from pathlib import Path

import pytest

from vaultkit import Report, check
from vaultkit.api import Vault
from vaultkit.vault.files.tree import FolderTree


def seed(corpora: Path, number: str, folder: Path) -> Report:
    """Check one seed, saved as a note alone in an empty folder."""
    (source,) = (corpora / "seeds").glob(f"{number}_*.txt")
    (folder / "export.md").write_bytes(source.read_bytes())
    return check(folder)


@pytest.fixture
def export(corpora: Path, tmp_path: Path) -> Report:
    return seed(corpora, "000", tmp_path)


def test_the_export_is_a_flattened_vault_of_54_notes(export: Report) -> None:
    assert (export.notes, export.dialects) == (54, ("flat",))


def test_the_stubs_are_exactly_eight(export: Report) -> None:
    stubs = {found.note for found in export.findings if found.rule == "stub-note"}

    assert stubs == {
        "Merge",
        "Mini Batch Gradient Descent",
        "Model Cascading",
        "Mongodb",
        "Multi Agent Reinforcement Learning",
        "Multinomial Naive Bayes",
        "Maintainability",
        "Mean Absolute Error",
    }


def test_the_findings_are_counted_exactly(export: Report) -> None:
    assert export.by_rule == {
        "broken-anchor": 154,
        "broken-embed": 2,
        "broken-link": 3,
        "duplicate-heading": 2,
        "orphan-note": 39,
        "slug-link": 3,
        "stub-note": 8,
    }


def test_of_188_fragments_31_resolve_28_of_them_by_id(corpora: Path, tmp_path: Path) -> None:
    seed(corpora, "000", tmp_path)
    vault = Vault(FolderTree(tmp_path))
    outcomes = [
        outcome
        for note in vault.notes
        for link, outcome in vault.outcomes(note)
        if link.target.startswith("#")
    ]
    opened = [outcome.heading for outcome in outcomes if not outcome.is_broken]

    assert (len(outcomes), len(opened)) == (188, 31)
    assert sum("{#" in heading.text for heading in opened if heading) == 28


def test_the_slug_links_mean_two_notes_of_the_file(export: Report) -> None:
    helps = [found.help for found in export.findings if found.rule == "slug-link"]

    assert [str(text).split('"')[1] for text in helps] == [
        "Markov Decision Processes",
        "Markov Decision Processes",
        "Model Optimisation",
    ]


def test_the_other_exported_pairs_say_what_was_lost(export: Report) -> None:
    lost = [found for found in export.findings if "an export turned" in str(found.help)]

    assert [found.line for found in lost] == [339, 859, 929]


def test_code_fences_hold_no_headings(export: Report, tmp_path: Path) -> None:
    assert "\n# Compiler\n" in (tmp_path / "export.md").read_text("utf-8")
    assert not any("Compiler" in found.message for found in export.findings)


@pytest.mark.parametrize("number", ["001", "002"])
def test_the_other_seeds_hold_nothing_false(corpora: Path, tmp_path: Path, number: str) -> None:
    report = seed(corpora, number, tmp_path)

    assert [found.rule for found in report.findings if found.rule != "orphan-note"] == []
