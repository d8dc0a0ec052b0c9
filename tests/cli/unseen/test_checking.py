"""A link into files that cannot be seen is no finding but a count, and no fix rests on absence."""

import pytest

FILES = {
    ".obsidian/app.json": "{}",
    "archive/Plan.md": "# Plan of 2019\n\nthe old one\n",
    "archive/green-chai.md": "tea, and [[Lonely]]\n",
    "archive/pic.png": b"a",
    "z/Plan.md": "# Plan\n\nanother\n",
    "z/pic.png": b"b",
    "Home.md": "[[archive/Plan]] and [old](archive/Plan.md) and ![[archive/pic.png]]\n[[z/Plan]]\n",
    "Green Chai.md": "Chai [[Home]]\n",
    "Drinks.md": "[[green-chai]] [[Green Chai]]\n",
    "Green Tea.md": "[[Drinks]]\n",
    "Slugs.md": "[[archive/green-tea]] [[Green Tea]] [[Slugs]]\n",
    "Lonely.md": "nobody links here but the archive\n",
}
WHOLE = ["Slugs.md:1:1 VK101", "Slugs.md:1:1 VK302"]
MODULE = '[submodule "x"]\n\tpath = archive\n\turl = ../x\n'


def _shut(vault, shut) -> None:
    shut(vault / "archive")


def _unmounted(vault, _) -> None:
    _gone(vault)
    (vault / "archive").symlink_to("/not/mounted")


def _unfetched(vault, _) -> None:
    _gone(vault)
    (vault / ".gitmodules").write_text(MODULE)


def _gone(vault) -> None:
    for path in (vault / "archive").iterdir():
        path.unlink()
    (vault / "archive").rmdir()


def _empty(vault, _) -> None:
    _gone(vault)
    (vault.parent / "disk").mkdir()
    (vault / "archive").symlink_to("../disk")


STATES = {
    "cannot be listed": (_shut, 2),
    "is a broken symbolic link": (_unmounted, 0),
    "is a symbolic link to an empty folder": (_empty, 0),
    "is a git submodule that was not fetched": (_unfetched, 0),
}


@pytest.fixture(params=STATES)
def state(request) -> str:
    """Return each state that a folder may be in."""
    return request.param


@pytest.fixture
def vault(write, shut, state):
    """Write a vault of which a folder cannot be seen."""
    root = write(FILES)
    STATES[state][0](root, shut)
    return root


@pytest.fixture
def code(state) -> int:
    """Return the exit code of a command that meets that state and nothing else."""
    return STATES[state][1]


def test_links_into_it_are_counted(vault, run, state, code) -> None:
    ran = run("check", "--format=json")
    report = ran.json["vaults"][0] if "vaults" in ran.json else ran.json

    assert ran.code == code
    assert [item["rule"] for item in report["findings"]] == []
    assert report["remarks"] == [
        f"4 links lead into archive/, which {state}",
        f"1 link may lead into archive/, which {state}",
        f"orphan-note finds nothing while archive/ {state}",
    ]


@pytest.mark.parametrize("form", ["text", "concise", "github", "junit", "sarif", "markdown"])
def test_every_format_that_has_room_says_so(vault, run, state, form) -> None:
    ran = run("check", "--format", form)

    assert f"4 links lead into archive/, which {state}" in ran.out + ran.err


@pytest.mark.parametrize("options", [[], ["--unsafe-fixes"], ["--fix-only"], ["--diff"]])
def test_no_fix_rests_on_what_is_not_there(vault, run, held, state, code, options) -> None:
    before = held(vault)
    ran = run("fix", *options)

    assert (ran.code, held(vault)) == (code, before)
    said = [line for line in ran.problems if line.startswith(f"archive/ {state}: ")]
    assert len(said) == 1
    assert said[0].endswith((" fixes wait until it can be seen", " fix waits until it can be seen"))


def test_the_same_by_check(vault, run, held, state, code) -> None:
    before = held(vault)

    assert (run("check", "--fix").code, held(vault)) == (code, before)


def test_once_it_is_seen_all_is_as_before(write, run) -> None:
    write(FILES)
    ran = run("check", "--format=concise", "--no-cache")

    assert (ran.found, ran.code) == (WHOLE, 1)


def test_other_fixes_are_made(vault, run, code) -> None:
    (vault / "New.md").write_text(
        "---\nalias: x\nup: [[Home]]\n---\n[a](Green Tea.md) [[Home#one-two]] [[Home#One  two]]\n"
        "[[/z/Plann]]\n"
    )
    with (vault / "Home.md").open("a") as stream:
        stream.write("\n# One two\n")
    ran = run("fix", "New.md", "--extend-select", "deprecated-property")

    assert ran.code == max(code, 1)
    assert (vault / "New.md").read_text() == (
        '---\naliases: x\nup: "[[Home]]"\n---\n[a](Green%20Tea.md) [[Home#One two|Home > one-two]] '
        "[[Home#One  two]]\n[[/z/Plann]]\n"
    )


def test_what_cannot_be_there_is_still_found(vault, run) -> None:
    (vault / "New.md").write_text("[[/z/Plann]] [[https://example.org/Plan]] [[Home#No]]\n")
    ran = run("check", "New.md", "--format=concise")

    assert ran.found == ["New.md:1:1 VK101", "New.md:1:14 VK101", "New.md:1:43 VK104"]


def test_an_empty_note_is_not_deleted(vault, run) -> None:
    (vault / "Empty.md").write_text("")
    ran = run("fix", "Empty.md", "--unsafe-fixes")

    assert (vault / "Empty.md").exists()
    assert "6 fixes wait" in ran.err or "1 fix waits" in ran.err


def test_a_heading_that_something_unseen_may_name_keeps_its_text(vault, run) -> None:
    text = "# See [a](Green Tea.md)\n"
    (vault / "New.md").write_text(text)
    run("fix", "New.md")

    assert (vault / "New.md").read_text() == text


def test_a_suppression_is_not_called_unused(vault, run, code) -> None:
    (vault / "New.md").write_text(
        "[[archive/Gone]] %% vaultkit-disable-line broken-link %%\n"
        "%% vaultkit-disable orphan-note %%\n"
    )
    ran = run("check", "New.md", "--format=concise")

    assert (ran.found, ran.code) == ([], code)


def test_rules_that_need_all_links(vault, run, state) -> None:
    names = ["orphan-note", "island", "unused-attachment", "dead-end-note"]
    (vault / "End.md").write_text("[[archive/Plan]]\n")
    ran = run("check", *(f"--select={name}" for name in names), "--format=concise")

    assert "End.md:1:1 VK303" not in ran.found
    assert [found for found in ran.found if "VK303" not in found] == []
    said = f"orphan-note, island, unused-attachment find nothing while archive/ {state}"
    assert said in [line.removeprefix("vaultkit: ") for line in (ran.out + ran.err).splitlines()]


def test_a_card_of_a_canvas(vault, run, code) -> None:
    cards = '{"type":"file","file":"archive/pic.png"},{"type":"file","file":"z/no.png"}'
    (vault / "Map.canvas").write_text(f'{{"nodes":[{cards}]}}')
    ran = run("check", "--format=concise", "--select=broken-canvas-node")

    assert (ran.found, ran.code) == (["Map.canvas:1:75 VK502"], max(code, 1))
    assert "5 links lead into archive/" in ran.out + ran.err


def test_the_configuration_takes_it_out(vault, run, code) -> None:
    (vault / "vaultkit.toml").write_text('exclude = ["archive"]\n')
    ran = run("check", "--format=concise")

    assert "archive" not in ran.err + ran.out
    assert ran.found == ["Drinks.md:1:1 VK106", "Lonely.md:1:1 VK302", "Slugs.md:1:1 VK302"]
    assert ran.code == 1


@pytest.mark.usefixtures("eager")
def test_with_a_cache(vault, run, state, code) -> None:
    first = run("check")
    again = run("check")
    (vault / "New.md").write_text("[[archive/New]] [[Home]]\n")
    run("check")
    (vault / "New.md").write_text("[[archive/New]] [[archive/Newer]] [[Home]]\n")
    third = run("check")

    assert first.out.split("\n")[1:] == again.out.split("\n")[1:]
    assert (first.code, first.err, third.code) == (again.code, again.err, code)
    assert f"6 links lead into archive/, which {state}" in third.out


@pytest.mark.usefixtures("eager")
def test_a_cache_from_before_it_went(write, run, shut) -> None:
    root = write(FILES)
    assert run("check", "--format=concise").found == WHOLE
    _unmounted(root, None)
    assert run("check", "--format=concise").found == []
    (root / "archive").unlink()
    write({path: text for path, text in FILES.items() if path.startswith("archive/")})
    assert run("check", "--format=concise").found == WHOLE


def test_standard_input(vault, run, code) -> None:
    said = "[[archive/Plan]] [[/z/Plann]]\n"
    ran = run("check", "-", "--stdin-filename=New.md", "--format=concise", stdin=said)

    assert (ran.found, ran.code) == (["New.md:1:18 VK101"], max(code, 1))


@pytest.mark.parametrize("command", ["stats", "graph", "report", "baseline"])
def test_other_commands_say_so(vault, run, state, command) -> None:
    ran = run(command)

    said = "cannot be listed" if state == "cannot be listed" else f"archive/, which {state}"
    assert said in ran.err


def test_stats_count_them_apart(vault, run) -> None:
    links = run("stats", "--format=json").json["links"]

    assert (links["unseen"], links["no_file"]) == (5, 0)
    assert "may work                5  to files that cannot be seen" in run("stats").out


def test_two_that_cannot_be_seen(vault, run, state) -> None:
    (vault / "older").symlink_to("/not/mounted")
    (vault / "New.md").write_text("[[older/A]] [[Somewhere]]\n")
    ran = run("fix")

    assert "1 link leads into older/, which is a broken symbolic link" in ran.out
    assert "2 links may lead into archive/, older/, which cannot be seen" in ran.out
    (said,) = [
        line for line in ran.problems if line.startswith("archive/, older/ cannot be seen: ")
    ]
    assert said.endswith(" until they can be seen")


def test_all_of_the_vault(write, run, shut) -> None:
    shut(write(FILES))
    ran = run("check", "--format=concise")

    assert (ran.found, ran.code) == ([], 2)


FILE_LINKS = {
    ".obsidian/app.json": "{}",
    "z/Plan.md": "# Plan\n",
    "z/Other.md": "[[Home]]\n",
    "Home.md": "[[old/Plan]] [[old/Other]] [[z/Plan]] [[z/Other]]\n",
}


def test_a_dead_link_to_a_file_holds_back_the_fixes_of_that_name(write, run) -> None:
    root = write(FILE_LINKS)
    (root / "Plan.md").symlink_to("/not/mounted/Plan.md")
    ran = run("fix")

    assert (root / "Home.md").read_text() == "[[old/Plan]] [[Other]] [[z/Plan]] [[z/Other]]\n"
    assert "Plan.md is a broken symbolic link: 1 fix waits until it can be seen" in (ran.problems)


def test_a_fix_writes_no_name_that_another_file_may_have(write, run) -> None:
    root = write({**FILE_LINKS, "Home.md": "[[z/Other]] [[z/Plna]]\n"})
    (root / "Plan.md").symlink_to("/not/mounted/Plan.md")
    run("fix", "--unsafe-fixes")

    assert (root / "Home.md").read_text() == "[[z/Other]] [[z/Plna]]\n"


def test_a_missing_picture_holds_back_nothing_else(write, run) -> None:
    root = write(FILE_LINKS)
    (root / "pic.png").symlink_to("/not/mounted/pic.png")
    (root / "Home.md").write_text("![[pic.png]] ![[img/pic.png]] [[old/Plan]] [[z/Other]]\n")
    ran = run("fix")

    assert "[[Plan]]" in (root / "Home.md").read_text()
    assert 'no file "img/pic.png"' in ran.out
    assert "1 link leads to pic.png, which is a broken symbolic link" in ran.out


def test_an_alias_that_a_note_may_have_that_cannot_be_read(write, run, shut) -> None:
    root = write(FILES)
    (root / "archive/green-chai.md").unlink()
    (root / "Locked.md").write_text("---\naliases: [green-chai]\n---\n")
    shut(root / "Locked.md")
    before = (root / "Drinks.md").read_text()
    ran = run("fix")

    assert (root / "Drinks.md").read_text() == before
    assert ran.code == 2
    assert "Locked.md cannot be read: 1 fix waits until it can be seen" in ran.problems


def test_a_note_that_cannot_be_read_may_link_to_any(write, run, shut) -> None:
    root = write({**FILES, "Empty.md": ""})
    shut(root / "Green Tea.md")
    ran = run("fix", "--unsafe-fixes", "Empty.md", "Lonely.md")

    assert (root / "Empty.md").exists()
    assert "orphan-note finds nothing while Green Tea.md cannot be read" in ran.out


@pytest.mark.parametrize("path", ["Map.canvas", "List.base"])
def test_another_file_that_cannot_be_read_may_link_to_any(write, run, shut, path) -> None:
    heading = "# See [a](Home.md#no)\n"
    root = write({**FILES, "Empty.md": "", "New.md": heading, path: ""})
    shut(root / path)
    ran = run("fix", "--unsafe-fixes", "Empty.md", "New.md")

    assert (root / "Empty.md").exists()
    assert (root / "New.md").read_text() == heading
    assert f"{path} cannot be read: 1 fix waits until it can be seen" in ran.problems
    assert f"orphan-note finds nothing while {path} cannot be read" in ran.out


def test_how_many_fixes_wait(write, run) -> None:
    _unmounted(write(FILES), None)
    said = "archive/ is a broken symbolic link: {} fixes wait until it can be seen"

    assert run("fix").problems == [said.format(1).replace("fixes wait", "fix waits")]
    assert run("fix", "--unsafe-fixes").problems == [said.format(5)]
    assert run("fix", "Drinks.md").problems == [said.format(1).replace("fixes wait", "fix waits")]


@pytest.mark.parametrize("cached", [(), ("--no-cache",)])
def test_an_excluded_note_that_cannot_be_read_is_no_error(write, run, shut, cached) -> None:
    """One note that no one can mend is not to fail every run; rules that need it still say so."""
    root = write({"Home.md": "# Home\n\n[[Locked]]\n", "Locked.md": "x" * 200_000})
    shut(root / "Locked.md")
    assert run("check", *cached).code == 2
    (root / "vaultkit.toml").write_text('exclude = ["Locked.md"]\n')
    for _ in range(2):
        ran = run("check", *cached)
        assert (ran.code, ran.err) == (0, "")
        assert "orphan-note finds nothing while Locked.md cannot be read" in ran.out
