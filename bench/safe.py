"""Label the safe fixes in vaults by what their histories say, and count how many are right.

    python bench/safe.py ~/notes ~/garden:content --states 20 --json labels.jsonl

Each is a git repository of notes; a folder in it, where the vault is there, follows a colon.
vaultkit is shown the vault as it was at some commits, and as it would have been right after files
were moved in the repository without their links. What each safe fix would open is held against two
labels: what the link opened when it was written (or right before the move), followed through git's
renames, and what the author made of the link later. Nothing is written but the file asked for.
"""

import argparse
import json
import platform
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import unquote

from history import (
    READ,
    History,
    Lead,
    Site,
    lines_of,
    link_at,
    says_more,
    site_after,
    site_of,
)

from vaultkit.changes.draft.draft import Drafter
from vaultkit.changes.fix import Fix
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.lint.check import diagnose
from vaultkit.markdown.facts import Link
from vaultkit.rules.base.problem import Applicability
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.history.git_past import GitPast
from vaultkit.vault.history.past import Past
from vaultkit.vault.vault import Vault
from vaultkit.version import __version__

RULES = [
    "broken-link",
    "unwritten-note",
    "broken-embed",
    "broken-anchor",
    "broken-block",
    "slug-link",
    "alias-link",
    "malformed-property-link",
    "unencoded-link",
    "deprecated-property",
    "empty-alias",
]
RIGHT = "right"
VERDICTS = (RIGHT, "disputed", "wrong", "gone")
"""What the labels say of a fix: that the link leads where it led, or where its author made it lead;
that these two are not the same, that neither is, that what the link opened is no file any more.
"""
_MOST_VERSIONS = 200

Key = tuple[str | None, ...]


@dataclass(frozen=True)
class Moment:
    """A state of a vault: after a commit, but with the earlier texts of some notes."""

    number: int
    blobs: dict[str, str]
    kept: dict[str, tuple[str, str]] = field(default_factory=dict)

    def now(self, history: History, lead: Lead, since: int) -> Lead | None:
        """Return where what was somewhere after an earlier commit is in this state."""
        there = history.traced(lead, since, self.number)
        if there is None or there.path not in self.kept:
            return there
        before = history.traced(lead, since, max(since, self.number - 1))
        return before and before._replace(path=there.path)

    def later(self, history: History, lead: Lead, until: int) -> Lead | None:
        """Return where what is somewhere in this state is after a later commit."""
        if lead.path not in self.kept:
            return history.traced(lead, self.number, until)
        before = lead._replace(path=self.kept[lead.path][0])
        return history.traced(before, self.number - 1, until)


@dataclass
class Labelled:
    """One safe fix, where it leads, and what history says that it should."""

    vault: str
    commit: str
    rule: str
    evidence: str
    path: str
    line: int
    written: str
    context: str
    opens: str
    heading: str
    at: int
    help: str
    labels: dict[str, list[str]] = field(default_factory=dict)
    verdict: str = ""


def moments(history: History, count: int, most: int) -> Iterator[Moment]:
    """Yield states spread over a history: half of them after renames, with the notes of before."""
    numbers = [
        number
        for number, commit in enumerate(history.commits)
        if number and any(_counts(old) for old in commit.renames)
    ]
    largest = sorted(numbers, key=lambda number: -len(history.commits[number].renames))
    chosen = [*largest[: count // 2], *spread(numbers, count - count // 2)]
    for number in sorted(set(chosen)):
        moment = after_renames(history, number)
        if len(moment.blobs) <= most:
            yield moment
    last = len(history.commits) - 1
    for number in spread(list(range(last + 1)), count):
        blobs = history.files(number)
        if len(blobs) <= most:
            yield Moment(number, blobs)


def _counts(path: str) -> bool:
    return not any(part.startswith(".") for part in path.split("/"))


def spread(numbers: Sequence[int], count: int) -> list[int]:
    """Return some of many, the last one of them always."""
    if len(numbers) <= count:
        return list(numbers)
    return [numbers[(at + 1) * len(numbers) // count - 1] for at in range(count)]


def after_renames(history: History, number: int) -> Moment:
    """Return the vault after a commit, its notes with the texts they had before it."""
    blobs = dict(history.files(number))
    kept = {}
    for item in history.commits[number].changes:
        if item.old and item.new and item.was != item.now and item.new.lower().endswith(READ):
            blobs[item.new] = item.was
            kept[item.new] = (item.old, item.was)
    return Moment(number, blobs, kept)


def safe_fixes(vault: Vault) -> Iterator[tuple[Fix, Link | None, str]]:
    """Yield the safe fixes of a vault, one by one and not proven, with the help of the finding."""
    settings = read_settings(None, Choices(select=RULES))
    drafters: dict[str, Drafter] = {}
    for item in diagnose(vault, settings):
        document = vault.documents.get(item.path)
        if item.problem.remedy is None or document is None:
            continue
        if item.path not in drafters:
            drafters[item.path] = Drafter(vault, document, vault.source(item.path))
        fix = drafters[item.path].draft(item)
        if fix is not None and fix.applicability is Applicability.SAFE:
            yield fix, getattr(item.problem.remedy, "link", None), item.problem.help or ""


def evidence_of(rule: str, link: Link | None, fix: Fix, said: str) -> str:
    """Say in a word what a safe fix rests on."""
    if link is None or not fix.links:
        return "form"
    target = link.target.partition("#")[0]
    if " in commit" in said:
        return "history"
    if rule in ("broken-anchor", "slug-link", "alias-link"):
        if fix.links[0].opens.heading is not None:
            return "heading"
        return "export id" if not target and "|" in (link.text or "") else "note"
    old, new = target.rstrip("/").rpartition("/")[2], fix.links[0].opens.path.rpartition("/")[2]
    if _bare(old) == _bare(new):
        return "folder" if "/" in target else "same name"
    return "spelling"


def _bare(name: str) -> str:
    return unicodedata.normalize("NFC", unquote(name)).casefold().removesuffix(".md")


def labelled(history: History, name: str, moment: Moment, seen: set[Key]) -> Iterator[Labelled]:
    """Yield the safe fixes of a state that were not seen at another one, with their labels.

    First those that the vault itself shows; then those that rest on the history until then.
    """
    others = {path: moment.blobs[path] for path in moment.kept}
    with history.checkout(moment.number, moment.blobs, others) as root:
        past = GitPast(root)
        for known in (NothingMoved(past), past):
            vault = history.vault(FolderTree(root, past=known), moment.blobs)
            yield from labelled_in(vault, history, name, moment, seen)


class NothingMoved:
    """A past that knows which files git leaves out, and of none what has become of it."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self.key = b""

    def moved(self, linkpath: str, folder: str) -> None:
        """Return what a file has become: no one knows."""

    def had(self, linkpath: str, folder: str) -> bool:  # noqa: ARG002
        """Return whether there was such a file: no one knows."""
        return False

    def __getattr__(self, name: str) -> object:
        return getattr(self._past, name)


def labelled_in(
    vault: Vault, history: History, name: str, moment: Moment, seen: set[Key]
) -> Iterator[Labelled]:
    for fix, link, said in safe_fixes(vault):
        data = vault.source(fix.place[0]).data
        path = fix.place[0]
        span = (link.start, link.end) if link else (fix.edits[0].start, fix.edits[0].end)
        number, site = site_of(data, *span)
        opens = fix.links[0].opens if fix.links else None
        heading, at = "", -1
        if opens and opens.heading is not None:
            opened = vault.documents[opens.path].facts.headings[opens.heading]
            heading = opened.text
            at = vault.source(opens.path).data.count(b"\n", 0, opened.start)
        evidence = evidence_of(fix.rule, link, fix, said)
        name_of_note = path.rpartition("/")[2]
        commit = history.commits[moment.number].name
        key = (evidence, fix.rule, name_of_note, site.written, opens and opens.path, heading)
        if key in seen:
            continue
        seen.add(key)
        found = Labelled(
            name,
            commit[:10],
            fix.rule,
            evidence,
            path,
            number + 1,
            site.written,
            site.line.strip()[:300],
            opens.path if opens else "",
            heading,
            at,
            said,
        )
        if opens:
            add_labels(history, moment, found, site, link)
        yield found


def add_labels(
    history: History, moment: Moment, found: Labelled, site: Site, link: Link | None
) -> None:
    """Hold a fix against what its link opened before, and what its author made of it later."""
    since = moment.number - 1 if found.path in moment.kept else moment.number
    path = moment.kept[found.path][0] if found.path in moment.kept else found.path
    verdicts: dict[str, str] = {}
    opens = Lead(found.opens, found.at)
    if link is not None and (once := opened_once(history, since, moment.number, path, site, link)):
        at, lead = once
        now = moment.now(history, lead, at)
        verdicts["before"] = held_against(opens, now)
        if now is None and history.born(opens.path, moment.number) <= at:
            verdicts["before"] = "wrong"
        found.labels["before"] = [history.commits[at].name[:10], *map(str, lead), str(now)]
    later = made_of_it(history, since, path, found.line - 1, site)
    if later is not None:
        at, lead, written = later
        now = moment.later(history, opens, at)
        if now is None and opens.path == lead.path:
            now = lead
        verdicts["later"] = held_against(now, lead) if now else "wrong"
        found.labels["later"] = [history.commits[at].name[:10], *map(str, lead), written, str(now)]
    told = {verdict for verdict in verdicts.values() if verdict}
    if told == {"gone", RIGHT}:
        told = {RIGHT}
    found.verdict = "disputed" if len(told) > 1 else "".join(told)


def held_against(opens: Lead, lead: Lead | None) -> str:
    """Return whether a fix leads where it should; "" where no one can say which line it is."""
    if lead is None:
        return "gone"
    if opens.path != lead.path:
        return "wrong"
    if opens.line in (-1, lead.line):
        return "right"
    return "" if lead.line < 0 or opens.line < 0 else "wrong"


def opened_once(
    history: History, since: int, now: int, path: str, site: Site, link: Link
) -> tuple[int, Lead] | None:
    """Return what a link opened right before the state, else when it was written, or between."""
    written, at, name = site.written, since, path
    versions: list[tuple[int, str]] = []
    while (found := history.change_before(name, at)) is not None and len(versions) < _MOST_VERSIONS:
        number, change = found
        if written not in history.blob(change.now).decode("utf-8", "surrogateescape"):
            break
        versions.append((number, name))
        if not change.old:
            break
        at, name = number - 1, change.old
    tries = [(since, path)] if since < now else []
    tries += [versions[-1], *spread(versions[:-1], 3)] if versions else []
    for number, name in tries:
        lead = history.opens(number, name, link)
        if lead is not None:
            return number, lead
    return None


def made_of_it(
    history: History, since: int, path: str, line: int, site: Site
) -> tuple[int, Lead, str] | None:
    """Return what a link opens once its author has written it again or it opens by itself."""
    blob = history.files(since).get(path, "")
    if not blob:
        return None
    link = None
    for _ in range(_MOST_VERSIONS):
        found = history.next_change(path, since)
        if found is None or not found[1].new:
            break
        since, change = found
        old, new = lines_of(history.blob(blob)), lines_of(history.blob(change.now))
        path, blob = change.new, change.now
        then = site_after(old, new, line, site)
        if then is None:
            return None
        line, other = then
        link = link_at(history.facts(blob), history.blob(blob), line, other)
        if other.written != site.written:
            lead = history.opens(since, path, link) if link else None
            if lead is None or (not says_more(site.line) and _is_named(lead.path, old)):
                return None
            return since, lead, other.written
        site = other
    last = len(history.commits) - 1
    if link is None:
        link = link_at(history.facts(blob), history.blob(blob), line, site)
    if link is None or path not in history.files(last):
        return None
    lead = history.opens(last, path, link)
    return (last, lead, site.written) if lead else None


def _is_named(path: str, lines: Sequence[str]) -> bool:
    """Return whether a text names a file already: its list of links has only shifted, then."""
    name = path.rpartition("/")[2].removesuffix(".md")
    return any(name in unquote(line) for line in lines)


def repositories(arguments: Sequence[str]) -> Iterator[tuple[str, Path, str]]:
    """Yield the name, the git directory and the vault's folder of each that is named."""
    for argument in arguments:
        place, _, folder = argument.partition(":")
        path = Path(place)
        git = path / ".git" if (path / ".git").exists() else path
        yield argument.rstrip("/"), git, folder


def table(found: Sequence[Labelled]) -> Iterator[str]:
    """Yield the lines of the table, one for each kind of fix."""
    yield "| rule | evidence | fixes | labelled | in vaults | right | disputed | wrong | gone |"
    yield "|---|---|--:|--:|--:|--:|--:|--:|--:|"
    kinds: dict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for item in found:
        kinds[item.rule, item.evidence].append(item)
    for kind, items in sorted(kinds.items()):
        told = [item for item in items if item.verdict]
        counts = Counter(item.verdict for item in told)
        numbers = [len(items), len(told), len({item.vault for item in told})]
        numbers += [counts[verdict] for verdict in VERDICTS]
        yield f"| {' | '.join([*kind, *(f'{number:,}' for number in numbers)])} |"


def to_judge(item: Labelled) -> str:
    """Return what a person needs in order to check a fix that the labels do not prove right."""
    place = f"{item.vault} {item.commit} {item.path}:{item.line}"
    opens = f"{item.opens}#{item.heading}" if item.heading else item.opens
    labels = "; ".join(f"{name}: {said}" for name, said in item.labels.items())
    return f"{item.verdict}: {place}: {item.written} -> {opens} ({item.help}); {labels}"


def main() -> None:
    """Label the fixes, print the table, and list what was not right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("vaults", nargs="+", metavar="REPOSITORY[:FOLDER]")
    parser.add_argument("--states", type=int, default=16, help="how many to look at of each kind")
    parser.add_argument("--most", type=int, default=20_000, help="no state of more files")
    parser.add_argument(
        "--json", type=Path, help="write each fix with its labels here, a line each"
    )
    options = parser.parse_args()
    found: list[Labelled] = []
    seen: set[Key] = set()
    for name, repository, folder in repositories(options.vaults):
        history = History(repository, folder)
        for moment in moments(history, options.states, options.most):
            own = list(labelled(history, name, moment, seen))
            found += own
            if options.json and own:
                with options.json.open("a", encoding="utf-8") as file:
                    file.writelines(f"{json.dumps(asdict(item))}\n" for item in own)
    print(f"Python {platform.python_version()}; vaultkit {__version__}\n")
    print("\n".join(table(found)))
    doubtful = [to_judge(item) for item in found if item.verdict not in ("", RIGHT)]
    print("\n".join(["", *doubtful] if doubtful else ["\nnone but right ones"]))


if __name__ == "__main__":
    main()
