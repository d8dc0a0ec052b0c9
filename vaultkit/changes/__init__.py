"""Changes to files: what an edit is, how it is proven, written and undone."""
