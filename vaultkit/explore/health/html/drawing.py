"""The drawing of the notes and their links: its frame and its words."""

from vaultkit.explore.health.health import Drawing
from vaultkit.explore.health.html.markup import Html, join, tag
from vaultkit.text import counted

_SHAPES = (
    ("error", "errors", '<rect width="10" height="10"/>'),
    ("warning", "warnings", '<path d="M5 0l5 9H0z"/>'),
    ("info", "for information only", '<circle cx="5" cy="5" r="5"/>'),
    ("none", "no findings", '<circle cx="5" cy="5" r="5"/>'),
)
_SHOWN = (
    ("all", "All notes"),
    ("error", "Notes with errors"),
    ("warning", "Notes with errors or warnings"),
    ("any", "Notes with findings"),
    ("list", "Notes in the list of findings"),
)
_COLOURS = (("worst", "Worst finding"), ("folder", "Folder"))


def render(drawing: Drawing) -> Html:
    """Return the section's content; what needs scripts is hidden until they run."""
    notes, links = counted(len(drawing.notes), "note"), counted(len(drawing.links), "pair")
    if not drawing.notes:
        return tag("p", "There is nothing to draw yet.")
    said = (
        f"{notes}, {links} of them linked. Each dot is a note, the larger the more notes link "
        "to it. The list above says in words what is wrong; the search finds any note, and "
        "names what it is linked with. Drag to move; zoom with the buttons, with + and -, or "
        "with the wheel after a click."
    )
    label = f"Drawing of {notes} and the links between them; the search beside it names them"
    options = tag("ul", id="options", role="listbox", aria_label="Notes found", hidden=True)
    field = Html(
        '<input id="search" type="search" role="combobox" aria-expanded="false" '
        'aria-controls="options" aria-autocomplete="list" autocomplete="off" '
        'spellcheck="false" placeholder="Find a note">'
    )
    tools = (
        tag("div", tag("label", "Find a note", for_="search"), field, options, class_="search"),
        _select("shown", "Show", _SHOWN),
        _select("colour", "Colour by", _COLOURS),
        *(
            tag("button", name, type="button", data_do=act)
            for act, name in (("in", "Zoom in"), ("out", "Zoom out"), ("all", "Fit"))
        ),
        tag("span", class_="found quiet", role="status"),
        tag("span", class_="shown quiet", role="status"),
    )
    canvas = tag("canvas", tabindex="0", role="img", aria_label=label)
    details = tag("div", class_="details", role="group", aria_label="Note", hidden=True)
    stage = (canvas, tag("p", class_="status"), details)
    legend = (
        tag(
            "li",
            Html(f'<svg viewBox="0 0 10 10" aria-hidden="true">{shape}</svg>'),
            name,
            class_=kind,
        )
        for kind, name, shape in _SHAPES
    )
    script = (
        tag("div", *tools, class_="tools"),
        tag("div", *stage, class_="stage"),
        tag("ul", *legend, class_="legend", aria_label="Signs"),
    )
    return join(
        (
            tag("p", said, data_script=True),
            tag("div", *script, data_script=True),
            tag("p", "The drawing needs JavaScript; the tables do not.", data_scriptless=True),
        )
    )


def _select(name: str, label: str, choices: tuple[tuple[str, str], ...]) -> Html:
    options = (tag("option", said, value=value) for value, said in choices)
    return tag("label", f"{label} ", tag("select", *options, data_choose=name))
