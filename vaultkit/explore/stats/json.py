"""A census as JSON, a contract by its version."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from vaultkit.explore.stats.census import Census
from vaultkit.text import decodable, json_document
from vaultkit.vault.vault import Vault

VERSION = 1


def render(census: Census, vault: Vault, top: int) -> str:
    """Return one object; of the notes only so many of the largest and best-linked are named."""
    settings = vault.settings
    content: dict[str, Any] = {
        "version": VERSION,
        "vault": decodable(vault.name),
        "notes": census.notes,
        "folders": census.folders,
        "files": {
            "markdown": asdict(census.markdown),
            "canvases": asdict(census.canvases),
            "bases": asdict(census.bases),
            "attachments": asdict(census.attachments),
            "others": asdict(census.others),
        },
        "unused_attachments": {
            "count": len(census.unused),
            "size": census.unused_size,
            "paths": [decodable(path) for path in census.unused],
        },
        "words": census.words,
        "headings": census.headings,
        "block_ids": census.block_ids,
        "footnotes": census.footnotes,
        "aliases": census.aliases,
        "links": {
            name: count for name, count in asdict(census.links).items() if count or name != "unseen"
        },
        "link_settings": {
            "style": "markdown" if settings.markdown_links else "wikilink",
            "path": settings.link_format,
        }
        if settings.present
        else None,
        "tags": _named(census.tags, "name", "uses"),
        "properties": _named(census.properties, "name", "notes"),
        "largest": _named(census.largest[:top], "note", "size"),
        "most_linked": _named(census.most_linked[:top], "note", "backlinks"),
    }
    return json_document(content)


def _named(items: Iterable[tuple[str, int]], name: str, count: str) -> list[dict[str, Any]]:
    return [{name: decodable(item), count: number} for item, number in items]
