"""A report narrowed to what is new: against a baseline, and against a revision of git's."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from vaultkit.cli.progress_bar import JUDGING_BEFORE, READING
from vaultkit.cli.session import Examination
from vaultkit.lint import check as linter
from vaultkit.lint.known import baseline
from vaultkit.lint.known.lost_links import tell_what_is_left_out, tell_what_was_whole
from vaultkit.lint.known.match import Comparison, Known, Renames, compare
from vaultkit.lint.known.renamed_notes import by_content, by_findings
from vaultkit.report.record import Compared, Finding, Report
from vaultkit.vault.files.tree import FolderTree
from vaultkit.vault.git.git_tree import GitTree
from vaultkit.vault.history.revision import vault_at
from vaultkit.vault.index import workers
from vaultkit.vault.vault import Vault


class _Revision:
    """A revision that findings are held against, and what to call it."""

    def __init__(self, tree: GitTree, name: str, examination: Examination) -> None:
        self.name = name
        self._tree = tree
        self._examination = examination

    @cached_property
    def vault(self) -> Vault:
        """Return the vault as the revision holds it."""
        vault = self._examination.vault
        with self._examination.progress as progress:
            return vault_at(self._tree, vault, progress)


class Narrowing:
    """Takes what is known out of a report, step by step."""

    def __init__(self, report: Report, examination: Examination) -> None:
        """Take a report and what it is about."""
        self.report = report
        self._all = report.findings
        self._examination = examination
        self._revision: _Revision | None = None

    def by_baseline(self, file: Path) -> None:
        """Take out what a baseline holds."""
        examination = self._examination
        run = {rule.name for rule in examination.settings.rules}
        held = baseline.read_baseline(file, examination.job.disk)
        known = [item for item in held if item.rule in run]
        compared = compare(
            self._all, known, lambda new, gone: by_findings(held, examination.vault, new, gone)
        )
        self._keep(compared, file.name)
        if self.report.compared[-1].gone:
            self._remark(f"`vaultkit baseline --prune` removes from {file.name} what is gone")
        fixable = sum(found.is_fixable for found in compared.old)
        if fixable:
            said = f"`vaultkit fix` fixes {fixable:,} of the findings in {file.name}"
            self._remark(said)

    def by_revision(
        self, tree: GitTree, name: str, due: Collection[str], report: Report | None
    ) -> None:
        """Take out what was found at a revision, but not on the paths that are due."""
        examination = self._examination
        revision = self._revision = _Revision(tree, name, examination)
        if report is None:
            before = revision.vault
            with examination.progress as progress:
                report = linter.check(
                    before,
                    examination.settings,
                    named=examination.job.named,
                    step=progress(JUDGING_BEFORE),
                )
        known = [Known.of(found) for found in report.findings]

        def find_renames(new: Sequence[Finding], gone: Sequence[Known]) -> Renames:
            return by_content(revision.vault, examination.vault, new, gone)

        self._keep(compare(self._all, known, find_renames), name, due)

    def tell_what_was_whole(self) -> None:
        """Say of links that were whole at the last of the revisions that they were."""
        revision = self._revision
        if revision is None or not self.report.findings:
            return
        vault, before = self._examination.vault, revision.vault
        findings = tell_what_was_whole(self.report.findings, vault, before, revision.name)
        self.report = replace(self.report, findings=tuple(findings))

    def tell_what_is_left_out(self) -> None:
        """Say of links which the working tree alone can follow that it can."""
        if not any(found.code.startswith("VK1") for found in self.report.findings):
            return
        examination = self._examination
        tree, root = examination.vault.tree, examination.job.home.root
        assert isinstance(tree, GitTree)
        with examination.progress as progress:
            work = Vault(
                FolderTree(root, within=tree.repository.top),
                examination.vault.plan,
                progress=progress(READING),
                cache=examination.kept.of(root),
                processes=workers.available(),
            )
        findings, ignored = tell_what_is_left_out(
            self.report.findings, examination.vault, work, tree
        )
        self.report = replace(self.report, findings=tuple(findings))
        if ignored:
            self._remark(f"ignored by git and so not in the commit: {', '.join(ignored)}")

    def _remark(self, said: str) -> None:
        self.report = replace(self.report, remarks=(*self.report.remarks, said))

    def _keep(self, compared: Comparison, name: str, due: Collection[str] = ()) -> None:
        """Keep what is new, and say how much there was of each kind."""
        wanted = self._examination.job.wanted or (lambda _: True)
        gone = sum(wanted(item.path) for item in compared.gone)
        counts = Compared(name, len(compared.new), len(compared.old), gone)
        new = set(map(id, compared.new))
        self.report = replace(
            self.report,
            findings=tuple(
                found for found in self.report.findings if id(found) in new or found.path in due
            ),
            compared=(*self.report.compared, counts),
        )
