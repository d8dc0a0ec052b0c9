"""``duplicate-heading``: what it advises."""

import pytest

from vaultkit import check

PARENTS = "# Beans\n\n## Care\n\n# Peas\n\n## Care\n\n[[#Care]]\n"


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        pytest.param(PARENTS, '; "#Peas#Care" opens this one', id="by its parent"),
        pytest.param("# Beans\n\n## Care\n\n## Care\n", "", id="by nothing"),
    ],
)
def test_it_says_how_the_second_is_reached(text, advice) -> None:
    found = check({"Home.md": text}, select=["duplicate-heading"]).findings

    assert [finding.help for finding in found] == [
        f"a link by its text opens only the first, further up{advice}"
    ]


def messages(files: dict[str, str]) -> list[tuple[str, str, str]]:
    found = check(files, select=["duplicate-heading"]).findings
    return [(item.path, str(item.severity), item.message) for item in found]


def test_white_space_that_nobody_sees_makes_no_other_heading() -> None:
    text = "# A\n\n## To do\n\nx\n\n## To\u00a0do\n\ny\n"
    assert messages({"Home.md": text}) == [("Home.md", "warning", 'duplicate heading "To do"')]


def test_a_template_may_repeat_itself_and_a_daily_note_may_not() -> None:
    text = "# A\n\n## Rain\n\nx\n\n## Rain\n\ny\n"
    files = {
        "Templates/Day.md": text,
        "days/2024-05-01.md": text,
        ".obsidian/daily-notes.json": '{"folder": "days"}',
    }
    assert [path for path, _, _ in messages(files)] == ["days/2024-05-01.md"]


def severities(text: str, **others: str) -> dict[str, str]:
    files = {"Log.md": text, **{f"{name}.md": other for name, other in others.items()}}
    found = check(files, select=["duplicate-heading"]).findings
    return {finding.message.split('"')[1]: str(finding.severity) for finding in found}


ROUND = "## Query\n\nx\n\n## Answer\n\ny\n\n"


def test_a_form_is_for_information_but_for_what_a_link_means() -> None:
    form = f"{ROUND}## Sources\n\nz\n\n" * 2
    info = dict.fromkeys(["Query", "Answer", "Sources"], "info")

    assert severities(form) == info
    assert severities(form, Home="[[Log#answer]]") == {**info, "Answer": "warning"}


@pytest.mark.parametrize("heading", ["-----", "\u2014 * \u2014", "..."])
def test_a_heading_that_holds_no_word_is_decoration(heading: str) -> None:
    assert severities(f"## {heading}\n\nx\n\n## {heading}\n\ny\n") == {}


@pytest.mark.parametrize("heading", ["C", "12", "\u2705", "\u4e00"])
def test_one_sign_may_be_a_word(heading: str) -> None:
    text = f"## {heading}\n\nx\n\n## {heading}\n\ny\n"
    assert severities(text) == {heading: "warning"}


def test_two_texts_are_no_form() -> None:
    assert severities(ROUND * 3) == {"Query": "warning", "Answer": "warning"}


TWICE = "## Query\n\nx\n\n## Query\n\ny\n"


def severity_in(path: str, text: str, home: str = "x") -> str:
    found = check({path: text, "Home.md": home}, select=["duplicate-heading"]).findings
    (finding,) = found
    return str(finding.severity)


@pytest.mark.parametrize(
    "name",
    ["2024-05-01", "20240501", "8 January 2025 Wednesday", "2024-W29", "log/2024-05", "mai 2024"],
)
def test_what_repeats_in_a_note_of_a_day_is_an_info_unless_a_link_leads_there(name: str) -> None:
    assert severity_in(f"{name}.md", TWICE) == "info"
    assert severity_in(f"{name}.md", TWICE, f"[[{name}#Query]]") == "warning"


@pytest.mark.parametrize(
    "name", ["2024", "2024-05-01 Walk", "2024-02-30", "Plan 5 2024", "log 2024-05-01/Walk", "Log"]
)
def test_any_other_note_is_no_note_of_a_day(name: str) -> None:
    assert severity_in(f"{name}.md", TWICE) == "warning"


@pytest.mark.parametrize(
    ("properties", "severity"),
    [
        ("source: https://example.org/a", "info"),
        ("url: http://example.org", "info"),
        ("source: A book", "warning"),
        ("author: https://example.org/a", "warning"),
    ],
)
def test_a_clipped_page_may_repeat_itself(properties: str, severity: str) -> None:
    note = f"---\n{properties}\n---\n{TWICE}"
    assert severity_in("Note.md", note) == severity
    assert severity_in("Note.md", note, "[[Note#Query]]") == "warning"


def headings(count: int) -> str:
    """Return a note of so many headings, of which two are alike."""
    others = "".join(f"## Part {number}\n\nx\n\n" for number in range(count - 2))
    return f"## Example\n\nx\n\n{others}## Example\n\ny\n"


@pytest.mark.parametrize(("count", "severity"), [(2, "warning"), (10, "warning"), (11, "info")])
def test_what_a_note_of_many_headings_repeats_is_an_info(count: int, severity: str) -> None:
    assert severity_in("Manual.md", headings(count)) == severity
    assert severity_in("Manual.md", headings(count), "[[Manual#Example]]") == "warning"
