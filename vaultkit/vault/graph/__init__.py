"""Which note links to which."""
