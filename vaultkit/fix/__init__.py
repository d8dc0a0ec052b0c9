"""Fixes, from findings to proven changes, repeated until no finding has a fix."""
