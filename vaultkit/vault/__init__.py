"""The index: all notes together, where their links lead, and who links to whom."""
