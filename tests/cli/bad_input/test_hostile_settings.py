"""Settings of a vault that are made to keep a check busy: it ends, with a finding or an error."""

import json
import subprocess

import pytest

BUSY = "a" * 40 + "!"
NOTES = {f"{BUSY}.md": "x\n", "Home.md": f"---\na: {BUSY}\n{BUSY}: a\n---\n{BUSY}\n"}
DOUBLING = "[[rules.property-schema.notes]]\nschema.allOf = [{'$ref' = '#/$defs/a0'}]\n" + "".join(
    f"[rules.property-schema.notes.schema.'$defs'.a{number}]\n"
    f"allOf = [{{'$ref' = '#/$defs/a{number + 1}'}}, {{'$ref' = '#/$defs/a{number + 1}'}}]\n"
    for number in range(40)
)
DOUBLING += "[rules.property-schema.notes.schema.'$defs'.a40]\ntype = 'object'\n"


def _schema(keywords: str) -> str:
    return f"[[rules.property-schema.notes]]\nschema = {{{keywords}}}\n"


def _checked(write, run, files):
    write({**NOTES, **files})
    ran = run("check", "--format", "concise", "--ignore", "VK3")
    return ran.code, ran.out, ran.err


@pytest.mark.parametrize(
    ("config", "found"),
    [
        (f"exclude = ['{'*a' * 30}b']", 0),
        (f"entry-points = ['{'*a' * 30}b']", 0),
        (f"flattened = ['{'*a' * 30}b']", 0),
        (f"[[overrides]]\npaths = ['{'*a' * 30}b']\ndialect = 'flat'", 0),
        (f"exclude = ['{'**/*a*/' * 100}b']", 0),
        (f"[[rules.name-pattern.names]]\npattern = '[^!]*'\npaths = ['{'*a' * 30}b']", 0),
        ("[[rules.name-pattern.names]]\npattern = '(a+)+$'", 2),
        ("[[rules.name-pattern.names]]\npattern = '(?!Home)(a|aa)+'\nof = 'all'", 2),
        ("[[rules.forbidden-text.texts]]\npattern = '(a+)+$'", 0),
        ("[[rules.forbidden-text.texts]]\npattern = '(a|aa)+!x'\nwhere = ['properties']", 0),
        (_schema("properties.a.pattern = '^(a+)+$'"), 1),
        (_schema("propertyNames.pattern = '^(a+)+$'"), 1),
        (_schema("patternProperties.'^(a+)+$' = false, additionalProperties = true"), 1),
        (_schema("patternProperties.'^(a|aa)+$'.type = 'string', additionalProperties = false"), 1),
        (
            _schema(
                "properties.a = {'$schema' = 'https://json-schema.org/draft/2019-09/schema',"
                " allOf = [{'$schema' = 'http://json-schema.org/draft-07/schema#',"
                " pattern = '^(a+)+$'}]}"
            ),
            1,
        ),
    ],
)
def test_patterns_take_no_time(write, run, config, found) -> None:
    code, out, err = _checked(write, run, {"vaultkit.toml": config})

    assert (code, len(out.splitlines()), err) == (int(found > 0), found, "")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (
            "[[rules.name-pattern.names]]\npattern = '(?<=a)b'",
            (
                'rules.name-pattern.names[1].pattern: "(?<=a)b" has a look-behind, (?<=,'
                " which RE2 does not support; write it without"
            ),
        ),
        (
            "[[rules.forbidden-text.texts]]\npattern = '(?!Home)a+'",
            (
                "rules.forbidden-text.texts[1].pattern: has a look-ahead, which RE2 does not "
                "support; write it without"
            ),
        ),
        (
            "[[rules.forbidden-text.texts]]\npattern = '(?:a{900}){900}'",
            (
                'rules.forbidden-text.texts[1].pattern: "(?:a{900}){900}" is not accepted by'
                " RE2: invalid repetition size: {900}"
            ),
        ),
        (
            f"[[rules.forbidden-text.texts]]\ntext = '{'a' * 20_000}'",
            (
                "rules.forbidden-text.texts[1].text: has more than 10,000 characters;"
                " split it into several patterns"
            ),
        ),
        (
            _schema("properties.a.pattern = '(a)\\1'"),
            (
                "rules.property-schema.notes[1].schema: has a pattern that cannot be used: "
                '"(a)\\1" has a back reference, \\1, which RE2 does not support; write it without'
            ),
        ),
        (
            _schema("patternProperties.'a(?=b)' = {}"),
            (
                "rules.property-schema.notes[1].schema: has a pattern that cannot be used: "
                '"a(?=b)" has a look-ahead, (?=, which RE2 does not support; write it without'
            ),
        ),
        (
            _schema("allOf = [{patternProperties = {a = {}}}], unevaluatedProperties = false"),
            (
                "rules.property-schema.notes[1].schema: has unevaluatedProperties and"
                " patternProperties, which cannot be checked together; write additionalProperties"
            ),
        ),
        (
            _schema(f"required = [{', '.join(f'{n}, {n}.5' for n in range(600))}, 'a']"),
            (
                "rules.property-schema.notes[1].schema: has a list of more than 1,000"
                " values of mixed types"
            ),
        ),
        ("exclude = ['[z-a]']", 'exclude: "[z-a]" is not a glob'),
        (f"exclude = ['{'a' * 5_000}']", f'exclude: "{"a" * 119}…" is not a glob'),
    ],
)
def test_what_cannot_be_used_is_an_error_of_the_configuration(check, config, said) -> None:
    ran = check({**NOTES, "vaultkit.toml": config})

    assert (ran.code, ran.problems) == (2, [f"vaultkit.toml: {said}"])


def test_very_many_globs(write, run) -> None:
    globs = ", ".join(f'"*{number}*aaaa*b"' for number in range(3_000))

    assert _checked(write, run, {"vaultkit.toml": f"exclude = [{globs}]"})[::2] == (0, "")
    code, _, err = _checked(write, run, {"vaultkit.toml": f"exclude = [{globs}, '!x']"})
    assert (code, err) == (
        2,
        (
            "vaultkit: these 3,001 globs are too many to be matched together; write fewer, or none "
            'with "!"\n'
        ),
    )


def test_a_schema_whose_references_double(write, run) -> None:
    code, _, err = _checked(write, run, {"vaultkit.toml": DOUBLING})

    assert code == 2
    assert "a schema takes too many steps to be checked against the properties of" in err


def test_a_schema_within_itself_finds_nothing(check) -> None:
    assert check({**NOTES, "vaultkit.toml": _schema("'$ref' = '#'")}, "--ignore=VK3").found == []


KEY = ".".join("a" * 100_000)


@pytest.mark.parametrize("name", ["vaultkit.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("config", "said"),
    [
        (f"# vaultkit\n{KEY} = 1", "line 2: a key has more than 500 parts"),
        (f"# vaultkit\n[{KEY}]", "line 2: a key has more than 500 parts"),
        (
            "# vaultkit\n" + ".".join(['"[tool.vaultkit]"'] * 1_000) + "=1",
            "line 2: a key has more than 500 parts",
        ),
        ("x = " + "[" * 100_000, "not valid TOML: nested too deeply"),
        ("x = " + "{a=" * 100_000, "not valid TOML: nested too deeply"),
        (".".join("a" * 300) + " = 1", "not valid TOML: nested too deeply"),
        (f"x = 1{'0' * 5_000}", "not valid TOML: it has a number that is too long"),
        (
            "# " + "x" * 1_000_000,
            "has more than 1,000,000 characters, which no configuration needs",
        ),
    ],
)
def test_toml_that_takes_long_to_read(write, run, name, config, said) -> None:
    text = f"{config}\n" if name == "vaultkit.toml" else f"{config}\n[tool.vaultkit]\n"
    write({name: text})
    code, _, err = _checked(write, run, {})

    assert (code, err) == (2, f"vaultkit: TMP/vault/{name}: {said}\n")


def test_a_pyproject_of_others_that_takes_long_to_read_is_passed_over(write, run) -> None:
    code, _, err = _checked(write, run, {"pyproject.toml": f"# vaultkit\n{KEY} = 1"})

    assert (code, err) == (0, "")


@pytest.mark.parametrize("item", ["/(a+)+$/", "/^(?!Home).*(a|aa)+$/"])
def test_excluded_files_by_a_pattern(write, run, item) -> None:
    settings = {".obsidian/app.json": json.dumps({"userIgnoreFilters": [item]})}

    assert _checked(write, run, settings) == (0, "", "")


def test_a_filter_that_cannot_be_used_excludes_nothing_and_is_named(check, run) -> None:
    filters = ["/(?<=old)x/", "/(?<n>b)old/", "/(/", "old/"]
    files = {
        ".obsidian/app.json": json.dumps({"userIgnoreFilters": filters}),
        "oldx.md": "[[/ab]]\n",
        "old/A.md": "[[/ab]]\n",
        "bold.md": "[[/ab]]\n",
    }
    assert check(files, "--select=VK1").found == ["oldx.md:1:1 VK101"]
    for _ in range(2):  # the second time, the outcome of the first is remembered
        ran = run("check", "--select=VK1", "--format=json")
        assert [said.partition(": ")[::2] for said in ran.json["remarks"]] == [
            (
                'the filter "/(?<=old)x/" of "Excluded files" excludes nothing here',
                (
                    "it has a look-behind, (?<=, which RE2 does not support; write it"
                    " without; exclude in vaultkit.toml takes globs"
                ),
            ),
            (
                'the filter "/(/" of "Excluded files" excludes nothing here',
                (
                    "it is not a valid regular expression: missing ), unterminated subpattern at"
                    " position 0; exclude in vaultkit.toml takes globs"
                ),
            ),
        ]


ALIASES = "a0: &a0 [x]\n" + "".join(
    f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]\n" for number in range(1, 40)
)
MERGES = "a0: &a0 {k: v}\n" + "".join(
    f"a{number}: &a{number}\n  <<: [{', '.join([f'*a{number - 1}'] * 9)}]\n"
    for number in range(1, 40)
)


@pytest.mark.parametrize(
    "bomb",
    [
        ALIASES,
        MERGES,
        "x: &a [*a]\n",
        f"x: 1{':1' * 90_000}\n",
        f"x: {'1' * 10_000}\n",
        f"x: {'[' * 100_000}\n",
        "x: [a, b, c]\n" * 300_000,
    ],
    ids=["aliases", "merges", "itself", "sexagesimal", "long number", "nested", "large"],
)
def test_a_pre_commit_configuration_that_takes_long_to_read(write, run_process, bomb) -> None:
    config = f"repos:\n- repo: local\n  hooks: []\n{bomb}"
    root = write({**NOTES, ".pre-commit-config.yaml": config})
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    done = run_process("init", "--yes", "--pre-commit")

    assert (done.returncode, b"Traceback" in done.stderr) == (0, False)
    assert (root / ".pre-commit-config.yaml").read_text() == config
    assert b"stays as it is; add this to its list `repos`" in done.stdout + done.stderr


def test_a_canvas_and_settings_with_a_number_that_javascript_reads(check) -> None:
    number = "1" * 10_000
    files = {
        "B.canvas": f'{{"nodes": [{{"type": "file", "file": "A.md", "x": {number}}}]}}',
        ".obsidian/app.json": f'{{"userIgnoreFilters": ["A.md"], "x": {number}}}',
        "A.md": "[[/ab]]\n",
    }
    assert check(files, "--select=VK1,VK5").found == []
