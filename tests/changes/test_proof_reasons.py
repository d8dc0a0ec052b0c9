"""Why the guard refuses: the smallest example of each reason."""

import re

import pytest

from vaultkit.api import Vault
from vaultkit.changes.fix import Edit, Fix, LinkChange, Opens, PropertyChange
from vaultkit.changes.proof.fixes import guard
from vaultkit.markdown.witness import witness
from vaultkit.rules.base.problem import Applicability


def judged(before: Vault, fixes: list[Fix], after: Vault) -> list[str]:
    return [refusal.reason for refusal in guard(before, after, fixes)]


class Case:
    """One note changed by hand, with everything that a reader sees of it declared to change."""

    def __init__(self, old: str, new: str, *edits: tuple[int, int, str]) -> None:
        self.before = Vault.from_texts({"N.md": old, "A.md": "# H\n", "B.md": "[[A]]\n"})
        self.after = self.before.with_changes({"N.md": new.encode()})
        self.edits = tuple(Edit("N.md", start, end, text.encode()) for start, end, text in edits)
        self.seen = witness(old.encode()), witness(new.encode())

    def relinked(self, start: int = 0, old: str | None = "X", new: str = "A", to: str = "A.md"):
        change = LinkChange("N.md", start, old, new, Opens(to), *self.seen)
        return self.why(links=(change,))

    def revalued(self, key: str, old: tuple[str, ...], new: tuple[str, ...]):
        return self.why(properties=(PropertyChange("N.md", key, key, old, new),))

    def why(self, **parts: object) -> list[str]:
        fix = Fix("a-rule", "do it", Applicability.SAFE, self.edits, **parts)
        return judged(self.before, [fix], self.after)


class TestReasons:
    def test_a_declared_change_passes(self) -> None:
        assert Case("[[X]] t\n", "[[A]] t\n", (2, 3, "A")).relinked() == []

    @pytest.mark.parametrize(
        ("address", "opens", "reasons"),
        [
            ("https://x.org/a%20b", None, []),
            ("https://x.org/a b", None, ['the link to "t" would not be added']),
            ("https://x.org/a%20b", Opens("A.md"), ['the link to "t" would not be added']),
            ("A.md", None, ['a link to "A.md" would be added']),
        ],
    )
    def test_a_link_that_leads_out(self, address, opens, reasons) -> None:
        case = Case("[x](https://x.org/a b)\n", f"[x]({address})\n", (4, 21, address))
        change = LinkChange("N.md", 0, None, "t", opens, *case.seen, leads_out=True)

        assert case.why(links=(change,)) == reasons

    def test_it_is_gone(self) -> None:
        case = Case("[[X]]\n", "[[A]]\n", (2, 3, "A"))
        case.after = case.before.with_changes({"N.md": None})

        assert case.relinked() == ["it is gone"]

    def test_a_byte_outside_the_edits(self) -> None:
        case = Case("[[X]] t\n", "[[A]] T\n", (2, 3, "A"))

        assert case.relinked() == ["a byte outside the edits changed"]

    def test_two_edits_that_overlap(self) -> None:
        case = Case("[[X]] t\n", "[[A]] t\n", (2, 4, "A]"), (3, 4, "]"))

        assert case.relinked() == ["two edits overlap"]

    def test_an_edit_not_made(self) -> None:
        case = Case("[[X]] t\n", "[[B]] t\n", (2, 3, "A"))

        assert case.relinked() == ["an edit was not made as it was declared"]

    def test_what_a_reader_sees(self) -> None:
        case = Case("[[X]]\n", "[[A]]\n", (2, 3, "A"))
        case.seen = case.seen[0], case.seen[1] + "x"

        assert case.relinked() == ["what a reader sees would change beyond what was declared"]

    def test_front_matter_that_goes(self) -> None:
        case = Case("---\na: b\n---\n", "--\na: b\n---\n", (0, 1, ""))

        assert case.relinked() == ["the front matter would be added or removed"]

    def test_front_matter_that_is_no_yaml(self) -> None:
        case = Case("---\na: b\n---\n", "---\na: [\n---\n", (7, 8, "["))

        assert case.revalued("a", ("b",), ("[",)) == ["the front matter would be no valid YAML"]

    def test_another_property(self) -> None:
        case = Case("---\na: b\nc: d\n---\n", "---\na: b\nc: e\n---\n", (12, 13, "e"))

        assert case.revalued("a", ("b",), ("b",)) == [
            "a property would change beyond what was declared"
        ]

    def test_a_property_that_is_not_there(self) -> None:
        case = Case("---\na: b\n---\n", "---\na: c\n---\n", (7, 8, "c"))
        change = PropertyChange("N.md", "x", "a", ("b",), ("c",))

        assert case.why(properties=(change,)) == ['the property "x" is not as declared']

    def test_a_property_without_front_matter(self) -> None:
        case = Case("a: b\n", "a: b\n", (3, 4, "b"))

        assert case.revalued("a", ("b",), ("c",)) == ['the property "a" is not as declared']

    def test_a_comment_in_the_front_matter(self) -> None:
        case = Case("---\na:\n  - b\n  - # why\n---\n", "---\na:\n  - b\n---\n", (13, 23, ""))

        assert case.revalued("a", ("b", ""), ("b",)) == [
            "a comment in the front matter would change"
        ]

    def test_a_heading_that_goes(self) -> None:
        case = Case("[[X]]\n\n# T\n", "[[A]]\n\nT\n", (2, 3, "A"), (7, 9, ""))

        assert case.relinked() == ["a heading would be added or removed"]

    def test_a_heading_that_changes_where_it_is_not_edited(self) -> None:
        case = Case("[[X]]\n\n# T\n", "[[A]]\n\n# Q\n", (2, 3, "A"), (6, 10, "\n# Q"))

        assert case.relinked() == ["a heading would change"]

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("#tag", "tags"),
            ("t ^id", "block ids"),
            ("[^1]: f", "footnotes"),
            ("t [^1]", "footnote references"),
            ('<a id="x">', "html ids"),
        ],
    )
    def test_a_name(self, text: str, kind: str) -> None:
        old = f"[[X]]\n\n{text}\n"
        at = re.search(r"tag|(?<=\^)\w|(?<=\")x", old).start()
        new = f"{old[:2]}A{old[3:at]}q{old[at + 1 :]}"

        assert Case(old, new, (2, 3, "A"), (at, at + 1, "q")).relinked() == [
            f"the {kind} would change"
        ]

    def test_an_edit_elsewhere_that_nobody_sees(self) -> None:
        old, new = "[[X]] t\n\n[d]: x.org\n", "[[A]] t\n\n[d]: y.org\n"

        assert Case(old, new, (2, 3, "A"), (14, 15, "y")).relinked() == [
            "an edit is outside of what is declared to change"
        ]

    def test_a_link_lost(self) -> None:
        case = Case("[[X]] [[B]]\n", "[[A]] B\n", (2, 3, "A"), (6, 11, "B"))

        assert case.relinked() == ['the link to "B" would be lost']

    def test_another_link_changed(self) -> None:
        case = Case("[[X]] [[B]]\n", "[[A]] [[N]]\n", (2, 3, "A"), (8, 9, "N"))

        assert case.relinked() == ['the link to "B" would change']

    def test_a_link_not_as_declared(self) -> None:
        case = Case("[[X]]\n", "[[B]]\n", (2, 3, "B"))

        assert case.relinked() == ['the link to "X" is not as declared']

    def test_a_link_of_another_kind(self) -> None:
        case = Case("![[X]]\n", "[[A]]\n", (0, 4, "[[A"))

        assert case.relinked() == ['the link to "X" would be of another kind']

    def test_a_link_that_does_not_come_about(self) -> None:
        case = Case("[a](A b.md)\n", "[a](A c.md)\n", (0, 11, "[a](A c.md)"))

        assert case.relinked(old=None) == ['the link to "A" would not be added']

    def test_a_link_that_comes_about(self) -> None:
        case = Case("[[X]] B\n", "[[A]] [[B]]\n", (2, 3, "A"), (6, 7, "[[B]]"))

        assert case.relinked() == ['a link to "B" would be added']

    def test_a_link_that_opens_something_else(self) -> None:
        case = Case("[[X]]\n", "[[A]]\n", (2, 3, "A"))

        assert case.relinked(to="B.md") == ['the link to "A" would not open what it means']

    def test_a_link_of_another_note_that_leads_elsewhere(self) -> None:
        texts = {"N.md": "# [[X]]\n", "A.md": "", "B.md": "[[N#X]]\n"}
        case = Case(texts["N.md"], "# [[A]]\n", (4, 5, "A"))
        case.before = Vault.from_texts(texts)
        case.after = case.before.with_changes({"N.md": b"# [[A]]\n"})

        assert case.relinked(2) == ['the link to "N#X" would lead elsewhere']

    def test_a_note_that_no_fix_names(self) -> None:
        case = Case("[[X]]\n", "[[A]]\n", (2, 3, "A"))
        case.after = case.after.with_changes({"B.md": b"[[A]] x\n"})

        assert case.relinked() == ["a note that no fix names would change"]

    def test_a_file_that_comes_undeclared(self) -> None:
        case = Case("[[X]]\n", "[[A]]\n", (2, 3, "A"))
        case.after = case.after.with_changes({"new.png": b"x"})

        assert case.relinked() == ["a file would be added or removed beyond what was declared"]
