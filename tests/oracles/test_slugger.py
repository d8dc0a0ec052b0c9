"""GitHub's slugs against the fixture of github-slugger."""

import json
import unicodedata

from vaultkit.vault.notes.slug import slugs

UNASSIGNED_AS_OF = "14.0.0"
"""The newest Unicode that gives the characters of the case "Unassigned" no meaning."""


def test_one_slugger_for_all_in_order(corpora):
    cases = json.loads((corpora / "oracles/github-slugger.json").read_text())
    made = slugs(case["input"] for case in cases)
    newer = float(unicodedata.unidata_version[:4]) > float(UNASSIGNED_AS_OF[:4])
    wrong = [
        (case["name"], slug, case["expected"])
        for case, slug in zip(cases, made, strict=True)
        if slug != case["expected"] and not (newer and case["name"] == "Unassigned")
    ]
    assert len(cases) == 78
    assert wrong == []
