"""Files, headings and tags under a new name, with everything that refers to them."""
