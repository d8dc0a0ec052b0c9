"""Links to what git's history knows under another name or in another folder."""

import json

import pytest

from vaultkit.vault.git import command

LARGE = {"large.bin": bytes(200_000)}
TEXT = "Apples ripen late in the valley.\nThe ladder stands behind the shed.\n"


@pytest.fixture
def renamed(repository):
    """Return a function that commits files, then their new names, and gives the last commit."""

    def committed(links: str, before: dict, after: dict) -> str:
        repository.commit({"Home.md": links, **before})
        return repository.commit({**dict.fromkeys(before), **after})[:7]

    return committed


def found(run, *options: str) -> list[tuple[str, str, str | None]]:
    report = run("check", "--ignore", "VK3", "--format", "json", *options).json
    return [(item["code"], item["message"], item["help"]) for item in report["findings"]]


def test_a_plain_name_of_before_is_broken_and_mended(repository, renamed, run) -> None:
    commit = renamed("[[Old name]]\n", {"Old name.md": TEXT}, {"New name.md": TEXT})

    assert found(run) == [
        (
            "VK101",
            'no note "Old name"',
            f'it is now called "New name" (renamed in commit {commit})',
        )
    ]
    assert run("fix", "--ignore", "VK3").code == 0
    assert (repository.top / "Home.md").read_text() == "[[New name|Old name]]\n"
    assert found(run) == []
    run("undo")
    assert (repository.top / "Home.md").read_text() == "[[Old name]]\n"


def test_a_plain_name_that_was_deleted_is_not_written_still(renamed, run) -> None:
    renamed("[[Old name]] [[Never]]\n", {"Old name.md": TEXT}, {"Else.md": "Other words.\n"})

    assert [code for code, *_ in found(run)] == ["VK102", "VK102"]


@pytest.mark.parametrize(
    ("link", "before", "after", "expected"),
    [
        pytest.param("[[Old]]", "Old.md", "a/New.md", "[[New|Old]]", id="name"),
        pytest.param("[[old]]", "Old.md", "New.md", "[[New|old]]", id="in another case"),
        pytest.param("[[Old|so]]", "Old.md", "New.md", "[[New|so]]", id="with a text"),
        pytest.param("[[Old#Late]]", "Old.md", "New.md", "[[New#Late|Old > Late]]", id="heading"),
        pytest.param("[[a/Old]]", "a/Old.md", "b/Old.md", "[[Old]]", id="folder"),
        pytest.param("[[Old]]", "Old.md", "OLD.md", "[[Old]]", id="case alone"),
        pytest.param("![[Old]]", "Old.md", "New.md", "![[New]]", id="embed"),
        pytest.param("[x](Old%20one.md)", "Old one.md", "New.md", "[x](New.md)", id="encoded"),
        pytest.param("[x](./Old.md)", "Old.md", "b/New.md", "[x](b/New.md)", id="relative"),
        pytest.param("![x](a/Old.md)", "a/Old.md", "New.md", "![x](New.md)", id="Markdown embed"),
        pytest.param("| [[Old]] |\n| - |", "Old.md", "N.md", "| [[N\\|Old]] |\n| - |", id="table"),
    ],
)
def test_how_links_are_mended(repository, renamed, run, link, before, after, expected) -> None:
    text = f"# Late\n\n{TEXT}"
    renamed(f"{link}\n", {before: text}, {after: text})

    run("fix", "--ignore", "VK3")

    assert (repository.top / "Home.md").read_text() == f"{expected}\n"


def test_a_link_in_a_property(repository, renamed, run) -> None:
    renamed('---\nup: "[[Old]]"\n---\n# Home\n', {"Old.md": TEXT}, {"New.md": TEXT})

    run("fix", "--ignore", "VK3")

    home = (repository.top / "Home.md").read_text()
    assert home == '---\nup: "[[New|Old]]"\n---\n# Home\n'


def test_an_image(repository, renamed, run) -> None:
    commit = renamed("![[a.png|100]]\n", {"a.png": b"\x89\0one"}, {"i/b.png": b"\x89\0one"})

    assert found(run, "--select", "VK1") == [
        (
            "VK103",
            'no file "a.png" to embed',
            f'it is now called "i/b.png" (renamed in commit {commit})',
        )
    ]
    run("fix", "--select", "VK1")
    assert (repository.top / "Home.md").read_text() == "![[b.png|100]]\n"


def test_a_canvas_card(renamed, run) -> None:
    card = {"id": "1", "type": "file", "file": "Old.md", "x": 0, "y": 0, "width": 1, "height": 1}
    canvas = json.dumps({"nodes": [card], "edges": []})
    commit = renamed(
        "Home.\n", {"Old.md": TEXT, "x.canvas": canvas}, {"N.md": TEXT, "B.canvas": canvas}
    )

    assert found(run, "--select", "VK502") == [
        (
            "VK502",
            'no file "Old.md" for this card',
            f'it is now called "N" (renamed in commit {commit})',
        )
    ]


def test_the_history_is_better_evidence_than_an_alias(repository, renamed, run) -> None:
    text = f"---\naliases: [Old]\n---\n{TEXT}{TEXT[::-1]}"
    renamed(
        "[[Old]]\n",
        {"Old.md": f"{TEXT}{TEXT[::-1]}", "Two.md": "2\n"},
        {"New.md": text, "Two.md": "2\n"},
    )

    assert [code for code, *_ in found(run, "--select", "VK1")] == ["VK101"]


def test_what_is_gone_from_the_working_tree_is_not_offered(repository, renamed, run) -> None:
    renamed("[[Old]]\n", {"Old.md": TEXT}, {"New.md": TEXT})
    repository.write({"New.md": None})

    assert [code for code, *_ in found(run)] == ["VK102"]


class TestHeldAgainstGit:
    def test_a_link_that_a_commit_broke_before_is_no_news(self, repository, renamed, run) -> None:
        renamed("[[Old]]\n", {"Old.md": TEXT}, {"New.md": TEXT})
        repository.stage({"Log.md": "[[Home]]\n"})

        for since in ("HEAD", "HEAD~1"):
            told = run("check", "--new-since", since, "--format", "concise", "--ignore", "VK3")
            assert told.found == (["Home.md:1:1 VK101"] if since == "HEAD~1" else [])
        assert run("check", "--staged", "--format", "concise", "--ignore", "VK3").found == []

    def test_what_is_staged_knows_it_too(self, repository, renamed, run) -> None:
        commit = renamed("Home.\n", {"Old.md": TEXT}, {"New.md": TEXT})
        repository.stage({"Log.md": "[[Old]]\n"})

        assert found(run, "--staged", "--select", "VK1") == [
            (
                "VK101",
                'no note "Old"',
                f'it is now called "New" (renamed in commit {commit})',
            )
        ]


class TestWhatItCosts:
    @pytest.fixture
    def asked(self, monkeypatch) -> list[str]:
        """Return a list that grows by each command of git's."""
        asked: list[str] = []
        start = command.Git.start

        def told(self, *arguments, quiet=True):
            asked.append(arguments[0])
            return start(self, *arguments, quiet=quiet)

        monkeypatch.setattr(command.Git, "start", told)
        return asked

    def test_nothing_where_no_link_is_broken(self, renamed, run, asked) -> None:
        renamed("[[New]]\n", {"Old.md": TEXT}, {"New.md": TEXT})
        run("check")
        run("fix", "--dry-run")

        assert asked == []

    def test_nothing_without_a_repository(self, write, run, asked) -> None:
        write({"Home.md": "[[Old]] [[a/b]]\n"})
        run("check")

        assert asked == []

    def test_where_nothing_has_changed_a_look_at_head(self, renamed, run, asked, eager) -> None:
        renamed("[[Old]]\n", {"Old.md": TEXT}, {"New.md": TEXT, **LARGE})
        first = found(run)
        assert "diff-tree" in asked
        asked.clear()

        assert found(run) == first
        assert asked == ["rev-parse", "rev-parse"]

    def test_nothing_is_kept_with_no_cache(self, renamed, run, asked, eager, tmp_path) -> None:
        renamed("[[Old]]\n", {"Old.md": TEXT}, {"New.md": TEXT, **LARGE})

        for _ in range(2):
            asked.clear()
            run("check", "--no-cache")
            assert "diff-tree" in asked
        assert not list(tmp_path.rglob("renames"))

    def test_cleaning_the_cache_takes_it_along(self, renamed, run, eager, tmp_path) -> None:
        renamed("[[Old]]\n", {"Old.md": TEXT}, {"New.md": TEXT, **LARGE})
        run("check", "--cache-dir", "../kept")
        assert {"history", "renames"} <= {path.name for path in (tmp_path / "kept").rglob("*")}

        run("cache", "clean", "--cache-dir", "../kept")

        assert [path.name for path in (tmp_path / "kept").rglob("*") if path.is_file()] == []
