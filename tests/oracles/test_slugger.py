"""GitHub's slugs against the fixture of github-slugger."""

import json

from vaultkit.vault.slug import slugs


def test_one_slugger_for_all_in_order(corpora):
    cases = json.loads((corpora / "oracles/github-slugger.json").read_text())
    made = slugs(case["input"] for case in cases)
    wrong = [
        (case["name"], slug, case["expected"])
        for case, slug in zip(cases, made, strict=True)
        if slug != case["expected"]
    ]
    assert len(cases) == 78
    assert wrong == []
