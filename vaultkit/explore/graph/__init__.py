"""The notes of a vault and the links between them, as a graph."""
