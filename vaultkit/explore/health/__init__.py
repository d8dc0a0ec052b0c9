"""The health of a vault: counted once, shown as a page, as a note and in a few lines."""
