"""The files of a vault: where they come from, how they are listed and found by name."""
