"""The page in a real browser; skipped where there is none (``pip install '.[browser]'``)."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from vaultkit.explore.health.html import page

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
HOSTILE = {
    "<script>alert(1)</script>.md": '[[No "such" </script><img src=x onerror=alert(2)>]] [[Home]]',
    "'odd' & \"quoted\" <b>.md": "# `</script>`\n\n# `</script>`\n",
    "Home.md": "# Home\n\n[[</title><script>alert(3)</script>]] [[Soil]] [[/one/x]]\n",
    "Soil.md": "",
    "Lone.md": "Alone.\n",
}
MANY = {
    f"f{number % 30}/Note {number}.md": "".join(
        f"[[Note {(number * step + 7) % 5000}]] " for step in (3, 5, 7, 11, 13)
    )
    for number in range(5000)
}


@dataclass
class Opened:
    """A page in the browser, with what it said and asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Return a browser; skip where none can be started."""
    named = os.environ.get("VAULTKIT_BROWSER") or next(
        filter(None, map(shutil.which, CHROMIUM)), None
    )
    with playwright.sync_playwright() as driver:
        try:
            started = driver.chromium.launch(executable_path=named, args=["--no-sandbox"])
        except playwright.Error as error:
            pytest.skip(f"no browser can be started: {str(error).splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture
def show(browser, health, about, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Return a function that shows a vault's page."""
    contexts = []

    def shown(
        files: dict[str, str], *, drawn: bool = True, before: str = "", **options: Any
    ) -> Opened:
        file = tmp_path / "x.html"
        file.write_text(page.render(health(files), about), "utf-8")
        context = browser.new_context(**options)
        contexts.append(context)
        opened = Opened(context.new_page())
        opened.page.add_init_script(before)
        opened.page.on("console", lambda message: opened.said.append(message.text))
        opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
        opened.page.on("dialog", lambda dialog: (opened.said.append("dialog"), dialog.dismiss()))
        opened.page.on("request", lambda request: opened.asked.append(request.url))
        opened.page.goto(file.as_uri())
        if drawn:
            opened.page.wait_for_selector("#drawing[data-ready]", timeout=60_000)
        return opened

    yield shown
    for context in contexts:
        context.close()


@pytest.mark.parametrize("files", [{}, HOSTILE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_opens_without_a_word_and_without_the_network(show, files, scheme) -> None:
    opened = show(files, drawn=bool(files), color_scheme=scheme)

    assert opened.said == []
    assert [url for url in opened.asked if not url.startswith(("file:", "blob:"))] == []
    assert sum(url.startswith("file:") for url in opened.asked) == 1


def test_a_narrow_window_needs_no_sideways_scrolling(show) -> None:
    opened = show(HOSTILE, viewport={"width": 360, "height": 700})

    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_note_is_found_and_followed_without_the_mouse(show) -> None:
    shown = show(HOSTILE).page
    box = shown.get_by_role("combobox", name="Find a note")
    box.focus()
    shown.keyboard.type("home")
    options = shown.get_by_role("listbox", name="Notes found").get_by_role("option")
    first = options.first.text_content()
    shown.keyboard.press("ArrowDown")
    pointed = shown.locator(f"#{box.get_attribute('aria-activedescendant')}")
    selected = pointed.get_attribute("aria-selected")
    shown.keyboard.press("Enter")
    details = shown.get_by_role("group", name="Note")

    assert first.startswith("Home")
    assert selected == "true"
    assert details.get_by_role("heading").text_content() == "Home"
    assert details.get_by_role("heading").get_by_role("link").get_attribute("href") == (
        "obsidian://open?vault=Garden&file=Home.md"
    )
    details.get_by_role("button", name="Soil").focus()
    shown.keyboard.press("Enter")
    assert details.get_by_role("heading").text_content() == "Soil"
    assert shown.evaluate("document.activeElement.textContent") == "Soil"


def test_hostile_names_are_shown_as_they_are(show) -> None:
    opened = show(HOSTILE)
    opened.page.get_by_role("combobox", name="Find a note").fill("<script>")

    assert (
        opened.page.get_by_role("listbox", name="Notes found")
        .get_by_role("option")
        .first.text_content()
        .startswith("script>")
    )
    assert opened.page.locator("main img, main b, main script").count() == 0
    assert opened.said == []


def test_without_scripts_the_tables_are_there_and_the_drawing_says_why_not(show) -> None:
    shown = show(HOSTILE, drawn=False, java_script_enabled=False).page

    assert shown.get_by_role("table").count() >= 5
    assert not shown.locator("canvas").is_visible()
    assert shown.get_by_text("The drawing needs JavaScript").is_visible()


def test_five_thousand_notes_can_be_used_while_they_are_arranged(show) -> None:
    opened = show(MANY, drawn=False)
    shown = opened.page
    box = shown.get_by_role("combobox", name="Find a note")
    box.fill("note 4321")
    shown.get_by_role("listbox", name="Notes found").get_by_role("option").first.wait_for(
        timeout=5_000
    )
    shown.wait_for_selector("#drawing[data-ready]", timeout=90_000)
    canvas = shown.locator("canvas")
    canvas.focus()
    drawn = shown.evaluate(
        """async () => {
            const frames = [];
            for (let i = 0; i < 10; i++) {
                const began = performance.now();
                document.querySelector(i % 2 ? "[data-do=in]" : "[data-do=out]").click();
                await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
                frames.push(performance.now() - began);
            }
            return Math.max(...frames);
        }"""
    )

    assert opened.said == []
    assert drawn < 1_000


def test_where_no_worker_can_be_had_the_page_arranges_the_notes_itself(show) -> None:
    opened = show(HOSTILE, before="Worker = function () { throw new Error('refused'); };")

    assert opened.said == []
    assert [url for url in opened.asked if url.startswith("blob:")] == []


def test_with_less_motion_only_the_finished_drawing_is_shown(show) -> None:
    opened = show(HOSTILE, reduced_motion="reduce")

    assert opened.said == []
    assert opened.page.locator("canvas").is_visible()
