"""A check that starts from what the last one found.

Nothing changed: the report is put together again, no note is looked at. Some notes changed: they
are checked again, with those whose findings may follow from them. Anything else that a finding may
depend on changed (a file came or went, the settings, an alias): everything is checked again.
"""

from collections.abc import Sequence
from pathlib import Path

from vaultkit.errors import TreeError
from vaultkit.lint.incremental import results_cache
from vaultkit.lint.incremental.check_run import NEVER, CheckRequest, CheckRun, Unusable
from vaultkit.lint.incremental.recording_tree import content_digest, digest_of_paths, unpacked
from vaultkit.lint.incremental.results_cache import KeptResults
from vaultkit.lint.result import decode_result
from vaultkit.progress import with_progress
from vaultkit.report.record import Finding, Report, in_order, limited
from vaultkit.rules.base.problem import Severity
from vaultkit.vault.files.entry import Entry
from vaultkit.vault.files.tree import Tree
from vaultkit.vault.index.digest import digest_of
from vaultkit.vault.index.facts_cache import FactsCache


def recheck(
    tree: Tree, entries: Sequence[Entry], request: CheckRequest, cache: FactsCache, file: Path
) -> Report:
    """Check a vault, reusing what the results cache in a file says, and leave that up to date.

    Args:
        tree: where the files come from.
        entries: its files, in order of paths.
        request: what is asked.
        cache: the facts of notes as an earlier run left them.
        file: the results cache; it need not exist.

    Raises:
        VaultkitError: the settings cannot be used.
    """
    run = CheckRun(tree, entries, request, cache, file)
    kept_results = results_cache.load_results(file, request.key)
    if kept_results is not None and _still_holds(kept_results, run):
        try:
            return _from_kept_results(kept_results, run)
        except (Unusable, TreeError):
            pass
        except Exception as error:  # noqa: BLE001
            cache.errors.append(f"the kept results {file.name} were not used: {error!r}")
    from vaultkit.lint.incremental.full import check_whole

    return check_whole(run)


def _still_holds(kept_results: KeptResults, run: CheckRun) -> bool:
    """Return whether the files are the same ones, and all else that was asked is as it was."""
    if run.below.errors or kept_results.paths != run.paths:
        return False
    head = kept_results.head
    if head.unseen != run.unseen or head.gone != run.cache.kept_files.key:
        return False
    return (
        all(run.below.exists(path) is there for path, there in head.present.items())
        and all(run.below.is_outside(path) is was for path, was in head.outside.items())
        and all(content_digest(run.below, path) == digest for path, digest in head.contents.items())
        and _ignored_hold(kept_results, run)
        and _past_holds(kept_results, run)
        and _last_commit_holds(kept_results, run)
    )


def _ignored_hold(kept_results: KeptResults, run: CheckRun) -> bool:
    """Return whether version control leaves out what it left out, of what was asked."""
    ignored, kept_out, past = kept_results.head.ignored, kept_results.head.kept_out, run.below.past
    if past is None or not (ignored or kept_out):
        return not (any(ignored.values()) or any(kept_out.values()))
    past.expect([*ignored, *kept_out])
    return all(past.ignores(path) is was for path, was in ignored.items()) and all(
        past.keeps_out(path) is was for path, was in kept_out.items()
    )


def _past_holds(kept_results: KeptResults, run: CheckRun) -> bool:
    """Return whether what was said of files that are gone would be said again."""
    head, past = kept_results.head, run.below.past
    if not (head.became or head.had) or head.past == run.past_key:
        return True
    for (linkpath, folder), said in unpacked(head.became).items():
        if said != (past.moved(linkpath, folder) if past is not None else None):
            return False
    for asked, was in head.had.items():
        folder, _, linkpath = asked.partition("\0")
        if was is not (past is not None and past.had(linkpath, folder)):
            return False
    head.past = run.past_key
    kept_results.changed = True
    return True


def _last_commit_holds(kept_results: KeptResults, run: CheckRun) -> bool:
    """Return whether the last commit has no more, and no less, that the vault has not."""
    head, past = kept_results.head, run.below.past
    if not head.lost or head.tip == run.tip:
        return True
    if head.lost != digest_of_paths(past.lost(frozenset(run.paths)) if past is not None else ()):
        return False
    head.tip = run.tip
    kept_results.changed = True
    return True


def _from_kept_results(kept_results: KeptResults, run: CheckRun) -> Report:
    """Return the report with as little work as can be.

    Raises:
        Unusable: the results cache does not say enough.
        TreeError: a note that changed cannot be read.
    """
    touched = _touched(kept_results, run)
    wanted = _reported(kept_results, run)
    missing = [path for path in wanted if kept_results.results[path] is None]
    if touched or missing:
        from vaultkit.lint.incremental.partial import Update

        Update(run, kept_results, touched).check(wanted, missing)
    if not touched:
        run.cache.kept_files.seen_again()
    if kept_results.changed:
        run.save(kept_results)
    findings: list[Finding] = []
    suppressed = 0
    for path in wanted:
        result = kept_results.results[path]
        if result:
            checked = decode_result(result)
            findings += checked.findings
            suppressed += checked.suppressed
    head = kept_results.head
    report = Report(
        root=run.request.name,
        notes=head.notes,
        links=head.links,
        findings=in_order(findings),
        suppressed=suppressed,
        fail_on=Severity(head.fail_on),
        named=frozenset(head.named),
        files=len(run.paths),
        remarks=tuple(head.remarks),
        dialects=tuple(head.dialects),
    )
    return report if run.request.wanted is None else limited(report, wanted, kept_results.results)


def _touched(kept_results: KeptResults, run: CheckRun) -> dict[str, bytes]:
    """Return the notes whose bytes have changed, with the new ones.

    Raises:
        Unusable: a file has changed that is no note.
        TreeError: a file cannot be read any more.
    """
    found: dict[str, bytes] = {}
    known = enumerate(zip(kept_results.read, kept_results.stamps, strict=True))
    for number, (path, stamp) in with_progress(known, len(kept_results.read), run.request.progress):
        now = run.stamp(path)
        if now == stamp != NEVER:
            continue
        data = run.below.read(path)
        digest = digest_of(data).hex()
        if now != stamp:
            kept_results.stamps[number] = now
            kept_results.changed = True
        if digest != kept_results.digests[number]:
            if not path.lower().endswith(".md"):
                raise Unusable
            found[path] = data
    return found


def _reported(kept_results: KeptResults, run: CheckRun) -> list[str]:
    """Return the files on which findings are wanted."""
    wanted, named = run.request.wanted, frozenset(run.request.named)
    excluded = kept_results.head.excluded
    return [
        path
        for path in kept_results.results
        if path in named or ((wanted is None or wanted(path)) and path not in excluded)
    ]
