"""Suppressions: what each form covers, and what is said about those of no use."""

import pytest

BOTH = pytest.mark.parametrize(
    "comment", ["%% vaultkit: {} %%", "<!-- vaultkit: {} -->"], ids=["obsidian", "html"]
)


@pytest.fixture
def lines(check):
    """Return a function that lists ``line code`` of what is found in a note but orphans."""

    def found(text: str, *arguments: str, name: str = "Note.md") -> list[str]:
        ran = check({name: text}, "--ignore", "orphan-note", *arguments)
        return [item.removeprefix(f"{name}:").replace(":", " ") for item in ran.found]

    return found


class TestEndOfLine:
    """At the end of a line: that line."""

    @BOTH
    def test_covers_its_line(self, lines, comment) -> None:
        allow = comment.format("allow broken-link")

        assert lines(f"text\n[[/ab]] and [[/ac]] {allow}\n[[/ad]]\n") == ["3 1 VK101"]

    @BOTH
    def test_not_the_line_before(self, lines, comment) -> None:
        allow = comment.format("allow broken-link")

        assert lines(f"[[/ab]]\n[[/ac]] {allow}\n") == ["1 1 VK101"]

    @BOTH
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_whatever_ends_the_line(self, lines, comment, end) -> None:
        allow = comment.format("allow broken-link")

        assert lines(f"x{end}[[/ab]] {allow}{end}[[/ac]]{end}") == ["3 1 VK101"]

    @BOTH
    @pytest.mark.parametrize(
        "line",
        [
            "- [[/ab]] {}",
            "> [[/ab]] {}",
            "## See [[/ab]] {}",
            "see {} then [[/ab]]",
            "![[p.png]] {}",
        ],
    )
    def test_in_any_block(self, lines, comment, line) -> None:
        allow = comment.format("allow VK1")

        assert lines(f"text\n\n{line.format(allow)}\n\n[[/ac]]\n") == ["5 1 VK101"]

    def test_in_a_table(self, lines) -> None:
        table = "| a |\n|---|\n| [[/ab]] <!-- vaultkit: allow broken-link --> |\n| [[/ac]] |\n"

        assert lines(table) == ["4 3 VK101"]

    def test_in_the_last_line_without_its_end(self, lines) -> None:
        assert lines("[[/ab]] %% vaultkit: allow broken-link %%") == []


class TestNextBlock:
    """On a line of its own: the next block."""

    @BOTH
    @pytest.mark.parametrize("between", ["\n", "\n\n", "\n\n\n", "\r\n\r\n"])
    def test_covers_the_paragraph(self, lines, comment, between) -> None:
        allow = comment.format("allow broken-link")
        text = f"before [[/aa]]\n\n{allow}{between}[[/ab]]\n[[/ac]]\n\n[[/ad]]\n"
        after = 7 + between.count("\n") - 1

        assert lines(text) == ["1 8 VK101", f"{after} 1 VK101"]

    @BOTH
    @pytest.mark.parametrize(
        "block",
        [
            "- [[/ab]]\n- [[/ac]]",
            "- [[/ab]]\n\n- [[/ac]]",
            "- one\n  - [[/ac]]",
            "> [[/ab]]\n> [[/ac]]",
            "> [!note]\n> [[/ab]]",
            "| a |\n|---|\n| [[/ab]] |\n| [[/ac]] |",
            "## See [[/ab]]",
            "See [[/ab]]\n====",
            "1. [[/ab]]",
        ],
    )
    def test_covers_any_block_as_a_whole(self, lines, comment, block) -> None:
        allow = comment.format("allow broken-link")
        text = f"x\n\n{allow}\n\n{block}\n\nafter [[/az]]\n"

        assert lines(text) == [f"{7 + block.count(chr(10))} 7 VK101"]

    @BOTH
    def test_the_block_after_the_next_is_not_covered(self, lines, comment) -> None:
        allow = comment.format("allow broken-link")

        assert lines(f"{allow}\n\nfine\n\n[[/ab]]\n") == ["1 1 VK903", "5 1 VK101"]

    @BOTH
    def test_may_be_indented(self, lines, comment) -> None:
        allow = comment.format("allow broken-link")

        assert lines(f"x\n\n  {allow}\n\n[[/ab]]\n") == []

    @BOTH
    def test_two_in_a_row(self, lines, comment) -> None:
        one, two = comment.format("allow broken-link"), comment.format("allow broken-embed")

        assert lines(f"{one}\n{two}\n\n[[/ab]] ![[p.png]]\n") == []
        assert lines(f"{one}\n\n{two}\n\n[[/ab]] ![[p.png]]\n") == []

    @BOTH
    def test_within_a_quote(self, lines, comment) -> None:
        allow = comment.format("allow broken-link")

        assert lines(f"> {allow}\n>\n> [[/ab]]\n\n[[/ac]]\n") == ["5 1 VK101"]

    @BOTH
    def test_within_a_list_item(self, lines, comment) -> None:
        allow = comment.format("allow broken-link")

        assert lines(f"- one\n\n  {allow}\n\n  [[/ab]]\n\nafter [[/ac]]\n") == ["7 7 VK101"]

    @BOTH
    def test_a_duplicate_heading(self, lines, comment) -> None:
        allow = comment.format("allow duplicate-heading")

        assert lines(f"## A\n\nx\n\n{allow}\n## A\n\ny\n") == []

    @BOTH
    def test_a_whole_note(self, lines, comment) -> None:
        allow = comment.format("allow stub-note")

        assert lines(f"{allow}\n# Note\n") == []
        assert lines(f"{allow}\n") == []


class TestRange:
    """``allow-start`` and ``allow-end``."""

    @BOTH
    def test_covers_what_lies_between(self, lines, comment) -> None:
        start, end = (
            comment.format("allow-start broken-link"),
            comment.format("allow-end broken-link"),
        )
        text = f"[[/aa]]\n\n{start}\n\n[[/ab]]\n\n- [[/ac]]\n\n{end}\n\n[[/ad]]\n"

        assert lines(text) == ["1 1 VK101", "11 1 VK101"]

    @BOTH
    def test_without_an_end_to_the_end(self, lines, comment) -> None:
        assert lines(f"[[/aa]]\n\n{comment.format('allow-start VK1')}\n\n[[/ab]]\n\n[[/ac]]\n") == [
            "1 1 VK101",
            "3 1 VK904",
        ]

    @BOTH
    def test_another_rules_end_ends_nothing(self, lines, comment) -> None:
        start, end = (
            comment.format("allow-start broken-link"),
            comment.format("allow-end stub-note"),
        )

        assert lines(f"{start}\n\n[[/aa]]\n\n{end}\n\n[[/ab]]\n") == ["1 1 VK904"]

    @BOTH
    def test_the_end_of_one_rule_leaves_the_other_open(self, lines, comment) -> None:
        start = comment.format("allow-start broken-link broken-embed")
        end = comment.format("allow-end broken-embed")
        text = f"{start}\n\n[[/aa]] ![[p.png]]\n\n{end}\n\n[[/ab]]\n\n![[q.png]]\n"

        assert lines(text) == ["1 1 VK904", "9 1 VK103"]

    @BOTH
    def test_the_end_may_name_the_code(self, lines, comment) -> None:
        start, end = comment.format("allow-start broken-link"), comment.format("allow-end VK101")

        assert lines(f"{start}\n\n[[/aa]]\n\n{end}\n\n[[/ab]]\n") == ["7 1 VK101"]

    @BOTH
    def test_twice(self, lines, comment) -> None:
        start, end = comment.format("allow-start VK101"), comment.format("allow-end VK101")
        part = f"{start}\n\n[[/aa]]\n\n{end}\n\n[[/ab]]\n\n"

        assert lines(part * 2) == ["7 1 VK101", "15 1 VK101"]

    @BOTH
    def test_an_unknown_rule_in_the_end(self, lines, comment) -> None:
        start, end = comment.format("allow-start VK101"), comment.format("allow-end brokn-link")

        assert lines(f"{start}\n\n[[/aa]]\n\n{end}\n") == ["1 1 VK904", "5 1 VK904"]


class TestFile:
    """``allow-file`` and the front matter."""

    @BOTH
    @pytest.mark.parametrize(
        "place", ["{allow}\n\n[[/ab]]\n\n[[/ac]]\n", "[[/ab]]\n\n[[/ac]]\n\n{allow}\n"]
    )
    def test_covers_the_file_from_anywhere(self, lines, comment, place) -> None:
        allow = comment.format("allow-file broken-link")

        assert lines(place.format(allow=allow)) == []

    def test_covers_its_own_file_only(self, check) -> None:
        files = {
            "A.md": "%% vaultkit: allow-file broken-link %%\n\n[[/ab]]\n",
            "B.md": "[[/ab]]\n",
        }

        assert check(files, "--select", "VK1").found == ["B.md:1:1 VK101"]

    @BOTH
    def test_covers_front_matter_and_whole_notes(self, lines, comment) -> None:
        allow = comment.format("allow-file stub-note, deprecated-property")

        assert lines(f"---\ntag: x\n---\n# Note\n\n{allow}\n") == []

    @pytest.mark.parametrize(
        "value",
        [
            "[broken-link]",
            "broken-link",
            "VK101",
            "stub-note, broken-link",
            "\n  - broken-link",
            "[stub-note, 'broken-link']\nx: [[/ab]]",
            '["broken-link"]',
        ],
    )
    def test_in_front_matter(self, lines, value) -> None:
        text = f"---\nvaultkit-allow: {value}\n---\n[[/ab]]\n\n[[/ac]]\n"

        assert [item for item in lines(text) if "VK101" in item] == []

    def test_in_front_matter_of_nothing(self, lines) -> None:
        text = "---\nvaultkit-allow: [stub-note, brokn-link]\n---\n[[/ab]]\n"

        assert lines(text) == ["2 18 VK903", "2 29 VK904", "4 1 VK101"]


class TestNote:
    """``allow-note`` in a flattened file."""

    TEXT = (
        "# One {{#one}}\n\n[x](#gone)\n\n{allow}\n\n[x](#lost)\n\n"
        "# Two {{#two}}\n\n[x](#gone)\n\n## Sub\n\n[y](#one) [z](#two)\n"
    )

    @BOTH
    def test_covers_the_section(self, lines, comment) -> None:
        text = self.TEXT.format(allow=comment.format("allow-note broken-anchor"))

        assert lines(text) == ["11 1 VK104"]

    @BOTH
    def test_a_stub(self, lines, comment) -> None:
        allow = comment.format("allow-note stub-note")
        text = f"# One {{#one}}\n\n{allow}\n\n# Two {{#two}}\n\n## S\n"

        assert lines(text, "--select", "stub-note,VK9") == []

    @BOTH
    def test_of_an_ordinary_note_is_the_note(self, lines, comment) -> None:
        allow = comment.format("allow-note broken-link")

        assert lines(f"[[/ab]]\n\n{allow}\n\n[[/ac]]\n") == []

    @BOTH
    def test_unused(self, lines, comment) -> None:
        text = self.TEXT.format(allow=comment.format("allow-note broken-link"))

        assert "5 1 VK903" in lines(text)


class TestNames:
    """A rule's name, its code, or a family; several at once."""

    @pytest.mark.parametrize(
        "names",
        [
            "broken-link broken-embed",
            "broken-link, broken-embed",
            "broken-link,broken-embed",
            "VK101 VK103",
            "VK1",
            "vk101, Broken-Embed",
        ],
    )
    def test_forms(self, lines, names) -> None:
        assert lines(f"[[/ab]] ![[p.png]] %% vaultkit: allow {names} %%\n") == []

    @BOTH
    @pytest.mark.parametrize(
        "reason",
        ["-- it is private", "--lost", "-- 100 % sure", "-- a > b, stub-note", "--broken-embed"],
    )
    def test_a_reason_is_for_people(self, lines, comment, reason) -> None:
        allow = comment.format(f"allow broken-link {reason}")

        assert lines(f"[[/ab]] ![[p.png]] {allow}\n") == ["1 9 VK103"]

    def test_a_reason_alone_allows_nothing(self, lines) -> None:
        assert lines("[[/ab]] %% vaultkit: allow -- it is private %%\n") == [
            "1 1 VK101",
            "1 9 VK904",
        ]

    def test_a_reason_in_a_property(self, lines) -> None:
        assert lines("---\nvaultkit-allow: broken-link -- private\n---\n[[/ab]]\n") == []

    @pytest.mark.parametrize(
        "comment",
        [
            "%%vaultkit: allow broken-link%%",
            "<!--vaultkit: allow broken-link-->",
            "%%  vaultkit:allow  broken-link  %%",
        ],
    )
    def test_white_space_counts_for_nothing(self, lines, comment) -> None:
        assert lines(f"[[/ab]] {comment}\n") == []

    def test_of_another_rule_covers_nothing(self, lines) -> None:
        text = "[[/ab]] ![[p.png]] %% vaultkit: allow broken-embed %%\n"

        assert lines(text) == ["1 1 VK101"]

    def test_the_summary_counts_what_is_allowed(self, write, run) -> None:
        write({"Home.md": "[[/ab]] [[/ac]] %% vaultkit: allow broken-link %%\n"})
        ran = run("check")

        assert ran.out == ("TMP/vault: 1 note, 2 links: no findings, 2 allowed (TIME)\n")
        assert ran.code == 0
        assert run("check", "--format=json").json["summary"]["findings"] == 0


class TestUseless:
    """A suppression that silences nothing, or that names no rule, is a finding."""

    @BOTH
    @pytest.mark.parametrize("scope", ["allow", "allow-file", "allow-start", "allow-note"])
    def test_unused(self, lines, comment, scope) -> None:
        assert lines(f"fine {comment.format(f'{scope} broken-link')}\n") == ["1 6 VK903"]

    @BOTH
    @pytest.mark.parametrize("scope", ["allow", "allow-file", "allow-start", "allow-note"])
    def test_unknown(self, lines, comment, scope) -> None:
        assert lines(f"fine {comment.format(f'{scope} brokn-link')}\n") == ["1 6 VK904"]

    @BOTH
    @pytest.mark.parametrize("scope", ["allow", "allow-file", "allow-start", "allow-note"])
    def test_without_a_name(self, lines, comment, scope) -> None:
        assert lines(f"fine {comment.format(scope)}\n") == ["1 6 VK904"]

    def test_partly_unused(self, write, run) -> None:
        write({"Home.md": "[[/ab]] %% vaultkit: allow broken-link broken-embed %%\n"})
        ran = run("check", "--format=concise")

        assert ran.out == (
            "Home.md:1:9: warning: VK903 unused-suppression: "
            'nothing to allow here for "broken-embed"\n'
        )

    def test_unknown_says_what_was_meant(self, write, run) -> None:
        write({"Home.md": "[[/ab]] %% vaultkit: allow brokn-link %%\n"})
        out = run("check").out

        assert '1:9: warning: unknown-suppression: there is no rule "brokn-link"' in out
        assert "1:1: error: " in out

    @BOTH
    @pytest.mark.parametrize(
        ("names", "help_"),
        [
            ("broken-lnk", 'did you mean "broken-link"?'),
            ("Brokn-Link stub", 'did you mean "broken-link" or "stub-note"?'),
            ("brokn-link broken-lnk", 'did you mean "broken-link"?'),
            ("zzzz brokn-link", 'did you mean "broken-link"?'),
            ("zzzz", "`vaultkit rules` lists them"),
            ("VK999", "`vaultkit rules` lists them"),
        ],
    )
    def test_unknown_with_the_nearest_name(self, write, run, comment, names, help_) -> None:
        write({"Home.md": f"[[Home]] {comment.format(f'allow {names}')}\n"})
        (found,) = run("check", "--select=VK904", "--format=json").json["findings"]

        assert found["help"] == help_

    def test_unknown_in_front_matter_with_the_nearest_name(self, write, run) -> None:
        write({"Home.md": "---\nvaultkit-allow: [stub-note, orphan-nte]\n---\n[[Home]]\n"})

        assert 'help: did you mean "orphan-note"?' in run("check", "--select=VK904").out

    def test_a_misspelt_scope(self, lines) -> None:
        assert "3 1 VK904" in lines("[[/ab]]\n\n%% vaultkit: alow-file broken-link %%\n\n[[/ac]]\n")

    def test_of_a_rule_that_did_not_run_is_not_unused(self, lines) -> None:
        text = "fine %% vaultkit: allow broken-link dead-end-note %%\n"

        assert lines(text, "--ignore", "broken-link") == []
        assert lines(text, "--select", "unused-suppression") == []

    def test_used_twice_over_is_used(self, lines) -> None:
        text = (
            "%% vaultkit: allow-file broken-link %%\n\n[[/ab]] %% vaultkit: allow broken-link %%\n"
        )

        assert lines(text) == []

    def test_is_not_counted_where_only_other_paths_are_asked_for(self, write, run) -> None:
        write(
            {
                ".obsidian/app.json": "{}",
                "A.md": "[[B]] %% vaultkit: allow broken-link %%\n",
                "B.md": "[[A]]\n",
            }
        )

        assert run("check", "B.md").code == 0
        assert run("check", "A.md").code == 1

    def test_both_rules_can_be_switched_off(self, lines) -> None:
        text = "fine %% vaultkit: allow broken-link nonsense %%\n"

        assert lines(text, "--ignore", "VK903,VK904") == []


class TestNoSuppression:
    """What only looks like one."""

    @pytest.mark.parametrize(
        "text",
        [
            "```\n{}\n```\n",
            "~~~md\n{}\n~~~\n",
            "    {}\n",
            "`{}`\n",
            "- item\n\n  ```\n  {}\n  ```\n",
            "> ```\n> {}\n> ```\n",
        ],
    )
    @BOTH
    def test_in_code(self, lines, text, comment) -> None:
        code = text.format(comment.format("allow-file broken-link"))

        assert lines(f"text\n\n{code}\n[[/ab]]\n") == [f"{4 + code.count(chr(10))} 1 VK101"]

    @pytest.mark.parametrize(
        "text",
        [
            "% vaultkit: allow-file broken-link %",
            "vaultkit: allow-file broken-link",
            "%% vaultkit allow-file broken-link %%",
            "%% othertool: allow-file broken-link %%",
            "<!-- vaultkit: allow-file broken-link",
            "%% vaultkit: allow-file broken-link",
        ],
    )
    def test_half_a_comment(self, lines, text) -> None:
        assert [item for item in lines(f"[[/ab]]\n\n{text}\n") if "VK101" in item] == ["1 1 VK101"]

    def test_in_the_text_of_a_property(self, lines) -> None:
        text = '---\nnote: "%% vaultkit: allow-file broken-link %%"\n---\n[[/ab]]\n'

        assert lines(text) == ["4 1 VK101"]
