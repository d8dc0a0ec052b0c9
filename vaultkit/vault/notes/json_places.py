"""Where the strings of a canvas's nodes are in its JSON, however the keys are written."""

import json
import re

from vaultkit.source import Span

_TOKEN = re.compile(rb'"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"\s*(?P<key>:)?|[\[{]|[\]}]')
_OPENING = (b"{", b"[")
_IN_ALL, _IN_NODE = 1, 3


def places_of_nodes(data: bytes) -> list[dict[str, Span]]:
    """Return, for each object in the list ``nodes``, where the strings among its values stand.

    Places leave out the quotes. Of a key that is there twice the last one counts, as it does for
    whoever reads JSON.

    Args:
        data: valid JSON, an object with a list ``nodes``.
    """
    nodes: list[dict[str, Span]] = []
    current: dict[str, Span] = {}
    depth, key, among_nodes = 0, "", False
    for token in _TOKEN.finditer(data):
        if token.lastgroup is None:
            if token[0] not in _OPENING:
                depth -= 1
                continue
            depth += 1
            if depth == _IN_NODE and among_nodes and token[0] == b"{":
                current = {}
                nodes.append(current)
        elif token["key"]:
            if depth == _IN_ALL:
                among_nodes = _said(token["text"]) == "nodes"
                if among_nodes:
                    nodes = []
            elif depth == _IN_NODE and among_nodes:
                key = _said(token["text"])
        elif depth == _IN_NODE and among_nodes:
            current[key] = Span(*token.span("text"))
    return nodes


def _said(written: bytes) -> str:
    return str(json.loads(b'"%s"' % written)) if b"\\" in written else written.decode()
