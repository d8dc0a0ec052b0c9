"""What is content, so that a note is no stub."""

from vaultkit import check


def test_maths_is_content() -> None:
    report = check({"A.md": "$$E=mc^2$$\n", "B.md": "# B\n\n$x$\n"}, select=["stub-note"])

    assert report.findings == ()
