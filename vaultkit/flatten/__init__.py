"""A vault as one Markdown file, and such a file as a vault again."""
