"""The address by which Obsidian opens a note, from any other program."""

from dataclasses import dataclass

from vaultkit.markdown.app_uri import write_app_uri


@dataclass(frozen=True, slots=True)
class AppVault:
    """The vault as Obsidian knows it: its name, and where in it the folder checked is.

    ``folder`` has a slash at its end; it is empty where both are the same.
    """

    name: str
    folder: str = ""

    def address(self, path: str) -> str:
        """Return the ``obsidian://`` address of a file, percent-encoded."""
        return write_app_uri(self.name, self.folder + path)
