"""``docs/report.schema.json`` and what is printed: they say the same."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

CHECKOUT = Path(__file__).parents[2]
SCHEMA = json.loads((CHECKOUT / "docs" / "report.schema.json").read_text("utf-8"))
REPORT = {**SCHEMA, "$ref": "#/$defs/report"}
FILES = {
    "Home.md": "[[Humus]] [[leaf-mould]] [[/ld/Gone]] [[Sol]]\n\n## T\n\n## T\n",
    "Compost.md": "---\naliases: Humus\n---\nx\n",
    "Leaf mould.md": "x\n",
    "Soil.md": "",
    "Bad \U0001f331.md": b"\xff",
}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(SCHEMA)
    return Draft202012Validator(SCHEMA)


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_report_is_as_the_schema_says(write, run, validator, command, undocumented) -> None:
    write(FILES)
    given = run(command, "--format", "json").json

    validator.validate(given)
    assert undocumented(given, REPORT) == []
    assert ("fixed" in given) is (command == "fix")
    assert len(given["findings"]) >= 5


def test_a_report_against_a_baseline_is_as_the_schema_says(
    write, run, validator, undocumented
) -> None:
    write(FILES)
    run("baseline")
    given = run("check", "--format", "json", "--ignore", "slug-link").json

    validator.validate(given)
    assert undocumented(given, REPORT) == []
    assert given["compared"][0]["known"] >= 5
    assert "remarks" not in given


def test_remarks_are_as_the_schema_says(write, run, validator, undocumented) -> None:
    root = write(FILES)
    run("baseline")
    (root / "Soil.md").write_text("Clay.\n")
    given = run("check", "--format", "json").json

    validator.validate(given)
    assert undocumented(given, REPORT) == []
    assert [said.split("`")[1] for said in given["remarks"]] == [
        "vaultkit baseline --prune",
        "vaultkit fix",
    ]
    assert not validator.is_valid({**given, "remarks": "x"})


def test_reports_of_several_vaults_are_a_list_of_such(write, run, validator, tmp_path) -> None:
    for folder in ("one", "two"):
        write({**FILES, ".obsidian/app.json": "{}"}, folder)
    given = run("check", "one", "two", "--format", "json", cwd=tmp_path).json

    validator.validate(given)
    assert len(given) == 2


def test_a_line_is_as_the_schema_says(write, run) -> None:
    write(FILES)
    said = run("check", "--format", "jsonl").out.splitlines()
    line = Draft202012Validator({**SCHEMA, "oneOf": [{"$ref": "#/$defs/line"}]})
    for given in map(json.loads, said):
        line.validate(given)

        known = {*SCHEMA["$defs"]["line"]["properties"], *SCHEMA["$defs"]["finding"]["properties"]}
        assert set(given) == known
    assert len(said) >= 5


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"vault": None},
        {"summary": {}},
        {"findings": [{"code": "VK101"}]},
        {"fixed": [{}]},
    ],
)
def test_the_schema_refuses_what_is_none(write, run, validator, change) -> None:
    write(FILES)
    given = run("check", "--format", "json").json

    assert not validator.is_valid({**given, **change})
