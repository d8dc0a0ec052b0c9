"""``vaultkit baseline``, and checks that report only what it does not hold."""

import errno
import json

import pytest

from vaultkit.cli.formats import FINDINGS_ONLY, FORMATS
from vaultkit.lint.known import baseline

OLD = {
    "Home.md": "# Home\n\n[[Soil]] [[/ld/Path]] [[Plan]]\n",
    "Soil.md": "# Soil\n\nBack to [[Home]].\n\n## Worms\n\nMany.\n\n## Worms\n\nMore.\n",
}
FILE = "vaultkit-baseline.json"


@pytest.fixture
def checked(write, run):
    """Return a function that changes a vault with a baseline, and checks it."""
    root = write(OLD)
    run("baseline")

    def done(files, *arguments: str):
        for name, content in files.items():
            if content is None:
                (root / name).unlink()
        write({name: content for name, content in files.items() if content is not None})
        return run("check", "--format", "concise", *arguments)

    return done


def entries(root) -> list[dict[str, str]]:
    return json.loads((root / FILE).read_text())["findings"]


def test_it_is_sorted_with_one_finding_a_line(write, run) -> None:
    root = write(OLD)

    ran = run("baseline")

    assert ran.out == f"TMP/vault/{FILE}: 3 known, 3 of them new; 0 gone\n"
    lines = (root / FILE).read_text().splitlines()[3:-2]
    held = [json.loads(line.rstrip(",")) for line in lines]
    assert [(entry["path"], entry["rule"]) for entry in held] == [
        ("Home.md", "broken-link"),
        ("Home.md", "unwritten-note"),
        ("Soil.md", "duplicate-heading"),
    ]


def test_the_fingerprints_are_those_of_the_json_report(write, run) -> None:
    root = write(OLD)
    reported = run("check", "--format", "json").json["findings"]

    run("baseline")

    assert {entry["fingerprint"] for entry in entries(root)} == {
        found["fingerprint"] for found in reported
    }


def test_what_it_holds_is_not_reported(checked) -> None:
    ran = checked({}, "--format", "text")

    assert ran.code == 0
    assert f"against {FILE}: 0 new, 3 known, 0 gone" in ran.out


def test_everything_is_reported_without_it(checked) -> None:
    assert checked({}, "--no-baseline").codes == ["VK101", "VK102", "VK201"]


def test_moved_and_indented_lines_stay_known(checked) -> None:
    ran = checked(
        {"Home.md": "# Home\n\nAll new:\n\n- a\n  - [[/ld/Path]] and [[Plan]] [[Soil]]\n"}
    )

    assert (ran.code, ran.out) == (0, "")


def test_a_second_occurrence_surfaces(checked) -> None:
    ran = checked({"Home.md": OLD["Home.md"] + "\n[[/ld/Path]]\n"})

    assert ran.found == ["Home.md:5:1 VK101"]


def test_a_renamed_note_stays_known(checked) -> None:
    soil = OLD["Soil.md"].replace("[[Home]]", "[[Start]]")

    ran = checked({"Home.md": None, "sub/Start.md": "> moved\n" + OLD["Home.md"], "Soil.md": soil})

    assert (ran.code, ran.out) == (0, "")


def test_another_note_in_place_of_one_deleted_is_not_known(checked) -> None:
    ran = checked(
        {"Home.md": None, "New.md": "# New\n\n[[/ld/Path]] only [[Soil]]\n"}, "--select=VK1"
    )

    assert ran.found == ["New.md:3:1 VK101", "Soil.md:3:9 VK101"]


def test_a_known_note_does_not_take_over_what_a_deleted_one_had(checked) -> None:
    line = "[[Soil]] [[/ld/Path]] [[Plan]]\n"

    ran = checked({"Home.md": None, "Soil.md": OLD["Soil.md"] + "\n" + line}, "--select", "VK101")

    assert ran.found == ["Soil.md:3:9 VK101", "Soil.md:13:10 VK101"]


def test_what_is_gone_is_told_in_one_line_and_pruned(checked, run, tmp_path) -> None:
    ran = checked({"Home.md": "# Home\n\n[[Soil]] [[Plan]] [[/ew/Path]]\n"}, "--format", "text")
    assert f"against {FILE}: 1 new, 2 known, 1 gone\n`vaultkit baseline --prune`" in ran.out

    assert run("baseline", "--prune").out.endswith("2 known, 0 of them new; 1 gone\n")
    assert len(entries(tmp_path / "vault")) == 2
    assert checked({}).found == ["Home.md:3:19 VK101"]


@pytest.mark.parametrize("output_format", FORMATS)
def test_how_many_of_the_known_a_fix_mends_is_told_in_every_format(
    write, run, output_format
) -> None:
    write({**OLD, "A.md": "[[old/Soil]] [[x/Soil]] [[/ld/Path]]\n"})
    run("baseline")
    said = f"`vaultkit fix` fixes 2 of the findings in {FILE}"

    ran = run("check", "--format", output_format)

    assert (ran.out.count(said), ran.err.count(said)) == (
        (0, 1) if output_format in FINDINGS_ONLY else (1, 0)
    )
    assert ran.code == 0


def test_what_a_fix_mends_is_told_only_of_what_is_hidden_and_there(write, run) -> None:
    write({**OLD, "A.md": "[[old/Soil]] [[/ld/Path]]\n"})
    run("baseline")
    write({"B.md": "[[x/Soil]] [[A]]\n"})

    assert "fixes 1 of the findings" in run("check").out
    assert "mends" not in run("check", "--select", "VK2").out
    assert "mends" not in run("check", "Soil.md").out
    assert "mends" not in run("check", "--no-baseline").out
    assert "mends" not in run("fix").out
    assert "mends" not in run("check").out


def test_rules_that_do_not_run_are_not_gone(checked) -> None:
    assert "0 gone" in checked({}, "--select", "VK101", "--format", "text").out


def test_paths_not_asked_for_are_not_gone(checked) -> None:
    assert f"against {FILE}: 0 new, 1 known, 0 gone" in checked({}, "Soil.md", "--format=text").out


def test_it_lies_beside_the_configuration(write, run, tmp_path) -> None:
    write({"vaultkit.toml": 'root = "notes"', "notes/A.md": "[[/ay]]"})

    run("baseline")

    assert (tmp_path / "vault" / FILE).exists()
    assert run("check", "notes").code == 0


def test_names_in_any_script(write, run) -> None:
    root = write({"Über.md": "[[ä/ö]]"})

    run("baseline")

    assert "Über.md" in (root / FILE).read_text("utf-8")
    assert run("check").code == 0


def test_with_a_revision_both_hold(repository, run) -> None:
    repository.commit({"A.md": "[[/aone]]\n"})
    repository.write({"A.md": "[[/aone]] [[/atwo]]\n"})
    run("baseline")
    repository.write({"A.md": "[[/aone]] [[/atwo]] [[/athree]]\n"})

    ran = run("check", "--new-since", "HEAD", "--format", "json", "--select", "VK1")

    assert [found["message"] for found in ran.json["findings"]] == ['no note "/athree"']
    assert ran.json["compared"] == [
        {"against": FILE, "new": 1, "known": 2, "gone": 0},
        {"against": "HEAD", "new": 2, "known": 1, "gone": 0},
    ]


def test_a_staged_check_takes_the_staged_baseline(repository, run) -> None:
    repository.stage({"A.md": "[[/aone]]\n"})
    run("baseline")
    assert run("check", "--staged").code == 1

    repository.git("add", FILE)
    assert run("check", "--staged").code == 0


def test_a_fix_reports_what_is_new(checked, run) -> None:
    assert run("fix").code == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"version": 1,\n "findings": [}', "it is not JSON (line 2, column 15)"),
        ("<<<<<<< HEAD\n{}\n=======\n", "it has an unresolved merge conflict"),
        ("[" * 100_000, "it is nested too deeply"),
        ('{"version": ' + "1" * 5000 + "}", "it has a number that is too long"),
        ("[]", "it has no list of findings"),
        ('{"version": 2, "findings": []}', "its version is not 1"),
        ('{"version": 1, "findings": [{"path": 3}]}', "finding 1 lacks one of path, note, rule"),
        (b"\xff", "it is not UTF-8"),
    ],
)
def test_a_baseline_that_cannot_be_used(write, run, content, why) -> None:
    root = write({FILE: content, "A.md": ""})

    for command in ("check", "baseline"):
        ran = run(command)

        assert ran.code == 2
        assert len(ran.problems) == 1
        assert ran.problems[0].startswith(f"TMP/vault/{FILE}: {why}")
        assert ran.problems[0].endswith("; delete it, and `vaultkit baseline` writes a new one")

    (root / FILE).unlink()
    assert run("baseline").code == 0
    assert run("check").code == 0


def test_a_baseline_that_may_not_be_read(write, run, monkeypatch) -> None:
    write({FILE: "{}", "A.md": ""})
    monkeypatch.setattr(baseline.DISK, "read", refused)

    assert run("check").problems == [f"TMP/vault/{FILE}: cannot be read: permission denied"]


def refused(path) -> bytes:
    raise PermissionError(errno.EACCES, "Permission denied", path)


def test_a_folder_in_its_place(write, run) -> None:
    root = write({"A.md": ""})
    (root / FILE).mkdir()

    ran = run("baseline")

    assert ran.code == 2
    assert ran.problems == [f"TMP/vault/{FILE}: cannot be written: is a directory"]


def test_nothing_to_prune(write, run) -> None:
    write({"A.md": ""})

    ran = run("baseline", "--prune")

    assert ran.code == 2
    assert ran.problems == [f"TMP/vault/{FILE}: there is no baseline to prune; leave out --prune"]
