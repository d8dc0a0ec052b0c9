"""A vault's health as a page for a browser."""
