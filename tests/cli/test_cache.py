"""The cache as the command line offers it."""

import json

import pytest

from vaultkit.vault import vault as vault_module

FILES = {
    "Home.md": "# Home\n\nTo [[Soil#Clay]], [[Soil#Sand]] and [[gone/in/Note]].\n",
    "Soil.md": "# Soil\n\n## Clay\n\nBack [[home/]] [[Home]].\n",
    "map.png": b"\x89PNG" + bytes(200_000),
}
FINDINGS = ["Home.md:3:19 VK104", "Home.md:3:37 VK101"]


@pytest.fixture
def parsed(monkeypatch):
    """Return a list to which each reading of a vault adds how many notes it parsed."""
    counts = []

    class Counting(vault_module.Reader):
        def facts(self, *arguments):
            yield from super().facts(*arguments)
            counts.append(self.work.parsed)

    monkeypatch.setattr(vault_module, "Reader", Counting)
    return counts


def found(ran) -> list[str]:
    return [item for item in ran.found if item.endswith(("VK101", "VK104"))]


def test_a_second_check_parses_nothing_and_says_the_same(check, parsed) -> None:
    first, second, without = check(FILES), check({}), check({}, "--no-cache")

    assert first.out == second.out == without.out
    assert found(first)
    assert parsed == [2, 2]


def test_one_changed_note_costs_one(check, parsed) -> None:
    check(FILES)
    changed = check({"Soil.md": FILES["Soil.md"] + "\n## Sand\n"})

    assert changed.out == check({}, "--no-cache").out
    assert [item for item in changed.found if "VK104" in item] == []
    assert parsed == [2, 0, 2]


def test_no_cache_leaves_nothing_behind(check, tmp_path) -> None:
    check(FILES, "--no-cache")

    assert list(tmp_path.rglob("facts.sqlite")) == []


def test_a_vault_that_has_become_small_keeps_no_cache(check, tmp_path) -> None:
    check(FILES)
    assert list(tmp_path.rglob("facts.sqlite"))
    small = check({"map.png": b"\x89PNG"})

    assert small.out == check({}, "--no-cache").out
    assert list(tmp_path.rglob("facts.sqlite")) == []


def test_a_folder_of_its_own(check, run, parsed, tmp_path) -> None:
    check(FILES, "--cache-dir", str(tmp_path / "ci"))
    check({}, "--cache-dir", str(tmp_path / "ci"))
    check({})

    assert parsed == [2, 2]
    assert "2 notes" in run("cache", "info", "--cache-dir", tmp_path / "ci").out


def test_none_among_the_notes(check, run, write) -> None:
    write(FILES)
    ran = run("check", "--cache-dir", "kept")

    assert (ran.code, ran.problems) == (
        2,
        ["--cache-dir kept: is in the vault; choose a folder outside it"],
    )
    assert run("check", "--cache-dir", ".kept").code == 1


def test_options_that_contradict_each_other(check) -> None:
    ran = check(FILES, "--no-cache", "--cache-dir", "../ci")

    assert (ran.code, ran.problems) == (
        2,
        ["--cache-dir: cannot be used with --no-cache"],
    )


def test_info_and_clean(check, run, parsed) -> None:
    check(FILES)
    info = run("cache", "info")
    cleaned, again = run("cache", "clean"), run("cache", "clean")

    assert info.out.startswith("TMP/home/vaultkit/")
    assert "/facts.sqlite: 2 notes, " in info.out
    assert cleaned.out.endswith("facts.sqlite: removed\n")
    assert again.out.endswith("facts.sqlite: does not exist\n")
    assert run("cache", "info").out.endswith("facts.sqlite: does not exist\n")
    check({})
    assert parsed == [2, 2]


@pytest.mark.parametrize("command", ["info", "clean"])
def test_no_such_vault(write, run, command) -> None:
    write(FILES)

    assert run("cache", command, "nowhere").problems == ["nowhere: no such file or folder"]


def test_a_damaged_cache_is_spoken_of_when_asked(check, tmp_path) -> None:
    check(FILES)
    (cache,) = tmp_path.rglob("facts.sqlite")
    cache.write_bytes(b"x" * 5000)
    loud = check({"Soil.md": "# Soil\n"}, "--verbose")
    expected = check({})
    cache.write_bytes(b"x" * 5000)
    quiet = check({"Soil.md": "# Soil\n\n"})

    assert loud.err.endswith("facts.sqlite was not used: file is not a database\n")
    assert (quiet.err, quiet.out) == ("", expected.out)


def test_standard_input_leaves_the_cache_alone(write, run, parsed) -> None:
    write({**FILES, ".obsidian/app.json": "{}"})
    options = ("check", "-", "--stdin-filename", "Home.md", "--format", "concise")
    first = run("check", "--format", "concise")
    other = run(*options, stdin="# Other\n")

    assert run("check", "--format", "concise").out == first.out
    assert other.out == run(*options, "--no-cache", stdin="# Other\n").out != first.out
    assert parsed == [2, 0, 2]


def test_a_changed_configuration_is_heeded(check, write) -> None:
    assert found(check(FILES))
    write({"vaultkit.toml": 'select = ["stub-note"]\n'})

    assert not found(check({}))


def test_a_fix_rests_on_the_bytes_as_they_are(write, run, tmp_path) -> None:
    write({**FILES, "Home.md": "[[soil/Soil]] words\n"})
    run("check")
    run("fix", "--no-cache", "--dry-run")
    dry = run("fix", "--dry-run").out
    (tmp_path / "vault/Home.md").write_text("Before. [[soil/Soil]] words\n")
    run("fix")

    assert "Home.md" in dry
    assert (tmp_path / "vault/Home.md").read_text() == "Before. [[Soil]] words\n"


def test_many_notes_are_parsed_by_several_processes(write, run, monkeypatch) -> None:
    many = {f"Note {n}.md": f"# N\n\n[[Note {n + 1}]] [[no/Note {n}]]\n" for n in range(400)}
    write({**FILES, **many})
    said = []
    for processes in (1, 2, 4):
        monkeypatch.setattr("vaultkit.vault.index.workers.available", lambda p=processes: p)
        said += [run("check", "--format", "json", "--no-cache").json for _ in range(1)]
        said.append(run("check", "--format", "json").json)
    for report in said:
        report["summary"].pop("seconds", None)

    assert [report == said[0] for report in said] == [True] * 6
    assert len(json.dumps(said[0])) > 10_000


def test_what_cannot_be_listed_is_told_each_time(check, write, lock) -> None:
    root = write({**FILES, "locked/A.md": ""})
    lock(root / "locked")
    for _ in range(2):
        ran = check({})

        assert (ran.code, ran.problems) == (
            2,
            [
                "2 links may lead into locked/, which cannot be listed",
                "orphan-note finds nothing while locked/ cannot be listed",
                "locked cannot be listed: permission denied",
            ],
        )
