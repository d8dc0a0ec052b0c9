"""``config``, ``rules`` and ``rule`` for programs, and the schema of ``vaultkit.toml``."""

import json
from pathlib import Path

from vaultkit.rules.registry import RULES

DOCS = Path(__file__).parents[3] / "docs"
CONFIG = """\
exclude = ["old é/"]
entry-points = ["index/"]
ignore = ["slug-link"]

[severity]
orphan-note = "error"

[[rules.name-pattern.names]]
pattern = "[a-z]+"

[[overrides]]
paths = ["a/"]
ignore = ["VK301"]
severity = { broken-link = "info" }
dialect = "github"
"""


def test_the_settings_in_effect(write, document) -> None:
    write({"vaultkit.toml": CONFIG, ".obsidian/app.json": '{"useMarkdownLinks": true}'})
    given = document("config", "config")
    rules = {rule["name"]: rule for rule in given["rules"]}
    here = "vaultkit.toml"

    assert (given["vault"], given["config"]) == ("TMP/vault", "TMP/vault/vaultkit.toml")
    assert given["app"]["links"] == "markdown"
    assert given["settings"]["exclude"] == {"value": ["old é/"], "from": here}
    assert given["settings"]["flattened"] == {"value": None, "from": "default"}
    assert given["settings"]["overrides"]["value"] == [
        {
            "paths": ["a/"],
            "ignore": ["stub-note"],
            "severity": {"broken-link": "info"},
            "fix": [],
            "dialect": "github",
        }
    ]
    assert given["turned_off"] == ["slug-link"]
    assert (rules["orphan-note"]["severity"], rules["orphan-note"]["from"]) == ("error", here)
    assert rules["orphan-note"]["options"] == {"entry-points": {"value": ["index/"], "from": here}}
    (names,) = rules["name-pattern"]["options"].values()
    assert names["value"] == [{"pattern": "[a-z]+", "paths": [], "of": "notes", "message": ""}]
    assert "forbidden-text" not in rules


def test_no_configuration(write, document) -> None:
    write({"A.md": "x\n"})
    given = document("config", "config")

    assert given["config"] is given["app"] is None
    assert {item["from"] for item in given["settings"].values()} == {"default"}


def test_a_configuration_that_is_wrong_is_sentences(write, run) -> None:
    write({"vaultkit.toml": "selekt = 1\nfail-on = 2\n"})
    ran = run("config", "--format", "json")

    assert (ran.code, ran.out) == (2, "")
    assert [said.split(": ")[1] for said in ran.problems] == ["selekt", "fail-on"]


def test_all_rules(write, document) -> None:
    write({})
    given = document("rules", "rules")["rules"]

    assert [rule["name"] for rule in given] == [rule.name for rule in RULES]
    assert all("page" not in rule for rule in given)
    (stub,) = (rule for rule in given if rule["name"] == "stub-note")
    assert stub["options"][0] == {
        "name": "max-words",
        "default": 0,
        "description": "A note with at most this many words is a stub, too.",
        "schema": {"type": "integer", "minimum": 0},
    }


def test_one_rule_and_a_family(write, document) -> None:
    write({})
    (one,) = document("rules", "rule", "VK301")["rules"]

    assert one["name"] == "stub-note"
    assert one["page"].startswith("# stub-note (VK301)\n")
    assert {rule["code"][:3] for rule in document("rules", "rule", "vk4")["rules"]} == {"VK4"}


def test_no_such_rule(write, run) -> None:
    write({})
    ran = run("rule", "stub-nte", "--format", "json")

    assert (ran.code, ran.out) == (2, "")
    assert 'did you mean "stub-note"?' in ran.err


def test_the_schema_in_the_documentation_is_current(write, run) -> None:
    """`vaultkit config --schema > docs/vaultkit.schema.json` writes it."""
    write({})

    assert run("config", "--schema").out == (DOCS / "vaultkit.schema.json").read_text("utf-8")


def test_the_schema_for_a_project(write, run) -> None:
    write({"pyproject.toml": "[tool.vaultkit]\n"})

    assert list(json.loads(run("config", "--schema").out)["properties"]) == ["tool"]


def test_the_schema_is_printed_whatever_is_wrong_with_the_configuration(write, run) -> None:
    write({"vaultkit.toml": "selekt = 1\nfail-on = \n"})
    ran = run("config", "--schema")

    assert ran.code == 0
    assert json.loads(ran.out)["title"] == "vaultkit.toml"
