"""A vault beside what it was: earlier commits, earlier checks, and files that have moved."""
