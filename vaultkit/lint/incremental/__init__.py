"""Checks that reuse the last results: only what may have changed is checked again."""
