"""A check of everything, of which is kept what the next one can build on."""

from collections.abc import Iterator, Mapping

from vaultkit.lint.check import report_of
from vaultkit.lint.incremental import results_cache
from vaultkit.lint.incremental.check_run import CheckRun
from vaultkit.lint.incremental.recording_tree import packed
from vaultkit.lint.incremental.results_cache import KeptResults, VaultResults
from vaultkit.lint.incremental.units import Unit
from vaultkit.lint.result import FileResult, encode_result
from vaultkit.lint.run_rules import RuleRunner
from vaultkit.progress import with_progress
from vaultkit.report.record import Report, limited
from vaultkit.rules.base.rule import VaultRule
from vaultkit.vault.history.earlier_check import look_again
from vaultkit.vault.notes.note import Document
from vaultkit.vault.vault import Vault


def check_whole(run: CheckRun) -> Report:
    """Check everything that is asked for, and leave a results cache."""
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
    runner = RuleRunner(vault, settings)
    paths = runner.reported(run.request.wanted, run.request.named)
    results = runner.check_all(paths, run.request.processes, run.tree)
    checked = dict(with_progress(results, len(paths), run.request.judging))
    report = report_of(vault, settings, [checked[path] for path in paths])
    if not report.not_checked:
        _keep(run, vault, runner, report, checked)
    return report if run.request.wanted is None else limited(report, paths, runner.paths)


def _keep(
    run: CheckRun,
    vault: Vault,
    runner: RuleRunner,
    report: Report,
    checked: Mapping[str, FileResult],
) -> None:
    """Make a results cache of what was found."""
    if len(vault.digests) < len(vault.documents):
        return
    digests = vault.digests
    contents: dict[str, str | None] = {}
    for path, found in run.tree.contents.items():
        if path in run.entry_at and found is not None:
            digests[path] = found
        else:
            contents[path] = None if found is None else found.hex()
    partial = _can_be_partial(vault, runner)
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
        excluded={path for path in runner.paths if runner.is_excluded(path)},
        partial=partial,
    )
    read = [path for path in run.paths if path in digests]
    results = {
        path: encode_result(checked[path]) if path in checked else None for path in runner.paths
    }
    stamps = [run.stamp(path) for path in read]
    kept_results = KeptResults(
        head, run.paths, read, stamps, [digests[path].hex() for path in read], results
    )
    kept_results.kept = results_cache.encode_units(
        _units(vault, checked) if partial else (), run.paths
    )
    run.save(kept_results)


def _homes(vault: Vault) -> dict[str, list[str]]:
    """Return which notes have a heading or block that links look for in another one in vain."""
    outgoing = map(vault.outgoing_from, (*vault.documents, *vault.canvas_paths))
    forms = {form for each in outgoing for _, dead in each.dead for form in dead if form}
    return {form: vault.suggester.homes.of(form) for form in forms}


def _can_be_partial(vault: Vault, runner: RuleRunner) -> bool:
    """Return whether it would be of use to know what each file's result depends on."""
    if vault.hidden or vault.unread_others:
        return False
    flattened = any(document.flattened for document in vault.documents.values())
    if flattened or any(isinstance(rule, VaultRule) for rule in runner.settings.rules):
        return False
    outgoing = [vault.outgoing_from(path) for path in (*vault.documents, *vault.canvas_paths)]
    return bool(outgoing) and results_cache.can_be_partial(outgoing)


def _units(vault: Vault, checked: Mapping[str, FileResult]) -> Iterator[tuple[str, Unit]]:
    """Yield what is kept of each note and canvas."""
    for path, document in vault.documents.items():
        unit = Unit(vault.outgoing_from(path), aliases=aliases_of(document))
        if path in checked:
            add_dependencies(unit, checked[path])
        yield path, unit
    for path in vault.canvas_paths:
        unit = Unit(vault.outgoing_from(path))
        if path in checked:
            add_dependencies(unit, checked[path])
        yield path, unit


def aliases_of(document: Document) -> list[tuple[str, int, int]]:
    """Return a file's aliases with their places, as a unit keeps them."""
    return [(item.text, item.start, item.end) for item in document.aliases]


def add_dependencies(unit: Unit, checked: FileResult) -> None:
    """Record what a file's result depends on."""
    unit.depends_on_all = checked.depends_on_all
    unit.depends_on = checked.depends_on
    unit.related = sorted({place.path for item in checked.findings for place in item.related})
