"""Which dialect judges a link, and which files are flattened vaults."""

from typing import ClassVar

import pytest


class TestDialect:
    """Whose rules decide whether a link is broken."""

    FILES: ClassVar = {
        "sub/B.md": "# My heading\n\ntext\n",
        "A.md": "[x](B.md) [[B#My heading]] [x](sub/B.md#my-heading)\n",
    }

    @pytest.mark.parametrize(
        ("config", "arguments", "columns"),
        [
            (None, (), []),
            ("", (), [28]),
            ('dialect = "obsidian"', (), [28]),
            ('dialect = "github"', (), [1]),
            ('dialect = "auto"', (), [28]),
            ("", ("--dialect", "github"), [1]),
            ('dialect = "github"', ("--dialect", "obsidian"), [28]),
            ('must-open-in = ["obsidian"]', (), [28]),
            ('must-open-in = ["github"]', (), [1]),
            ('must-open-in = ["obsidian", "github"]', (), [1, 28]),
            ('must-open-in = ["github", "obsidian"]', (), [1, 28]),
        ],
    )
    def test_of_the_vault(self, check, config, arguments, columns) -> None:
        files = self.FILES if config is None else {**self.FILES, "vaultkit.toml": config}
        ran = check(files, "--select", "VK101,VK104,VK106", *arguments)

        assert sorted(int(item.split(":")[2].split()[0]) for item in ran.found) == columns

    FLAT = "# One {#one}\n\n[x](#two)\n\n# Two {#two}\n\n[x](#one)\n"
    HAND = "# One {#first}\n\n[x](#second)\n\n# Two {#second}\n\n[x](#first)\n"

    @pytest.mark.parametrize(
        ("config", "flat", "hand"),
        [
            ("", 2, 1),
            ("flattened = true", 2, 2),
            ("flattened = false", 1, 1),
            ('flattened = ["hand.md"]', 2, 2),
            ('flattened = ["*d.md"]', 2, 2),
            ('flattened = ["nothing.md"]', 2, 1),
        ],
    )
    def test_flattened(self, write, run, config, flat, hand) -> None:
        """A flattened file holds as many notes as titles, any other file is one."""
        sub = "\n\n## Sub\n"
        write({"flat.md": self.FLAT + sub, "hand.md": self.HAND + sub, "vaultkit.toml": config})

        assert run("check", "--format=json").json["summary"]["notes"] == flat + hand
