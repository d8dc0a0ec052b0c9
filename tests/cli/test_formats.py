"""``--format`` and ``--output-file``: every format, alone and together."""

import json
import os
import re
import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.shell_completion import ShellComplete

from vaultkit.cli import app
from vaultkit.cli.formats import FORMATS

CHECKOUT = Path(__file__).parents[2]
FILES = {"Home.md": "[[leaf-mould]] [[/ld/Gone]]\n", "Leaf mould.md": "x\n"}
MACHINE = [name for name in FORMATS if name not in ("text", "concise")]


@pytest.fixture
def summary(tmp_path, monkeypatch) -> Path:
    """Return the file of a step's summary, as a runner names it."""
    path = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    return path


@pytest.fixture(autouse=True)
def _no_summary(monkeypatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


def files_of(name: str, said: str) -> list[str]:
    """Return the paths of the findings in a report."""
    if name == "sarif":
        return [
            item["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
            for run in json.loads(said)["runs"]
            for item in run["results"]
        ]
    if name == "gitlab":
        return [item["location"]["path"] for item in json.loads(said)]
    if name == "junit":
        return [case.get("classname", "") for case in ET.fromstring(said).iter("testcase")]
    if name == "jsonl":
        return [json.loads(line)["file"] for line in said.splitlines()]
    if name == "json":
        given = json.loads(said)
        reports = given if isinstance(given, list) else [given]
        return [found["file"] for report in reports for found in report["findings"]]
    if name == "github":
        return [
            line.partition("file=")[2].partition(",")[0] if "file=" in line else line.split(":")[0]
            for line in said.splitlines()
            if "file=" in line or not line.startswith("::")
        ]
    return [line.split("`")[1].split(":")[0] for line in said.splitlines() if ":1:" in line]


@pytest.mark.parametrize("name", MACHINE)
def test_paths_are_those_of_the_repository(write, run, tmp_path, name) -> None:
    write({f"content/{path}": text for path, text in FILES.items()}, "repo")
    write({".git": "gitdir: elsewhere\n", "content/.obsidian/app.json": "{}"}, "repo")
    ran = run("check", "--format", name, "--select", "VK1", cwd="repo/content")

    assert ran.code == 1
    assert files_of(name, ran.out) == ["content/Home.md"] * 2


@pytest.mark.parametrize("name", MACHINE)
def test_without_a_repository_paths_are_those_of_the_vault(write, run, name) -> None:
    write(FILES)
    ran = run("check", "--format", name, "--select", "slug-link")

    assert files_of(name, ran.out) == ["Home.md"]


@pytest.mark.parametrize("name", FORMATS)
def test_several_vaults_at_once(write, run, tmp_path, name) -> None:
    for folder in ("one", "two"):
        write({**FILES, ".obsidian/app.json": "{}"}, f"repo/{folder}")
    (tmp_path / "repo/.git").mkdir()
    ran = run("check", "one", "two", "--format", name, "--select", "slug-link", cwd="repo")

    assert ran.code == 1
    if name in MACHINE:
        assert files_of(name, ran.out) == ["one/Home.md", "two/Home.md"]
    else:
        assert ran.out.count("warning: ") == 2


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_holds_what_would_be_printed(write, run, tmp_path, name) -> None:
    write(FILES)
    printed = run("check", "--format", name)
    ran = run("check", "--format", "concise", "--output-file", f"{name}=../report")
    written = (tmp_path / "report").read_text("utf-8").replace(str(tmp_path), "TMP")

    assert ran.out == run("check", "--format", "concise").out
    assert ran.code == printed.code == 1
    if name == "text":
        assert written.split("(")[:-1] == printed.out.split("(")[:-1]
    elif name == "junit":
        assert written.partition("time=")[0] == printed.out.partition("time=")[0]
    else:
        assert written == printed.out


@pytest.mark.parametrize("name", MACHINE)
def test_a_cache_changes_nothing(write, run, name) -> None:
    text = "\U0001f331 [[leaf-mould]] [[/ld/Gone]]\n\n## T\n\n## T\n"
    write({**FILES, "Home.md": text, "map.png": bytes(200_000), ".obsidian/app.json": "{}"})
    said = [
        re.sub(' time="[^"]*"', "", run("check", "--format", name, *more).out)
        for more in (["--no-cache"], [], [])
    ]

    assert "slug-link" in said[0]
    assert said[1:] == [said[0]] * 2


def test_sarif_places_fixes_in_what_is_staged(repository, run) -> None:
    repository.stage({**FILES, "Home.md": "\U0001f331 [[leaf-mould]]\n"})
    repository.write({"Home.md": "\n\n[[leaf-mould]]\n"})
    ran = run("check", "--staged", "--format", "sarif", "--select", "slug-link")
    (result,) = json.loads(ran.out)["runs"][0]["results"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]

    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 18}
    assert replacement["deletedRegion"] == region


def test_several_files_at_once(write, run, tmp_path) -> None:
    write(FILES)
    wanted = [f"--output-file={name}=../{name}.out" for name in FORMATS]
    ran = run("check", "--quiet", *wanted)

    assert "warning: slug-link" in ran.out
    for name in FORMATS:
        assert "slug-link" in (tmp_path / f"{name}.out").read_text("utf-8")


def test_a_file_is_replaced_whole(write, run, tmp_path) -> None:
    write(FILES)
    report = tmp_path / "report.json"
    report.write_text(" " * 100_000)
    report.chmod(0o640)
    run("check", "--output-file", "json=../report.json")

    assert json.loads(report.read_text("utf-8"))["version"] == 1
    assert stat.S_IMODE(report.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "home",  # where it is kept which files there were
        "report.json",
        "vault",
    ]


def test_a_report_lies_in_the_vault_and_is_written_anew(write, run) -> None:
    root = write({**FILES, ".obsidian/app.json": '{"userIgnoreFilters": ["Report.md"]}'})
    for _ in range(2):
        ran = run("check", "--output-file", "markdown=Report.md", "--select", "VK1")

        assert (ran.code, ran.problems) == (1, [])
    assert (root / "Report.md").read_text("utf-8").count("| `Home.md:1:1` |") == 1


@pytest.mark.parametrize("name", ["markdown", "json"])
def test_a_note_is_never_overwritten(write, run, name) -> None:
    root = write(FILES)
    ran = run("check", "--output-file", f"{name}=Home.md")

    assert ran.code == 2
    assert ran.problems == [
        f"--output-file {name}=Home.md: a note with that name exists; choose another"
    ]
    assert (root / "Home.md").read_text("utf-8") == FILES["Home.md"]


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("report.json", "must be FORMAT=PATH"),
        ("json=", "must be FORMAT=PATH"),
        ("=x", "must be FORMAT=PATH"),
        ("sarf=x", f'unknown format "sarf"; choose from {", ".join(FORMATS)}'),
        ("SARIF=x", f'unknown format "SARIF"; choose from {", ".join(FORMATS)}'),
        ("json=-", "use --format for standard output"),
        ("json=.", "this is a folder; name a file"),
        ("json=no/where/x", "there is no folder no/where; create it first"),
    ],
)
def test_a_file_that_cannot_be(write, run, given, problem) -> None:
    write(FILES)
    ran = run("check", "--output-file", given)

    assert (ran.code, ran.out) == (2, "")
    assert ran.problems == [f"--output-file {given}: {problem}"]


def test_two_formats_in_one_file(write, run) -> None:
    write(FILES)
    ran = run("check", "--output-file", "json=x", "--output-file", "sarif=./x")

    assert (ran.code, ran.problems) == (2, ["--output-file sarif=x: named twice"])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_must_not_be_written(write, run, tmp_path) -> None:
    write(FILES)
    (tmp_path / "shut").mkdir(mode=0o500)
    ran = run("check", "--output-file", "json=../shut/x", "--quiet")

    assert ran.code == 2
    assert ran.problems == ["--output-file json=../shut/x: cannot be written: permission denied"]


def test_a_file_that_cannot_be_written_costs_no_report(write, run, tmp_path) -> None:
    write(FILES)
    (tmp_path / "report").write_text("[]")
    (tmp_path / "report").chmod(0o444)
    ran = run("check", "--format", "concise", "--output-file", "json=../report")

    assert ran.code == 2
    assert ran.problems == ["--output-file json=../report: cannot be written: write-protected"]
    assert "Home.md:1:1 VK106" in ran.found
    assert (tmp_path / "report").read_text() == "[]"


@pytest.mark.skipif(not Path("/dev/stderr").exists(), reason="no such device here")
def test_a_device_is_written_to(write, run_process) -> None:
    write(FILES)
    done = run_process("check", "--quiet", "--output-file", "concise=/dev/stderr")

    assert b"Home.md:1:1: warning: VK106" in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("name", MACHINE)
def test_a_format_for_programs_is_always_utf_8(write, run_process, name, encoding) -> None:
    write({"無い.md": "[[/あい]] text\n"})
    done = run_process("check", "--format", name, "--select", "VK1", PYTHONIOENCODING=encoding)
    said = done.stdout.decode("utf-8")

    assert done.returncode == 1
    assert "/あい" in (json.loads(said)["message"] if name == "jsonl" else said)


def test_annotations_name_the_summary(write, run, summary) -> None:
    write({"Home.md": "".join(f"[[old/{number}]]\n" for number in range(30))})
    summary.write_text("Other things.\n")
    ran = run("check", "--format", "github")
    told = summary.read_text("utf-8")

    assert ran.out.count("::error ") == 10
    assert ran.out.splitlines()[-1] == (
        "::notice title=vaultkit::20 more findings (20 errors), in the summary of this step"
    )
    assert told.startswith("Other things.\n<!-- vaultkit report -->\n### vaultkit: 30 errors")
    assert told.count("| error |") == 30


def test_the_summary_is_written_once(write, run, summary) -> None:
    write(FILES)
    run("check", "--format", "github", "--output-file", "github=../x")

    assert summary.read_text("utf-8").count("### vaultkit") == 1


def test_no_summary_without_annotations(write, run, summary) -> None:
    write(FILES)
    run("check", "--format", "sarif", "--output-file", "markdown=../x")

    assert not summary.exists()


def test_what_finds_no_room_in_the_summary_stands_in_the_log(write, run, summary) -> None:
    write({"Home.md": "".join(f"[[old/{number}]]\n" for number in range(30))})
    summary.write_bytes(b"x" * (1024 * 1024 - 1000))
    ran = run("check", "--format", "github")
    told = summary.read_text("utf-8")

    assert len(told) <= 1024 * 1024
    assert "findings more did not fit in here." in told
    assert len(ran.found) == 20
    assert "in the log of this step" in ran.out


def test_a_summary_that_cannot_be_written(write, run, monkeypatch, tmp_path) -> None:
    write({"Home.md": "".join(f"[[old/{number}]]\n" for number in range(30))})
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    ran = run("check", "--format", "github")

    assert len(ran.found) == 20
    assert "in the log of this step" in ran.out


def test_what_could_not_be_looked_at_is_in_sarif_and_on_standard_error(write, run) -> None:
    (write(FILES) / "Gone.md").symlink_to("Gone.md")
    ran = run("check", "--format", "sarif")
    (told,) = [one["invocations"][0]["toolExecutionNotifications"] for one in ran.json["runs"]]

    assert ran.code == 2
    assert [item["message"]["text"] for item in told] == ran.problems
    assert len(told) == 1


@pytest.mark.parametrize("name", MACHINE)
def test_what_a_fix_leaves_comes_in_every_format(write, run, name) -> None:
    write(FILES)
    ran = run("fix", "--format", name, "--select", "VK1", "--output-file", "text=../told")

    assert ran.code == 1
    assert "slug-link" not in ran.out.replace('"rule": "slug-link"', "")
    assert "/ld/Gone" in ran.out
    assert not ran.out.startswith("Home.md")


def test_the_file_of_a_fix_tells_what_was_done(write, run, tmp_path) -> None:
    write(FILES)
    run("fix", "--output-file", "text=../told", "--output-file", "json=../told.json")

    assert "fixed slug-link: write [[Leaf mould|leaf-mould]]" in (tmp_path / "told").read_text(
        "utf-8"
    )
    assert json.loads((tmp_path / "told.json").read_text("utf-8"))["fixed"] == [
        {
            "rule": "slug-link",
            "path": "Home.md",
            "file": "Home.md",
            "line": 1,
            "title": "write [[Leaf mould|leaf-mould]]",
            "applicability": "safe",
        }
    ]


def test_a_diff_goes_alone_to_standard_output(write, run, tmp_path) -> None:
    write(FILES)
    ran = run("fix", "--diff", "--format", "sarif", "--output-file", "sarif=../x.sarif")

    assert ran.out.startswith("diff --git a/Home.md b/Home.md\n")
    assert ran.out.endswith("\n+[[Leaf mould|leaf-mould]] [[/ld/Gone]]\n")
    assert json.loads((tmp_path / "x.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_completion_knows_the_formats() -> None:
    complete = ShellComplete(app.main, {}, "vaultkit", "_VAULTKIT_COMPLETE").get_completions

    assert [item.value for item in complete(["check", "--output-file"], "s")] == ["sarif="]
    assert [item.value for item in complete(["fix", "--format"], "j")] == ["json", "jsonl", "junit"]
    assert complete(["check", "--output-file"], "sarif=re") == []


def test_help_names_every_format(write, run) -> None:
    write({})
    said = " ".join(run("check", "--help").out.split())

    assert f"[{'|'.join(FORMATS)}]" in said.replace("| ", "|")
    assert "--output-file FORMAT=PATH" in said


@pytest.mark.parametrize("name", FORMATS)
def test_the_docs_tell_of_every_format(name) -> None:
    page = (CHECKOUT / "docs" / "formats.md").read_text("utf-8")
    readme = (CHECKOUT / "README.md").read_text("utf-8").partition("## Formats")[2]

    assert f"\n## {name}\n" in page
    assert f"| [`{name}`](#{name}) |" in page
    assert f"`{name}`" in readme.partition("\n## ")[0]


def test_the_command_in_the_docs_runs(write, run, tmp_path) -> None:
    write(FILES)
    page = (CHECKOUT / "docs" / "formats.md").read_text("utf-8")
    command = page.partition("```sh\nvaultkit ")[2].partition("\n")[0]
    ran = run(*command.split())

    assert ran.code == 1
    assert json.loads((tmp_path / "vault/vaultkit.sarif").read_text("utf-8"))["runs"]
    assert ET.parse(tmp_path / "vault/vaultkit.xml").getroot().get("failures") == "2"


@pytest.mark.parametrize("name", FORMATS)
def test_a_remark_is_told_once_in_every_format(write, run, name) -> None:
    root = write(FILES)
    run("baseline")
    (root / "Home.md").write_text("[[leaf-mould]]\n")
    ran = run("check", "--format", name)
    quiet = run("check", "--format", name, "--quiet")

    told = [said.count("vaultkit baseline --prune") for said in (ran.out, ran.err)]
    assert ran.code == 0
    assert told == ([0, 1] if name in ("concise", "jsonl", "gitlab") else [1, 0])
    assert quiet.err == ""


def test_json_names_what_git_ignores(repository, run) -> None:
    repository.commit({".gitignore": "*.png\n", "Home.md": "x\n"})
    repository.write({"map.png": b"x"})
    repository.stage({"Home.md": "![[map.png]]\n"})
    said = run("check", "--staged", "--new-since", "HEAD", "--format", "json").json

    assert said["remarks"] == ["ignored by git and so not in the commit: map.png"]
