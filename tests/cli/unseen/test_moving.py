"""No name is changed while what may refer to it cannot be read, or not unless that is asked for."""

from pathlib import Path

import pytest

CANVAS = '{"nodes":[{"id":"1","type":"file","file":"Tea.md"}],"edges":[]}'
FILES = {
    ".obsidian/app.json": "{}",
    "Tea.md": "# Tea\n\n## Green\n\ntext #drink\n",
    "Home.md": "[[Tea#Green]] [[Diary]]\n",
    "z/Other.md": "x\n",
    "sub/deep/Diary.md": "See [[Tea]] and [[Tea#Green]] #drink\n",
    "sub/deep/Map.canvas": CANVAS,
    "sub/deep/List.base": 'filters: file.hasLink("Tea")\n',
    "sub/deep/Sketch.excalidraw.md": "[[Tea]]\n",
}
COMMANDS = {
    "rename": ["rename", "Tea", "Chai"],
    "move": ["move", "Tea.md", "z/"],
    "rename-tag": ["rename-tag", "drink", "beverage"],
    "rename-heading": ["rename-heading", "Tea#Green", "Black"],
    "heal": ["heal"],
    "rename --dry-run": ["rename", "Tea", "Chai", "--dry-run"],
    "move --diff": ["move", "Tea.md", "z/", "--diff"],
    "rename --unseen-stays": ["rename", "Tea", "Chai", "--unseen-stays"],
}


@pytest.fixture(params=COMMANDS)
def command(request) -> list[str]:
    """Return each command that changes names."""
    return COMMANDS[request.param]


@pytest.fixture
def vault(repository) -> Path:
    """Write a vault, of which a note that git knows was moved."""
    repository.commit({**FILES, "Water.md": "# Water, that git has moved\n"})
    repository.git("mv", "Water.md", "Rain.md")
    return repository.top


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("sub", "sub cannot be listed"),
        ("sub/deep", "sub/deep cannot be listed"),
        ("sub/deep/Diary.md", "sub/deep/Diary.md cannot be read"),
        ("sub/deep/Map.canvas", "sub/deep/Map.canvas cannot be read"),
        ("sub/deep/List.base", "sub/deep/List.base cannot be read"),
        ("sub/deep/Sketch.excalidraw.md", "sub/deep/Sketch.excalidraw.md cannot be read"),
    ],
)
def test_what_cannot_be_read_stops_every_command(
    vault, run, shut, held, command, what, said
) -> None:
    before = held(vault)
    shut(vault / what)
    done = run(*command)

    assert (done.code, done.out) == (2, "")
    assert len(done.problems) == 1
    assert f"ed: {said}: permission denied, and may refer to " in done.problems[0]
    assert held(vault) == before


def test_all_of_the_vault(vault, run, shut, held) -> None:
    before = held(vault)
    shut(vault)
    done = run("rename-tag", "drink", "beverage")

    assert done.code == 2
    assert "not renamed: . cannot be listed" in done.problems[0]
    assert held(vault) == before


def test_several_things_are_named_in_one_sentence(vault, run, shut) -> None:
    names = ["sub/deep/Diary.md", "sub/deep/Map.canvas", "sub/deep/List.base", "z"]
    shut(*(vault / name for name in names))
    done = run("rename", "Tea", "Chai")

    (said,) = done.problems
    assert said.startswith("not renamed: z cannot be listed: permission denied; ")
    assert "and 1 more like these, and may refer to Tea" in said


def test_a_picture_that_cannot_be_read_refers_to_nothing(vault, run, shut) -> None:
    (vault / "pic.png").write_bytes(b"\x89png")
    shut(vault / "pic.png")

    assert run("rename", "Tea", "Chai").code == 0


@pytest.mark.parametrize("path", ["sub/deep/Map.canvas", "sub/deep/New.canvas"])
@pytest.mark.parametrize(
    "content",
    ['{"nodes": [{"file": "Tea.md"', '[{"file": "\\u0054ea.md"}]', '"[[x/Tea#Green]] #drink"'],
)
def test_a_canvas_that_is_none_and_holds_the_name(vault, run, held, path, content) -> None:
    (vault / path).write_text(content)
    before = held(vault)
    done = run("rename", "Tea", "Chai")

    assert done.code == 2
    assert f"{path}:1: " in done.problems[0]
    assert 'and contains "Tea"; fix it first' in done.problems[0]
    assert held(vault) == before


@pytest.mark.parametrize(
    ("name", "code"), [("rename", 0), ("rename-tag", 2), ("rename-heading", 2)]
)
@pytest.mark.parametrize(
    ("file", "encoding"), [("N.md", "utf-16"), ("N.canvas", "utf-8"), ("N.base", "utf-16-le")]
)
def test_what_is_read_only_as_bytes_stops_where_it_holds_the_name(
    vault, run, name, code, file, encoding
) -> None:
    (vault / file).write_bytes("{ has #drink and the heading Green".encode(encoding))

    assert run(*COMMANDS[name]).code == code


@pytest.mark.parametrize("name", ["rename", "rename-tag", "rename-heading"])
def test_other_words_in_it_stop_nothing(vault, run, name) -> None:
    (vault / "N.md").write_bytes("Teas, #drinks/x, Greener, #a/drink".encode("utf-16"))
    (vault / "N.canvas").write_text("no JSON of Teas, #drinks, Greener")

    assert run(*COMMANDS[name]).code == 0


def _link_to_empty(link: Path, disk: Path) -> None:
    disk.mkdir()
    link.symlink_to(disk)


LATER = {
    "a dead link": lambda top: (top / "archive").symlink_to(top.parent / "nas"),
    "a disk that is not mounted": lambda top: _link_to_empty(top / "archive", top.parent / "disk"),
    "a dead link below": lambda top: (top / "sub" / "archive").symlink_to("/not/mounted"),
    "a dead link to a note": lambda top: (top / "Gone.md").symlink_to("../gone.md"),
    "a dead link to a canvas": lambda top: (top / "Gone.canvas").symlink_to("../gone.canvas"),
    "a note in the cloud": lambda top: (top / ".Far.md.icloud").write_text(""),
    "a loop": lambda top: (top / "loop").symlink_to("loop"),
    "a submodule": lambda top: (top / ".gitmodules").write_text(
        '[submodule "x"]\n\tpath = sub/module\n\turl = ../x\n'
    ),
}


@pytest.mark.parametrize("how", LATER)
@pytest.mark.parametrize("name", ["rename", "move", "rename-tag", "rename-heading", "heal"])
def test_what_may_be_seen_later_stops_unless_it_may_stay(vault, run, held, how, name) -> None:
    LATER[how](vault)
    before = held(vault)
    done = run(*COMMANDS[name])

    assert (done.code, done.out, len(done.problems)) == (2, "", 1)
    assert "--unseen-stays continues anyway" in done.problems[0]
    assert held(vault) == before

    done = run(*COMMANDS[name], "--unseen-stays")
    assert done.code == 0
    assert "; links in it may still say " in done.problems[0]


def test_the_words_for_a_submodule(vault, run) -> None:
    LATER["a submodule"](vault)
    said = "sub/module is a git submodule that was not fetched; links in it may still say Tea"

    assert run("rename", "Tea", "Chai").problems == [
        f"not renamed: {said}: --unseen-stays continues anyway"
    ]
    assert run("rename", "Tea", "Chai", "--unseen-stays").problems == [
        said,
        "run 1 changed 6 files; `vaultkit undo` reverts it",
    ]


@pytest.mark.parametrize(
    "make",
    [
        lambda top: (top / "pic.png").symlink_to("../gone.png"),
        lambda top: (top / ".pic.png.icloud").write_text(""),
        lambda top: (top / "Book.pdf").symlink_to("/not/mounted/Book.pdf"),
    ],
)
def test_a_missing_picture_refers_to_nothing(vault, run, make) -> None:
    make(vault)

    assert run("rename", "Tea", "Chai").code == 0


def test_two_links_into_one_folder_are_seen_once(vault, run) -> None:
    other = vault.parent / "other"
    other.mkdir()
    (other / "N.md").write_text("[[Tea]]\n")
    (vault / "one").symlink_to(other)
    (vault / "two").symlink_to(other)

    ran = run("rename", "Tea", "Chai")
    assert "one/N.md:1: [[Tea]] is outside the vault's folder" in ran.err
    assert "two" not in ran.err


def test_a_version_is_no_extension(vault, run) -> None:
    (vault / "archive v1.2").symlink_to("/not/mounted")

    assert run("rename", "Tea", "Chai").code == 2


@pytest.mark.parametrize(
    "pattern", ["archive", "archive/", "/archive/**", "arch*", "Gone.md", "*.md"]
)
def test_the_configuration_takes_a_lasting_one_out(vault, run, pattern) -> None:
    (vault / "vaultkit.toml").write_text(f'exclude = ["{pattern}"]\n')
    what = "Gone.md" if pattern.endswith(".md") else "archive"
    (vault / what).symlink_to("/not/mounted")
    done = run("rename", "Tea", "Chai")

    assert (done.code, len(done.problems)) == (0, 1)


def test_nothing_is_put_where_something_is_that_cannot_be_seen(vault, run, held) -> None:
    LATER["a submodule"](vault)
    before = held(vault)
    done = run("move", "Tea.md", "sub/module/", "--unseen-stays")

    assert (done.code, held(vault)) == (2, before)
    said = "sub/module/Tea.md: sub/module is a git submodule that was not fetched, so nothing can"
    assert done.problems == [f"{said} be put there"]
