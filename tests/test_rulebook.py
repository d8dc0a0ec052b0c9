"""The rule book: every example of every page holds, and pages and rules are in step.

The pages are collected from ``rules/``, so that a page can be written, and fail, before its rule.
``VAULTKIT_UPDATE_PAGES=1`` rewrites the reports in the pages, the files as a fix leaves them, both
index tables and the table of options; read the diff as carefully as code.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

import pytest

from vaultkit import check
from vaultkit.api import Vault
from vaultkit.cli.rule_pages import _FAMILIES, default_severity, fixes, rule_summary
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.config.settings import Settings
from vaultkit.fix.repair import repair
from vaultkit.lint.check import check as run
from vaultkit.markdown.parser import parse
from vaultkit.report.formats import concise
from vaultkit.report.record import Report
from vaultkit.rules.base.problem import Applicability, Severity
from vaultkit.rules.base.rule import NoOptions, NoteRule, Rule
from vaultkit.rules.registry import RETIRED, RULES
from vaultkit.source import Source

CHECKOUT = Path(__file__).parents[1]
BOOK = CHECKOUT / "rules"
UPDATE = bool(os.environ.get("VAULTKIT_UPDATE_PAGES"))
SECTIONS = ["Why", "Fix", "Options", "Examples"]
VISIBLE = {"␠": " ", "␉": "\t", "␍": "\r", "␀": "\0"}
FENCE = re.compile(r"(`{3,})([^`]*)$")


FIXED, FIXED_UNSAFELY = "Fixed:", "Fixed with `--unsafe-fixes`:"
GONE = "gone"
HELP = "  help: "
Files = dict[str, str | None]


@dataclass
class Example:
    """One example: a small vault, its settings, the report, and what a fix makes of the files.

    ``fixed`` and ``fixed_unsafely`` hold only the files that change; None says that one is deleted.
    ``tail`` is where the page goes on after the report, up to the end of the example.
    """

    page: str
    line: int
    title: str
    files: dict[str, str] = field(default_factory=dict)
    toml: str | None = None
    report: str | None = None
    report_at: tuple[int, int] = (0, 0)
    tail: tuple[int, int] = (0, 0)
    fixed: Files = field(default_factory=dict)
    fixed_unsafely: Files = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.page}.md:{self.line} {self.title}"


def examples(page: str) -> Iterator[Example]:
    """Read the examples of a page: a file's name in backticks, then its fence."""
    lines = (BOOK / f"{page}.md").read_text("utf-8").splitlines(keepends=True)
    example, name, at = None, "", 0
    files: dict[str, str] | Files | None = None
    while at < len(lines):
        line = lines[at].rstrip("\n")
        fence = FENCE.match(line)
        if line.startswith("### "):
            if example:
                yield example
            example, name = Example(page, at + 1, line[4:]), ""
            files = example.files
        elif example and fence:
            closing = f"{fence[1]}\n"
            end = lines.index(closing, at + 1) if closing in lines[at + 1 :] else len(lines)
            body = "".join(lines[at + 1 : end])
            if end == len(lines):
                example.faults.append(f"line {at + 1}: a block that is not closed")
            if fence[2] in ("report", "toml"):
                if getattr(example, fence[2]) is not None:
                    example.faults.append(f"line {at + 1}: a second {fence[2]} block")
                setattr(example, fence[2], body)
                if fence[2] == "report":
                    example.report_at = (at + 1, end)
                    files = None
            elif files is None:
                example.faults.append(f"line {at + 1}: a file after the report without '{FIXED}'")
            else:
                if not name or name in files:
                    example.faults.append(f"line {at + 1}: a block without a name of its own")
                for mark, character in VISIBLE.items():
                    body = body.replace(mark, character)
                files[name], name = None if fence[2] == GONE else body, ""
            at = end
        elif example and line in (FIXED, FIXED_UNSAFELY):
            files = example.fixed if line == FIXED else example.fixed_unsafely
        elif line.startswith("`") and line.endswith("`"):
            name = line.strip("`")
        at += 1
        if example:
            example.tail = (example.report_at[1] + 1, at)
    if example:
        yield example


PAGES = sorted(page.stem for page in BOOK.glob("*.md") if page.stem != "README")
EXAMPLES = [example for page in PAGES for example in examples(page)]
REGISTRY = "vaultkit/rules/registry.py"


def stem(rule: type[Rule]) -> str:
    """Return the name of a rule as its module has it, which it has before all else."""
    return rule.__module__.rpartition(".")[2].replace("_", "-")


KNOWN = {stem(rule): rule for rule in RULES}
every_rule = pytest.mark.parametrize("rule", RULES, ids=stem)


def rule_of(page: str) -> type[Rule]:
    """Return the rule of a page; fail with what is missing where there is none."""
    if page not in KNOWN:
        module = f"vaultkit/rules/{page.replace('-', '_')}.py"
        pytest.fail(
            f"rules/{page}.md has no rule: write {module} and add its class to RULES in {REGISTRY}",
            pytrace=False,
        )
    return KNOWN[page]


def text_of(rule: type[Rule]) -> str:
    """Return the page of a rule; fail with what is missing where there is none."""
    page = BOOK / f"{stem(rule)}.md"
    if not page.is_file():
        pytest.fail(f"{rule.__name__} has no page: write rules/{page.name}", pytrace=False)
    return page.read_text("utf-8")


@every_rule
def test_a_rule_is_named_as_its_module_and_its_page(rule: type[Rule]) -> None:
    assert rule.name == stem(rule), "a rule is named as its module is"
    assert text_of(rule)


def settings_of(example: Example, tmp_path: Path) -> Settings:
    """Return the settings that an example is checked with: its own, and the page's rule alone."""
    config = None
    if example.toml is not None:
        config = tmp_path / "vaultkit.toml"
        config.write_text(example.toml, "utf-8")
    chosen = "select" in (example.toml or "")
    return read_settings(config, Choices(select=None if chosen else [example.page]))


def shown(report: Report, example: Example) -> str:
    """Return a report as a page has it: with the help lines where the page shows any."""
    said = concise.render(report)
    if HELP not in (example.report or ""):
        return said
    lines = zip(said.splitlines(), report.findings, strict=True)
    return "".join(
        f"{line}\n{HELP}{found.help}\n" if found.help else f"{line}\n" for line, found in lines
    )


def repaired(example: Example, settings: Settings, *, unsafe: bool) -> Files:
    """Return the files that a fix changes, as it leaves them."""
    vault = Vault.from_texts(example.files, settings.plan())
    done = repair(vault, settings, unsafe=unsafe)
    assert (done.refusals, done.cycle) == ([], ())
    assert not run(done.vault, settings).fixable
    return {
        path: None if change.after is None else change.after.decode()
        for path, change in sorted(done.changes.items())
    }


def block(name: str, text: str | None) -> str:
    """Return a file as a page shows it."""
    if text is None:
        return f"\n`{name}`\n\n```{GONE}\n```\n"
    for mark, character in VISIBLE.items():
        text = re.sub(" +$", lambda found: "␠" * len(found[0]), text, flags=re.MULTILINE)
        text = text if character == " " else text.replace(character, mark)
    fence = "````" if "```" in text else "```"
    return f"\n`{name}`\n\n{fence}{Path(name).suffix[1:]}\n{text}{fence}\n"


def update(example: Example, said: str, safe: Files, unsafe: Files) -> None:
    """Write anew what an example says from its report on."""
    page = BOOK / f"{example.page}.md"
    lines = page.read_text("utf-8").splitlines(keepends=True)
    found = next(e for e in examples(example.page) if e.title == example.title)
    start, end = found.report_at
    after = ""
    for title, files in ((FIXED, safe), (FIXED_UNSAFELY, unsafe)):
        if files:
            after += f"\n{title}\n" + "".join(block(*item) for item in files.items())
    more = ["\n"] if found.tail[1] < len(lines) else []
    page.write_text(
        "".join([*lines[:start], said, lines[end], after, *more, *lines[found.tail[1] :]])
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_is_reported_and_fixed_as_its_page_says(
    example: Example, tmp_path: Path
) -> None:
    rule_of(example.page)
    assert not example.faults
    assert example.report is not None, "it has no report block"
    settings = settings_of(example, tmp_path)

    said = shown(run(Vault.from_texts(example.files, settings.plan()), settings), example)
    safe = repaired(example, settings, unsafe=False)
    unsafe = repaired(example, settings, unsafe=True)
    unsafe = unsafe if unsafe != safe else {}
    if UPDATE:
        update(example, said, safe, unsafe)
        return

    assert said == example.report
    assert safe == example.fixed
    assert unsafe == example.fixed_unsafely
    assert bool(safe) is (" [*]: " in said)


def promised(text: str) -> tuple[Applicability, ...]:
    """Return the kinds of fix that a page's section on fixes speaks of, by its first words."""
    section = text.partition("\n## Fix\n")[2].partition("\n## ")[0]
    words = re.findall(r"^(None|Safe|Unsafe)[.:] ", section.replace("\n", " \n"), re.MULTILINE)
    kinds = {"Safe": Applicability.SAFE, "Unsafe": Applicability.UNSAFE}
    assert words == ["None"] or (words and "None" not in words), (
        'the section Fix must begin with "None. ", or its parts with "Safe: " or "Unsafe: "'
    )
    return tuple(kinds[word] for word in words if word in kinds)


@every_rule
def test_a_page_speaks_of_the_fixes_that_its_examples_show(rule: type[Rule]) -> None:
    text = text_of(rule)
    shown = list(examples(stem(rule)))
    made = {
        Applicability.SAFE: any(example.fixed for example in shown),
        Applicability.UNSAFE: any(example.fixed_unsafely for example in shown),
    }

    assert promised(text) == rule.fixes, "the page's section Fix and the rule's `fixes` differ"
    assert tuple(kind for kind in made if made[kind]) == rule.fixes, (
        "the fixed files in the page's examples and the rule's `fixes` differ"
    )


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.severity is Severity.INFO and rule.fixes], ids=stem
)
def test_a_page_says_that_the_fix_of_an_info_has_to_be_asked_for(rule: type[Rule]) -> None:
    section = text_of(rule).partition("\n## Fix\n")[2].partition("\n## ")[0]

    assert f"`--select {rule.name}`" in section
    assert f'`fix = ["{rule.name}"]`' in section


@every_rule
def test_a_page_with_a_safe_fix_says_what_shows_that_it_is_right(rule: type[Rule]) -> None:
    section = text_of(rule).partition("\n## Fix\n")[2].partition("\n## ")[0]

    assert "**evidence" in section.lower() or Applicability.SAFE not in rule.fixes


@pytest.mark.parametrize("example", [example for example in EXAMPLES if example.fixed], ids=str)
def test_the_help_of_a_finding_with_a_safe_fix_says_more_than_what_to_write(
    example: Example, tmp_path: Path
) -> None:
    rule_of(example.page)
    settings = settings_of(example, tmp_path)
    report = run(Vault.from_texts(example.files, settings.plan()), settings)

    for found in report.findings:
        if found.is_fixable and found.fix is not None:
            assert found.help is not None
            assert found.help.removesuffix(found.fix.title) not in ("", "write ")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_title_its_sentence_and_its_sections(name: str) -> None:
    rule = rule_of(name)
    text = (BOOK / f"{name}.md").read_text("utf-8")
    title, _, sentence = text.splitlines()[:3]
    headings = parse(Source(text.encode())).headings
    sections = [heading.text for heading in headings if heading.level == 2]
    wanted = [item for item in SECTIONS if item != "Options" or rule.Options is not NoOptions]

    assert title == f"# {name} ({rule.code})", "line 1 of the page must be this title"
    assert sentence == rule_summary(rule), "line 3 must be the first of the docstring"
    assert sections == wanted, "the page must have these sections, in this order"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_is_reported_and_what_is_not(name: str) -> None:
    shown = list(examples(name))

    assert any(example.report for example in shown), "no example reports anything"
    assert any(example.report == "" for example in shown), "no example has an empty report block"
    assert len({example.title for example in shown}) == len(shown), "two examples have one title"


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.Options is not NoOptions], ids=stem
)
def test_a_page_lists_the_options_with_their_defaults(rule: type[Rule]) -> None:
    listed = re.findall(r"^- `([a-z-]+)` \(default (.+?)\)", text_of(rule), re.MULTILINE)
    shown = {str: '`"{}"`', int: "{}", bool: "{}", tuple: "none"}

    assert listed == [
        (
            option.name.replace("_", "-"),
            shown[type(option.default)].format(str(option.default).lower()),
        )
        for option in fields(rule.Options)
    ], "the page's options and defaults must be those of the rule's `Options`"


@every_rule
def test_the_changelog_names_a_rule(rule: type[Rule]) -> None:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")

    if not re.search(rf"(?<![\w-]){rule.name}(?![\w-])", changelog):
        pytest.fail(f"CHANGELOG.md lacks {rule.name}: add it below Unreleased", pytrace=False)


@pytest.mark.parametrize("attribute", ["code", "name", "severity", "__doc__"])
def test_a_rule_without_what_it_needs_is_refused_in_a_sentence(attribute: str) -> None:
    whole = {"code": "VK999", "name": "x", "severity": Severity.INFO, "__doc__": "An x."}
    module = {"__module__": "vaultkit.rules.x"}

    assert type("X", (NoteRule,), {**whole, **module})
    with pytest.raises(TypeError, match=f"X in vaultkit.rules.x lacks: {attribute}"):
        type("X", (NoteRule,), {**whole, attribute: "", **module})


def test_codes_are_sorted_and_never_given_twice() -> None:
    codes = [rule.code for rule in RULES]

    assert codes == sorted(set(codes))
    assert not RETIRED & set(codes)


def rows(family: str, form: str) -> list[str]:
    """Return the rows of an index table, without those of rules that are not complete."""
    return [
        form.format(
            code=rule.code,
            name=rule.name,
            summary=rule_summary(rule).replace("|", r"\|"),
            severity=default_severity(rule),
            fixes=fixes(rule),
        )
        for rule in RULES
        if getattr(rule, "code", "").startswith(family)
    ]


def hold(page: Path, wanted: dict[str, list[str]]) -> None:
    """Compare the tables of a page, by the text before each, with RULES, or write them."""
    text = page.read_text("utf-8")
    for before, lines in wanted.items():
        head = re.escape(before) + r"\| (?:code|rule) \|.*\n\|[-|]+\|\n"
        shown = re.search(rf"({head})((?:\|.*\n)*)", text)
        rows = "".join(f"{line}\n" for line in lines)
        if UPDATE and shown is not None:
            text = text[: shown.start(2)] + rows + text[shown.end(2) :]
            page.write_text(text, "utf-8")
        elif shown is None or shown[2] != rows:
            pytest.fail(
                f"a table of rules in {page.relative_to(CHECKOUT)} is not that of RULES: "
                "VAULTKIT_UPDATE_PAGES=1 pytest tests/test_rulebook.py writes it",
                pytrace=False,
            )


def test_the_index_of_the_book_is_current() -> None:
    form = "| {code} | [[{name}]] | {summary} | {severity} | {fixes} |"
    wanted = {f"\n## {title}\n\n": rows(family, form) for family, title in _FAMILIES.items()}

    hold(BOOK / "README.md", wanted)


def test_the_table_of_rules_in_the_readme_is_current() -> None:
    form = "| {code} | [{name}](rules/{name}.md) | {summary} | {severity} | {fixes} |"

    hold(CHECKOUT / "README.md", {"\n": rows("VK", form)})


def options_of(rule: type[Rule]) -> Iterator[str]:
    """Yield a row for each option of a rule: its default, and the first sentence of its page."""
    listed = re.split(r"^- `([a-z-]+)` \(default .+?\): ", text_of(rule), flags=re.MULTILINE)
    sentences = dict(zip(listed[1::2], listed[2::2], strict=True))
    shown = {str: '"{}"', int: "{}", bool: "{}", tuple: "[]"}
    for option in fields(rule.Options):
        name = option.name.replace("_", "-")
        default = shown[type(option.default)].format(str(option.default).lower())
        sentence = re.split(r"\.\s|;\s|\n\n", sentences.get(name, ""))[0]
        says = " ".join(sentence.split()).replace("|", r"\|")
        page = f"[{rule.name}](../rules/{rule.name}.md)"
        yield f"| {page} | `{name}` | `{default}` | {says} |"


def test_the_table_of_options_is_current() -> None:
    lines = [row for rule in RULES for row in options_of(rule)]

    hold(CHECKOUT / "docs" / "configuration.md", {"\n## Options of rules\n\n": lines})


def test_the_rule_book_is_a_vault_without_findings() -> None:
    """Info counts, too: that is what a wikilink to a page that does not exist is."""
    assert not check(BOOK).findings
