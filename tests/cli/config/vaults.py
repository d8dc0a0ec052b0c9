"""Small vaults with broken links, which a configuration may allow."""

BROKEN = {"Home.md": "# Home\n\n[[./b]] [[Plan]] ![[p.png]]\n", "Empty.md": ""}
NOTES = {"A.md": "[[./x]]\n", "sub/B.md": "[[./y]] [[A]]\n", "sub/deep/C.md": "[[./z]] [[B]]\n"}
