"""The schema of ``vaultkit.toml``: it takes what the loader takes, and nothing else it can tell."""

import copy
import json
import re
import tomllib
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from tests.pages import steps_of
from vaultkit.config import read
from vaultkit.config.documents.toml_schema import toml_schema
from vaultkit.config.read import read_settings
from vaultkit.errors import ConfigError
from vaultkit.rules.registry import RULES

CHECKOUT = Path(__file__).parents[3]
SCHEMA = toml_schema()
VALIDATOR = Draft7Validator(SCHEMA)
BEYOND = (
    "reports nothing until it is configured",
    "are both set",
    "or pattern is missing",
    "must name a",
    "must contain words",
    "must not match an empty text",
    "is not installed",
    "is not a JSON Schema",
)
"""What is wrong by other parts of the file, or by what a text means, which no schema can say."""


def refused(table, monkeypatch) -> list[str]:
    """Return what the loader says of a table, but for what a schema cannot."""
    monkeypatch.setattr(read, "table_of", lambda *_: table)
    try:
        read_settings(Path("vaultkit.toml"))
    except ConfigError as error:
        return [said for said in error.problems if not any(part in said for part in BEYOND)]
    return []


def faults(table) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(table)]


def some(**keys):
    """Return tables with some of these keys; an underscore stands for a hyphen."""
    optional = {name.replace("_", "-"): values for name, values in keys.items()}
    return st.fixed_dictionaries({}, optional=optional)


def lists(values):
    return st.lists(values, max_size=2)


words = st.sampled_from(["stub-note", "Broken-Link", "VK101", "vk1", "all", "ALL", "VK4"])
fixable = st.sampled_from(["stub-note", "VK1", "Empty-Alias", "vk402", "all"])
levels = st.dictionaries(words, st.sampled_from(["error", "info"]), max_size=2)
globs = lists(st.sampled_from(["a/", "*.md"]))
texts = lists(st.text("ab ", max_size=3))
chosen = {"paths": globs, "tags": texts, "message": st.text("ab", max_size=2)}
patterns = {"paths": globs, "message": chosen["message"], "pattern": st.just("a+")}
stubs = some(max_words=st.integers(0, 3), housekeeping=texts, content=texts)
valid = some(
    root=st.just("."),
    select=lists(words),
    extend_select=lists(words),
    ignore=lists(words),
    fail_on=st.sampled_from(["error", "info"]),
    dialect=st.sampled_from(["auto", "flat"]),
    must_open_in=lists(st.sampled_from(["obsidian", "github"])),
    flattened=st.one_of(st.booleans(), globs),
    exclude=globs,
    entry_points=globs,
    severity=levels,
    fix=lists(fixable),
    rules=some(
        stub_note=stubs,
        VK301=stubs,
        broken_link=st.just({}),
        orphan_note=some(entry_points=globs),
        duplicate_heading=some(scope=st.sampled_from(["link", "note"])),
        name_pattern=some(
            names=lists(st.fixed_dictionaries(patterns, optional={"of": st.just("all")}))
        ),
        forbidden_text=some(
            texts=lists(
                st.fixed_dictionaries(
                    patterns,
                    optional={"where": st.just(["code", "text"]), "ignore-case": st.booleans()},
                )
            )
        ),
        property_schema=some(
            app_types=st.booleans(),
            notes=lists(st.fixed_dictionaries({"schema": st.just({"type": "object"}), **chosen})),
        ),
        VK604=some(notes=lists(st.fixed_dictionaries({"headings": st.just(["A"]), **chosen}))),
    ),
    overrides=lists(
        st.fixed_dictionaries(
            {"paths": st.just(["a/"])},
            optional={
                "ignore": lists(words),
                "severity": levels,
                "fix": lists(fixable),
                "dialect": st.just("github"),
            },
        )
    ),
)
things = st.sampled_from(
    [
        *("", "VK", "VK999", "a/", "warn", "error", "stub-note", "vk301", -1, 0, 2, 1.5, True),
        *([], ["a"], [1], [[]], {}, {"a": "b"}, [{}], [{"text": "a"}]),
    ]
)


def places(part):
    """Yield the lists and tables of a configuration, each with the places in it."""
    if isinstance(part, dict | list):
        inner = list(part.items() if isinstance(part, dict) else enumerate(part))
        yield part, [place for place, _ in inner]
        for _, value in inner:
            yield from places(value)


@st.composite
def configs(draw):
    """Return a configuration that is right, or is so but for one place that is changed."""
    config = copy.deepcopy(draw(valid))
    change = draw(st.sampled_from(["none", "value", "key", "gone"]))
    part, known = draw(st.sampled_from(list(places(config))))
    if change == "value" and known:
        part[draw(st.sampled_from(known))] = draw(things)
    elif change == "key" and isinstance(part, dict):
        part[draw(st.sampled_from(["selekt", "stub-note", "VK1", "paths", "message"]))] = draw(
            things
        )
    elif change == "gone" and known:
        del part[draw(st.sampled_from(known))]
    return config


@settings(max_examples=600, deadline=None)
@given(configs())
def test_the_schema_and_the_loader_agree(config) -> None:
    with pytest.MonkeyPatch.context() as patch:
        problems = refused(config, patch)

    assert bool(problems) is bool(faults(config)), (config, problems, faults(config))


def test_both_verdicts_are_met_by_random_configurations() -> None:
    seen = Counter()

    @settings(max_examples=200, deadline=None, database=None, derandomize=True)
    @given(configs())
    def look(config) -> None:
        seen[bool(config.get("rules")), bool(faults(config))] += 1

    look()
    assert min(seen[pair] for pair in product((False, True), repeat=2)) >= 10, seen


def test_all_that_the_loader_knows_is_in_the_schema() -> None:
    assert list(SCHEMA["properties"]) == list(read._KEYS)
    override = SCHEMA["definitions"]["override"]["properties"]
    assert list(override) == list(read._OVERRIDE_KEYS)
    rules = SCHEMA["properties"]["rules"]["properties"]
    assert set(rules) == {word for rule in RULES for word in (rule.name, rule.code)}


def test_every_option_in_the_documentation_is_in_the_schema_with_its_default() -> None:
    page = (CHECKOUT / "docs" / "configuration.md").read_text("utf-8")
    row = r"^\| \[([\w-]+)\]\(.*?\) \| `([\w-]+)` \| `(.*?)` \| (.*) \|$"
    rows = re.findall(row, page, re.MULTILINE)
    rules = SCHEMA["properties"]["rules"]["properties"]

    assert len(rows) >= 9
    for rule, option, default, said in rows:
        assert rules[rule] == {"$ref": f"#/definitions/options-{rule}"}
        schema = SCHEMA["definitions"][f"options-{rule}"]["properties"][option]
        assert json.dumps(schema["default"]) == default, option
        assert schema["description"].lower().startswith(said[:30].lower())


def test_everything_is_described() -> None:
    def bare(schema, where):
        for name, item in schema.get("properties", {}).items():
            if "$ref" not in item:
                yield from [f"{where}.{name}"] * (not item.get("description"))
                yield from bare(item, f"{where}.{name}")
                yield from bare(item.get("items", {}), f"{where}.{name}[]")

    assert list(bare(SCHEMA, "$")) == []
    for name, definition in SCHEMA["definitions"].items():
        assert list(bare(definition, name)) == []


def shown_configurations():
    """Yield every configuration in the documentation, and whether it is one that is wrong."""
    pages = [CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))]
    for page in pages:
        for step in steps_of(page):
            if getattr(step, "language", "") == "toml" and "not run" not in step.marks:
                yield str(step), step.text, "wrong" in step.marks


SHOWN = list(shown_configurations())


@pytest.mark.parametrize(
    ("text", "is_wrong"), [item[1:] for item in SHOWN], ids=[x[0] for x in SHOWN]
)
def test_configurations_in_the_documentation(text, is_wrong) -> None:
    table = tomllib.loads(text)
    table = table["tool"]["vaultkit"] if "tool" in table else table
    table.pop("plugins", None)

    found = [said for said in faults(table) if "acme" not in said.lower()]
    assert bool(found) is is_wrong, found


def test_the_schema_of_a_project() -> None:
    validator = Draft7Validator(toml_schema(pyproject=True))
    others = {"project": {"name": "x"}, "tool": {"ruff": {}}}
    right = {"tool": {"vaultkit": {"select": ["VK1"], "rules": {"VK301": {"max-words": 1}}}}}
    wrong = {"tool": {"vaultkit": {"rules": {"VK301": {"max-words": "1"}}}}}

    assert [validator.is_valid(item) for item in ({}, others, right, wrong)] == [True] * 3 + [False]


def test_configurations_in_the_rule_book() -> None:
    seen = 0
    for page in sorted((CHECKOUT / "rules").glob("*.md")):
        blocks = re.findall(r"(?ms)^```toml\n(.*?)^```", page.read_text("utf-8"))
        for text in blocks:
            assert faults(tomllib.loads(text)) == [], page.name
            seen += 1
    assert seen >= 15
    assert faults(tomllib.loads((CHECKOUT / "rules" / "vaultkit.toml").read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('selekt = ["VK1"]', "$"),
        ('fail-on = "warn"', "$['fail-on']"),
        ('ignore = ["no-rule"]', "$.ignore[0]"),
        ('fix = ["broken-block"]', "$.fix[0]"),
        ("[rules.stub-note]\nmax-words = -1", "$.rules['stub-note']['max-words']"),
        ('[rules.stub-note]\nmax-words = "1"', "$.rules['stub-note']['max-words']"),
        ("[rules.stub-note]\nwords = 1", "$.rules['stub-note']"),
        ("[rules.VK301]\nwords = 1", "$.rules.VK301"),
        ("[rules.orphans]\n", "$.rules"),
        ("[[rules.name-pattern.names]]\nof = 'notes'", "$.rules['name-pattern'].names[0]"),
        ("[[overrides]]\nignore = ['VK1']", "$.overrides[0]"),
        ("[[overrides]]\npaths = []", "$.overrides[0].paths"),
        ("[severity]\nstubs = 'error'", "$.severity"),
        ("exclude = 'archive/'", "$.exclude"),
        ("root = ['notes']", "$.root"),
    ],
)
def test_what_is_wrong_is_wrong_for_both(text, place, monkeypatch) -> None:
    table = tomllib.loads(text)

    assert refused(table, monkeypatch)
    assert [error.json_path for error in VALIDATOR.iter_errors(table)] == [place]
