"""What is counted of a vault, and that it is what a check finds."""

from vaultkit.explore.health.health import NoteName, RuleChange, Tally
from vaultkit.rules.base.problem import Severity

VAULT = {
    "Home.md": "# Home\n\n[[Soil]] [[Hemp]] [[Sage]] [[sage]] [[beds/Gone]] [[Soil#Sand]]\n",
    "Soil.md": "# Soil\n\n[[Hemp]] [[Mulch]] ![[gone.png]]\n",
    "beds/Hemp.md": "# Hemp\n",
    "beds/Lone.md": "",
    "Plan.canvas": '{"nodes":[{"id":"1","type":"text","text":"[[Mulch]] [[Mulch]] [[Soil]]"}]}',
}


def test_the_totals_are_those_of_a_check(health) -> None:
    totals = health(VAULT).totals

    assert (totals.notes, totals.links) == (4, 12)
    assert totals.tally == Tally(3, 2, 6)
    assert (totals.missing, totals.stubs, totals.orphans) == (2, 2, 1)
    assert totals.sound == 0
    assert health(VAULT | {"Wish.md": "[[Sage]]"}).totals.sound == 1


def test_missing_notes_by_the_links_that_ask_for_them(health) -> None:
    found = health(VAULT).missing

    assert [(item.name, item.links) for item in found] == [("Mulch", 3), ("Sage", 2)]
    assert found[0].asking == (
        NoteName("Plan.canvas", "Plan.canvas"),
        NoteName("Soil.md", "Soil"),
    )
    assert found[1].asking == (NoteName("Home.md", "Home"),)


def test_stubs_with_most_backlinks_first(health) -> None:
    found = health(VAULT).stubs

    assert [(item.note.path, item.backlinks) for item in found] == [
        ("beds/Hemp.md", 2),
        ("beds/Lone.md", 0),
    ]


def test_the_worst_notes_first_and_those_for_information_only_not_at_all(health) -> None:
    found = health(VAULT | {"Wish.md": "# Wish\n\n[[Sage]]\n"}).worst

    assert [(item.note.path, item.tally) for item in found] == [
        ("Home.md", Tally(2, 0, 2)),
        ("Soil.md", Tally(1, 0, 1)),
        ("beds/Lone.md", Tally(0, 1, 1)),
        ("beds/Hemp.md", Tally(0, 1, 0)),
    ]
    assert found[0].findings[0].severity is Severity.ERROR
    assert found[1].backlinks == 1


def test_rules_and_folders_add_up(health) -> None:
    record = health(VAULT)

    assert sum(item.findings for item in record.rules) == record.totals.tally.total
    assert sum(item.notes for item in record.folders) == record.totals.notes
    assert sum(item.tally.total for item in record.folders) == record.totals.tally.total
    assert {item.folder: item.notes for item in record.folders} == {"": 2, "beds": 2}
    assert [item.severity.rank for item in record.rules] == sorted(
        (item.severity.rank for item in record.rules), reverse=True
    )


def test_a_vault_that_lies_in_one_folder_parts_below_it(health) -> None:
    files = {f"content/notes/{path}": text for path, text in VAULT.items()}
    folders = {item.folder: item.notes for item in health(files).folders}

    assert folders == {"content/notes": 2, "content/notes/beds": 2}


def test_the_drawing_has_each_pair_once_and_no_note_with_itself(health) -> None:
    files = {"A.md": "[[B]] [[B]] [[A]] [[C]]", "B.md": "[[A]]", "C.md": "x", "D.md": "x"}
    drawing = health(files).drawing

    assert [item.note.name for item in drawing.notes] == ["A", "B", "C", "D"]
    assert drawing.links == ((0, 1), (0, 2))
    assert [item.backlinks for item in drawing.notes] == [1, 1, 1, 0]


def test_a_link_that_fits_several_notes_is_drawn_once(health) -> None:
    drawing = health({"x/A.md": "a", "y/A.md": "b", "Home.md": "[[A]]"}).drawing

    assert [drawing.notes[end].note.path for end in drawing.links[0]] == ["Home.md", "x/A.md"]
    assert len(drawing.links) == 1


def test_what_a_rule_that_is_off_would_find_is_not_known(health) -> None:
    record = health(VAULT, ignore=["stub-note", "unwritten-note"])

    assert (record.stubs, record.missing) == ((), ())
    assert {"stub-note", "unwritten-note"}.isdisjoint(record.on)
    assert "orphan-note" in record.on


def test_a_report_in_the_vault_is_not_counted(health) -> None:
    report = "<!-- vaultkit report -->\n\n[[beds/Lone]] [[Nothing]]\n"

    assert health(VAULT | {"Health.md": report}) == health(VAULT)


def test_a_note_is_a_file_whatever_the_case_of_its_ending() -> None:
    files = [("a/B.md", "B"), ("B.MD", "B"), ("X.canvas", "X.canvas"), ("all.md", "Beta")]

    assert [NoteName(*item).is_file for item in files] == [True, True, True, False]
    assert NoteName("all.md", "Beta").place == "all.md: Beta"


def test_an_empty_vault(health) -> None:
    record = health({})

    assert record.totals.tally == Tally()
    assert (record.rules, record.folders, record.drawing.notes) == ((), (), ())


def test_what_got_better_and_worse(health) -> None:
    before = {"Home.md": "[[Soil]]\n[[x/y/Gone]]\n", "Soil.md": "x\n\n[[Home]]\n", "E.md": ""}
    now = {
        "Home.md": "[[Earth]]\n[[Wish]]\n",
        "Earth.md": "x\n\n[[Home]]\n",
        "E.md": "[[x/y/No]]\n",
    }
    changes = health(now, before).changes

    assert changes.since == "HEAD~1"
    assert [(item.path, item.rule) for item in changes.new] == [
        ("E.md", "broken-link"),
        ("Home.md", "unwritten-note"),
    ]
    assert [(item.path, item.rule) for item in changes.gone] == [
        ("E.md", "stub-note"),
        ("Home.md", "broken-link"),
    ]
    assert changes.rules == (
        RuleChange("VK101", "broken-link", 1, 1, 1, 1),
        RuleChange("VK102", "unwritten-note", 0, 1, 1, 0),
        RuleChange("VK301", "stub-note", 1, 0, 0, 1),
    )
    assert changes.before.stubs == 1
    assert changes.left == frozenset()


def test_a_note_that_has_left_is_said_to_have(health) -> None:
    changes = health({"A.md": "x"}, {"A.md": "x", "B.md": "[[x/y]] and more words"}).changes

    assert {item.path for item in changes.gone} == {"B.md"}
    assert changes.left == {"B.md"}
