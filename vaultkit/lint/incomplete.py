"""What a check, or a fix, leaves open because something of the vault cannot be seen."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from vaultkit.changes.draft.draft import Drafter
from vaultkit.config.settings import Settings
from vaultkit.lint.run_rules import RuleRunner
from vaultkit.rules.base.remedy import DeleteNote, Relink, Remedy
from vaultkit.source import Source
from vaultkit.text import counted, printable, some_of
from vaultkit.vault.files.tree import OverlayTree
from vaultkit.vault.files.unseen import Unseen, Why
from vaultkit.vault.notes.note import Document
from vaultkit.vault.resolver.hidden import Behind
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault

_MOST_NAMED = 3


def remarks(vault: Vault, settings: Settings) -> Iterator[str]:
    """Yield how many links may lead to files that cannot be seen, and which rules skip them."""
    hidden, links = vault.hidden, vault.unseen_links()
    by_state: dict[str, list[Unseen]] = {}
    for item in hidden.named:
        if links[Behind(item, sure=True)]:
            by_state.setdefault(item.state, []).append(item)
    for state, items in by_state.items():
        if len(items) <= _MOST_NAMED:
            yield from (_leading(links[Behind(item, sure=True)], [item], state) for item in items)
        else:
            yield _leading(sum(links[Behind(item, sure=True)] for item in items), items, state)
    unsure = sum(count for behind, count in links.items() if not behind.sure)
    if unsure:
        others = hidden.folders or hidden.named
        which = f"which {others[0].state}" if len(others) == 1 else "which cannot be seen"
        names = _names([item.shown for item in others])
        yield f"{counted(unsure, 'link')} may lead into {names}, {which}"
    if _is_lone(vault):
        if isinstance(vault.tree, OverlayTree):
            return  # an editor sends its text, and asks again at each pause
        yield (
            f"nothing says that {printable(vault.name)} is a vault: only what was named and the "
            "files that it links to were read; name the folder to check all of it"
        )
        return
    rules = [rule.name for rule in settings.rules if rule.needs_all_links]
    if rules and not vault.is_seen_through:
        find = "finds" if len(rules) == 1 else "find"
        yield f"{', '.join(rules)} {find} nothing while {_why(vault)}"


def waiting_said(vault: Vault, count: int) -> str:
    """Return the sentence on fixes that are not made while something cannot be seen."""
    fixes = "1 fix waits" if count == 1 else f"{count:,} fixes wait"
    one = len([*vault.hidden.named, *vault.unread_paths, *vault.unread_others]) == 1
    return f"{_why(vault)}: {fixes} until {'it' if one else 'they'} can be seen"


def count_waiting(
    vault: Vault,
    settings: Settings,
    wanted: Callable[[str], bool] | None = None,
    named: Collection[str] = (),
    *,
    unsafe: bool = False,
) -> int:
    """Count the fixes that are not made because they rest on what is not there.

    Args:
        vault: the vault.
        settings: which rules run, and how.
        wanted: says which paths count; all when None.
        named: paths that were asked for one by one, which no exclusion spares.
        unsafe: whether unsafe fixes count, too.
    """
    runner = RuleRunner(vault, settings)
    documents = map(vault.documents.get, runner.reported(wanted, named))
    return sum(
        unsafe or _is_safe(remedy)
        for document in documents
        if document is not None
        for remedy in _waiting(runner, document)
    )


def _waiting(runner: RuleRunner, document: Document) -> Iterator[Remedy]:
    """Yield the remedies for a file that would be fixes if no more were there than is seen."""
    vault = runner.vault
    drafter = Drafter(vault, document, Source(b""))
    for item in runner.kept(document.path)[0]:
        remedy = item.problem.remedy
        if remedy is not None and item.to_fix and drafter.waits(remedy):
            yield remedy
    for note in document.notes if vault.hidden else ():
        for link, outcome in vault.outcomes(note):
            if outcome.state is State.UNSEEN and not outcome.files:
                dead = replace(outcome, state=State.NO_FILE, suggester=vault.suggester)
                for found in runner.of_link(link, dead, note):
                    if found.problem.remedy is not None and found.to_fix:
                        yield found.problem.remedy


def _is_safe(remedy: Remedy) -> bool:
    return remedy.safe if isinstance(remedy, Relink) else not isinstance(remedy, DeleteNote)


def _why(vault: Vault) -> str:
    """Return what cannot be seen, and if that is one thing, what is the matter with it."""
    if _is_lone(vault):
        return "the notes around it were not read"
    items = vault.hidden.named
    if len(items) == 1 and not vault.unread_paths and not vault.unread_others:
        return f"{items[0].shown} {items[0].state}"
    unread = [*vault.unread_paths, *vault.unread_others]
    names = [*(item.shown for item in items), *map(printable, unread)]
    return f"{_names(names)} cannot be {'seen' if items else 'read'}"


def _is_lone(vault: Vault) -> bool:
    return any(item.why is Why.UNREAD for item in vault.hidden.referring)


def _leading(count: int, items: Sequence[Unseen], state: str) -> str:
    lead = "leads" if count == 1 else "lead"
    into = "into" if all(item.may_be_folder for item in items) else "to"
    which = "which" if len(items) == 1 else "each of which"
    names = _names([item.shown for item in items])
    return f"{counted(count, 'link')} {lead} {into} {names}, {which} {state}"


def _names(names: Sequence[str]) -> str:
    return some_of(names, _MOST_NAMED)
