"""The parser facade: text to facts, and the only importer of the parsers and of YAML."""
