"""The health of a vault as a page for a browser."""
