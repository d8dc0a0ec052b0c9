"""Names that would move the cursor, forge a line or hide text."""

import unicodedata

import pytest


class TestHostileNames:
    """Nothing in a vault can move the cursor, forge a line or hide text."""

    EVIL = ("\x1b[31mred", "a\nforged.md:1:1: VK101 x", "bell\x07", "back\x08\x08", "csi\x9b2J")
    TURNED = "turned\u202egnp"

    @pytest.mark.parametrize("name", [*EVIL, TURNED])
    @pytest.mark.parametrize("output_format", ["text", "concise"])
    def test_in_a_file_name(self, write, run, name, output_format) -> None:
        write({f"{name}.md": "[[/ab]]\n", "B.md": ""})
        ran = run("check", "--format", output_format, "--verbose", "--extend-select", "VK3")

        assert_harmless(ran.out)
        assert "\nforged" not in ran.out

    @pytest.mark.parametrize("name", [*EVIL, TURNED])
    @pytest.mark.parametrize("output_format", ["text", "concise"])
    def test_in_the_path_of_another_place(self, write, run, name, output_format) -> None:
        write({f"a/{name}/N.md": "one\n", "b/N.md": "two\n", "M.md": "[[N]]\n"})
        ran = run("check", "--format", output_format, "--extend-select", "duplicate-name")

        assert "duplicate-name" in ran.out
        assert_harmless(ran.out)

    @pytest.mark.parametrize("name", [item for item in (*EVIL, TURNED) if "\n" not in item])
    @pytest.mark.parametrize("output_format", ["text", "concise"])
    def test_in_a_link(self, write, run, name, output_format) -> None:
        write({"A.md": f"# A\n\n[[a/{name}]] [x](b/{name}.md)\n\n# {name} #\n\n[[A#{name}x]]\n"})

        assert_harmless(run("check", "--format", output_format, "--verbose").out)

    @pytest.mark.parametrize("name", [item for item in (*EVIL, TURNED) if "\n" not in item])
    def test_in_a_list_of_names(self, write, run, name) -> None:
        write({"A.md": "".join(f"[[a/{name}{number}]]\n\n" for number in range(9))})
        out = run("check").out

        assert "also: " in out
        assert_harmless(out)

    @pytest.mark.parametrize("name", EVIL)
    def test_in_the_root(self, write, run, name) -> None:
        write({"A.md": "text\n"}, name)

        assert_harmless(run("check", cwd=name).out)

    @pytest.mark.parametrize("name", EVIL)
    def test_in_a_path_that_is_not_there(self, write, run, name) -> None:
        write({})

        assert_harmless(run("check", f"{name}.md").err)

    def test_in_a_suppression(self, write, run) -> None:
        write({"A.md": "x %% vaultkit: allow \x1b[2J-link %%\n"})

        assert_harmless(run("check").out)
        assert_harmless(run("check", "--format", "concise").out)


def assert_harmless(text: str) -> None:
    """Assert that no character but the line feed controls anything."""
    controls = {
        letter
        for letter in text.replace("\n", "")
        if unicodedata.category(letter) == "Cc" or letter in "\u202a\u202b\u202d\u202e\u2066\u2067"
    }
    assert not controls
