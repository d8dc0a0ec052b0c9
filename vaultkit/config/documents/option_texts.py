"""What the options of rules mean, in the words of the rule book."""

import re
from collections.abc import Iterator
from dataclasses import fields

from vaultkit.config.rule_book import read_page, without_links
from vaultkit.rules.base.rule import NoOptions, Rule
from vaultkit.rules.registry import RULES

_OPTION = re.compile(r"`([\w-]+)` \(default .*?\): (.*)")
_KEYS_FOLLOW = re.compile(r" Each table\b.* has these keys:\Z")
_KEY = re.compile(r"`([\w-]+)(?: = [^`]*)?`")


def key_of(field: str) -> str:
    """Return what an option is called in a configuration, whose field has a name of Python's."""
    return field.replace("_", "-")


def option_texts(rule: type[Rule]) -> dict[tuple[str, ...], str]:
    """Return what is said of each option, and of each key of its tables, by path.

    Of a plug-in's rule nothing is known.
    """
    if rule not in RULES or rule.Options is NoOptions:
        return {}
    section = read_page(rule.name).partition("\n## Options\n")[2].partition("\n## ")[0]
    known = {key_of(item.name) for item in fields(rule.Options)}
    found: dict[tuple[str, ...], str] = {}
    option = ""
    for depth, text in _items(section):
        named = _OPTION.fullmatch(text)
        if not depth and named and named[1] in known:
            option = named[1]
            found[option,] = _sentence(named[2])
        elif depth and option:
            for key in _KEY.findall(text):
                found.setdefault((option, key), _sentence(text))
    return found


def _items(section: str) -> Iterator[tuple[int, str]]:
    """Yield how deep each item of a list is, and its text on one line."""
    for item in re.finditer(r"(?m)^( *)- (.*(?:\n\1  (?! *- ).+)*)", section):
        yield len(item[1]), " ".join(item[2].split())


def _sentence(text: str) -> str:
    text = without_links(_KEYS_FOLLOW.sub("", text)).rstrip(";:.")
    return f"{text[:1].upper()}{text[1:]}."
