"""From bytes to facts for many files at once."""
