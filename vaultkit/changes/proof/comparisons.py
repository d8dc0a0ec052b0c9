"""What must be the same in a note or canvas before and after a move."""

from collections.abc import Mapping, Sequence
from typing import Any

from vaultkit.changes.proof.fixes import RefusedError
from vaultkit.markdown.app_uri import is_app_uri
from vaultkit.markdown.facts import Facts, FrontMatter, Link, Mark
from vaultkit.markdown.parser import parse_fragment
from vaultkit.markdown.spans import Stretches
from vaultkit.rules.base.problem import Edit

_MARKS = ("block_ids", "footnotes", "footnote_references", "html_ids", "html_sources")


def judge_structure(old: Facts, base: Facts, new: Facts, edits: Sequence[Edit]) -> None:
    """Compare headings, tags, block ids and footnotes; an edited heading keeps its level.

    Args:
        old: what the note says.
        base: what it would say with nothing changed but what was asked for.
        new: what it would say.
        edits: all edits of the note as it is.
    """
    levels = [[(item.level, item.root) for item in facts.headings] for facts in (old, base, new)]
    if not levels[0] == levels[1] == levels[2]:
        raise RefusedError("a heading would come or go")
    places = Stretches((edit.start, edit.end) for edit in edits)
    for was, one, other in zip(old.headings, base.headings, new.headings, strict=True):
        if one.text != other.text and not places.begin_in(was.start, was.end):
            raise RefusedError("a heading would change")
    judge_marks(base, new, {})


def judge_marks(old: Facts, new: Facts, tags: Mapping[str, str]) -> None:
    """Compare what is named in a note, tags by their new names."""
    if [tags.get(mark.name, mark.name) for mark in old.tags] != [mark.name for mark in new.tags]:
        raise RefusedError("a tag would change otherwise than declared")
    for kind in _MARKS:
        names = [[mark.name for mark in getattr(facts, kind)] for facts in (old, new)]
        if names[0] != names[1]:
            raise RefusedError(f"the {kind.replace('_', ' ')} would change")


def judge_properties(
    old: FrontMatter | None, new: FrontMatter | None, edits: Sequence[Edit]
) -> None:
    """Compare the properties: a value may differ where it is edited, and be no other kind."""
    if old is None or new is None:
        if old is not new:
            raise RefusedError("the front matter would come or go")
        return
    if old.error != new.error:
        raise RefusedError("the front matter would be no valid YAML")
    if [item.key for item in old.properties] != [item.key for item in new.properties]:
        raise RefusedError("a property would come or go")
    places = Stretches((edit.start, edit.end) for edit in edits)
    for one, other in zip(old.properties, new.properties, strict=True):
        if len(one.values) != len(other.values):
            raise RefusedError(f'the property "{one.key}" would change')
        for value, there in zip(one.values, other.values, strict=True):
            if (value.path, value.kind) != (there.path, there.kind) or (
                value.text != there.text and not places.meet(value.start, value.end)
            ):
                raise RefusedError(f'the property "{one.key}" would change')


def without_names(content: Any) -> Any:
    """Return a canvas's content without what names files: paths, subpaths, links."""
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
