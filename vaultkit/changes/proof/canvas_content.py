"""What must be the same in a canvas before and after a move."""

import json
from typing import Any

from vaultkit.changes.proof.comparisons import RefusedError
from vaultkit.markdown.app_uri import is_app_uri
from vaultkit.markdown.facts import Link, Mark
from vaultkit.markdown.parser import parse_fragment


def check_content(old: bytes, new: bytes) -> None:
    """Compare two canvases as JSON, except for what names files: paths, subpaths, links."""
    trees = [_without_names(json.loads(raw.decode("utf-8-sig"))) for raw in (old, new)]
    if trees[0] != trees[1]:
        raise RefusedError("a card would change beyond what was declared")


def _without_names(content: Any) -> Any:
    if not isinstance(content, dict) or not isinstance(content.get("nodes"), list):
        return content
    nodes = [_without_name(node) for node in content["nodes"]]
    return {**content, "nodes": nodes}


def _without_name(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    bare = dict(node)
    for key, kind in (("file", "file"), ("subpath", "file"), ("background", "group")):
        if node.get("type") == kind and isinstance(node.get(key), str):
            bare[key] = ""
    url = node.get("url")
    if node.get("type") == "link" and isinstance(url, str) and is_app_uri(url):
        bare["url"] = ""
    text = node.get("text")
    if node.get("type") == "text" and isinstance(text, str):
        data = text.encode("utf-8", "replace")
        facts = parse_fragment(text)
        gaps, at = [], 0
        items: list[Link | Mark] = [*facts.links, *facts.tags]
        for start, end in sorted((item.start, item.end) for item in items):
            if start >= at:
                gaps.append(data[at:start])
                at = end
        bare["text"] = [*gaps, data[at:]]
    return bare
