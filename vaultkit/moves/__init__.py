"""Files, headings and tags under a new name, with all that refers to them."""
