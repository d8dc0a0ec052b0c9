"""Addresses that open a note in the app follow it."""

import json

import pytest

from vaultkit import Vault
from vaultkit.rename import operations as moves
from vaultkit.vault.files.tree import MemoryTree

OPEN = "obsidian://open?vault=My%20garden&file="
FILES = {
    ".obsidian/app.json": "{}",
    "beds/West bed.md": "# Soil\n\n## Clay\n\nPeas. ^a1\n",
    "img/x.png": "",
}


def after(text: str, command, *arguments: str, path: str = "S.md") -> str:
    vault = Vault(MemoryTree(FILES | {path: text}, folder_name="My garden"))
    done = command(vault, *arguments)
    assert not done.conflicts
    assert not done.faults
    changes = {change.path: change.after for change in done.changes}
    return changes.get(path, text.encode()).decode()


@pytest.mark.parametrize(
    ("written", "then"),
    [
        (f"{OPEN}beds%2FWest%20bed", f"{OPEN}beds%2FEast%20%28new%29"),
        (f"{OPEN}beds/West%20bed.md", f"{OPEN}beds/East%20%28new%29.md"),
        (f"{OPEN}West%20bed%23Soil&x=y", f"{OPEN}East%20%28new%29%23Soil&x=y"),
        (f"{OPEN}West%20bed%23%5Ea1#f", f"{OPEN}East%20%28new%29%23%5Ea1#f"),
        (
            "obsidian://vault/My%20garden/beds/West%20bed",
            "obsidian://vault/My%20garden/beds/East%20%28new%29",
        ),
        (f"{OPEN}West+bed", f"{OPEN}East%20%28new%29"),
    ],
)
def test_a_renamed_note_is_named_anew(written: str, then: str) -> None:
    text = "é [My **text**]({0} 'T') <{0}> [x](<{0}>)\n\n| [a]({0}) |\n|---|\n%% [c]({0}) %%\n"

    found = after(text.format(written), moves.rename, "beds/West bed.md", "East (new)")
    assert found == text.format(then)


def test_an_entity_stays_where_it_is_read_as_one() -> None:
    text = "[x](obsidian://open?file=West%20bed&amp;vault=My%20garden)"

    found = after(text, moves.rename, "beds/West bed.md", "East")
    assert found == text.replace("West%20bed", "East")


def test_it_is_named_by_its_path_where_the_name_is_not_enough() -> None:
    text = f"[x]({OPEN}West%20bed)"
    files = FILES | {"a/East.md": "", "S.md": text}
    vault = Vault(MemoryTree(files, folder_name="My garden"))
    done = moves.rename(vault, "beds/West bed.md", "East")

    assert [place.said for place in done.rewrites] == [f"[x]({OPEN}beds%2FEast)"]


def test_a_moved_note_a_folder_and_a_heading() -> None:
    text = f"[x]({OPEN}beds%2FWest%20bed%23Clay)"

    for command, arguments, file in (
        (moves.move, (["beds/West bed.md"], "old/"), "old%2FWest%20bed%23Clay"),
        (moves.rename, ("beds/", "plots"), "plots%2FWest%20bed%23Clay"),
        (
            moves.rename_heading,
            ("beds/West bed.md", "#Clay", "Loam?"),
            "beds%2FWest%20bed%23Loam%3F",
        ),
    ):
        assert after(text, command, *arguments) == f"[x]({OPEN}{file})"


def test_the_note_that_holds_it_may_move() -> None:
    text = f"[x]({OPEN}beds%2FWest%20bed) [y]({OPEN}Nope)"
    vault = Vault(MemoryTree(FILES | {"S.md": text}, folder_name="My garden"))

    assert moves.move(vault, ["S.md"], "deep/er/").rewrites == []


def test_another_vault_is_left_alone() -> None:
    text = "[x](obsidian://open?vault=Other&file=West%20bed)"

    assert after(text, moves.rename, "beds/West bed.md", "East") == text


def test_cards() -> None:
    nodes = [
        {"type": "link", "url": f"{OPEN}West%20bed"},
        {"type": "text", "text": f"[x]({OPEN}West%20bed) é\n<{OPEN}West%20bed>"},
        {"type": "link", "url": "https://x.org/West%20bed"},
    ]
    text = json.dumps({"nodes": nodes}).replace("/", "\\/")

    found = after(text, moves.rename, "beds/West bed.md", "East", path="M.canvas")
    then = json.dumps({"nodes": nodes}).replace("file=West%20bed", "file=East")
    assert json.loads(found) == json.loads(then)


@pytest.mark.parametrize(
    "text",
    [
        '---\nx: y\nsee: "{0}"\n---\n',
        '---\nx: y\nsee: "[x]({0})"\n---\n',
        "---\nx: y\nsee: <{0}>, see {0}\n---\n",
        '\n\n<a href="{0}">x</a>\n',
        "\n\n[r]: {0}\n\n[x][r]\n",
        "\n\n[r]: <{0}>\n",
    ],
)
@pytest.mark.parametrize("file", ["beds%2FWest%20bed%23Soil", "West%20bed.md%23Soil"])
def test_an_address_that_is_no_link_is_listed(text: str, file: str) -> None:
    files = FILES | {"S.md": text.format(f"{OPEN}{file}")}
    vault = Vault(MemoryTree(files, folder_name="My garden"))
    done = [
        moves.rename(vault, "beds/West bed.md", "East"),
        moves.rename_heading(vault, "beds/West bed.md", "#Soil", "Earth"),
    ]

    assert [[(place.path, place.line) for place in one.told] for one in done] == [[("S.md", 3)]] * 2
    assert not any(change.path == "S.md" for one in done for change in one.changes)


@pytest.mark.parametrize(
    "address",
    [
        f"{OPEN}East%20bed",
        "obsidian://open?vault=Other&file=West%20bed",
        "obsidian://open?file=West%20bed",
        "obsidian://search?vault=My%20garden&query=West%20bed",
    ],
)
def test_an_address_of_something_else_is_not(address: str) -> None:
    text = (
        f'---\nsee: "{address}"\n---\n<a href="{address}">West bed</a>\n\n[r]: {address}\n\n[r]\n'
    )
    vault = Vault(MemoryTree(FILES | {"S.md": text}, folder_name="My garden"))

    assert moves.rename(vault, "beds/West bed.md", "East").told == []


def test_an_address_with_signs_that_need_no_escape_is_listed() -> None:
    text = f"\n\n[r]: {OPEN}It's%20(new)!\n"
    files = FILES | {"It's (new)!.md": "", "S.md": text}
    vault = Vault(MemoryTree(files, folder_name="My garden"))

    assert [place.line for place in moves.rename(vault, "It's (new)!.md", "Old").told] == [3]
