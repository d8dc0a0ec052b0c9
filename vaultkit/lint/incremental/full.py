"""A check of everything, of which is kept what the next one can build on."""

from collections.abc import Iterator, Mapping

from vaultkit.lint.check import report_of
from vaultkit.lint.incremental import results_cache as ledgers
from vaultkit.lint.incremental.check_run import CheckRun
from vaultkit.lint.incremental.recording_tree import packed
from vaultkit.lint.incremental.results_cache import Ledger, VaultResults
from vaultkit.lint.incremental.units import Unit
from vaultkit.lint.result import Judged, encode_result
from vaultkit.lint.run_rules import Judge
from vaultkit.progress import with_progress
from vaultkit.report.record import Report
from vaultkit.rules.base.rule import VaultRule
from vaultkit.vault.history.earlier_check import look_again
from vaultkit.vault.notes.note import Document
from vaultkit.vault.vault import Vault


def judge_anew(run: CheckRun) -> Report:
    """Judge everything that is asked for, and leave a ledger."""
    settings = run.request.settings()
    vault = Vault(
        run.tree,
        settings.plan(),
        name=run.request.name,
        progress=run.request.progress,
        cache=run.cache,
        processes=run.request.processes,
        entries=run.entries,
    )
    known = look_again(vault, run.entries, run.cache.kept_files)
    if known is not None:
        vault.recall(known)
    judge = Judge(vault, settings)
    paths = judge.reported(run.request.wanted, run.request.named)
    verdicts = judge.judge_all(paths, run.request.processes, run.tree)
    judged = dict(with_progress(verdicts, len(paths), run.request.judging))
    report = report_of(vault, settings, [judged[path] for path in paths])
    if not report.troubles:
        _keep(run, vault, judge, report, judged)
    return report


def _keep(
    run: CheckRun, vault: Vault, judge: Judge, report: Report, judged: Mapping[str, Judged]
) -> None:
    """Make a ledger of what was found."""
    if len(vault.digests) < len(vault.documents):
        return
    digests = vault.digests
    contents: dict[str, str | None] = {}
    for path, found in run.tree.contents.items():
        if path in run.entry_at and found is not None:
            digests[path] = found
        else:
            contents[path] = None if found is None else found.hex()
    partial = _can_be_partial(vault, judge)
    head = VaultResults(
        unseen=run.unseen,
        present=run.tree.present,
        outside=run.tree.outside,
        contents=contents,
        gone=run.cache.kept_files.key,
        became=packed(run.tree.became),
        past=run.past_key if run.tree.became or run.tree.had else "",
        ignored=run.tree.ignored,
        kept_out=run.tree.kept_out,
        had=run.tree.had,
        lost=run.tree.lost,
        tip=run.tip if run.tree.lost else "",
        notes=report.notes,
        links=report.links,
        fail_on=str(report.fail_on),
        named=sorted(report.named),
        dialects=list(report.dialects),
        references=sorted(vault.base_references) if partial else [],
        texts=vault.carried.texts if partial else 0,
        carried=dict(vault.carried.counts) if partial else {},
        homes=_homes(vault) if partial else {},
        remarks=list(report.remarks),
        excluded={path for path in judge.paths if judge.is_excluded(path)},
        partial=partial,
    )
    read = [path for path in run.paths if path in digests]
    verdicts = {
        path: encode_result(judged[path]) if path in judged else None for path in judge.paths
    }
    stamps = [run.stamp(path) for path in read]
    ledger = Ledger(head, run.paths, read, stamps, [digests[path].hex() for path in read], verdicts)
    ledger.kept = ledgers.encode_units(_units(vault, judged) if partial else (), run.paths)
    run.save(ledger)


def _homes(vault: Vault) -> dict[str, list[str]]:
    """Return which notes have a heading or block that links look for in another one in vain."""
    outgoing = map(vault.outgoing_from, (*vault.documents, *vault.canvas_paths))
    forms = {form for each in outgoing for _, dead in each.dead for form in dead if form}
    return {form: vault.clues.homes.of(form) for form in forms}


def _can_be_partial(vault: Vault, judge: Judge) -> bool:
    """Return whether it would be of use to know what each file's verdict depends on."""
    if vault.hidden or vault.unread_others:
        return False
    flattened = any(document.flattened for document in vault.documents.values())
    if flattened or any(isinstance(rule, VaultRule) for rule in judge.settings.rules):
        return False
    outgoing = [vault.outgoing_from(path) for path in (*vault.documents, *vault.canvas_paths)]
    return bool(outgoing) and ledgers.can_be_partial(outgoing)


def _units(vault: Vault, judged: Mapping[str, Judged]) -> Iterator[tuple[str, Unit]]:
    """Yield what is kept of each note and canvas."""
    for path, document in vault.documents.items():
        unit = Unit(vault.outgoing_from(path), aliases=aliases_of(document))
        if path in judged:
            add_verdict(unit, judged[path])
        yield path, unit
    for path in vault.canvas_paths:
        unit = Unit(vault.outgoing_from(path))
        if path in judged:
            add_verdict(unit, judged[path])
        yield path, unit


def aliases_of(document: Document) -> list[tuple[str, int, int]]:
    """Return a file's aliases with their places, as a unit keeps them."""
    return [(item.text, item.start, item.end) for item in document.aliases]


def add_verdict(unit: Unit, judged: Judged) -> None:
    """Note what a file's verdict depends on."""
    unit.hinges = judged.hinges
    unit.leans_on = judged.leans_on
    unit.related = sorted({place.path for item in judged.findings for place in item.related})
