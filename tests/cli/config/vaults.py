"""Small vaults with broken links, which a configuration may allow."""

BROKEN = {"Home.md": "# Home\n\n[[a/b]] [[Plan]] ![[p.png]]\n", "Empty.md": ""}
NOTES = {"A.md": "[[a/x]]\n", "sub/B.md": "[[a/y]] [[A]]\n", "sub/deep/C.md": "[[a/z]] [[B]]\n"}
