"""What Obsidian's own settings say that a linter needs to know (reference, section 9.2)."""

import contextlib
import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from vaultkit.errors import ConfigError, TreeError
from vaultkit.patterns.pattern import Pattern, compile_pattern
from vaultkit.vault.files.tree import Tree

_FOLDER = ".obsidian"
_TEMPLATER = "plugins/templater-obsidian/data.json"
_TYPES = "types.json"
_NAMED_GROUP = re.compile(r"\(\?<(?![=!])")
_LINK_FORMATS = ("shortest", "relative", "absolute")
_LONGEST = 60
SETTINGS_FILES = frozenset({"app.json", "templates.json", "daily-notes.json", _TEMPLATER, _TYPES})
"""The files below ``.obsidian`` that hold them."""


class AppSettings(NamedTuple):
    """The settings that matter here, each with Obsidian's default.

    ``excluded`` are the "Excluded files" filters; ``templates`` and ``daily_notes`` are folders
    without a final slash, None where nothing says. ``attachments`` is the folder for new ones as it
    is written there: one of the vault, or beside the note where it begins with ``./``.
    """

    present: bool = False
    markdown_links: bool = False
    link_format: str = "shortest"
    excluded: tuple[str, ...] = ()
    templates: tuple[str, ...] | None = None
    daily_notes: str | None = None
    attachments: str = "/"


def read_app_settings(tree: Tree) -> AppSettings:
    """Read the settings beside the notes; what is missing or broken counts as not set."""
    if not tree.exists(_FOLDER):
        return AppSettings()
    app = _read(tree, "app.json")
    templates = [
        folder.strip("/")
        for folder in (
            _read(tree, "templates.json").get("folder"),
            _read(tree, _TEMPLATER).get("templates_folder"),
        )
        if isinstance(folder, str) and folder.strip("/")
    ]
    daily = _read(tree, "daily-notes.json").get("folder")
    filters = app.get("userIgnoreFilters")
    link_format = app.get("newLinkFormat")
    attachments = app.get("attachmentFolderPath")
    return AppSettings(
        present=True,
        markdown_links=app.get("useMarkdownLinks") is True,
        link_format=str(link_format) if link_format in _LINK_FORMATS else "shortest",
        excluded=tuple(item for item in filters if isinstance(item, str))
        if isinstance(filters, list)
        else (),
        templates=tuple(templates) or None,
        daily_notes=daily.strip("/") if isinstance(daily, str) and daily.strip("/") else None,
        attachments=attachments if isinstance(attachments, str) else "/",
    )


def read_property_types(tree: Tree) -> dict[str, str]:
    """Return the app's types of properties, by names in lower case (reference, section 7)."""
    found = _read(tree, _TYPES).get("types") if tree.exists(_FOLDER) else None
    if not isinstance(found, dict):
        return {}
    return {name.lower(): kind for name, kind in found.items() if isinstance(kind, str)}


def is_excluded(path: str, filters: Sequence[str]) -> bool:
    """Return whether a path falls under "Excluded files": a ``/regex/`` or the start of a path.

    A filter that RE2 does not take, such as one with a look-behind, excludes nothing.
    """
    for item in filters:
        if _is_regex(item):
            with contextlib.suppress(ValueError, ConfigError):
                if _regex(item).search(path):
                    return True
        elif item and path.lower().startswith(item.lower()):
            return True
    return False


def is_template(path: str, folders: Sequence[str] | None) -> bool:
    """Return whether a path is in a folder of templates; any of that name where none is set."""
    lower = path.lower()
    if folders is None:
        return "/templates/" in f"/{lower}"
    return lower.startswith(tuple(f"{folder.lower()}/" for folder in folders))


def remarks_on(filters: Sequence[str]) -> list[str]:
    """Return a sentence for each filter of "Excluded files" that excludes nothing here."""
    found = []
    for item in filters:
        try:
            if _is_regex(item):
                _regex(item)
        except ValueError as error:
            shown = item if len(item) <= _LONGEST else f"{item[: _LONGEST - 1]}…"
            what = f'the filter "{shown}" of "Excluded files" excludes nothing here: it {error}'
            found.append(f"{what}; exclude in vaultkit.toml takes globs")
    return found


def _is_regex(item: str) -> bool:
    return len(item) > 2 and item.startswith("/") and item.endswith("/")


def _regex(item: str) -> Pattern:
    """Return the regex of a filter, which is one of JavaScript's.

    Raises:
        ValueError: it cannot be used.
    """
    pattern = _NAMED_GROUP.sub("(?P<", item[1:-1])
    return compile_pattern(pattern, ignore_case=True)


def _read(tree: Tree, name: str) -> dict[str, object]:
    path = f"{_FOLDER}/{name}"
    if not tree.exists(path):
        return {}
    try:
        content = json.loads(tree.read(path).decode("utf-8-sig"), parse_int=float)
    except (TreeError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
