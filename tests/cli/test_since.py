"""``--staged``, ``--new-since`` and ``--new-since-merge-base``: what a change brings."""

import os
import random
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest

from vaultkit.config.read import read_settings
from vaultkit.lint import check as linter
from vaultkit.lint.incremental import partial
from vaultkit.markdown.parser import parse
from vaultkit.vault.git.git_tree import Snapshot
from vaultkit.vault.git.repository import Repository
from vaultkit.vault.index import reader
from vaultkit.vault.vault import Vault

NO_REPOSITORY = "is not in a git repository, so there is nothing to compare with"
OLD = {
    "vaultkit.toml": "",
    "Home.md": "# Home\n\n[[Soil]] [[Soil#Gone]] [[/old/Path]] [[Plan]] ![[img.png]]\n",
    "Soil.md": "# Soil\n\nBack to [[Home]].\n\n## Worms\n\nMany.\n\n## Worms\n\nMore.\n",
    "img.png": b"png",
}


@pytest.fixture
def staged(repository, run):
    """Return a function that stages changes to an old vault and checks what would be committed."""
    repository.commit(OLD)

    def checked(files, *arguments: str | Path, **options):
        repository.stage(files)
        return run("check", "--staged", "--format", "concise", *arguments, **options)

    return checked


@pytest.fixture
def new(staged):
    """Return a function that stages changes and checks them against HEAD."""
    return lambda files, *arguments, **options: staged(
        files, "--new-since", "HEAD", *arguments, **options
    )


class TestMerge:
    """What a merge brings is what neither of the branches had."""

    @pytest.fixture
    def merging(self, repository, staged) -> None:
        """Stop in a merge, before its commit: the other branch had findings, and deleted Soil."""
        repository.git("checkout", "--quiet", "-b", "other")
        repository.commit({"Other.md": "# Other\n\n[[/a/b]] [[Home]]\n", "Soil.md": None})
        repository.git("checkout", "--quiet", "-")
        repository.commit({"Mine.md": "# Mine\n\n[[/c/d]] [[Soil]] [[Other]]\n"})
        repository.git("merge", "--no-commit", "--no-ff", "other")

    @pytest.mark.usefixtures("merging")
    def test_against_head(self, staged) -> None:
        ran = staged({}, "--new-since", "HEAD", "--ignore", "VK3")

        assert ran.found == ["Mine.md:3:10 VK101"]

    @pytest.mark.usefixtures("merging")
    def test_notes_of_one_of_the_branches_are_not_judged_whole(self, staged) -> None:
        assert staged({}, "--ignore", "VK3").found == ["Mine.md:3:10 VK101"]

    @pytest.mark.usefixtures("merging")
    def test_a_note_that_neither_of_them_has_is(self, staged) -> None:
        ran = staged({"Mine.md": "# Mine\n\n[[/c/d]]\n"}, "--ignore", "VK3")

        assert ran.found == ["Mine.md:3:1 VK101"]

    @pytest.mark.usefixtures("merging")
    def test_another_revision_is_all_it_is_held_against(self, staged) -> None:
        ran = staged({}, "--new-since", "HEAD~1", "--ignore", "VK3")

        assert "Other.md:3:1 VK101" in ran.found


class TestStaged:
    """The commit as it will be: what its notes have, and what it breaks elsewhere."""

    def test_notes_outside_of_the_commit_are_not_blamed(self, staged) -> None:
        assert staged({"New.md": "# New\n\n[[Home]]\n"}).found == ["New.md:1:1 VK302"]

    def test_a_note_in_the_commit_is_judged_whole(self, staged) -> None:
        ran = staged({"Home.md": OLD["Home.md"] + "\nMore.\n"})

        assert ran.codes == ["VK101", "VK102", "VK104"]
        assert ran.code == 1

    def test_what_is_staged_counts_not_what_lies_on_disk(self, staged, repository) -> None:
        repository.stage({"New.md": "[[/a/b]] [[Home]]\n"})
        repository.write({"New.md": "[[Home]]\n"})
        assert staged({}).found == ["New.md:1:1 VK101", "New.md:1:1 VK302"]

        repository.stage({"New.md": "[[Home]]\n"})
        repository.write({"New.md": "[[/a/b]] [[Home]]\n"})
        assert staged({}, "--ignore", "VK3").found == []

    def test_the_configuration_is_the_staged_one(self, staged, repository) -> None:
        repository.stage({"New.md": "[[/a/b]] [[Home]]\n", "vaultkit.toml": 'ignore = ["VK3"]'})
        repository.write({"vaultkit.toml": 'ignore = ["VK1", "VK3"]'})
        assert staged({}).found == ["New.md:1:1 VK101"]

        repository.write({"vaultkit.toml": None})
        assert staged({}).found == ["New.md:1:1 VK101"]

    def test_the_root_is_that_of_the_staged_configuration(self, repository, run) -> None:
        repository.stage({"vaultkit.toml": 'root = "notes"', "notes/A.md": "[[/x/y]]"})
        repository.write({"vaultkit.toml": 'root = "other"'})

        ran = run("check", "--staged", "--format", "concise")

        assert ran.found == ["A.md:1:1 VK101", "A.md:1:1 VK302"]

    def test_before_the_first_commit_all_is_new(self, repository, run) -> None:
        repository.stage({"A.md": "[[/x/y]]"})

        ran = run("check", "--staged", "--new-since", "HEAD", "--format", "concise")

        assert ran.found == ["A.md:1:1 VK101", "A.md:1:1 VK302"]

    def test_it_says_where_a_dead_heading_is(self, staged, repository, run) -> None:
        repository.stage({"Beds.md": "# Beds\n\n## Worm farm\n\nMany.\n"})
        repository.write({"Other.md": "## Worm farm\n"})
        ran = staged({"New.md": "[[Soil#Worm farm]]\n"}, "--select", "VK104", "--format", "json")
        (found,) = [item for item in ran.json["findings"] if item["path"] == "New.md"]

        assert found["help"] == (
            'the heading "Worm farm" is in "Beds": if that is meant, write [[Beds#Worm farm]]'
        )

    def test_a_path_not_staged_is_no_path(self, staged, repository) -> None:
        repository.write({"New.md": ""})

        ran = staged({}, "New.md")

        assert (ran.code, ran.problems) == (2, ["New.md: no such file or folder in the index"])

    def test_paths_say_where_to_report(self, staged) -> None:
        ran = staged({"A.md": "[[/x/y]]", "B.md": "[[/x/z]]"}, "--ignore", "VK3", "A.md")

        assert ran.found == ["A.md:1:1 VK101"]

    @pytest.mark.parametrize("odd", ['a "b".md', "line\nend.md", "Über ☃.md"])
    def test_odd_names(self, staged, odd: str) -> None:
        ran = staged({odd: "[[/x/y]]"}, "--select", "VK101")

        assert ran.code == 1
        assert ran.out.endswith('.md:1:1: error: VK101 broken-link: no note "/x/y"\n')

    def test_the_second_look_parses_nothing(self, repository, run, monkeypatch) -> None:
        repository.commit({f"{n}.md": f"# {n}\n\n{'word ' * 500}\n" for n in range(60)})
        options = ("check", "--staged", "--new-since", "HEAD")
        run(*options)
        parsed = []

        def counted(source):
            parsed.append(source)
            return parse(source)

        for module in (reader, partial):
            monkeypatch.setattr(module, "parse", counted)
        repository.stage({"1.md": "# 1\n\nother words\n"})
        run(*options)

        assert len(parsed) == 1

    def test_a_clean_removes_what_is_kept_of_the_index(self, repository, run, tmp_path) -> None:
        repository.stage({f"{n}.md": f"# {n}\n\n{'word ' * 500}\n" for n in range(60)})
        run("check", "--staged")
        assert list((tmp_path / "home").rglob("*.sqlite"))

        run("cache", "clean")

        assert not list((tmp_path / "home").rglob("*.sqlite"))


class TestLeftOut:
    """Links whose targets lie in the working tree and not in the commit."""

    def test_a_note_that_was_not_added(self, new, repository) -> None:
        repository.write({"Plot.md": "# Plot\n\nx\n"})

        ran = new({"New.md": "[[Plot]] ![[Plot]]\n"}, "--ignore", "VK3")

        assert ran.code == 1
        assert ran.out == (
            'New.md:1:1: error: VK102 unwritten-note: leads to "Plot", which is not in the commit\n'
            'New.md:1:10: error: VK103 broken-embed: leads to "Plot", which is not in the commit\n'
        )

    def test_an_attachment_that_git_ignores_only_warns(self, new, repository, run) -> None:
        repository.commit({".gitignore": "*.mp4\n"})
        repository.write({"film.mp4": b"x"})

        ran = new({"New.md": "![[film.mp4]]\n"}, "--ignore", "VK3", "--format", "text")

        assert ran.code == 0
        assert "ignored by git and so not in the commit: film.mp4" in ran.out

    def test_a_heading_that_was_not_staged(self, new, repository) -> None:
        repository.stage({"New.md": "[[Soil#Beetles]]\n"})
        repository.write({"Soil.md": OLD["Soil.md"] + "\n## Beetles\n\nSome.\n"})

        ran = new({}, "--ignore", "VK3")

        assert ran.out == (
            'New.md:1:1: error: VK104 broken-anchor: leads to a part of "Soil" that is not staged\n'
        )

    def test_a_note_taken_out_of_the_index_only(self, new, repository) -> None:
        repository.git("rm", "--quiet", "--cached", "Soil.md")

        ran = new({}, "--ignore", "VK3")

        assert ran.found == ["Home.md:3:1 VK101", "Home.md:3:10 VK101"]
        assert 'Home.md:3:1: error: VK101 broken-link: leads to "Soil", which is not in' in ran.out

    @pytest.fixture
    def moved(self, new, repository, run):
        """Move a linked note with git, see the check fail, and heal the links on disk."""
        assert new({"Soil.md": None, "Earth.md": OLD["Soil.md"]}, "--ignore", "VK3").code == 1
        return run("heal")

    def test_a_link_that_is_healed_and_not_staged(self, new, moved) -> None:
        assert moved.problems[-1] == "`git add` what was changed before you commit"

        ran = new({}, "--ignore", "VK3", "--format", "json")
        told = {(found["line"], found["column"]): found for found in ran.json["findings"]}

        assert told[3, 1]["message"] == (
            'no note "Soil"; the link worked at HEAD; '
            'it is fixed on disk, to "Earth", but not staged'
        )
        assert told[3, 1]["help"] == "`git add` that file as well"
        assert told[3, 1]["severity"] == "error"

    @pytest.mark.usefixtures("moved")
    def test_the_round_ends_with_git_add(self, new, repository, run) -> None:
        assert run("heal").out.startswith("nothing to heal\n")
        repository.git("add", "--all")

        assert new({}, "--ignore", "VK3").code == 0

    def test_a_link_whose_heading_is_gone_is_mended_as_far_as_it_was(self, new, run) -> None:
        new({"Soil.md": None, "Earth.md": OLD["Soil.md"]})
        run("heal")

        assert new({}, "--ignore", "VK3").out.count('it is fixed on disk, to "Earth"') == 2

    def test_a_planned_note_is_no_error_for_what_lies_on_disk(self, new, repository) -> None:
        repository.stage({"New.md": "[[Beetles]]\n"})
        repository.write({"New.md": "[[Home]]\n"})
        ran = new({}, "--ignore", "VK3")

        assert ran.code == 0
        assert 'it is fixed on disk, to "Home", but not staged' in ran.out

    def test_a_link_on_disk_that_leads_nowhere_either(self, new, repository) -> None:
        repository.stage({"New.md": "[[Beetles]] [[Soil#Bugs]] [[Soil]]\n"})
        repository.write({"New.md": "[[Bugs]] [[Soil#Beetles]] [[Home]]\n"})

        assert "mended" not in new({}, "--ignore", "VK3").out

    def test_a_link_in_a_canvas_that_is_healed_and_not_staged(self, new, repository, run) -> None:
        canvas = '{"nodes": [{"id": "1", "type": "text", "text": "[[Soil]]", "x": 0, "y": 0}]}'
        repository.commit({"C.canvas": canvas})
        repository.git("mv", "Soil.md", "Earth.md")
        run("heal")
        repository.git("add", "Home.md")

        told = new({}, "--ignore", "VK3").out
        assert "C.canvas:1:" in told
        assert 'it is fixed on disk, to "Earth", but not staged' in told


class TestNewSince:
    """What is new since a revision, wherever it surfaces."""

    def test_old_findings_do_not_block(self, new) -> None:
        ran = new({"Home.md": "Moved down.\n\n" + OLD["Home.md"].replace("[[Plan]]", "  [[Plan]]")})

        assert (ran.code, ran.out) == (0, "")

    def test_a_second_occurrence_surfaces(self, new) -> None:
        ran = new({"Home.md": OLD["Home.md"] + "\n[[/old/Path]]\n"})

        assert ran.found == ["Home.md:5:1 VK101"]

    def test_a_commit_of_deletions_alone_breaks_links_elsewhere(self, new) -> None:
        ran = new({"Soil.md": None})

        assert ran.code == 1
        assert ran.out == (
            'Home.md:3:1: error: VK101 broken-link: no note "Soil"; the link worked at HEAD\n'
            'Home.md:3:10: error: VK101 broken-link: no note "Soil"\n'
        )

    def test_a_deleted_attachment(self, new) -> None:
        assert new({"img.png": None}).found == ["Home.md:3:47 VK103"]

    def test_a_heading_renamed_breaks_links_to_it(self, repository, new) -> None:
        repository.commit({"Other.md": "[[Home]] [[Soil#Soil]]\n"})

        ran = new({"Soil.md": OLD["Soil.md"].replace("# Soil\n", "# Earth\n", 1)}, "--ignore=VK3")

        assert ran.found == ["Other.md:1:10 VK104"]
        assert "worked at HEAD" in ran.out

    def test_a_rename_says_what_the_note_is_called_now(self, new) -> None:
        moved = {"Soil.md": None, "Earth.md": OLD["Soil.md"]}

        ran = new(moved, "--ignore", "VK3", "--format", "json")
        told = {
            found["line"]: found for found in ran.json["findings"] if "worked" in found["message"]
        }

        assert told[3]["help"] == (
            'what it led to is now "Earth"; `vaultkit heal` fixes such links'
        )
        assert told[3]["severity"] == "error"

    def test_a_note_of_the_same_template_is_no_rename(self, repository, new) -> None:
        day = "---\ntype: daily\nmood:\n---\n## Plan\n\n## Log\n\n"
        repository.commit({"1.md": f"{day}Rain.\n", "Log.md": "It was wet on [[1]].\n"})

        ran = new({"1.md": None, "2.md": f"{day}Sun.\n"}, "--ignore=VK3")

        assert ran.found == ["Log.md:1:15 VK101"]
        assert "is now" not in ran.out

    def test_what_is_offered_for_a_rename_mends_it(self, repository, staged, run) -> None:
        repository.git("tag", "first")
        repository.commit({"Soil.md": None, "Earth.md": OLD["Soil.md"]})
        wanted = ("--new-since", "first", "--select", "broken-link")

        told = staged({}, *wanted, "--format", "json").json["findings"]
        healed = run("heal", "--since", "first")

        assert told[0]["help"] == (
            'what it led to is now "Earth"; `vaultkit heal --since first` fixes such links'
        )
        assert healed.code == 0
        assert staged({"Home.md": (repository.top / "Home.md").read_text()}, *wanted).found == []

    @pytest.mark.parametrize("change", [{}, {"old/Path": "old/Paths"}])
    def test_a_renamed_note_keeps_its_old_findings(self, new, repository, change) -> None:
        text = OLD["Home.md"].replace(" ", "\n") + "\nMany more words, to stay as they are.\n"
        repository.commit({"Home.md": text})
        for before, after in change.items():
            text = text.replace(before, after)
        moved = {"Home.md": None, "sub/Start.md": text}

        ran = new({**moved, "Soil.md": OLD["Soil.md"].replace("[[Home]]", "[[Start]]")})

        assert [place for place in ran.found if "VK302" not in place] == (
            ["sub/Start.md:6:1 VK101"] if change else []
        )

    def test_links_renamed_along_with_a_note_stay_old(self, new) -> None:
        home = OLD["Home.md"].replace("[[Soil", "[[Earth")

        ran = new({"Soil.md": None, "Earth.md": OLD["Soil.md"], "Home.md": home})

        assert ran.found == []

    def test_a_renamed_section_of_a_flattened_file(self, repository, run) -> None:
        text = "# A {#a}\n\n[x](#gone) and so on\n\n# B {#b}\n\n[y](#a) [z](#none)\n"
        repository.commit({"all.md": text})
        repository.stage({"all.md": text.replace("# B {#b}", "# C {#c}")})

        ran = run("check", "--staged", "--new-since", "HEAD", "--format", "concise")

        assert ran.found == []

    def test_the_report_says_how_the_debt_changed(self, new) -> None:
        ran = new({"Home.md": "[[/new/Path]] [[Plan]] [[Soil]]\n"}, "--format", "text")
        assert "against HEAD: 1 new, 2 known, 2 gone" in ran.out

        compared = new({}, "--format", "json").json["compared"]
        assert compared == [{"against": "HEAD", "new": 1, "known": 2, "gone": 2}]

    def test_the_working_tree_counts_notes_not_added(self, repository, run) -> None:
        repository.commit(OLD)
        repository.write({"New.md": "[[/a/b]]\n"})

        ran = run("check", "--new-since", "HEAD", "--format", "concise", "--ignore", "VK3")

        assert ran.found == ["New.md:1:1 VK101"]

    def test_unchanged_notes_are_not_parsed_twice(self, repository, run, monkeypatch) -> None:
        repository.commit(OLD)
        repository.write({"Soil.md": "# Soil\n"})
        parsed = []
        made = Vault.__init__

        def counted(self, *args, **options):
            made(self, *args, **options)
            parsed.append(self.work.parsed)

        monkeypatch.setattr(Vault, "__init__", counted)
        run("check", "--new-since", "HEAD")

        assert parsed == [2, 1]

    def test_since_two_branches_parted(self, repository, run) -> None:
        repository.commit(OLD)
        repository.git("checkout", "--quiet", "-b", "side")
        repository.commit({"Mine.md": "[[/a/mine]] [[Home]]\n"})
        repository.git("checkout", "--quiet", "main")
        repository.commit({"Theirs.md": "[[/a/theirs]]\n"})
        repository.git("checkout", "--quiet", "side")

        ran = run("check", "--new-since-merge-base", "main", "--format=concise", "--ignore=VK3")

        assert ran.found == ["Mine.md:1:1 VK101"]

    def test_a_fix_touches_the_notes_that_changed_alone(self, repository, run) -> None:
        wordy = "---\nup: [[Home]]\n---\n\nwords\n"
        repository.commit({**OLD, "Old.md": wordy})
        repository.write({"New.md": wordy})

        ran = run("fix", "--new-since", "HEAD", "--format", "concise")

        assert ran.code == 0
        assert (repository.top / "New.md").read_text() != wordy
        assert (repository.top / "Old.md").read_text() == wordy

    def test_a_fix_of_what_is_staged_leaves_drafts_alone(self, repository, run) -> None:
        wordy = "---\nup: [[Home]]\n---\n\n[[Home]] [[/no/where]]\n"
        repository.commit(OLD)
        repository.stage({"New.md": wordy.replace("[[/no/where]]", "")})
        repository.write({"Draft.md": wordy})

        ran = run("fix", "--staged", "--format", "concise")

        assert (ran.code, ran.found) == (0, ["New.md:1:1 VK302"])
        assert 'up: "[[Home]]"' in (repository.top / "New.md").read_text()
        assert (repository.top / "Draft.md").read_text() == wordy

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (["--new-since", "x"], "--new-since x: no such commit, branch or tag in TMP/vault"),
            (["--new-since-merge-base", "x"], "--new-since-merge-base x: no such commit, branch"),
            (["--new-since="], "--new-since: is empty; name a commit, branch or tag"),
            (["--new-since-merge-base", " "], "--new-since-merge-base: is empty; name a commit"),
            (
                ["--new-since=a", "--new-since-merge-base=b"],
                "--new-since-merge-base: --new-since is",
            ),
            (["--staged", "-"], "-: --staged reads the index, not standard input"),
        ],
    )
    def test_misuse_is_one_sentence(self, repository, run, arguments, sentence) -> None:
        repository.commit(OLD)

        ran = run("check", *arguments)

        assert ran.code == 2
        assert len(ran.problems) == 1
        assert ran.problems[0].startswith(sentence)

    def test_no_repository_is_one_sentence(self, write, run) -> None:
        write({"A.md": ""})

        for option in (["--staged"], ["--new-since", "HEAD"]):
            ran = run("check", *option)
            assert (ran.code, ran.problems) == (2, [f"TMP/vault: {NO_REPOSITORY}"])


class TestHistory:
    """On a history of twenty edits: now minus then, as multisets of fingerprints."""

    WORDS = ("[[Soil]]", "[[Nowhere]]", "[[/a/b]]", "![[no.png]]", "[[Soil#Gone]]", "[x](A%20B.md)")

    def edit(
        self, notes: dict[str, str], dice: random.Random, number: int
    ) -> dict[str, str | None]:
        """Change a line at random, or make or delete a note."""
        name = dice.choice(sorted(notes))
        lines = notes[name].splitlines()
        kind = dice.choice(["add", "add", "move", "indent", "drop", "make", "delete"])
        if kind == "make":
            unlike = "".join(dice.choices("abcdefgh", k=60))
            return {
                f"Note {number}.md": f"# Note {number}\n\n{unlike}\n{dice.choice(self.WORDS)}\n"
            }
        if kind == "delete" and len(notes) > 3:
            return {name: None}
        if kind == "add" or len(lines) < 2:
            lines.insert(dice.randint(0, len(lines)), f"{number} {dice.choice(self.WORDS)}")
        elif kind == "move":
            lines.insert(0, lines.pop())
        elif kind == "indent":
            lines = [f" {line}" for line in lines]
        else:
            lines.pop(dice.randrange(len(lines)))
        return {name: "\n".join(lines) + "\n"}

    def prints(self, repository, revision: str) -> Counter[str]:
        found = Repository.of(repository.top)
        tree = Snapshot(found, found.revision(revision)).tree(repository.top)
        report = linter.check(Vault(tree, read_settings().plan()), read_settings())
        return Counter(item.fingerprint for item in report.findings)

    @pytest.mark.parametrize("seed", range(3))
    def test_new_since_each_revision(self, repository, run, seed: int) -> None:
        dice = random.Random(seed)
        notes = {"Soil.md": "# Soil\n\n[[Home]]\n", "Home.md": "# Home\n\n[[Soil]]\n[[/a/b]]\n"}
        repository.commit(notes)
        for number in range(20):
            change = self.edit(notes, dice, number)
            notes = {**notes, **change}
            notes = {name: text for name, text in notes.items() if text is not None}
            repository.commit(change)
        now = self.prints(repository, "HEAD")

        for back in range(21):
            then = self.prints(repository, f"HEAD~{back}")
            for staged in ([], ["--staged"]):
                ran = run("check", "--new-since", f"HEAD~{back}", "--format", "json", *staged)
                new = Counter(found["fingerprint"] for found in ran.json["findings"])

                assert new == now - then
                assert ran.json["compared"][0]["gone"] == (then - now).total()


class TestLinksThatLeave:
    """Symbolic links out of the repository: git knows nothing of what they lead to."""

    FILES: ClassVar = {
        "other/Moss.md": "# Moss\n\n[[Fern]] [[/a/b]] [[Home]]\n",
        "other/deep/er/Bark.md": "# Bark\n\n[[Home]]\n",
    }

    @pytest.fixture
    def linked(self, repository, write, tmp_path):
        """Commit a vault with links to a folder and a file beside it."""
        write(self.FILES, ".")
        (repository.top / "out").symlink_to("../other")
        (repository.top / "root").symlink_to("/")
        (repository.top / "Bark 2.md").symlink_to(tmp_path / "other/deep/er/Bark.md")
        repository.commit({"Home.md": "# Home\n\n[[out/Moss]] [[out/Gone]] [[Bark 2]]\n"})
        repository.git("add", "--all")
        repository.commit()
        return repository

    @pytest.mark.parametrize("options", [(), ("--new-since", "HEAD"), ("--new-since", "HEAD~1")])
    def test_nothing_there_is_looked_at_for_a_commit(
        self, linked, run, monkeypatch, tmp_path, options
    ) -> None:
        linked.stage({"New.md": "# New\n\n[[Home]] [[/x/y]]\n"})
        seen = []
        scandir = os.scandir

        def noted(path: str):
            seen.append(os.path.realpath(path))
            return scandir(path)

        monkeypatch.setattr(os, "scandir", noted)
        ran = run("check", "--staged", "--format", "concise", "--select", "VK101", *options)

        assert "New.md:3:10 VK101" in ran.found
        assert {path for path in seen if not path.startswith(f"{linked.top}")} == set()

    @pytest.mark.parametrize("notes", [0, 60])
    def test_what_they_lead_to_is_not_new(self, linked, run, notes) -> None:
        """Not even where a cache knows what was found at the revision."""
        linked.commit({f"{n}.md": f"# {n}\n\n{'word ' * 500}\n" for n in range(notes)})
        linked.write({"New.md": "# New\n\n[[/x/y]]\n"})

        for _ in range(2):
            ran = run("check", "--new-since", "HEAD", "--format", "concise", "--select", "VK1")
            assert ran.found == ["New.md:3:1 VK101"]
        assert "out/Moss.md:3:10 VK101" in run("check", "--format", "concise").found

    def test_nor_is_it_the_new_place_of_a_note(self, linked, run, tmp_path) -> None:
        linked.commit({"Bark.md": self.FILES["other/deep/er/Bark.md"], "A.md": "[x](Bark.md)\n"})
        linked.write({"Bark.md": None})

        ran = run("heal", "--dry-run")

        assert (ran.code, ran.out) == (0, "nothing to heal\n")

    def test_a_report_tells_them_as_they_are(self, linked, run) -> None:
        ran = run("report", "--compare", "HEAD")

        assert ran.code == 0
        assert "since HEAD" in ran.out
        assert "+" not in ran.out.partition("since HEAD")[2]
