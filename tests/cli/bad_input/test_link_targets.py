"""What links may hold: too long, outside the vault, or no path at all."""

import pytest


class TestLinkTargets:
    """What links may hold."""

    @pytest.mark.parametrize("dialect", ["auto", "obsidian", "github", "flat"])
    @pytest.mark.parametrize(
        "target",
        [
            "q" * 5000,
            "q/" * 5000 + "q",
            "../" * 2000 + "etc/passwd",
            "a%00b.md",
            "a\\0b",
            "%ff%fe.md",
            "%",
            "%zz",
            "~/x",
            "C:\\x\\y.md",
            "//server/share.md",
            "file:///etc/passwd",
            "\ud7ff\ue000\uffff",
            ".",
            "..",
            "/",
            "./",
            "con.md",
            " ",
            "\u00a0",
        ],
    )
    def test_in_every_dialect(self, write, run, target, dialect) -> None:
        text = f"# A\n\n[x](<{target}>) [[{target}]] ![[{target}]] [x](<{target}#{target}>)\n"
        write({"A.md": text, "sub/B.md": text})
        ran = run("check", "--dialect", dialect)

        assert ran.code in (0, 1)

    @pytest.mark.parametrize("dialect", ["auto", "obsidian", "github", "flat"])
    def test_longer_than_the_file_system_allows_is_broken(self, write, run, dialect) -> None:
        write({"A.md": f"# A\n\n[x]({'q' * 5000}.md)\n"})
        ran = run("check", "--format=concise", "--select=VK101", "--dialect", dialect)

        assert ran.found == ["A.md:3:1 VK101"]

    @pytest.mark.parametrize("dialect", ["auto", "obsidian", "github", "flat"])
    def test_a_nul_is_broken(self, write, run, dialect) -> None:
        write({"A.md": "# A\n\n[x](a%00b.md)\n"})
        ran = run("check", "--format=concise", "--select=VK101", "--dialect", dialect)

        assert ran.found == ["A.md:3:1 VK101"]
