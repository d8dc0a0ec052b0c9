"""The files of a vault that have content: notes, canvases, bases, and their properties."""
