"""A new ``vaultkit.toml``: what holds, what might, and why, in comments."""

from collections.abc import Sequence
from textwrap import fill, indent

from vaultkit.setup.suggested_settings import Setting

_WIDTH = 100
_HEAD = """\
# vaultkit's settings for this vault. All are optional; `vaultkit config` shows
# them and where each comes from, `vaultkit rules` lists the rules.
"""
_NOTHING = """
# Nothing is set: the defaults fit what `vaultkit init` found.
"""
_PERHAPS = """
# Optional settings; remove the # to use one:
"""


def config_text(settings: Sequence[Setting]) -> str:
    """Return the text of a configuration that says these settings, and proposes the others.

    Single values are above the tables, also the proposed ones: below they would be a table's.
    """
    said = any(setting.said for setting in settings)
    pieces = [_HEAD, *(() if said else (_NOTHING,))]
    order = sorted(settings, key=lambda setting: (setting.is_table, not setting.said))
    for setting in order:
        if not setting.said and _PERHAPS not in pieces:
            pieces.append(_PERHAPS)
        pieces.append(_piece(setting))
    return "".join(pieces)


def _piece(setting: Setting) -> str:
    why = fill(setting.why, _WIDTH, initial_indent="# ", subsequent_indent="# ")
    lines = setting.toml if setting.said else indent(setting.toml, "# ")
    return f"\n{why}\n{lines}\n"
