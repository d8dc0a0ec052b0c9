"""Front matter's YAML, read as Obsidian reads it: by the rules of npm's ``yaml`` 2.7.

``scanner`` cuts the text into tokens, ``blocks`` and ``flow`` make nodes of them, ``scalars`` says
what a scalar's text is, and ``values`` makes properties of the nodes.
"""
