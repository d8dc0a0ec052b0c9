"""Vaults as git holds them: in the index, and in any commit; nothing is checked out."""
