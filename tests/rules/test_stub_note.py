"""What is content, so that a note is no stub."""

import pytest

from vaultkit import check


def test_maths_is_content() -> None:
    report = check({"A.md": "$$E=mc^2$$\n", "B.md": "# B\n\n$x$\n"}, select=["stub-note"])

    assert report.findings == ()


def stubs(files: dict[str, str]) -> list[str]:
    return [item.note for item in check(files, select=["stub-note"]).findings]


def test_what_nine_of_ten_notes_with_a_text_carry_says_nothing() -> None:
    notes = {f"{n}.md": f"---\nbed: {n}\n---\nwords\n" for n in range(9)}
    record = {"Bean.md": "---\nBed: 3\n---\n"}
    assert stubs(notes | {"9.md": "words\n"} | record) == ["Bean"]
    assert stubs(notes | {"9.md": "words\n", "10.md": "words\n"} | record) == []
    assert stubs(notes | record) == []


def test_records_do_not_make_their_own_properties_common() -> None:
    records = {f"{n}.md": f"---\namount: {n}\n---\n" for n in range(50)}
    assert stubs(records | {"Home.md": "words\n"}) == []


def test_a_templates_placeholder_is_no_value() -> None:
    assert stubs({"A.md": '---\namount: "{{amount}}"\n---\n'}) == ["A"]


@pytest.mark.parametrize(
    ("path", "text", "severity"),
    [
        ("Tools/Tools.md", "", "info"),
        ("garden/tools/Tools.md", "---\ntags: [x]\n---\n# Tools\n", "info"),
        ("Tools/Spade.md", "", "warning"),
        ("Tools/Spade/Tools.md", "", "warning"),
        ("Tools.md", "", "warning"),
    ],
)
def test_the_empty_note_of_a_folder_is_an_info(path: str, text: str, severity: str) -> None:
    (finding,) = check({path: text, "Tools/Rake.md": "words\n"}, select=["stub-note"]).findings
    assert str(finding.severity) == severity
    assert (finding.fix is None) == (severity == "info" or "#" in text)


@pytest.mark.parametrize(
    ("folder", "severity"),
    [
        ("Tags", "info"),
        ("3 - Tags", "info"),
        ("meta/_tags", "info"),
        ("Schlagworte", "info"),
        ("E\u0301tiquettes", "info"),
        ("Tags/deep", "warning"),
        ("Stages", "warning"),
        ("3", "warning"),
        ("Git tags", "warning"),
    ],
)
def test_an_empty_note_that_serves_as_a_tag_is_an_info(folder: str, severity: str) -> None:
    files = {f"{folder}/cp.md": "# cp\n", "Home.md": "[[cp]]\n"}
    (finding,) = check(files, select=["stub-note"]).findings
    assert str(finding.severity) == severity


def test_an_empty_note_in_a_folder_of_tags_that_nothing_links_to_is_a_stub() -> None:
    (finding,) = check({"Tags/cp.md": "", "Home.md": "x"}, select=["stub-note"]).findings
    assert str(finding.severity) == "warning"
