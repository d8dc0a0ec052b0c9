"""Small vaults with broken links, which a configuration may allow."""

BROKEN = {"Home.md": "# Home\n\n[[/ab]] [[Plan]] ![[p.png]]\n", "Empty.md": ""}
NOTES = {"A.md": "[[/ax]]\n", "sub/B.md": "[[/ay]] [[A]]\n", "sub/deep/C.md": "[[/az]] [[B]]\n"}
