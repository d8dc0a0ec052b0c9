"""Which folder is the vault's root."""

from typing import ClassVar

import pytest


class TestRoot:
    """The vault's root: asked for, configured, Obsidian's, the config's, the folder named."""

    TREE: ClassVar = {
        "repo/vaultkit.toml": 'root = "content"\n',
        "repo/README.md": "x\n",
        "repo/content/A.md": "x\n",
        "repo/content/sub/B.md": "x\n",
        "repo/content/sub/.obsidian/app.json": "{}",
        "repo/docs/.obsidian/app.json": "{}",
        "repo/docs/deep/C.md": "x\n",
    }

    @pytest.mark.parametrize(
        "path", [".", "content", "content/A.md", "content/sub", "content/sub/B.md"]
    )
    def test_the_configured_one(self, write, root_of, path) -> None:
        write(self.TREE)

        assert root_of(path, cwd="vault/repo") == "TMP/vault/repo/content"

    def test_the_configured_one_from_within(self, write, root_of) -> None:
        write(self.TREE)

        assert root_of(cwd="vault/repo/content/sub") == "TMP/vault/repo/content"

    def test_a_path_outside_the_configured_one(self, write, root_of, run) -> None:
        write(self.TREE)
        ran = run("check", "README.md", cwd="vault/repo")

        assert root_of("docs/deep/C.md", cwd="vault/repo") == "TMP/vault/repo/docs"
        assert (ran.code, ran.problems) == (
            2,
            ["README.md: is outside the vault TMP/vault/repo/content"],
        )

    def test_the_one_asked_for(self, write, root_of) -> None:
        write(self.TREE)

        assert root_of("--root", "content/sub", cwd="vault/repo") == "TMP/vault/repo/content/sub"
        assert root_of("--root", ".", "docs", cwd="vault/repo") == "TMP/vault/repo"

    def test_in_a_pyproject(self, write, root_of) -> None:
        write({"pyproject.toml": '[tool.vaultkit]\nroot = "content"', "content/A.md": "x\n"})

        assert root_of() == "TMP/vault/content"

    def test_the_nearest_obsidian_comes_before_the_configs_folder(self, write, root_of) -> None:
        write({"vaultkit.toml": "", "notes/.obsidian/app.json": "{}", "notes/a/b/C.md": "x\n"})

        assert root_of("notes/a/b/C.md") == "TMP/vault/notes"
        assert root_of("notes/a") == "TMP/vault/notes"
        assert root_of() == "TMP/vault"

    def test_the_configs_folder_comes_before_the_folder_named(self, write, root_of) -> None:
        write({"vaultkit.toml": "", "notes/a/B.md": "x\n"})

        assert root_of("notes/a") == "TMP/vault"

    def test_the_folder_named(self, write, root_of) -> None:
        write({"notes/a/B.md": "x\n"})

        assert root_of("notes") == "TMP/vault/notes"
        assert root_of("notes/") == "TMP/vault/notes"

    def test_the_folder_of_a_file_named(self, write, root_of) -> None:
        write({"notes/a/B.md": "x\n"})

        assert root_of("notes/a/B.md") == "TMP/vault/notes/a"

    def test_the_config_above_obsidian_holds_there(self, write, run) -> None:
        write(
            {
                "vaultkit.toml": 'select = ["broken-link"]\nexclude = ["/sub/"]\n',
                "notes/.obsidian/app.json": "{}",
                "notes/A.md": "[[/ax]] [[Plan]]\n",
                "notes/sub/B.md": "[[/ax]]\n",
            }
        )

        assert run("check", "notes", "--format=concise").found == ["A.md:1:1 VK101"]
