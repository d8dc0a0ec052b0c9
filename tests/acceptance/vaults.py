"""The real vaults that lie beside the checkout, by their folders."""

HELP = "obsidian-help/en"
"""The help in English; ``obsidian-help`` is the help in all its languages."""
ENCYCLOPEDIA = "eb1911-1k"
OTHERS = (
    "data-archive",
    "kepano-obsidian",
    "thahir-notes",
    "13th-age-srd",
    "blue-topaz",
    "foam-docs",
    ENCYCLOPEDIA,
)
VAULTS = (HELP, *OTHERS)
"""One of each kind, the help in English only."""
