"""Repairs: planned, applied, proven and written; knows changes, not rules."""
