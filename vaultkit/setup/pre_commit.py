"""vaultkit's hook in ``.pre-commit-config.yaml``: a new file, or an entry in one that is there."""

import codecs
import json
import re
import shlex
from collections.abc import Sequence
from textwrap import indent
from typing import Any

from vaultkit.setup.install_source import Installed

FILE_NAME = ".pre-commit-config.yaml"
_NEW = "# These run before each commit, once `pre-commit install` has been run.\nrepos:\n"
_ENTRY = "vaultkit check --staged --new-since HEAD"
_PROGRAM = re.compile(
    r"""(?:"[^"]*[/\\]|'[^']*[/\\]|[^\s"']*[/\\])?["']?vaultkit(?:\.exe)?["']?(?:\s|$)"""
)
_TEXT = "tag:yaml.org,2002:str"
_LARGEST = 200_000
_MOST_BRACKETS = 2_000
_MOST_NODES = 50_000
_LONGEST_NUMBER = 1_000
_COMMON = """\
always_run: true # a commit that only deletes notes breaks links, too
pass_filenames: false
require_serial: true
"""


def entry(origin: Installed, folder: str, program: Sequence[str] = ("vaultkit",)) -> str:
    """Return the entry of the list ``repos`` that refuses commits which break something.

    A commit made in a program with windows has a short PATH. So pre-commit installs vaultkit for
    itself or, where nothing says from where, the hook names the program by its whole path.

    Args:
        origin: where vaultkit comes from.
        folder: the vault's folder from the repository's top, empty where it is the top.
        program: what starts the vaultkit of this machine.
    """
    if origin.repository:
        hook = f"id: vaultkit-check\n{_arguments(folder)}"
        about = f"repo: {_quoted(origin.repository)}\nrev: {_quoted(origin.revision)}\n"
        return _item(about, hook)
    if origin.requirement:
        run = _ENTRY
        how = f"additional_dependencies: [{_quoted(origin.requirement)}]\nlanguage: python\n"
    else:
        run = _quoted(shlex.join([*program, *_ENTRY.split()[1:]]))
        how = "language: system # the vaultkit of this machine\n"
    hook = f"id: vaultkit-check\nname: vaultkit check\nentry: {run}\n{_arguments(folder)}{how}"
    return _item("repo: local\n", hook + _COMMON)


def new_file(entry: str) -> bytes:
    """Return a file that holds nothing but an entry."""
    return (_NEW + indent(entry, "  ")).encode()


def has_entry(content: bytes) -> bool:
    """Return whether a file holds a hook of vaultkit's already."""
    repos = _loaded(content).get("repos")
    hooks = [
        hook
        for repo in (repos if isinstance(repos, list) else ())
        if isinstance(repo, dict) and isinstance(repo.get("hooks"), list)
        for hook in repo["hooks"]
    ]
    return any(
        isinstance(hook, dict)
        and (str(hook.get("id")).startswith("vaultkit-") or _PROGRAM.match(str(hook.get("entry"))))
        for hook in hooks
    )


def with_entry(content: bytes, entry: str) -> bytes | None:
    """Return a file with an entry added at the end of ``repos``; all other bytes stay.

    Returns:
        The new content; None where it cannot be added surely, such as to a list in brackets.
    """
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    try:
        text = content.removeprefix(mark).decode()
    except UnicodeDecodeError:
        return None
    before = _loaded(content)
    place = _end_of_repos(text) if isinstance(before.get("repos"), list) else None
    if place is None:
        return None
    column, line = place
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    head, tail = "".join(lines[: line + 1]), "".join(lines[line + 1 :])
    added = indent(entry, " " * column).replace("\n", newline)
    made = mark + (head + newline * (not head.endswith("\n")) + added + tail).encode()
    expected = {**before, "repos": [*before["repos"], *_loaded(entry.encode(), list)]}
    return made if _loaded(made) == expected else None


def _end_of_repos(text: str) -> tuple[int, int] | None:
    """Return the column of the entries of ``repos``, and the last line of the last one, from 0."""
    import yaml

    try:
        top = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    if not isinstance(top, yaml.MappingNode) or top.flow_style:
        return None
    for key, value in top.value:
        if key.value == "repos" and isinstance(value, yaml.SequenceNode):
            if value.flow_style or not value.value:
                return None
            last: Any = value
            while isinstance(last, yaml.CollectionNode) and not last.flow_style and last.value:
                last = last.value[-1]
                last = last[1] if isinstance(last, tuple) else last
            end = last.end_mark
            return value.start_mark.column, end.line - (end.column == 0 and end.line > 0)
    return None


def _loaded(content: bytes, kind: type = dict) -> Any:
    """Return what YAML holds if it is of a kind, and no more than such a file needs; else nothing.

    What is small can still stand for very much: lists of references to lists of references.
    """
    import yaml

    if len(content) > _LARGEST or content.count(b"[") + content.count(b"{") > _MOST_BRACKETS:
        return kind()
    try:
        if _is_too_much(yaml.compose(content, Loader=yaml.SafeLoader)):
            return kind()
        found = yaml.safe_load(content)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError):
        return kind()
    return found if isinstance(found, kind) else kind()


def _is_too_much(root: Any) -> bool:
    """Return whether YAML has very many nodes once its references are followed, or long numbers."""
    left, count = [root], 0
    while left:
        node = left.pop()
        count += 1
        if count > _MOST_NODES:
            return True
        value = getattr(node, "value", None)
        if isinstance(value, list):
            left += value
        elif isinstance(node, tuple):
            left += node
        elif value is not None and node.tag != _TEXT and len(value) > _LONGEST_NUMBER:
            return True
    return False


def _item(about: str, hook: str) -> str:
    hooks = indent(_dashed(hook), "  ")
    return _dashed(f"{about}hooks:\n{hooks}")


def _dashed(text: str) -> str:
    return f"- {indent(text, '  ').removeprefix('  ')}"


def _arguments(folder: str) -> str:
    return f"args: [{_quoted(folder)}]\n" if folder else ""


def _quoted(text: str) -> str:
    """Return a text as YAML takes it, in double quotes."""
    return json.dumps(text, ensure_ascii=False)
