"""A graph in Graphviz's language."""

from vaultkit.explore.graph.analysis import Analysis
from vaultkit.explore.graph.node_names import label, legible_keys


def render(analysis: Analysis) -> str:
    """Return the notes and the links between them; a dashed link fits other notes as well."""
    network = analysis.network
    names = {key: _quoted(name) for key, name in legible_keys(network.notes).items()}
    lines = ["digraph vault {", "  node [shape=box];"]
    for key, note in network.notes.items():
        shown = _quoted(label(note).replace("&", "&amp;"))
        lines.append(f"  {names[key]} [label={shown}];")
    for edge in network.edges:
        style = " [style=dashed]" if edge.tied else ""
        lines.append(f"  {names[edge.source]} -> {names[edge.target]}{style};")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    """Return a quoted string; a backslash is doubled, for it would mean something in a label."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
