"""What must count: notes of one id apart, maths as content, cards whatever their case."""

from vaultkit import check


def test_two_notes_of_one_id_keep_their_own_links() -> None:
    report = check({"all.md": "# A {#a}\n\n# A {#a}\n\n[A](#a) [gone](#gone)\n"})

    assert [(f.rule, f.line) for f in report.findings if f.rule == "broken-anchor"] == [
        ("broken-anchor", 5)
    ]


def test_maths_is_content() -> None:
    report = check({"A.md": "$$E=mc^2$$\n", "B.md": "# B\n\n$x$\n"}, select=["stub-note"])

    assert report.findings == ()


def test_a_card_counts_for_a_note_of_another_case() -> None:
    card = '{"nodes": [{"id": "1", "type": "file", "file": "p.md"}]}'

    assert check({"P.md": "text", "Map.canvas": card}, select=["orphan-note"]).findings == ()


def test_a_block_id_may_follow_maths_and_footnote_marks() -> None:
    files = {
        "A.md": "a $x$^m1\n\n[^1]^m2\n\n[^1]: f\n\n[[#^m1]] [[#^m2]]\n",
        "B.md": "$$\nx\n$$\n^m3\n\n[[#^m3]]\n",
    }

    assert check(files, select=["broken-block"]).findings == ()
