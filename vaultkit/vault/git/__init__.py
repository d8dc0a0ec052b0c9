"""Vaults as git stores them: in the index and in any commit; nothing is checked out."""
