"""How a vault fares: counted once, and shown as a page, as a note and in a few lines."""
