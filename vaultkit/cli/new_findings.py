"""A report narrowed to what is new: against a baseline, and against a revision of git's."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from vaultkit.cli.next_commands import with_vault
from vaultkit.cli.progress_bar import JUDGING_BEFORE, READING
from vaultkit.cli.session import CheckSession
from vaultkit.lint import check as linter
from vaultkit.lint.known import baseline
from vaultkit.lint.known.lost_links import explain_left_out, explain_lost_links
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

    def __init__(self, tree: GitTree, name: str, check_session: CheckSession) -> None:
        self.name = name
        self._tree = tree
        self._check_session = check_session

    @cached_property
    def vault(self) -> Vault:
        """Return the vault as the revision holds it."""
        vault = self._check_session.vault
        with self._check_session.progress as progress:
            return vault_at(self._tree, vault, progress)


class FindingsFilter:
    """Takes what is known out of a report, step by step."""

    def __init__(self, report: Report, check_session: CheckSession) -> None:
        """Store a report and what it is about."""
        self.report = report
        self._all = report.findings
        self._check_session = check_session
        self._revision: _Revision | None = None

    def by_baseline(self, file: Path) -> None:
        """Remove what a baseline holds."""
        check_session = self._check_session
        run = {rule.name for rule in check_session.settings.rules}
        held = baseline.read_baseline(file, check_session.job.disk)
        known = [item for item in held if item.rule in run]
        compared = compare(
            self._all, known, lambda new, gone: by_findings(held, check_session.vault, new, gone)
        )
        self._keep(compared, file.name)
        if self.report.compared[-1].gone:
            command = with_vault("baseline --prune", self._check_session.job.home.root)
            self._remark(f"`{command}` removes from {file.name} what is gone")
        fixable = sum(found.is_fixable for found in compared.old)
        if fixable:
            command = with_vault("fix", self._check_session.job.home.root)
            self._remark(f"`{command}` fixes {fixable:,} of the findings in {file.name}")

    def by_revision(
        self, tree: GitTree, name: str, due: Collection[str], report: Report | None
    ) -> None:
        """Remove what was found at a revision, but not on the paths that are due."""
        check_session = self._check_session
        revision = self._revision = _Revision(tree, name, check_session)
        if report is None:
            before = revision.vault
            with check_session.progress as progress:
                report = linter.check(
                    before,
                    check_session.settings,
                    named=check_session.job.named,
                    step=progress(JUDGING_BEFORE),
                )
        known = [Known.of(found) for found in report.findings]

        def find_renames(new: Sequence[Finding], gone: Sequence[Known]) -> Renames:
            return by_content(revision.vault, check_session.vault, new, gone)

        self._keep(compare(self._all, known, find_renames), name, due)

    def explain_lost_links(self) -> None:
        """Print of links that were whole at the last of the revisions that they were."""
        revision = self._revision
        if revision is None or not self.report.findings:
            return
        vault, before = self._check_session.vault, revision.vault
        findings = explain_lost_links(self.report.findings, vault, before, revision.name)
        self.report = replace(self.report, findings=tuple(findings))

    def explain_left_out(self) -> None:
        """Print of links which the working tree alone can follow that it can."""
        if not any(found.code.startswith("VK1") for found in self.report.findings):
            return
        check_session = self._check_session
        tree, root = check_session.vault.tree, check_session.job.home.root
        assert isinstance(tree, GitTree)
        with check_session.progress as progress:
            work = Vault(
                FolderTree(root, within=tree.repository.top),
                check_session.vault.plan,
                progress=progress(READING),
                cache=check_session.kept.of(root),
                processes=workers.available(),
            )
        findings, ignored = explain_left_out(self.report.findings, check_session.vault, work, tree)
        self.report = replace(self.report, findings=tuple(findings))
        if ignored:
            self._remark(f"ignored by git and so not in the commit: {', '.join(ignored)}")

    def _remark(self, said: str) -> None:
        self.report = replace(self.report, remarks=(*self.report.remarks, said))

    def _keep(self, compared: Comparison, name: str, due: Collection[str] = ()) -> None:
        """Keep what is new, and say how much there was of each kind."""
        wanted = self._check_session.job.wanted or (lambda _: True)
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
