"""A check, from a vault to a report."""

from collections.abc import Callable, Collection, Iterable, Iterator

from vaultkit.config.settings import Settings
from vaultkit.lint.result import FileResult
from vaultkit.lint.run_rules import RuleRunner
from vaultkit.progress import Step, with_progress
from vaultkit.report.record import Finding, Report, in_order, limited
from vaultkit.rules.base.problem import Diagnostic
from vaultkit.vault.files.app_settings import remarks_on
from vaultkit.vault.vault import Vault


def check(
    vault: Vault,
    settings: Settings,
    wanted: Callable[[str], bool] | None = None,
    *,
    named: Collection[str] = (),
    processes: int = 1,
    step: Step | None = None,
) -> Report:
    """Run the rules over a vault.

    Args:
        vault: what is checked; links are resolved in all of it.
        settings: which rules run, and how.
        wanted: says on which paths to report; on all when None.
        named: paths that were asked for one by one, which no exclusion silences.
        processes: how many may check at once where there is much to check.
        step: called with the number of files checked, and that of all files to check.
    """
    runner = RuleRunner(vault, settings)
    paths = runner.reported(wanted, named)
    checked = dict(with_progress(runner.check_all(paths, processes), len(paths), step))
    report = report_of(vault, settings, [checked[path] for path in paths])
    return report if wanted is None else limited(report, paths, runner.paths)


def report_of(vault: Vault, settings: Settings, checked: Iterable[FileResult]) -> Report:
    """Combine results."""
    findings: list[Finding] = []
    suppressed = 0
    for result in checked:
        findings += result.findings
        suppressed += result.suppressed
    return Report(
        root=vault.name,
        notes=sum(not (note.is_preamble or note.is_report) for note in vault.notes),
        links=sum(vault.outgoing(note).links for note in vault.notes)
        + sum(vault.outgoing_from(path).links for path in vault.canvas_paths),
        findings=in_order(findings),
        suppressed=suppressed,
        fail_on=settings.fail_on,
        named=settings.named,
        not_checked=tuple(vault.errors),
        remarks=(*remarks_on_unseen(vault, settings), *remarks_on(vault.settings.excluded)),
        files=len(vault.files),
        dialects=tuple(sorted({str(vault.dialect(path)) for path in vault.documents})),
    )


def remarks_on_unseen(vault: Vault, settings: Settings) -> tuple[str, ...]:
    """Return what there is to say of what cannot be seen: nothing where everything can."""
    if vault.is_seen_through and not vault.hidden:
        return ()
    from vaultkit.lint.incomplete import remarks

    return tuple(remarks(vault, settings))


def diagnose(
    vault: Vault,
    settings: Settings,
    wanted: Callable[[str], bool] | None = None,
    *,
    named: Collection[str] = (),
    step: Step | None = None,
) -> Iterator[Diagnostic]:
    """Yield what a check would report, with the remedies; the arguments are those of ``check``."""
    runner = RuleRunner(vault, settings)
    paths = runner.reported(wanted, named)
    for path in with_progress(paths, len(paths), step):
        yield from runner.kept(path)[0]
