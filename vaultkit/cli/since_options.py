"""What the command line says of time: whether to look at the index, and what is old."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from vaultkit.cli.job import Job
from vaultkit.errors import UsageError
from vaultkit.lint.known.baseline import baseline_file
from vaultkit.progress import Progress
from vaultkit.report.record import Report
from vaultkit.vault.files.disk import DISK, Disk

if TYPE_CHECKING:
    from vaultkit.cli.session import CheckSession
    from vaultkit.vault.git.git_tree import GitTree
    from vaultkit.vault.git.repository import Repository
    from vaultkit.vault.vault import Vault


@dataclass(frozen=True)
class Since:
    """The options that say what is checked, and which findings are new."""

    new_since: str | None = None
    new_since_merge_base: str | None = None
    no_baseline: bool = False
    staged: bool = False

    def disk(self, paths: Sequence[Path], root: Path | None) -> Disk:
        """Return where the files come from.

        Raises:
            UsageError: the options contradict each other, or there is no repository.
        """
        if self.new_since is not None and self.new_since_merge_base is not None:
            raise UsageError("--new-since-merge-base: --new-since is there, too; leave one out")
        if not self.staged:
            return DISK
        if Path("-") in paths:
            raise UsageError("-: --staged reads the index, not standard input; leave one out")
        from vaultkit.vault.git.git_tree import Snapshot
        from vaultkit.vault.git.repository import Repository

        repository = Repository.of(Path.absolute(root or next(iter(paths), Path())))
        return Snapshot(repository, repository.index())

    def report(self, check_session: "CheckSession") -> Report:
        """Check a vault, and give the report with those findings alone that are new.

        The revision comes first: it is what was looked at last, before the commit.

        Raises:
            VaultkitError: the vault, or what it is to be held against, cannot be read.
        """
        tree = self._tree(check_session.job)
        before = (
            check_session.check_revision(tree)
            if tree is not None and check_session.kept.wanted and self._shows_all(tree)
            else None
        )
        return self.narrowed(check_session.check(), check_session, tree, before)

    def narrowed(
        self,
        report: Report,
        check_session: "CheckSession",
        tree: "GitTree | None" = None,
        before: Report | None = None,
    ) -> Report:
        """Return a report with those findings alone that are new.

        Args:
            report: what was found.
            check_session: of the vault it is about.
            tree: the vault's files at the revision, if they are at hand.
            before: what was found in them, if that is known.

        Raises:
            VaultkitError: what they are to be held against cannot be read.
        """
        job = check_session.job
        tree = tree or self._tree(job)
        file = baseline_file(job.home.root, job.home.config_file)
        has_baseline = not self.no_baseline and job.disk.is_file(file)
        if tree is None and not has_baseline:
            return report
        from vaultkit.cli.new_findings import FindingsFilter
        from vaultkit.vault.history.revision import changed_paths

        findings_filter = FindingsFilter(report, check_session)
        if has_baseline:
            findings_filter.by_baseline(file)
        if tree is not None:
            others = self._merged(job)
            due = set() if self._names_a_revision else changed_paths(tree, check_session.vault)
            for other in others:
                due &= changed_paths(other, check_session.vault)
            for other in others:
                findings_filter.by_revision(other, "MERGE_HEAD", due, None)
            name = self.new_since or self.new_since_merge_base or "HEAD"
            findings_filter.by_revision(tree, name, due, before)
            findings_filter.explain_lost_links()
        if self.staged:
            findings_filter.explain_left_out()
        return findings_filter.report

    def on_disk(self) -> "Since":
        """Return the same for the files on disk, which are those that can be repaired."""
        alone = self.staged and not self._names_a_revision
        return replace(self, staged=False, new_since="HEAD" if alone else self.new_since)

    def staged_names(self, job: Job) -> dict[str, str] | None:
        """Return the names of what git would commit, by path; None where that is not asked for."""
        if not self.staged:
            return None
        from vaultkit.vault.git.git_tree import Snapshot
        from vaultkit.vault.git.repository import Repository

        repository = Repository.of(job.home.root)
        return Snapshot(repository, repository.index()).tree(job.home.root).names

    def changed(self, vault: "Vault", job: Job, progress: Progress) -> set[str] | None:
        """Return the files that are not what they were; None where nothing is said of that.

        Args:
            vault: as it is.
            job: where its files come from.
            progress: told how far it is.
        """
        tree = self._tree(job)
        if tree is None:
            return None
        parents = [tree, *self._merged(job)]
        staged = self.staged_names(job)
        if staged is not None:
            return {
                path
                for path, name in staged.items()
                if all(name != parent.names.get(path) for parent in parents)
            }
        from vaultkit.vault.history.revision import changed_paths

        return set.intersection(*(changed_paths(parent, vault, progress) for parent in parents))

    def _shows_all(self, tree: "GitTree") -> bool:
        """Return whether a revision is held against what it shows, and nothing from elsewhere."""
        from vaultkit.vault.history.worktree_files import leads_out

        return self.staged or not leads_out(tree)

    @property
    def is_of_changes(self) -> bool:
        """Return whether files that did not change are left out."""
        return self.staged or self._names_a_revision

    @property
    def _names_a_revision(self) -> bool:
        return self.new_since is not None or self.new_since_merge_base is not None

    def _tree(self, job: Job) -> "GitTree | None":
        """Return the vault's files at the revision that findings are held against, if any."""
        if not self.is_of_changes:
            return None
        from vaultkit.vault.git.git_tree import Snapshot

        root, repository = job.home.root, self._repository(job)
        option, revision = "--new-since", "HEAD" if self.new_since is None else self.new_since
        if self.new_since_merge_base is not None:
            option = "--new-since-merge-base"
            revision = repository.merge_base(self.new_since_merge_base, option)
        return Snapshot(repository, repository.revision(revision, option)).tree(root, job.past)

    def _merged(self, job: Job) -> "list[GitTree]":
        """Return the vault's files at the commits that the one to come merges with HEAD.

        A merge brings what none of them has; what is held against another revision is not a merge.
        """
        if self.new_since_merge_base is not None or self.new_since not in (None, "HEAD"):
            return []
        from vaultkit.vault.git.git_tree import Snapshot

        root, repository = job.home.root, self._repository(job)
        return [
            Snapshot(repository, repository.revision(name, "MERGE_HEAD")).tree(root, job.past)
            for name in repository.merged()
        ]

    def _repository(self, job: Job) -> "Repository":
        from vaultkit.vault.git.git_tree import Snapshot
        from vaultkit.vault.git.repository import Repository

        disk = job.disk
        return disk.repository if isinstance(disk, Snapshot) else Repository.of(job.home.root)
