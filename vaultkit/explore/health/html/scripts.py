"""What the page brings with it: its style, its scripts, and the policy that allows nothing else."""

import base64
import hashlib
import json
from importlib.resources import files
from typing import Any

from vaultkit.explore.health.html.markup import Html, tag
from vaultkit.text import decodable

ARRANGING = ("dispatch", "quadtree", "timer", "force")
"""The parts of d3 that arrange the drawing, each after those it builds on."""
DRAWING = ("color", "ease", "interpolate", "selection", "transition", "drag", "zoom")
"""The parts that draw it and let it be moved."""

PAGE = ("model.js", "findings.js", "folders.js", "start.js", "drawing.js", "cards.js")
"""What the page does, each after those it builds on."""


def style() -> Html:
    """Return the style sheet's text."""
    return Html(_asset("page.css"))


def layout_script() -> Html:
    """Return the script that arranges the drawing; it runs in a worker as well as in the page."""
    licence = _asset("d3/LICENSE")
    return Html(f"/*\nd3\n\n{licence}*/\n{_d3(ARRANGING)}{_asset('layout.js')}")


def early_script() -> Html:
    """Return the script that, before anything is shown, says that scripts run."""
    return Html('document.documentElement.classList.add("script")')


def page_script() -> Html:
    """Return the script of the lists and the drawing."""
    return Html(_d3(DRAWING) + "".join(map(_asset, PAGE)))


def data(name: str, value: Any) -> Html:
    """Return data for the scripts; nothing in it can end the element it is in."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    safe = (
        decodable(written).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    )
    return tag("script", Html(safe), id=name, type="application/json")


def policy(styles: list[Html], scripts: list[Html]) -> str:
    """Return the Content-Security-Policy: these styles and scripts, and workers."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {' '.join(map(_hash, styles))}",
            f"script-src {' '.join(map(_hash, scripts))}",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: Html) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _d3(parts: tuple[str, ...]) -> str:
    return "".join(_asset(f"d3/d3-{part}.min.js") for part in parts)


def _asset(name: str) -> str:
    return files("vaultkit.explore.health").joinpath("assets", *name.split("/")).read_text("utf-8")
