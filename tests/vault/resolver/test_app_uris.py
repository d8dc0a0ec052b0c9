"""Addresses that open a file in the app: judged where they name this vault, silent elsewhere."""

import pytest

from vaultkit import Vault
from vaultkit.vault.files.tree import MemoryTree
from vaultkit.vault.resolver.outcome import Outcome, State

FILES = {
    ".obsidian/app.json": "{}",
    "beds/West bed.md": "# Soil & sand\n\nPeas. ^a1\n",
    "beds/Plan.md": "",
    "A+B.md": "",
    "img/x.png": "",
}
OPEN = "obsidian://open?vault=My%20garden&file="


def followed(text: str, **more: str) -> list[Outcome]:
    tree = MemoryTree(FILES | more | {"sub/S.md": text}, folder_name="My garden")
    vault = Vault(tree)
    return [outcome for _, outcome in vault.outcomes(vault.documents["sub/S.md"].notes[0])]


@pytest.mark.parametrize(
    ("address", "file"),
    [
        (f"{OPEN}beds%2FWest%20bed", "beds/West bed.md"),
        (f"{OPEN}beds/West%20bed.md", "beds/West bed.md"),
        (f"{OPEN}West%20bed%23Soil%20%26%20sand", "beds/West bed.md"),
        (f"{OPEN}West%20bed%23%5Ea1", "beds/West bed.md"),
        (f"{OPEN}Plan#anything", "beds/Plan.md"),
        (f"{OPEN}A+B", "A+B.md"),
        (f"{OPEN}West+bed", "beds/West bed.md"),
        (f"{OPEN}img%2Fx.png", "img/x.png"),
        ("obsidian://open?file=Plan&vault=My%20garden&newpane=true", "beds/Plan.md"),
        ("obsidian://open/?vault=My%20garden&file=Plan", "beds/Plan.md"),
        ("obsidian://vault/My%20garden/beds/West%20bed", "beds/West bed.md"),
    ],
)
def test_it_opens_a_file(address: str, file: str) -> None:
    for text in (f"[x]({address})", f"<{address}>", f"%% [x]({address}) %%", f"> - [x]({address})"):
        [outcome] = followed(text)
        assert (outcome.state, outcome.files) == (State.RESOLVED, (file,))


@pytest.mark.parametrize(
    ("address", "state"),
    [
        (f"{OPEN}Nope", State.NO_FILE),
        (f"{OPEN}beds%2FNope", State.NO_FILE),
        (f"{OPEN}West%20bed%23Clay", State.NO_HEADING),
        (f"{OPEN}West%20bed%23%5Eb2", State.NO_BLOCK),
        ("obsidian://vault/My%20garden/Nope", State.NO_FILE),
    ],
)
def test_it_opens_nothing(address: str, state: State) -> None:
    assert [outcome.state for outcome in followed(f"[x]({address}) <{address}>")] == [state] * 2


@pytest.mark.parametrize(
    "address",
    [
        "obsidian://open?vault=Another&file=Nope",
        "obsidian://open?vault=my%20garden&file=Nope",
        "obsidian://open?vault=ef6ca3e3b524d22f&file=Nope",
        "obsidian://open?file=Nope",
        "obsidian://open?vault=My%20garden",
        "obsidian://open?vault=My%20garden&file=",
        f"{OPEN}%23Nope",
        f"{OPEN}Nope%",
        f"{OPEN}Nope%FF",
        f"{OPEN}%7B%7Btitle%7D%7D",
        f"{OPEN}Nope&path=%2Fhome%2Fx",
        "obsidian://open?path=%2Fhome%2FMy%20garden%2FNope",
        "obsidian:///home/x/My%20garden/Nope",
        "obsidian://new?vault=My%20garden&file=Nope",
        "obsidian://search?vault=My%20garden&query=Nope",
        "obsidian://advanced-uri?vault=My%20garden&filepath=Nope",
        "obsidian://vault/Another/Nope",
        "https://x.org/obsidian://open?vault=My%20garden&file=Nope",
    ],
)
def test_what_is_not_for_this_vault_is_not_judged(address: str) -> None:
    text = f"[x]({address}) <{address}> ![x]({address})\n\n[y][r]\n\n[r]: {address}\n"
    assert all(outcome.state is State.EXTERNAL for outcome in followed(text))


def test_a_vault_without_a_name_has_no_addresses() -> None:
    vault = Vault.from_texts(FILES | {"S.md": "[x](obsidian://open?vault=&file=Nope)"})

    assert list(vault.outcomes(vault.documents["S.md"].notes[0])) == []


def test_it_counts_as_a_link_from_a_note_and_from_a_card() -> None:
    canvas = '{"nodes":[{"type":"link","url":"%sA+B"},{"type":"text","text":"<%simg/x.png>"}]}'
    files = FILES | {"S.md": f"[x]({OPEN}Plan)", "M.canvas": canvas % (OPEN, OPEN)}
    vault = Vault(MemoryTree(files, folder_name="My garden"))

    assert not vault.incoming.is_orphan("beds/Plan.md")
    assert not vault.incoming.is_orphan("A+B.md")
    assert vault.incoming.is_orphan("beds/West bed.md")
    assert vault.graph.attachments == {"img/x.png"}
