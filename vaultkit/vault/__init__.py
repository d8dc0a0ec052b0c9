"""A vault: its files, its notes, where their links lead, and which notes link to which."""
