"""``fix`` for programs: what was fixed, what was not and why, and the run to undo."""

import pytest

FILES = {"A é.md": "[[old/C]]\n", "C.md": "x [[A é]]\n"}


@pytest.fixture
def fixed(run, write):
    def of(*arguments, files=FILES, code=0):
        write(files)
        ran = run("fix", "--format", "json", *arguments)
        assert ran.code == code, ran.err
        return ran.json

    return of


def test_what_was_written_can_be_undone(fixed, run) -> None:
    given = fixed()

    assert (given["run"], given["dry_run"], given["not_fixed"]) == (1, False, [])
    assert [item["path"] for item in given["fixed"]] == ["A é.md"]
    assert run("undo", str(given["run"])).code == 0


def test_a_dry_run(fixed) -> None:
    given = fixed("--dry-run", code=1)

    assert (given["run"], given["dry_run"], len(given["fixed"])) == (None, True, 1)


def test_nothing_to_fix(fixed) -> None:
    given = fixed(files={"A.md": "x [[A]]\n"})

    assert (given["run"], given["fixed"], given["not_fixed"]) == (None, [], [])


def test_what_was_not_fixed_and_why(document, write, tmp_path) -> None:
    write({"B.md": "[[old/C]]\n"}, "elsewhere")
    root = write({"C.md": "x [[B]]\n"})
    (root / "B.md").symlink_to(tmp_path / "elsewhere" / "B.md")
    given = document("report", "fix", code=1, says_more=True)

    assert given["not_fixed"] == [
        {
            "path": "B.md",
            "file": "B.md",
            "line": None,
            "rule": None,
            "message": "is outside the vault's folder",
        }
    ]
