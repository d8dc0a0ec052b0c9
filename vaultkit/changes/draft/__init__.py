"""From a remedy to a fix: the edits, and what they declare."""
