"""Telling files that vaultkit has written from all others: only those may be replaced."""

import json
import re
from collections.abc import Iterable
from typing import Any

_HEAD_BYTES = 4096
_PAGE = b'<meta name="generator" content="vaultkit report '
_JUNIT = re.compile(rb'(?:<\?xml[^>]*\?>\s*)?<testsuites name="vaultkit"[ >]')
_GRAPHML = re.compile(rb'<key id="\w+" for="node" attr\.name="dead_end" ')
_NO_NODES = re.compile(rb'<graphml [^>]*>\s*<graph edgedefault="directed" ?/>')
_DOT = b"digraph vault {\n  node [shape=box];\n"
_TABLES = (
    b"source,target,tied\n",
    b"note,name,path,links,backlinks,pagerank,group,orphan,dead_end,cuts_off\n",
)
_FIGURES = re.compile(rb"[^\n]*\n\nnotes +[\d,]+\nlinks +[\d,]+  to notes and other files")

_RULE = r"[a-z][a-z0-9-]* \([A-Z]+\d+\)"
_WORKFLOW = re.compile(
    rf"::(?:error|warning|notice) (?:file=[^:]*,title={_RULE}|title=vaultkit)::|::stop-commands::"
)
_SEVERITY = r"(?:error|warning|info)"
_FINDING = re.compile(rf".+:\d+:\d+: {_SEVERITY}: (?:[A-Z]+\d+ )?[a-z][a-z0-9-]*(?: \[\*\])?: ")
_GROUP = re.compile(rf"{_RULE}: [\d,]+ {_SEVERITY}s?\Z")
_IN_GROUP = re.compile(r".+:\d+:\d+: |    ")
_COUNT = re.compile(
    rf"severity  rule +findings  fixable\Z|{_SEVERITY} +{_RULE} +[\d,]+(?: +\d+)?\Z"
)
_FIXED = re.compile(
    r"""(?x)  [ ]{2} \d+ [ ] (?:fixed|would[ ]fix) [ ] [a-z][a-z0-9-]* :[ ]
    | (?:fixed|would[ ]fix) [ ] (?: [a-z][a-z0-9-]* :[ ] .* [ ] \( [\d,]+ [ ] times \)
                                 | [\d,]+ [ ] findings? [ ] in [ ] [\d,]+ [ ] notes? ) \Z"""
)
_FOLDED = re.compile(
    rf"info (?:{_RULE}: [\d,]+|[\d,]+ links? to .*|findings are) ?,? ?.*listed by -"
)
_WORK = re.compile(r"read [\d,]+ file names?, parsed [\d,]+ notes?; dialect ")
_SUMMARY = re.compile(
    r".*: (?:[\d,]+ of )?[\d,]+ notes?(?:, [\d,]+ links?)?: "
    r"(?:no findings|.*\d info).* \([\d.]+ s\)\Z"
)
_FINGERPRINT = re.compile(r"[0-9a-f]{16}(?:-\d+)?")


def is_own(data: bytes) -> bool:
    """Return whether a file holds nothing, or what vaultkit has written, in whatever format."""
    from vaultkit.markdown.report_mark import own_front_matter

    head = data[:_HEAD_BYTES]
    return (
        own_front_matter(data) is not None
        or _PAGE in head
        or head.startswith((_DOT, *_TABLES))
        or any(
            found is not None
            for found in (_JUNIT.match(head), _NO_NODES.search(head), _FIGURES.match(head))
        )
        or (b"<graphml " in head and _GRAPHML.search(head) is not None)
        or _is_json(data)
        or _is_text(data)
    )


def _is_json(data: bytes) -> bool:
    """Return whether a file is a report or a graph in a format that is made of JSON."""
    if not data.lstrip().startswith((b"{", b"[")):
        return False
    try:
        return _is_content(json.loads(data))
    except (ValueError, RecursionError):
        pass
    try:
        return all(_is_finding(json.loads(line)) for line in data.splitlines())
    except (ValueError, RecursionError):
        return False


def _is_content(content: Any) -> bool:
    if isinstance(content, list):
        return all(_is_report(item) for item in content) or all(map(_is_issue, content))
    return _is_report(content) or _is_graph(content) or _is_log(content) or _is_finding(content)


def _has(content: Any, keys: Iterable[str]) -> bool:
    return isinstance(content, dict) and content.keys() >= set(keys)


def _is_report(content: Any) -> bool:
    return _has(content, ("version", "vault", "summary", "findings")) and _has(
        content["summary"], ("notes", "links", "findings", "fixable")
    )


def _is_graph(content: Any) -> bool:
    return _has(content, ("version", "vault", "graph", "gates", "nodes", "edges"))


def _is_finding(content: Any) -> bool:
    return _has(content, ("version", "vault", "code", "rule", "note", "fingerprint"))


def _is_issue(content: Any) -> bool:
    """Return whether a finding is one of vaultkit's as GitLab has them, and no other program's."""
    keys = {"description", "check_name", "fingerprint", "severity", "location"}
    return (
        isinstance(content, dict)
        and content.keys() == keys
        and _FINGERPRINT.fullmatch(str(content["fingerprint"])) is not None
    )


def _is_log(content: Any) -> bool:
    """Return whether SARIF is of vaultkit, each of its runs."""
    if not _has(content, ("version", "runs")) or not isinstance(content["runs"], list):
        return False
    try:
        names = {run["tool"]["driver"]["name"] for run in content["runs"]}
    except (TypeError, KeyError):
        return False
    return names == {"vaultkit"}


def _is_text(data: bytes) -> bool:
    """Return whether a file is a report for people or for a workflow, in every one of its lines."""
    lines = [line.removesuffix("\r") for line in data.decode("utf-8", "replace").split("\n")]
    if _WORKFLOW.match(lines[0]):
        return True
    within = after = grouped = False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _SUMMARY.match(line):
            within, after = False, True
        elif any(form.match(line) for form in (_COUNT, _FOLDED, _WORK)):
            within = False
        elif _GROUP.match(line):
            grouped, within, after = True, True, False
        elif _FINDING.match(line) or _FIXED.match(line):
            within, after = True, False
        elif _FIXED.match(following):
            within, after = False, False
        elif not line:
            after = grouped = False
        elif not (
            (within and line.startswith("  ")) or (grouped and _IN_GROUP.match(line)) or after
        ):
            return False
    return True
