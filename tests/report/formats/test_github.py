"""Annotations for GitHub's workflows: no more than it shows, and nothing lost."""

import re

import pytest

from vaultkit import Severity
from vaultkit.report.formats import github
from vaultkit.report.record import Compared
from vaultkit.text import printable

COMMAND = re.compile(r"(?m)^::(\w[\w-]*)")


def commands(text: str) -> list[str]:
    """Return the names of the commands that a runner sees, which heeds `stop-commands`."""
    seen, stopped = [], ""
    for line in re.split(r"\r\n|\r|\n", text):
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif line.lstrip().startswith("::stop-commands::"):
            stopped = line.partition("::stop-commands::")[2]
        elif line.lstrip().startswith("::"):
            seen.append(line.lstrip()[2:].partition(" ")[0])
        else:
            assert "##[" not in line
    assert not stopped
    return seen


def test_annotations(finding, report) -> None:
    said = github.render(
        [
            report(
                finding(help="write [[b]]"),
                finding(severity=Severity.WARNING, end_line=4, end_column=2),
                folder="content/",
            )
        ]
    )

    assert said == (
        "::error file=content/Soil.md,line=3,endLine=3,col=5,endColumn=12,"
        'title=broken-link (VK101)::no note "a/b"%0Ahelp: write [[b]]\n'
        "::warning file=content/Soil.md,line=3,endLine=4,title=broken-link (VK101)"
        '::no note "a/b"\n'
    )


def test_nothing_found(report) -> None:
    assert github.render([report()]) == ""


def test_what_informs_is_counted_not_annotated(finding, report) -> None:
    said = github.render([report(finding(severity=Severity.INFO))], summarised=True)

    assert said == (
        "::notice title=vaultkit::1 more finding (1 info), in the summary of this step\n"
    )


def test_500_findings_stay_below_the_cap(many) -> None:
    said = github.render([many], summarised=True)
    seen = commands(said)

    assert {name: seen.count(name) for name in seen} == {"error": 10, "warning": 10, "notice": 1}
    assert len(said.splitlines()) == 21
    assert said.splitlines()[-1] == (
        "::notice title=vaultkit::480 more findings (90 errors, 190 warnings, 200 info), "
        "in the summary of this step"
    )


def test_500_findings_all_stand_in_the_summary(many) -> None:
    summary, left_out = github.step_summary([many])

    assert left_out == 0
    for found in many.findings:
        assert f"`{found.path}:{found.line}:5` | `{found.message}`" in summary


def test_without_a_summary_500_findings_all_stand_in_the_log(many) -> None:
    said = github.render([many])

    assert {*commands(said)} == {"error", "warning", "notice"}
    assert len(commands(said)) == 21
    assert all(found.message in said for found in many.findings)
    assert len(said.splitlines()) == 21 + 480 + 2


def test_the_cap_is_for_all_vaults_together(many) -> None:
    seen = commands(github.render([many, many], summarised=True))

    assert (seen.count("error"), seen.count("warning"), seen.count("notice")) == (10, 10, 1)


def test_the_most_severe_come_first_in_the_summary(many) -> None:
    summary, _ = github.step_summary([many])
    levels = re.findall(r"(?m)^\| (error|warning|info) ", summary)

    assert levels == ["error"] * 100 + ["warning"] * 200 + ["info"] * 200


@pytest.mark.parametrize("taken", [0, 1_000_000])
def test_a_summary_too_long_is_cut_and_says_so(finding, report, taken) -> None:
    found = [finding(path=f"{number} {'日' * 250}.md") for number in range(2000)]
    summary, left_out = github.step_summary([report(*found)], taken)
    rows = summary.count("\n| error ")

    assert taken + len(summary.encode()) <= 1024 * 1024
    assert taken + len(summary.encode()) > 1024 * 1024 - 1500
    assert rows + left_out == 2000
    assert f"\n{left_out:,} findings more did not fit in here.\n" in summary


@pytest.mark.parametrize("summarised", [False, True])
@pytest.mark.parametrize("level", Severity)
def test_hostile_names_give_no_command(finding, report, hostile, level, summarised) -> None:
    found = finding(
        severity=level,
        path=f"{hostile}.md",
        note=hostile,
        message=f"{hostile} {hostile}",
        help=hostile,
    )
    said = github.render([report(found, folder=f"{hostile}/")], summarised=summarised)

    assert commands(said) == ["notice" if level is Severity.INFO else str(level)]
    said.encode()


def unescaped(text: str) -> str:
    """Return what a runner takes a value of a command for."""
    for escaped, character in (
        ("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")
    ):  # fmt: skip
        text = text.replace(escaped, character)
    return text


def test_a_name_is_read_back_as_it_was(finding, report, hostile) -> None:
    said = github.render([report(finding(path=f"{hostile}.md", message=hostile))])
    given = re.fullmatch(r"::error file=([^,]*),line=3,[^\n]*title=[^:]*::(.*)\n", said)

    assert given is not None
    kept = {"\r": "\r", "\n": "\n"}  # all that a runner has escapes for
    shown = "".join(kept.get(sign) or printable(sign) for sign in f"{hostile}.md")
    assert unescaped(given[1]) == shown
    assert unescaped(given[2]) == printable(hostile)


def test_what_is_said_besides_the_findings_is_a_notice(report, hostile) -> None:
    told = report(compared=(Compared("HEAD", 0, 9, 2),), remarks=(f"ignored: {hostile}",))
    first, second = github.render([told], summarised=True).splitlines()

    assert first == "::notice title=vaultkit::against HEAD: 0 new, 9 known, 2 gone"
    assert second.startswith("::notice title=vaultkit::ignored: ")
    assert unescaped(second.partition("ignored: ")[2]) == printable(hostile)
