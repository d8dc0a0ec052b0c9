"""Which names may be there although nothing of them is seen."""

import pytest

from vaultkit import Vault, check
from vaultkit.config.settings import Settings
from vaultkit.vault.files.tree import MemoryTree
from vaultkit.vault.files.unseen import Unseen, Why
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan
from vaultkit.vault.resolver.hidden import ALL_SEEN, Hidden
from vaultkit.vault.resolver.outcome import State

FOLDER = Unseen("archive", Why.BLOCKED, "permission denied")
NOTE = Unseen("old/Gone.md", Why.DANGLING)


def vault_of(files, *unseen, plan=None) -> Vault:
    tree = MemoryTree({".obsidian/app.json": "{}", **files})
    tree.unseen = unseen
    return Vault(tree, plan)


def states(vault, path: str = "Home.md") -> list[State]:
    return [outcome.state for _, outcome in vault.outcomes(vault.documents[path].notes[0])]


@pytest.mark.parametrize(
    "unseen", [FOLDER, NOTE, Unseen("", Why.BLOCKED), Unseen("a b", Why.OUTSIDE)]
)
@pytest.mark.parametrize(
    "path",
    [
        "archive",
        "Archive.md",
        "archive/x.md",
        "archive/a/b/x.png",
        "archives/x.md",
        "old/gone.md",
        "old/Gone.md/x",
        "Gone.md",
        "a b.md",
        "a b/c",
        "",
    ],
)
def test_the_index_says_what_each_says(unseen, path) -> None:
    assert (Hidden([unseen]).at(path) is not None) is unseen.hides(path)


@pytest.mark.parametrize(
    "link",
    [
        "[[archive/Plan]]",
        "[[archive/deep/Plan#Part]]",
        "[[Plan]]",
        "![[pic.png]]",
        "![[archive/pic.png|200]]",
        "[a](archive/Plan.md)",
        "[a](Plan.md)",
        "[a](./archive/Plan.md)",
        "[a](/archive/Plan.md)",
        "[[deep/Plan]]",
        "[[ARCHIVE/plan]]",
        "[[../../archive/Plan]]",
        "[a](../Other/Plan.md)",
    ],
)
def test_a_link_that_may_lead_into_a_folder(link) -> None:
    assert states(vault_of({"Home.md": link}, FOLDER)) == [State.UNSEEN]


@pytest.mark.parametrize(
    "link",
    [
        "[[/Plan]]",
        "[a](/deep/Plan.md)",
        "[[https://example.org/Plan]]",
        "[[www.example.org/Plan]]",
        "[[C:/notes/Plan]]",
        "[[~/notes/Plan]]",
    ],
)
def test_a_link_that_cannot_lead_there(link) -> None:
    assert states(vault_of({"Home.md": link}, FOLDER)) == [State.NO_FILE]


@pytest.mark.parametrize(
    ("link", "state"),
    [
        ("[[Gone]]", State.UNSEEN),
        ("[[old/Gone]]", State.UNSEEN),
        ("[[gone.md#Part]]", State.UNSEEN),
        ("[a](old/Gone.md)", State.UNSEEN),
        ("[[new/Gone]]", State.NO_FILE),
        ("[[/Gone]]", State.NO_FILE),
        ("[[Plan]]", State.NO_FILE),
        ("[[Begone]]", State.NO_FILE),
        ("[[old/Plan]]", State.NO_FILE),
        ("[[old/Gone/Part]]", State.NO_FILE),
    ],
)
def test_a_dead_link_to_a_file_hides_that_name_alone(link, state) -> None:
    assert states(vault_of({"Home.md": link}, NOTE)) == [state]


@pytest.mark.parametrize(
    ("seen", "link", "state"),
    [
        ("z/Plan.md", "[[Plan#Part]]", State.NO_HEADING),
        ("long/way/Plan.md", "[[Plan#Part]]", State.UNSEEN),
        ("long/way/Plan.md", "[[long/way/Plan#Part]]", State.NO_HEADING),
        ("long/way/Plan.md", "[[way/Plan#^block]]", State.NO_BLOCK),
        ("long/way/Plan.md", "[[Plan#Head]]", State.RESOLVED),
        ("Plan.md", "[[Plan#Part]]", State.NO_HEADING),
        ("z/archive/Plan.md", "[[archive/Plan#Part]]", State.UNSEEN),
    ],
)
def test_a_heading_of_what_may_be_another_file(seen, link, state) -> None:
    assert states(vault_of({"Home.md": link, seen: "# Head\n"}, FOLDER)) == [state]


def test_what_lies_below_the_notes_own_folder_is_preferred() -> None:
    inside = Unseen("a/b/archive", Why.SUBMODULE)
    files = {"a/b/Home.md": "[[Plan#Part]]", "z/Plan.md": "# Head\n"}

    assert states(vault_of(files, inside), "a/b/Home.md") == [State.UNSEEN]
    assert states(vault_of(files, FOLDER), "a/b/Home.md") == [State.NO_HEADING]


def test_a_tie_that_a_hidden_file_may_win() -> None:
    files = {"Home.md": "[[Plan]]", "long/one/Plan.md": "", "long/two/Plan.md": ""}
    report = check(vault_of(files, FOLDER))

    assert "VK108" not in [item.code for item in report.findings]
    assert "VK108" in [item.code for item in check(vault_of(files)).findings]


@pytest.mark.parametrize("dialect", [Dialect.EITHER, Dialect.GITHUB, Dialect.BOTH])
def test_every_dialect(dialect) -> None:
    vault = vault_of({"Home.md": "[a](archive/Plan.md)"}, FOLDER, plan=DialectPlan(dialect))

    assert states(vault) == [State.UNSEEN]


def test_a_forge_takes_paths_to_the_letter() -> None:
    vault = vault_of({"Home.md": "[a](Plan.md)"}, FOLDER, plan=DialectPlan(Dialect.GITHUB))
    both = vault_of({"Home.md": "[a](Plan.md)"}, FOLDER, plan=DialectPlan(Dialect.BOTH))

    assert states(vault) == states(both) == [State.NO_FILE]


def test_a_vault_in_one_file() -> None:
    flat = "# One {#one}\n\n[[archive/pic.png]] ![](archive/pic.png)\n\n# Two {#two}\n"
    report = check(vault_of({"Flat.md": flat}, FOLDER, plan=DialectPlan(Dialect.FLAT)))

    assert {"broken-link", "broken-embed"}.isdisjoint(item.rule for item in report.findings)


def test_what_the_configuration_excludes_hides_its_own_paths() -> None:
    plan = Settings(exclude=("archive/",)).plan()
    vault = vault_of({"Home.md": "[[archive/Plan]] [[Plan]]"}, FOLDER, plan=plan)

    assert states(vault) == [State.UNSEEN, State.NO_FILE]
    assert (vault.hidden.named, vault.errors) == ((), [])
    assert check(vault).remarks == ()


def test_a_second_link_into_one_folder_hides_its_own_paths() -> None:
    vault = vault_of({"Home.md": "[[two/Plan]] [[Plan]]"}, Unseen("two", Why.OVERLAP))

    assert states(vault) == [State.UNSEEN, State.NO_FILE]
    assert check(vault).remarks == ()


def test_nothing_hidden_costs_nothing() -> None:
    assert vault_of({"Home.md": "[[Plan]]"}).hidden is ALL_SEEN
    assert not ALL_SEEN


def test_very_many_dead_links_are_looked_up_at_once() -> None:
    unseen = [Unseen(f"img/{number}.png", Why.DANGLING) for number in range(20_000)]
    links = " ".join(f"![[{number}.png]]" for number in range(20_000))
    vault = vault_of({"Home.md": links}, *unseen)
    (said,) = check(vault).remarks

    assert said == (
        "20,000 links lead to img/0.png, img/1.png, img/10.png and 19,997 more, each of which is a "
        "broken symbolic link"
    )
