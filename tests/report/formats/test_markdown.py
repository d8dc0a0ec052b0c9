"""The table in Markdown."""

import re

import pytest
from markdown_it import MarkdownIt

from vaultkit import Severity
from vaultkit.report.formats import markdown
from vaultkit.report.record import Compared, Remedied
from vaultkit.rules.base.problem import Applicability


def test_a_report_in_full(finding, report) -> None:
    said = markdown.render(
        [
            report(
                finding(severity=Severity.INFO, message='"Mulch" is not written yet'),
                finding(help="write [[b]]", fix=Remedied(Applicability.SAFE, "write [[b]]")),
                folder="content/",
            )
        ]
    )

    assert said == (
        """\
<!-- vaultkit report -->
### vaultkit in `content`: 1 error, 0 warnings, 1 info

17 notes, 25 links; `vaultkit fix` fixes 1.

| severity | place | finding | rule |
|---|---|---|---|
| error | `content/Soil.md:3:5` | `no note "a/b"`<br>help: `write [[b]]` \
| broken-link (VK101), fixable |
| info | `content/Soil.md:3:5` | `"Mulch" is not written yet` | broken-link (VK101) |

"""
    )


def test_nothing_found(report) -> None:
    assert markdown.render([report()]) == (
        "<!-- vaultkit report -->\n### vaultkit: no findings\n\n17 notes, 25 links.\n\n"
    )


def test_how_the_debt_has_shrunk_is_told(report) -> None:
    said = markdown.render([report(compared=(Compared("vaultkit-baseline.json", 0, 2900, 7),))])

    assert "\nAgainst `vaultkit-baseline.json`: 0 new, 2,900 known, 7 gone.\n" in said


def test_several_vaults_follow_each_other(finding, report) -> None:
    said = markdown.render([report(finding(), folder="a/"), report(folder="b/")])

    assert re.findall(r"(?m)^### (.*)$", said) == [
        "vaultkit in `a`: 1 error, 0 warnings, 0 info",
        "vaultkit in `b`: no findings",
    ]


@pytest.mark.parametrize("letter", ["x", "日", "\U0001f331"])
def test_a_long_report_fits_a_comment_and_says_what_is_left_out(finding, report, letter) -> None:
    found = [finding(message=f"{number} {letter * 100}") for number in range(1000)]
    said = markdown.render([report(*found), report(*found)])
    rows = said.count("\n| error ")

    assert len(said.encode("utf-16-le")) // 2 <= 65_536
    assert len(said.encode("utf-16-le")) // 2 > 65_536 - 600
    assert said.endswith(f"\n{2000 - rows:,} findings more did not fit in here.\n")


def test_a_very_long_name_is_cut(finding, report) -> None:
    said = markdown.render([report(finding(message="x" * 100_000), finding())])

    assert said.count("\n| error ") == 2
    assert f"`{'x' * 300}...`" in said


def test_hostile_names_stay_in_their_cells(finding, report, hostile) -> None:
    found = finding(path=f"{hostile}.md", message=hostile, help=hostile)
    said = markdown.render([report(found, folder=f"{hostile}/")])
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(said)
    cells = [token for token in tokens if token.type == "inline"][-4:]
    inner = [child for cell in cells for child in cell.children or ()]

    assert sum(token.type == "tr_open" for token in tokens) == 2
    assert sum(token.type == "td_open" for token in tokens) == 4
    assert {child.type for child in inner} == {"text", "code_inline", "html_inline"}
    assert [child.content for child in inner if child.type == "html_inline"] == ["<br>"]
    assert len([child for child in inner if child.type == "code_inline"]) == 3
    assert "@someone" not in "".join(child.content for child in inner if child.type == "text")


def test_remarks_are_told(report, hostile) -> None:
    said = markdown.render([report(remarks=("`vaultkit baseline --prune` helps", hostile))])

    assert "\n`` `vaultkit baseline --prune` helps ``\n\n" in said
    assert len(said.split("\n\n")) == 5
