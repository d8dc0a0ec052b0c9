"""Links healed after files were moved by something that did not fix them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from vaultkit.errors import TreeError
from vaultkit.links.references import moved, references, referring_files
from vaultkit.links.syntax import RenamedTarget
from vaultkit.links.targets import LinkTarget, TargetFinder
from vaultkit.progress import Progress, silent, with_progress
from vaultkit.rename.follow_links import Followed, follow_to, reported
from vaultkit.rename.request import Wanted
from vaultkit.report.formats.renames import ReportedReference
from vaultkit.vault.resolver.outcome import State
from vaultkit.vault.vault import Vault


@dataclass(slots=True)
class Healed:
    """The outcome: what to write again, and what stays broken.

    ``expected`` says to which file each healed reference is to lead, by path and place; ``left``
    are references that were whole and are not, with why they stay so.
    """

    followed: Followed
    expected: dict[tuple[str, int], str]
    left: list[ReportedReference]


def moved_references(
    then: Vault,
    now: Vault,
    renames: Mapping[str, str],
    doubtful: Mapping[str, list[str]],
    progress: Progress = silent,
    since: Collection[str] = (),
) -> Healed:
    """Find the references that were whole and lead elsewhere since files have new paths.

    Args:
        then: the vault as it was, when they were whole.
        now: the vault as it is.
        renames: the new paths of files by the old ones.
        doubtful: what files may have become of which that is not certain.
        progress: told how far it is.
        since: files of ``then`` that may have come later; a link that opens one may mean it.

    Raises:
        TreeError: a file cannot be read.
    """
    former = {new: old for old, new in renames.items()}
    old_files, files = set(then.files), set(now.files)
    known = (old_files - set(since)) | former.keys()
    exchanged = renames.keys() & files
    lenses = TargetFinder(then), TargetFinder(now)
    aims: dict[tuple[str, int], RenamedTarget] = {}
    expected: dict[tuple[str, int], str] = {}
    left: list[ReportedReference] = []
    files_of_links = list(referring_files(now))
    step = progress("comparing links")
    for path in with_progress(files_of_links, len(files_of_links), step):
        was_at = former.get(path, path)
        if was_at not in old_files:
            continue
        try:
            found = references(now, path)
        except TreeError:
            continue
        led = [lenses[0].link_target(moved(reference, was_at)) for reference in found]
        to_exchanged = [
            reference.link.target
            for reference, was in zip(found, led, strict=True)
            if exchanged.intersection(was.files)
        ]
        is_as_before = to_exchanged and to_exchanged == _targets(then, was_at, exchanged, lenses[0])
        for number, (reference, was) in enumerate(zip(found, led, strict=True)):
            link_target = lenses[1].link_target(reference)
            if len(was.files) != 1 or _is_whole(link_target, was.mapped(renames)):
                continue
            (file,) = was.files
            if now.hidden.at(file) is not None:
                continue
            if file in exchanged and not is_as_before:
                continue  # it may have been written since, or by this very command
            new = renames.get(file, file)
            if not known.issuperset(link_target.files):  # a new file of the name is meant
                continue
            if new in files and (new != file or path != was_at):
                folder = was_at[: was_at.rfind("/") + 1]
                aims[path, number] = RenamedTarget(
                    file, new, folder=folder, forge=was.forge is not None
                )
                expected[path, reference.start] = new
            elif link_target.state is State.NO_FILE:
                left.append(reported(now, reference, _why(file, doubtful)))
    followed = follow_to(now, Wanted(), aims, progress)
    for reference in followed.not_rewritten:
        place = reference.path, reference.start
        if place in expected:  # one that YAML repeats by name comes twice
            new = expected.pop(place)
            left.append(reported(now, reference, f"could not be written so that it leads to {new}"))
    return Healed(followed, expected, sorted(left, key=lambda place: (place.path, place.line)))


def _targets(
    vault: Vault, path: str, files: Collection[str], target_finder: TargetFinder
) -> list[str]:
    """Return the targets of a file's references to some files, in their order."""
    try:
        found = references(vault, path)
    except TreeError:
        return []
    return [
        reference.link.target
        for reference in found
        if not set(files).isdisjoint(target_finder.link_target(reference).files)
    ]


def _is_whole(link_target: LinkTarget, wanted: LinkTarget) -> bool:
    """Return whether a reference leads to the file that it should, for a forge as well."""
    if link_target.files != wanted.files:
        return False
    return wanted.forge is None or (
        link_target.forge is not None and link_target.forge[0] == wanted.forge[0]
    )


def _why(file: str, doubtful: Mapping[str, list[str]]) -> str:
    fits = doubtful.get(file)
    if not fits:
        return f"led to {file}, which is gone"
    some = " or ".join(fits[:3]) + (" ..." if len(fits) > 3 else "")
    return f"led to {file}, which may have become {some}"
