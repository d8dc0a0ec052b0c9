"""How a reference is written, in each kind of file: read, compared and rewritten."""
