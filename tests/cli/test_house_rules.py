"""House rules: how they are configured, what is said of mistakes, and what they find."""

# ruff: noqa: E501 - tables read best with a case a line

import re
from pathlib import Path
from typing import ClassVar

import pytest

CHECKOUT = Path(__file__).parents[2]
FOUR = ("property-schema", "name-pattern", "forbidden-text", "required-heading")
SCHEMA = "[[rules.property-schema.notes]]\nschema = {}\n"
TEXT = '[[rules.forbidden-text.texts]]\ntext = "TODO"\n'
HEADING = '[[rules.required-heading.notes]]\nheadings = ["Why"]\n'
NAME = "[[rules.name-pattern.names]]\npattern = '[a-z]+'\n"


@pytest.fixture
def configured(check):
    """Return a function that checks notes with a configuration, by the house rules alone."""

    def checked(config: str, notes: dict[str, str], *arguments: str):
        return check({"vaultkit.toml": config, **notes}, "--select", "VK6", *arguments)

    return checked


class TestTurningOn:
    """To configure a rule turns it on; what is said of rules by name is stronger."""

    NOTES: ClassVar = {"A.md": "TODO [[A]]\n"}

    def codes(self, check, config: str, *arguments: str) -> list[str]:
        return list(check({**self.NOTES, "vaultkit.toml": config}, *arguments).codes)

    def test_without_a_configuration_nothing_is_looked_for(self, check) -> None:
        assert "VK603" not in self.codes(check, "")

    def test_to_configure_it_turns_it_on(self, check) -> None:
        assert "VK603" in self.codes(check, TEXT)

    def test_only_what_is_configured_is_on(self, check, run) -> None:
        check({**self.NOTES, "vaultkit.toml": TEXT})
        out = run("config").out

        assert "VK603 forbidden-text = warning  # vaultkit.toml" in out
        assert 'texts = [{text = "TODO", ' in out
        assert not re.search("VK60[124]", out)

    def test_an_empty_table_turns_nothing_on(self, check, run) -> None:
        check({**self.NOTES, "vaultkit.toml": "[rules.forbidden-text]\ntexts = []\n"})

        assert "VK603" not in run("config").out

    @pytest.mark.parametrize("first", ['select = ["VK1"]', 'ignore = ["forbidden-text"]'])
    def test_select_and_ignore_are_stronger(self, check, first) -> None:
        assert "VK603" not in self.codes(check, f"{first}\n{TEXT}")

    @pytest.mark.parametrize("word", ["VK6", "all", "forbidden-text", "vk603"])
    def test_select_may_name_it(self, check, word) -> None:
        assert self.codes(check, TEXT, "--select", word).count("VK603") == 1

    def test_the_option_select_is_stronger(self, check) -> None:
        assert self.codes(check, TEXT, "--select", "VK1") == []

    @pytest.mark.parametrize(("word", "name"), [*zip(FOUR, FOUR, strict=True), ("vk603", FOUR[2])])
    def test_to_name_one_that_is_not_configured_is_a_mistake(self, check, word, name) -> None:
        ran = check(self.NOTES, "--select", word)

        assert ran.code == 2
        assert ran.problems == [
            f"{name}: reports nothing until it is configured; `vaultkit rule {name}` says how"
        ]

    @pytest.mark.parametrize("key", ["select", "extend-select"])
    def test_so_it_is_in_the_configuration(self, check, key) -> None:
        ran = check({**self.NOTES, "vaultkit.toml": f'{key} = ["forbidden-text"]'})

        assert ran.code == 2
        assert ran.problems[0].startswith("forbidden-text: reports nothing until it is configured")
        assert check({"vaultkit.toml": f'{key} = ["forbidden-text"]\n{TEXT}'}).code == 1

    def test_a_family_may_hold_some_that_are_not(self, check) -> None:
        assert check(self.NOTES, "--select", "VK6").code == 0

    def test_severity_and_overrides(self, check) -> None:
        config = (
            f'{TEXT}[severity]\nVK6 = "error"\n[[overrides]]\npaths = ["B.md"]\nignore = ["VK6"]'
        )
        ran = check({**self.NOTES, "B.md": "TODO", "vaultkit.toml": config}, "--fail-on", "error")

        assert ran.code == 1
        assert [found for found in ran.found if "VK6" in found] == ["A.md:1:1 VK603"]


class TestMistakes:
    """Everything that is wrong is said at once, by file and key."""

    @pytest.mark.parametrize(
        ("config", "said"),
        [
            ("[[rules.property-schema.notes]]", "notes[1].schema: is missing"),
            (
                '[[rules.property-schema.notes]]\nschema = {}\ntag = ["x"]',
                'notes[1].tag: unknown key (did you mean "tags"?)',
            ),
            (
                SCHEMA + '[[rules.property-schema.notes]]\nschema = "book.json"',
                'notes[2].schema: must be a table, not "book.json"',
            ),
            (
                '[[rules.property-schema.notes]]\nschema.type = "strin"',
                ("notes[1].schema: is not a JSON Schema: type: 'strin' is not valid under any of the"
                " given schemas"),
            ),
            (
                '[[rules.property-schema.notes]]\nschema.properties.a.pattern = "["',
                "notes[1].schema: is not a JSON Schema: properties.a.pattern: '[' is not a 'regex'",
            ),
            (
                '[[rules.property-schema.notes]]\nschema."$ref" = "https://a.example/b"',
                (
                    'notes[1].schema: refers to "https://a.example/b", which is outside the schema;'
                    ' only "#/..." works'
                ),
            ),
            (
                '[[rules.property-schema.notes]]\nschema."$ref" = "#/$defs/b"',
                'notes[1].schema: refers to "#/$defs/b", which it does not contain',
            ),
            ("[rules.property-schema]\napp-types = 1", "app-types: must be true or false, not a whole number"),
            ("[rules.property-schema]\napptypes = true", 'apptypes: unknown key (did you mean "app-types"?)'),
            (
                "[rules.property-schema.notes]\nschema = {}",
                "notes: must be a list of tables ([[rules.property-schema.notes]]), not a table",
            ),
            ('[[rules.name-pattern.names]]\npaths = ["x"]', "names[1].pattern: is missing"),
            (
                '[[rules.name-pattern.names]]\npattern = "(a"',
                ('names[1].pattern: "(a" is not a valid regular expression: missing ), unterminated subpattern at'
                " position 0"),
            ),
            (
                '[[rules.name-pattern.names]]\npattern = "a"\nof = "images"',
                'names[1].of: must be "notes", "attachments" or "all", not "images"',
            ),
            (
                '[[rules.name-pattern.names]]\npattern = "a"\npaths = "b/"',
                'names[1].paths: must be a list of strings, not "b/"',
            ),
            ("[[rules.forbidden-text.texts]]", "texts[1].text: or pattern is missing: say what is forbidden"),
            (
                '[[rules.forbidden-text.texts]]\ntext = "a"\npattern = "b"',
                "texts[1].text: and pattern are both set; remove one",
            ),
            (
                '[[rules.forbidden-text.texts]]\npattern = "b*"',
                "texts[1].pattern: must not match an empty text",
            ),
            (
                '[[rules.forbidden-text.texts]]\ntext = "b"\nwhere = ["comment"]',
                ('texts[1].where: must hold only "text", "code", "comments" or "properties", not "comment"'
                ' (did you mean "comments"?)'),
            ),
            (
                '[[rules.forbidden-text.texts]]\ntext = "b"\nwhere = []',
                "texts[1].where: must name a part of a note",
            ),
            ("[[rules.required-heading.notes]]\nheadings = []", "notes[1].headings: must name a heading"),
            (
                '[[rules.required-heading.notes]]\nheadings = ["## !"]',
                'notes[1].headings: must contain words, not "## !"',
            ),
        ],
    )  # fmt: skip
    def test_one_sentence(self, check, config, said) -> None:
        ran = check({"A.md": "x", "vaultkit.toml": config})
        rule = re.search(r"rules\.([a-z-]+)", config)[1]

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [f"vaultkit.toml: rules.{rule}.{said}"]

    def test_all_at_once(self, check) -> None:
        config = (
            "[[rules.required-heading.notes]]\nheadngs = 1\ntags = 2\n[rules.name-pattern]\nx = 3"
        )
        said = check({"A.md": "x", "vaultkit.toml": config}).problems

        assert [line.split(": ")[1] for line in said] == [
            "rules.required-heading.notes[1].headngs",
            "rules.required-heading.notes[1].headings",
            "rules.required-heading.notes[1].tags",
            "rules.name-pattern.x",
        ]


class TestPropertySchema:
    """What a schema finds, and where the finding points."""

    @pytest.mark.parametrize(
        ("schema_text", "front", "found"),
        [
            ("type = 'array'", "a: 1", ["1:1: the properties as a whole must be a list, not a map"]),
            ("properties.a.type = 'integer'", "a: 0x1F", []),
            ("properties.a.type = 'integer'", "a: 1.5", ['2:4: "a" must be a whole number, not the number 1.5']),
            ("properties.a.type = 'string'", "a: 12", ['2:4: "a" must be text, not the number 12']),
            ("properties.a.type = 'string'", 'a: "12"', []),
            ("properties.a.type = 'string'", "a: 2024-05-01", []),
            ("properties.a.type = 'boolean'", "a: yes", ['2:4: "a" must be true or false, not the text "yes"']),
            ("properties.a.type = 'string'", "a:", []),
            ("properties.a.type = 'string'", "a: ~", []),
            ("required = ['a']", "a:", ['2:1: the property "a" is missing or empty']),
            ("required = ['a']", "A: 1", []),
            ("properties.status.const = 'x'", "STATUS: y", ['2:9: "status" must be "x", not "y"']),
            ("properties.tags.type = 'array'", "tags: a", []),
            ("properties.tags.items.pattern = '^[a-z]+$'", "tags: A", ['2:7: "tags[1]" must match ^[a-z]+$, not "A"']),
            ("properties.a.maxItems = 1", "a: [1, 2]", ['2:1: "a": [1, 2] is too long']),
            ("properties.a.minItems = 2", "a: [1, []]", []),
            ("properties.a.minProperties = 1", "a: {}", ['2:4: "a": {} should be non-empty']),
            ("properties.a.items.required = ['b']", "a:\n  - b: 1\n  - {}", ['4:5: the property "a[2].b" is missing or empty']),
            ("properties.a.items.items.type = 'number'", "a: [[1], [2, x]]", ['2:14: "a[2][2]" must be a number, not the text "x"']),
            ("properties.a.properties.b.enum = [1, true]", "a: {b: false}", ['2:8: "a.b" must be the number 1 or true, not false']),
            ("properties.a.anyOf = [{type = 'integer'}, {type = 'null'}]", "a: x", ['2:4: "a" must be a whole number or empty, not the text "x"']),
            ("properties.a.oneOf = [{minimum = 3}, {type = 'string'}]", "a: 1", ['2:4: "a" must match one of the alternatives in its schema, not the number 1']),
            ("properties.a = false", "a: 1", ['2:1: "a" is not allowed here']),
            ("additionalProperties = false", "vaultkit-allow: [VK1]\nb: 1", ['3:1: unknown property "b"']),
            ("properties.a.format = 'date'", "a: 20240501", []),
            ("properties.a.format = 'date'", "a: 2024-02-30", ['2:4: "a" must have the format date, not "2024-02-30"']),
            ("properties.a.format = 'date-time'", "a: 2024-02-29T10:00", []),
            ("properties.a.format = 'date-time'", "a: 2024-02-29", ['2:4: "a" must have the format date-time, not "2024-02-29"']),
            ("properties.a.const = 2024-05-01", "a: 2024-05-01", []),
            ("properties.a.multipleOf = 0.5", "a: .nan", []),
            ("properties.a.maximum = 5", "a: .inf", ['2:4: "a": inf is greater than the maximum of 5']),
            ("properties.a.maximum = 5", f"a: {'9' * 5000}", ['2:4: "a": inf is greater than the maximum of 5']),
            ("'$ref' = '#/$defs/x'\n'$defs'.x.required = ['b']", "a: 1", ['1:1: the property "b" is missing or empty']),
        ],
    )  # fmt: skip
    def test_values(self, configured, schema_text, front, found) -> None:
        table = "[[rules.property-schema.notes]]\n[rules.property-schema.notes.schema]\n"
        ran = configured(table + schema_text, {"A.md": f"---\n{front}\n---\n"})
        said = [line for line in ran.out.splitlines() if line.startswith("A.md")]

        assert (
            ran.err,
            [line.replace("warning: VK601 property-schema: ", "")[5:] for line in said],
        ) == (
            "",
            found,
        )

    @pytest.mark.parametrize(
        "text",
        ["---\na: [x\n---\n", "---\na: {{title}}\n---\n", b"\xff\0", "# A {#a}\n\n# B {#b}\n"],
        ids=["invalid", "templated", "binary", "flattened"],
    )
    def test_what_cannot_be_judged(self, configured, text) -> None:
        config = "[[rules.property-schema.notes]]\nschema.required = ['b']\n"

        assert configured(config, {"A.md": text}).found == []

    def test_daily_notes_are_judged_and_templates_are_not(self, configured) -> None:
        notes = {
            ".obsidian/templates.json": '{"folder": "T"}',
            ".obsidian/daily-notes.json": '{"folder": "D"}',
            "T/A.md": "x",
            "D/A.md": "x",
        }

        assert configured(HEADING, notes).found == ["D/A.md:1:1 VK604"]

    def test_offsets_in_other_scripts_and_line_ends(self, configured) -> None:
        config = (
            "[[rules.property-schema.notes]]\nschema.properties.'größe'.type = 'number'\n" + TEXT
        )
        text = "\ufeff---\r\ntitel: Übung\r\ngröße: ü\r\n---\r\nÜber `ß` TODO\r\nñ TODO\r\n"

        assert configured(config, {"A.md": text}).found == [
            "A.md:3:8 VK601",
            "A.md:5:10 VK603",
            "A.md:6:3 VK603",
        ]


class TestForbiddenText:
    """Which parts of a note count."""

    TEXT = (
        "---\na: x1\n---\nx2 `x3` %% x4 %% <b>x5</b> <!-- x6 --> $x7$\n\n    x8\n\n```\nx9\n```\n\n"
        "%%\nx10\n%%\n\n<!--\n\nx11\n-->\n\n> ```\n> x12\n> ```\n\n[x13](x14) ![[x15]]\n"
    )

    @pytest.mark.parametrize(
        ("where", "found"),
        [
            ("text", "2 5 7 13 14 15"),
            ("code", "3 8 9 12"),
            ("comments", "4 6 10 11"),
            ("properties", "1"),
            ("text', 'code', 'comments', 'properties", " ".join(map(str, range(1, 16)))),
        ],
    )
    def test_parts(self, configured, where, found) -> None:
        config = f"[[rules.forbidden-text.texts]]\npattern = 'x\\d+'\nwhere = ['{where}']\n"
        ran = configured(config, {"A.md": self.TEXT})

        assert re.findall(r'"x(\d+)" is not allowed', ran.out) == found.split()

    def test_lines_begin_and_end_where_they_do(self, configured) -> None:
        config = "[[rules.forbidden-text.texts]]\npattern = '^a$|b$'\n"
        ran = configured(config, {"A.md": "a\r\nb`c`\r\n`c`a\r\nxb\r\nb"})

        assert ran.found == ["A.md:1:1 VK603", "A.md:4:2 VK603", "A.md:5:1 VK603"]

    def test_nothing_is_found_across_parts(self, configured) -> None:
        config = "[[rules.forbidden-text.texts]]\npattern = 'a[^x]+b'\n"

        assert configured(config, {"A.md": "a `q` b a b\n"}).found == ["A.md:1:9 VK603"]

    def test_many_places(self, configured) -> None:
        ran = configured(TEXT, {"A.md": "ü TODO `TODO`\n" * 20_000})

        assert len(ran.found) == 20_000
        assert ran.found[-1] == "A.md:20000:3 VK603"


class TestKept:
    """Findings that are kept are those of a check without a cache."""

    NOTES: ClassVar = {
        "Home.md": "---\ndue: soon\n---\n# Home\n\nTODO [[Plan]]\n",
        "Plan.md": "---\ndue: 2024-05-01\n---\n# Plan\n\n[[Home]]\n",
        "img a.png": bytes(400_000),
        ".obsidian/types.json": '{"types": {"due": "date"}}',
    }
    CONFIG = (
        "[rules.property-schema]\napp-types = true\n"
        + TEXT
        + HEADING
        + NAME
        + "of = 'attachments'\n"
    )

    @pytest.fixture
    def both(self, run, eager):
        """Return a function that checks with a cache and without, and gives what both find."""

        def found(*arguments: str) -> list[str]:
            question = ("check", "--format", "concise", "--select", "VK6", *arguments)
            cold = run(*question, "--no-cache")
            assert run(*question, "--cache-dir", "../kept") == cold
            assert run(*question, "--cache-dir", "../kept") == cold
            return cold.found

        return found

    def test_every_change_is_noticed(self, write, both) -> None:
        write({**self.NOTES, "vaultkit.toml": self.CONFIG})
        first = [
            "Home.md:2:6 VK601",
            "Home.md:4:1 VK604",
            "Home.md:6:1 VK603",
            "Plan.md:4:1 VK604",
            "img a.png:1:1 VK602",
        ]
        assert both("Plan.md") == first[3:4]
        assert both() == first

        write({"Plan.md": "---\ndue: later\n---\n# Why\n\nTODO\n"})
        assert both() == [*first[:3], "Plan.md:2:6 VK601", "Plan.md:6:1 VK603", first[4]]

        write({".obsidian/types.json": '{"types": {"due": "text"}}'})
        assert both() == [*first[1:3], "Plan.md:6:1 VK603", first[4]]

        write({"vaultkit.toml": self.CONFIG.replace("TODO", "Plan")})
        assert both() == ["Home.md:4:1 VK604", "Home.md:6:8 VK603", first[4]]

    def test_types_that_come_later(self, write, both) -> None:
        notes = {name: text for name, text in self.NOTES.items() if "types" not in name}
        write({**notes, "vaultkit.toml": "[rules.property-schema]\napp-types = true\n"})
        assert both() == []

        write({".obsidian/app.json": "{}"})
        assert both() == []

        write({".obsidian/types.json": '{"types": {"due": "number"}}'})
        assert both() == ["Home.md:2:6 VK601", "Plan.md:2:6 VK601"]


def test_what_is_not_configured_costs_nothing(write, loaded) -> None:
    write({"A.md": "---\na: 1\n---\n[[A]]\n", "vaultkit.toml": 'ignore = ["VK3"]\n'})
    modules = loaded("check")[2]

    assert "vaultkit.rules.property_schema" in modules
    assert not {"jsonschema", "importlib.metadata", "vaultkit.config.plugins"} & modules
