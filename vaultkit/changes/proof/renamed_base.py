"""The names of files, folders and tags in a base before and after renames."""

from vaultkit.changes.proof.comparisons import RefusedError
from vaultkit.changes.proof.declared_renames import Declared
from vaultkit.links.base_names import names_of_files, names_of_folders, names_of_tags
from vaultkit.vault.vault import Vault


def check_base(before: Vault, after: Vault, declared: Declared, path: str) -> None:
    """Check the names that change in a base: each names what it named.

    Args:
        before: the vault as it is.
        after: the vault as it would be.
        declared: what may differ.
        path: the base.

    Raises:
        RefusedError: a name would name something else, or something that is no name would change.
    """
    data = before.source(path).data
    there = after.source(declared.renames.get(path, path)).data
    files = {name.start: name for name in names_of_files(data)}
    others = {name.start for name in names_of_folders(data)}
    asked = frozenset(declared.asked.get(path, ()))
    others |= {name.start + name.text.startswith("#") for name in names_of_tags(data)}
    files_there = {name.start: name for name in names_of_files(there)}
    grown = 0
    for edit in declared.edits.get(path, ()):
        name = files.get(edit.start)
        if name is not None:
            new = files_there[edit.start + grown]
            was = _named(before, name.text, name.context)
            now = _named(after, new.text, name.context)
            expected = declared.expected.get((path, edit.start))
            wanted = [expected] if expected else [declared.renames.get(file, file) for file in was]
            if now != wanted:
                raise RefusedError(
                    f'"{new.text}" would not name what "{name.text}" names', edit.start
                )
        elif edit.start not in others or edit not in asked:
            raise RefusedError("an edit is outside of what refers to a file")
        grown += len(edit.new) - (edit.end - edit.start)


def _named(vault: Vault, text: str, context: str) -> list[str]:
    if context == "path":
        return [path for path in vault.index.twins(text) if path == text]
    return list(vault.index.find(text.partition("#")[0].strip(), "")[0])
