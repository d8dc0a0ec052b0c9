"""Findings that are known: from a baseline, or from a revision of the repository."""
