"""Which settings follow from what was seen, and which may be worth a thought.

Only what is certain is set. What is probable is a comment that says what was seen, for its reader
to decide.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vaultkit.report.record import Report
from vaultkit.rules.base.problem import Severity
from vaultkit.rules.registry import RULES
from vaultkit.setup.derived import Derived
from vaultkit.setup.survey import Readers, Survey
from vaultkit.text import counted, printable

_SPARING = sorted(rule.name for rule in RULES if rule.spares_templates and rule.default)
_KNOWN = "Git ignores .obsidian, so hooks and CI lack Obsidian's settings. Repeated from there:"
_SPECIAL = re.compile(r"([\\*?\[\]!#])")


@dataclass(frozen=True)
class Setting:
    """Lines of TOML and the reason for them; ``said`` if they hold, else they are a proposal."""

    why: str
    toml: str
    said: bool = True

    @property
    def key(self) -> str:
        """Return the name of what is set."""
        return re.split(r"[\]\s]", self.toml.lstrip("["), maxsplit=1)[0]

    @property
    def is_table(self) -> bool:
        """Return whether it has to be below all single values."""
        return self.toml.startswith("[")


def settings_for(
    survey: Survey, named_root: str, left_out: Sequence[Derived] = ()
) -> list[Setting]:
    """Return what a vault's configuration should say.

    Args:
        survey: what was seen.
        named_root: the vault's folder from where the configuration is; empty if it is in it.
        left_out: the folders of notes made from others in which nothing is to be reported.
    """
    folders = tuple(item.folder for item in left_out)
    found = (item for item in survey.report.findings if not item.path.startswith(folders))
    report = replace(survey.report, findings=tuple(found))
    return [
        *_root(named_root),
        *_dialect(survey.readers),
        *_exclude(survey, left_out),
        *_hidden(survey),
        *_both(survey),
        *_templates(report),
        *_counted(report),
    ]


def _root(named_root: str) -> Iterator[Setting]:
    if named_root:
        yield Setting(
            "The notes are here, below the top of the repository.", f"root = {_toml(named_root)}"
        )


def _dialect(readers: Readers | None) -> Iterator[Setting]:
    """Keep links whole that GitHub alone opens: with a configuration Obsidian would have to."""
    if readers is not None and readers.obsidian > readers.either:
        yield Setting(
            f"There is no .obsidian here, and {_links(readers.obsidian - readers.either)} would "
            "be broken in Obsidian but open on GitHub. What either opens is not reported. If "
            'only one of them reads the notes, name it: "obsidian" or "github".',
            'dialect = "either"',
        )


def _exclude(survey: Survey, left_out: Sequence[Derived]) -> Iterator[Setting]:
    """Leave out what is made from other notes, and what Obsidian leaves out without git's knowing.

    Where nothing is left out for certain, say how: with the folders that may be copies, if any are.
    """
    globs = [_glob(item.folder) for item in left_out]
    why = [f"{printable(item.folder)} is {item.what}." for item in left_out]
    if survey.settings_ignored:
        filters = survey.app.excluded
        plain = [
            item
            for item in filters
            if item.endswith("/") and item[:1] != "/" and printable(item) == item
        ]
        left = ", ".join(printable(item) for item in filters if item not in plain)
        if plain:
            more = f" (not {left}, which means something else here)" if left else ""
            globs += map(_glob, plain)
            why.append(f'{_KNOWN} "Excluded files"{more}.')
    if globs:
        what = "No findings here; links to it still resolve. " if left_out else ""
        yield Setting(what + " ".join(why), f"exclude = {_list(globs)}")
        return
    doubtful = [item for item in survey.derived if item not in left_out]
    about = ", ".join(f"{printable(item.folder)} is {item.what}" for item in doubtful)
    example = _list([_glob(item.folder) for item in doubtful] or ["archive/"])
    what = f"No findings in this folder; links to it still resolve{about and f' ({about})'}:"
    yield Setting(what, f"exclude = {example}", said=False)


def _hidden(survey: Survey) -> Iterator[Setting]:
    """Repeat those of Obsidian's settings that git keeps from hooks, CI and other people."""
    if not survey.settings_ignored:
        return
    folders = [*(survey.app.templates or ()), *filter(None, [survey.app.daily_notes])]
    if folders and all(printable(folder) == folder for folder in folders):
        yield Setting(
            f"{_KNOWN} the folders of templates and daily notes.",
            _spared([f"{folder}/" for folder in folders]),
        )


def _both(survey: Survey) -> Iterator[Setting]:
    if survey.readers is not None or 2 * survey.markdown_links <= survey.links:
        return
    yield Setting(
        f"{survey.markdown_links:,} of {_links(survey.links)} are Markdown links. If the notes are "
        "read on a forge such as GitHub, too, a link can be made to open in both:",
        'must-open-in = ["obsidian", "github"]',
        said=False,
    )


def _templates(report: Report) -> Iterator[Setting]:
    """Suggest to spare folders that look like templates but are not known for it."""
    found: Counter[str] = Counter()
    for item in report.findings:
        folders = printable(item.path).split("/")[:-1]
        depth = next((at for at, name in enumerate(folders) if "template" in name.lower()), None)
        if depth is not None and item.rule in _SPARING:
            found["/".join(folders[: depth + 1]) + "/"] += 1
    for folder, count in sorted(found.items()):
        yield Setting(
            f"{counted(count, 'finding')} in {_toml(folder)}. If it holds templates, which "
            "Obsidian's settings do not say:",
            _spared([folder]),
            said=False,
        )


def _counted(report: Report) -> Iterator[Setting]:
    """Suggest what depends on taste, with how much of it there is."""
    rules = report.by_rule
    if orphans := rules["orphan-note"]:
        what = f"Nothing links to {counted(orphans, 'note')}; these need no link:"
        yield Setting(what, 'entry-points = ["maps/*.md"]', said=False)
    left = Counter(item.rule for item in report.findings if item.has_fix() and not item.to_fix)
    if left:
        what = f"`vaultkit fix` leaves infos alone. Fix these, too ({left.total():,} now):"
        yield Setting(what, f"fix = {_list([rule for rule, _ in left.most_common()])}", said=False)
    warnings = report.count(Severity.WARNING)
    if warnings:
        what = f"Let warnings pass ({warnings:,} now), and fail on errors only:"
        yield Setting(what, 'fail-on = "error"', said=False)
    if unwritten := rules["unwritten-note"]:
        what = f"Fail on links to notes that do not exist yet ({unwritten:,} now):"
        yield Setting(what, '[severity]\nunwritten-note = "error"', said=False)


def _spared(folders: list[str]) -> str:
    return f"[[overrides]]\npaths = {_list(map(_glob, folders))}\nignore = {_list(_SPARING)}"


def _glob(folder: str) -> str:
    """Return a glob for a folder of the vault and all in it."""
    return "/" + _SPECIAL.sub(r"\\\1", folder)


def _list(items: Iterator[str] | list[str]) -> str:
    return f"[{', '.join(map(_toml, items))}]"


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _links(number: int) -> str:
    return counted(number, "link")
