"""Checks that reuse what the last one found: only what may have changed is judged again."""
