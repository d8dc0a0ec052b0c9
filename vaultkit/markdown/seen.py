"""The marks that links leave in what the witness writes down."""

OPEN, CLOSE, INLINE = "\x1c", "\x1d", "\x1e"


def seen_link(target: str, *, wikilink: bool, embed: bool) -> str:
    """Return the mark that the beginning of a link leaves."""
    return f"{OPEN}{'!' * embed}{'w' if wikilink else 'm'} {target}{INLINE}"


def seen_text(text: str) -> str:
    """Return what a link's plain text leaves, and the mark of the link's end."""
    return f"{text}{CLOSE}"


def visible(target: str, text: str | None) -> str:
    """Return what a reader sees of a wikilink: its text, else ``Note > Heading``."""
    return text if text is not None else " > ".join(part for part in target.split("#") if part)
