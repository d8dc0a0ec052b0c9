"""A vault's health as one HTML page, with all that it needs in it."""

from vaultkit.explore.health.about import About
from vaultkit.explore.health.advice import actions, verdict
from vaultkit.explore.health.health import Health
from vaultkit.explore.health.html import changes, drawing
from vaultkit.explore.health.html.data import data_of
from vaultkit.explore.health.html.lists import Lists
from vaultkit.explore.health.html.markup import Html, escaped, join, tag
from vaultkit.explore.health.html.scripts import (
    data,
    early_script,
    layout_script,
    page_script,
    policy,
    style,
)
from vaultkit.explore.health.html.sections import Sections
from vaultkit.explore.health.phrases import overall
from vaultkit.text import counted

GENERATOR = "vaultkit report"
"""What the page's generator is called, by which a later run knows that it may be overwritten."""


def render(health: Health, about: About) -> str:
    """Return the page."""
    return _Page(health, about).render()


class _Page:
    """The parts of the page; each gives HTML."""

    def __init__(self, health: Health, about: About) -> None:
        self.health = health
        self.about = about

    def render(self) -> str:
        title = f"Health of {self.about.vault}"
        styles, scripts = [style()], [early_script(), layout_script(), page_script()]
        allowed = escaped(policy(styles, scripts))
        sections = self._sections()
        links = (tag("li", tag("a", name, href=f"#{key}")) for key, name, _ in sections)
        body = join(
            (
                tag("a", "Skip to the report", class_="skip", href="#report"),
                tag("header", self._header(), tag("nav", tag("ul", *links), aria_label="Sections")),
                tag("main", *(html for _, _, html in sections), id="report"),
                tag("footer", self._footer()),
                data("data", data_of(self.health, self.about.app)),
                tag("script", scripts[1], id="layout"),
                tag("script", scripts[2]),
            )
        )
        meta = (
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{allowed}">',
            f'<meta name="generator" content="{GENERATOR} {escaped(self.about.version)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            tag("title", title),
            tag("style", styles[0]),
            tag("script", scripts[0]),
            "</head>",
            tag("body", body),
            "</html>",
        )
        return "\n".join(meta) + "\n"

    def _header(self) -> Html:
        time = self.about.time
        when = tag("time", f"{time:%Y-%m-%d %H:%M}", datetime=time.isoformat(timespec="minutes"))
        said, level = verdict(self.health)
        totals = self.health.totals
        size = f"{counted(totals.notes, 'note')} and {counted(totals.links, 'link')}"
        whole = f"{overall(totals)} " if totals.notes and level else ""
        return join(
            (
                tag("h1", f"Health of {self.about.vault}"),
                tag("p", said, class_=f"verdict {level or 'good'}"),
                tag("p", f"{whole}{size}, checked ", when, f" by vaultkit {self.about.version}."),
            )
        )

    def _footer(self) -> Html:
        return tag(
            "p",
            f'Names open in Obsidian, where it knows the vault as "{self.about.app.name}". ',
            "Findings that are suppressed or in excluded folders do not count. ",
            tag("code", "vaultkit rule NAME"),
            " says what a rule is about.",
        )

    def _sections(self) -> list[tuple[str, str, Html]]:
        health = self.health
        lists = Lists(self.about)
        parts = Sections(health, lists)
        found = []
        if actions(health, self.about):
            found.append(_section("first", "Do this first", parts.first()))
        found.append(_section("glance", "At a glance", parts.glance()))
        if health.changes:
            name = f"Since {health.changes.since}"
            found.append(_section("changes", name, changes.render(health, health.changes, lists)))
        found += [
            _section("rules", "By rule", parts.rules(), half=True),
            _section("folders", "By folder", parts.folders(), half=True),
            _section("findings", "Findings", parts.findings()),
            _section("drawing", "Graph", drawing.render(health.drawing)),
        ]
        return found


def _section(name: str, title: str, content: Html, *, half: bool = False) -> tuple[str, str, Html]:
    heading = tag("h2", title, id=f"{name}-title")
    kind = "half" if half else None
    return (
        name,
        title,
        tag("section", heading, content, id=name, class_=kind, aria_labelledby=f"{name}-title"),
    )
