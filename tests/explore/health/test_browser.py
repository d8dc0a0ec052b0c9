"""The page in a real browser; skipped where there is none (``pip install '.[browser]'``)."""

import os
import re
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
GARDEN = {
    "Home.md": "# Home\n\n[[beds/Gone]] [[beds/Went]]\n[[Wish]] [[Void]] [[Good]]\n",
    "Good.md": "To [[Home]].\n",
    "Void.md": "",
    "Back.md": "To [[Home]].\n",
    **{f"beds/north/Row {number}.md": "[[Wish]] [[Sage]]" for number in range(25)},
    **{f"beds/south/Row {number}.md": "[[Wish]]" for number in range(100, 135)},
    **{f"beds/south/far/Row {number}.md": "[[Wish]]" for number in range(200, 205)},
    "shed/tools/Spade.md": "[[Wish]]",
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


@pytest.mark.parametrize("width", [360, 390, 800, 1280])
def test_nothing_is_cut_off_and_nothing_scrolls_inside(show, width) -> None:
    opened = show(GARDEN | HOSTILE, viewport={"width": width, "height": 700})
    cut = opened.page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((item) => item.checkVisibility()
            && !item.closest(".word, .search, .stage, thead")
            && (item.scrollWidth > item.clientWidth + 1
                || item.scrollHeight > item.clientHeight + 1)
            && getComputedStyle(item).overflow !== "visible").map((item) => item.outerHTML)"""
    )

    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    assert cut == []


def test_on_a_narrow_screen_each_row_is_a_card_with_its_labels(show) -> None:
    shown = show(GARDEN, viewport={"width": 390, "height": 800}).page
    cell = shown.locator("#folders tbody td").nth(2)
    rows = shown.locator("#folders tbody tr")
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")

    assert label == '"Errors"'
    assert rows.first.evaluate("row => getComputedStyle(row).display") == "flex"
    assert all(row.bounding_box()["width"] <= 390 for row in rows.all())
    assert shown.get_by_role("table").first.get_by_role("row").count() > 1


def status(shown: Any) -> str:
    """Return what the page says of its list of findings."""
    return shown.locator("#explorer").get_by_role("status").text_content()


def test_every_number_leads_to_what_it_counts(show) -> None:
    opened = show(GARDEN)
    shown = opened.page
    for fold in shown.locator(".fold[aria-expanded=false]").all():
        fold.click()
    wrong, clicked = [], 0
    for number in shown.locator("#glance a, #rules td a, #folders td a").all():
        text = number.text_content().replace(",", "")
        counts = number.evaluate(
            "a => a.closest('td')?.dataset.label || a.closest('div').innerText"
        )
        number.evaluate("a => a.click()")
        playwright.expect(shown.locator("#findings h2")).to_be_focused()
        found, files = re.match(r"([\d,]+) findings? in ([\d,]+)", status(shown)).groups()
        for button in shown.get_by_role("button", name=re.compile("Show all \\d")).all():
            button.click()
        groups = str(shown.locator(".group").count())
        is_of = files if counts == "Notes" else groups if "Missing" in counts else found
        if is_of != text:
            wrong.append((counts, text, status(shown)))
        shown.evaluate("document.activeElement.blur()")
        clicked += 1

    assert wrong == []
    assert clicked > 15
    assert opened.said == []


def test_the_list_is_complete_and_can_be_filtered_grouped_and_sorted_by_keyboard(show) -> None:
    shown = show(GARDEN).page
    rows, groups = shown.locator(".group > ul > li"), shown.locator(".group h3")
    before = (rows.count(), status(shown))
    shown.get_by_role("button", name="Show all 162").focus()
    shown.keyboard.press("Enter")

    assert before == (100, "162 findings in 69 notes")
    assert rows.count() == 162

    search = shown.get_by_role("search", name="Findings")
    search.get_by_label("Severity").focus()
    shown.keyboard.type("error")
    shown.keyboard.press("Enter")
    search.get_by_label("Group by").select_option("message")
    assert status(shown) == "2 findings in 1 note, of 162"
    assert groups.all_text_contents() == ['no note "beds/Gone"', 'no note "beds/Went"']

    search.get_by_role("button", name="Clear filters").click()
    search.get_by_label("Sort by").select_option("most")
    assert groups.first.text_content() == '"Wish" is not written yet'

    search.get_by_label("Note, folder or text").fill("no such thing")
    playwright.expect(shown.locator(".group")).to_have_count(0)
    assert status(shown) == "No finding fits these filters."


def test_a_filter_is_in_the_address_and_going_back_undoes_it(show) -> None:
    opened = show(GARDEN)
    shown = opened.page
    shown.locator("#rules a").first.click()
    playwright.expect(shown.locator("#findings h2")).to_be_focused()
    first = (shown.url.partition("#")[2], status(shown))
    shown.locator("#glance .warning a").click()
    said = shown.locator("#explorer").get_by_role("status")
    playwright.expect(said).to_have_text("1 finding in 1 note, of 162")
    shown.go_back()

    assert first == ("show:rule=broken-link", "2 findings in 1 note, of 162")
    playwright.expect(said).to_have_text(first[1])
    assert shown.url.partition("#")[2] == first[0]

    shown.evaluate("location.hash = '#show:group=nonsense&sort=worse&rule=%3Cb%3E&x=1'")
    playwright.expect(shown.locator(".group")).to_have_count(0)
    assert status(shown) == "No finding fits these filters."
    assert opened.said == []


def test_folders_are_a_tree_open_to_the_level_that_divides(show) -> None:
    shown = show(GARDEN).page
    rows = shown.locator("#folders tbody th")

    assert [text.strip() for text in rows.all_text_contents()] == [
        "(top)",
        "Folders in beds/beds/",
        "Folders in south/south/",
        "north/",
        "shed/tools/",
    ]

    south = shown.get_by_role("button", name="Folders in south/")
    south.focus()
    shown.keyboard.press("Enter")
    assert south.get_attribute("aria-expanded") == "true"
    assert "far/" in [text.strip() for text in rows.all_text_contents()]
    shown.keyboard.press("Enter")
    assert rows.count() == 5


def test_a_card_names_the_findings_of_its_note_and_counts_them_by_severity(show) -> None:
    shown = show(GARDEN).page
    box = shown.get_by_role("combobox", name="Find a note")
    box.fill("home")
    box.press("Enter")
    card = shown.get_by_role("group", name="Note")

    assert "2 errors, 1 info;" in card.text_content()
    assert 'line 3: no note "beds/Gone"' in card.text_content()
    assert 'line 4: "Wish" is not written yet' in card.text_content()
    card.get_by_role("link", name="2 errors, 1 info").click()
    playwright.expect(shown.locator("#findings h2")).to_be_focused()
    assert status(shown) == "3 findings in 1 note, of 162"


def test_the_graph_is_limited_to_what_is_wrong_and_coloured_by_folder(show) -> None:
    opened = show(GARDEN)
    shown = opened.page
    select, said = shown.locator("[data-choose=shown]"), shown.locator(".tools .shown")
    counts = {}
    for choice in ("error", "warning", "any", "all"):
        select.select_option(choice)
        counts[choice] = said.text_content()
    select.select_option("list")
    shown.locator("#glance .error a").click()
    playwright.expect(said).to_have_text("1 of 70 notes shown")
    shown.locator("[data-choose=colour]").select_option("folder")
    legend = shown.locator(".legend li").all_text_contents()

    assert counts == {
        "error": "1 of 70 notes shown",
        "warning": "2 of 70 notes shown",
        "any": "69 of 70 notes shown",
        "all": "",
    }
    assert legend == ["beds/south/ 40", "beds/north/ 25", "(top) 4", "shed/tools/ 1"]
    assert opened.said == []


def test_on_paper_there_are_the_findings_and_no_controls(show) -> None:
    shown = show(GARDEN).page
    shown.emulate_media(media="print")

    assert shown.locator(".group").first.is_visible()
    assert not shown.get_by_role("search", name="Findings").is_visible()
    assert not shown.locator("#drawing").is_visible()
    assert shown.get_by_text("vaultkit check --select broken-link").is_visible()


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
