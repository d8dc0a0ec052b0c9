"""What a change did to links: those that were whole, and those whose targets it leaves out."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vaultkit.errors import TreeError
from vaultkit.markdown.facts import Facts, Link
from vaultkit.report.record import Finding
from vaultkit.rules.base.problem import Severity
from vaultkit.vault.git.git_tree import GitTree
from vaultkit.vault.history.moved_files import moved_files
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.outcome import Outcome
from vaultkit.vault.vault import Vault
from vaultkit.vault.wording import shown_name


def explain_lost_links(
    findings: Sequence[Finding], vault: Vault, before: Vault, name: str
) -> list[Finding]:
    """Return the findings; links that led somewhere before and do no more are errors that say so.

    Those to files that git keeps out of a clone stay what they are.

    Args:
        findings: what is new.
        vault: the vault as it is.
        before: the vault as it was.
        name: what to call that.
    """
    told = list(findings)
    broken = list(_broken_links(vault, findings))
    now = moved_files(before, vault).renames if broken else {}
    former = {new: old for old, new in now.items()}
    for at, link, source in broken:
        if findings[at].is_kept_out:
            continue
        outcomes = list(_outcomes(before, link, former.get(source.path, source.path)))
        then = next((item for item in outcomes if not item.opens_nothing_seen), None)
        found = findings[at]
        moved = [now[path] for item in outcomes for path in item.files if path in now]
        if then is None:
            if moved:
                told[at] = replace(found, help=_moved_on(moved[0], name))
            continue
        told[at] = replace(
            found,
            severity=Severity.ERROR,
            message=f"{found.message}; the link worked at {name}",
            help=_moved_on(moved[0], name) if moved else found.help,
        )
    return told


def explain_left_out(
    findings: Sequence[Finding], vault: Vault, work: Vault, tree: GitTree
) -> tuple[list[Finding], list[str]]:
    """Return the findings, and the files ignored by git that some of them lead to.

    A link that leads somewhere in the working tree alone is an error that says what the commit
    lacks; it is for information where git is told to ignore that. Of one that is
    written again in the working tree, so that it leads somewhere, that is said.

    Args:
        findings: what is to be reported.
        vault: the vault as the commit will hold it.
        work: the vault as it is in the working tree.
        tree: where the former comes from.
    """
    told = list(findings)
    left_out: dict[int, str] = {}
    working = _WorkingTreeLinks(vault, work)
    for at, link, source in _broken_links(vault, findings):
        outcome = work.resolve(link, work.documents.get(source.path, source))
        if not outcome.opens_nothing_seen and outcome.files:
            left_out[at] = outcome.files[0]
        elif (there := working.leads_to(link, source)) is not None:
            said = f'it is fixed on disk, to "{shown_name(there)}", but not staged'
            told[at] = replace(
                findings[at],
                message=f"{findings[at].message}; {said}",
                help="`git add` that file as well",
            )
    committed = set(vault.files)
    ignored = tree.ignored(path for path in left_out.values() if path not in committed)
    for at, path in left_out.items():
        found, file = findings[at], shown_name(path)
        severity = Severity.INFO if path in ignored else Severity.ERROR
        if path in committed:
            message, remedy = (
                f'leads to a part of "{file}" that is not staged',
                "stage that as well",
            )
        elif path in ignored:
            message, remedy = f'leads to "{file}", which git ignores', None
        else:
            message, remedy = f'leads to "{file}", which is not in the commit', "add it as well"
        told[at] = replace(found, severity=severity, message=message, help=remedy)
    return told, sorted(ignored)


class _WorkingTreeLinks:
    """Links of a commit as they are written in the working tree."""

    def __init__(self, vault: Vault, work: Vault) -> None:
        self._vault = vault
        self._work = work
        self._pairs: dict[str, dict[int, tuple[Link, Document]]] = {}

    def leads_to(self, link: Link, source: Document) -> str | None:
        """Return the file that a link leads to since it was written again there, if it was.

        It is known by its number among the links of its file, as long as none came or went.
        """
        path = source.path
        if path not in self._pairs:
            links = [known for known, _ in _links(self._vault, path)]
            there = list(_links(self._work, path))
            pairs = zip(links, there, strict=True) if len(links) == len(there) else ()
            self._pairs[path] = {known.start: pair for known, pair in pairs}
        pair = self._pairs[path].get(link.start)
        if pair is None or pair[0].target == link.target:
            return None
        outcome = self._work.resolve(*pair)
        if not outcome.files:
            return None
        was = self._vault.resolve(link, source)
        return None if outcome.is_broken and was.files else outcome.files[0]


def _moved_on(path: str, name: str) -> str:
    since = "" if name == "HEAD" else f" --since {shlex.quote(name)}"
    return f'what it led to is now "{shown_name(path)}"; `vaultkit heal{since}` fixes such links'


def _broken_links(
    vault: Vault, findings: Sequence[Finding]
) -> Iterator[tuple[int, Link, Document]]:
    """Yield the findings that are at a link which leads nowhere, by number, with the link."""
    by_path: dict[str, list[int]] = {}
    for at, found in enumerate(findings):
        by_path.setdefault(found.path, []).append(at)
    for path, numbers in by_path.items():
        try:
            source = vault.source(path)
        except TreeError:
            continue
        links = {source.position(link.start): (link, note) for link, note in _links(vault, path)}
        places = {(place.line, place.column): known for place, known in links.items()}
        for at in numbers:
            known = places.get((findings[at].line, findings[at].column))
            if known is not None and vault.resolve(*known).is_broken:
                yield at, *known


def _links(vault: Vault, path: str) -> Iterator[tuple[Link, Document]]:
    """Yield the links of a note or a canvas."""
    document = vault.documents.get(path)
    if document is not None:
        yield from ((link, document) for link in document.facts.links)
        return
    for canvas in vault.canvases:
        if canvas.path == path:
            source = Document(path, Facts(), flattened=False)
            yield from ((link, source) for link in canvas.links)


def _outcomes(vault: Vault, link: Link, path: str) -> Iterator[Outcome]:
    """Yield where the links of a file lead that are written alike."""
    for other, source in _links(vault, path):
        if (other.target, other.kind, other.embed) == (link.target, link.kind, link.embed):
            yield vault.resolve(other, source)
