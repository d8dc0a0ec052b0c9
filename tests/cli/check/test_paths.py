"""What ``vaultkit check`` reports on: the paths named, and vaults in folders."""

from typing import ClassVar

import pytest


class TestPaths:
    """The whole vault is read; the report is on the paths named."""

    FILES: ClassVar = {
        "Home.md": "# Home\n\n[[/ax]] [[beds/West]]\n",
        "beds/West.md": "# West\n\n[[/ay]] [[Home]]\n",
        "beds/deep/East.md": "# East\n\n[[/az]] [[Home]] [[West]]\n",
        "Board.canvas": '{"nodes":[{"type":"file","file":"gone.md"}],"edges":[]}',
    }
    HOME, WEST, EAST = "Home.md:3:1 VK101", "beds/West.md:3:1 VK101", "beds/deep/East.md:3:1 VK101"
    BOARD = "Board.canvas:1:34 VK502"

    @pytest.mark.parametrize(
        ("paths", "found"),
        [
            ((), [BOARD, HOME, WEST, EAST]),
            ((".",), [BOARD, HOME, WEST, EAST]),
            (("Home.md",), [HOME]),
            (("./beds/../Home.md",), [HOME]),
            (("beds",), [WEST, EAST]),
            (("beds/",), [WEST, EAST]),
            (("beds/deep",), [EAST]),
            (("Home.md", "beds/West.md"), [HOME, WEST]),
            (("Home.md", "Home.md"), [HOME]),
            (("Board.canvas",), [BOARD]),
        ],
    )
    def test_in_an_obsidian_vault(self, write, run, paths, found) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}"})
        ran = run("check", "--format", "concise", "--ignore", "orphan-note", *paths)

        assert ran.found == found

    def test_from_within_a_folder(self, write, run) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}"})
        ran = run("check", "--format", "concise", "--select", "VK1", cwd="vault/beds")

        assert ran.found == [self.WEST, self.EAST]

    def test_by_absolute_path(self, write, run, tmp_path) -> None:
        root = write({**self.FILES, ".obsidian/app.json": "{}"})
        ran = run("check", "--format", "concise", root / "beds" / "West.md", cwd=tmp_path)

        assert ran.found == [self.WEST]

    def test_the_summary_is_about_the_whole_vault(self, write, run) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}"})

        assert "TMP/vault: 3 notes, 7 links: 1 error," in run("check", "Home.md").out

    def test_what_others_allow_is_not_counted(self, write, run) -> None:
        write(
            {
                ".obsidian/app.json": "{}",
                "A.md": "# A\n\n[[/ax]] %% vaultkit: allow broken-link %%\n\n[[B]]\n",
                "B.md": "# B\n\n[[A]] fine\n",
            }
        )

        assert "1 allowed" in run("check", "A.md").out
        assert "allowed" not in run("check", "B.md").out

    def test_a_clean_path_in_a_dirty_vault(self, write, run) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}", "Good.md": "# Good\n\n[[Home]]\n"})

        assert run("check", "Good.md").code == 0

    def test_outside_the_root_asked_for(self, write, run) -> None:
        write(self.FILES)
        write({"x.md": "x"}, "other")
        ran = run("check", "../other/x.md", "--root", ".")

        assert ran.code == 2
        assert ran.problems == ["../other/x.md: is outside the vault TMP/vault"]

    def test_two_vaults_give_two_reports(self, write, run, tmp_path) -> None:
        write({".obsidian/app.json": "{}", "A.md": "[[/ax]]\n"}, "one")
        write({".obsidian/app.json": "{}", "B.md": "[[A]] [[One]]\n"}, "two")
        ran = run("check", "one", "two", cwd=tmp_path)
        summaries = [line for line in ran.out.splitlines() if line.startswith("TMP/")]

        assert [line.partition(":")[0] for line in summaries] == ["TMP/one", "TMP/two"]
        assert ran.code == 1
        assert run("check", "two", cwd=tmp_path).code == 0

    def test_two_paths_of_one_vault_give_one_report(self, write, run) -> None:
        write({**self.FILES, ".obsidian/app.json": "{}"})

        assert run("check", "Home.md", "beds").out.count("TMP/vault:") == 1


class TestVaultsWithin:
    """A folder that is no vault but holds some is none: their links would be mixed up."""

    NOTES: ClassVar = {
        "A/.obsidian/app.json": "{}",
        "A/Home.md": "[[/ld/Solo]]",
        "deep/down/B/.obsidian/app.json": "{}",
        "deep/down/B/Solo.md": "[[Solo]]",
    }

    @pytest.mark.parametrize("command", ["check", "fix", "baseline", "graph", "stats", "report"])
    def test_they_have_to_be_named(self, write, run, command) -> None:
        write(self.NOTES)
        ran = run(command, ".")

        assert ran.code == 2
        assert ran.err.endswith(
            "holds vaults (A, deep/down/B) and is not one itself; name one of them, or use --root "
            "to treat it as one\n"
        )

    def test_each_is_checked_by_itself_when_named(self, write, run) -> None:
        write(self.NOTES)

        assert run("check", "A", "deep/down/B", "--ignore=VK3", "--format=concise").found == [
            "Home.md:1:1 VK101"
        ]

    def test_it_can_be_taken_as_one(self, write, run) -> None:
        write(self.NOTES)

        assert run("check", ".", "--root", ".").code == 1

    def test_a_single_one(self, write, run) -> None:
        write({"notes/.obsidian/app.json": "{}", "notes/A.md": "[[A]]", "README.md": "Hello."})

        assert "holds a vault (notes) and is not one itself; name that, or" in run("check").err
        assert run("check", "README.md", "--ignore", "VK3").code == 0

    def test_a_flattened_file_beside_them_is_none_of_theirs(self, write, run) -> None:
        flat = "# A {#a}\n\n[b](#b) ![](A/pic.png) [n](A/Home.md)\n\n# B {#b}\n\n[a](#a)\n"
        write({**self.NOTES, "A/pic.png": b"", "flat.md": flat, "note.md": "[[Solo]]"})

        ran = run("check", "flat.md", "--format", "json")

        assert ran.json["findings"] == []
        assert ran.json["summary"]["notes"] == 2
        assert run("check", "note.md", "--format", "json").json["summary"]["notes"] == 2

    def test_one_inside_another_is_said_to_be_one_of_its_own(self, write, run) -> None:
        write({**self.NOTES, ".obsidian/app.json": "{}", "Top.md": "", "A/Home.md": "[[/ub/Top]]"})

        told = (
            "TMP/vault/A is a separate vault inside TMP/vault, whose notes its links do not reach"
        )

        assert run("check", "A").out.splitlines()[-1].startswith(told)
        assert told not in run("check", "A", "--ignore", "broken-link").out
        assert told not in run("check", "A", "--root", "A").out

    def test_a_vault_may_hold_others(self, write, run) -> None:
        write({**self.NOTES, ".obsidian/app.json": "{}"})

        assert run("check", "--ignore", "VK3").code == 1

    def test_a_configuration_says_that_it_is_one(self, write, run) -> None:
        write({**self.NOTES, "vaultkit.toml": ""})

        assert run("check", "--ignore", "VK3").code == 1
