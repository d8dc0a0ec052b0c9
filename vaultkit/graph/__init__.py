"""The notes of a vault and the links between them, looked at as a graph."""
