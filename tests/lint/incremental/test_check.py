"""Only what may have changed is judged again, and the report is the one of a check of all."""

import os
import tempfile
import zlib
from collections.abc import Collection, Sequence

import pytest

from vaultkit.lint.incremental import results_cache as ledgers
from vaultkit.vault.history.past import Moved
from vaultkit.vault.suggestions.other_notes import AnchorHomes

VAULT = {
    "Bed.md": "# Bed\n\n[[Soil#Clay]] and [[Soil]]\n",
    "Path.md": "# Path\n\n[[Soil#Clay]]\n",
    "Shed.md": "# Shed\n\nNothing here leads anywhere. [[/gone/Note]]\n",
    "Soil.md": "---\naliases: [Earth]\n---\n# Soil\n\n## Clay\n\n[[Bed]]\n",
    "Gate.md": "# Gate\n\n## Hinge\n\n## Hinge\n\n[[Path]]\n",
}
ALL = set(VAULT)


@pytest.fixture(autouse=True)
def _vault(write) -> None:
    write(VAULT)


@pytest.fixture
def searches(monkeypatch) -> list[object]:
    """Return a list that grows whenever the headings of all notes are gathered."""
    found: list[object] = []
    gather = AnchorHomes._by_key.func

    def counted(self: AnchorHomes) -> object:
        found.append(self)
        return gather(self)

    monkeypatch.setattr(AnchorHomes._by_key, "func", counted)
    return found


def rules(report) -> set[tuple[str, str]]:
    return {(finding.path, finding.rule) for finding in report.findings}


class TestWork:
    def test_the_first_check_judges_everything(self, check) -> None:
        assert check()[1] == ALL

    def test_nothing_changed(self, check) -> None:
        first, _ = check()

        assert check() == (first, set())

    def test_a_touched_note_is_not_judged(self, check, root) -> None:
        check()
        os.utime(root / "Soil.md", ns=(5, 5))

        assert check()[1] == set()
        assert check()[1] == set()

    def test_words_concern_the_note_alone(self, check, write) -> None:
        check()
        write({"Soil.md": f"{VAULT['Soil.md']}\nMore words.\n"})

        assert check()[1] == {"Soil.md"}

    def test_a_heading_concerns_those_who_link_to_its_note(self, check, write) -> None:
        check()
        write({"Soil.md": VAULT["Soil.md"].replace("Clay", "Sand")})
        report, work = check()

        assert work == {"Soil.md", "Bed.md", "Path.md"}
        assert {("Bed.md", "broken-anchor"), ("Path.md", "broken-anchor")} <= rules(report)

    def test_a_heading_concerns_those_who_seek_it_elsewhere(self, check, write) -> None:
        write({"Shed.md": "# Shed\n\n[[Path#Watering can]]\n"})
        check()
        write({"Gate.md": f"{VAULT['Gate.md']}\n## Watering can\n"})
        report, work = check()

        assert work == {"Gate.md", "Shed.md"}
        assert [item.help for item in report.findings if item.rule == "broken-anchor"] == [
            'the heading "Watering can" is in "Gate": if that is meant, write [[Gate#Watering can]]'
        ]

    def test_no_note_is_read_for_a_heading_that_was_sought_before(
        self, check, write, searches
    ) -> None:
        sought = "# Shed\n\n[[Path#Hinge pin]]\n"
        write({"Shed.md": sought, "Gate.md": "# Gate\n\n## Hinge pin\n"})
        check()
        edits = [f"{sought}\nWords.\n", f"{sought}\n[[Path#Latch bolt]]\n"]
        edits.append(f"{edits[1]}\nWords.\n")
        counts = []
        for edit in edits:
            write({"Shed.md": edit})
            searches.clear()
            check()
            counts.append(len(searches) - 1)  # one is that of the check of all, to compare with

        assert counts == [0, 1, 0]

    def test_a_link_concerns_what_it_leads_to(self, check, write) -> None:
        assert ("Gate.md", "orphan-note") in rules(check()[0])
        write({"Bed.md": f"{VAULT['Bed.md']}\n[[Gate]]\n"})
        report, work = check()

        assert work == {"Bed.md", "Gate.md"}
        assert ("Gate.md", "orphan-note") not in rules(report)

    def test_a_link_to_a_heading_that_stands_twice(self, check, write) -> None:
        deeper = VAULT["Gate.md"].replace("\n## Hinge\n\n[", "\n# Other\n\n## Hinge\n\n[")
        write({"Gate.md": deeper})
        assert ("Gate.md", "duplicate-heading") not in rules(check()[0])
        write({"Bed.md": f"{VAULT['Bed.md']}\n[[Gate#Hinge]]\n"})
        report, work = check()

        assert work == {"Bed.md", "Gate.md"}
        assert ("Gate.md", "duplicate-heading") in rules(report)

    def test_a_finding_that_refers_to_a_line_of_another_note(self, check, write) -> None:
        write({"Bed.md": "---\naliases: [Earth]\n---\n[[Soil]]\n"})
        check()
        write({"Bed.md": "---\ntitle: Bed\naliases: [Earth]\n---\n[[Soil]]\n"})

        assert check()[1] == {"Bed.md", "Soil.md"}

    @pytest.mark.parametrize(
        "change",
        [
            {"New.md": ""},
            {"Shed.md": None},
            {"Soil.md": VAULT["Soil.md"].replace("Earth", "Ground")},
            {".obsidian/app.json": '{"userIgnoreFilters": ["Shed"]}'},
            {"New.png": ""},
        ],
        ids=["new note", "deleted note", "alias", "setting", "attachment"],
    )
    def test_what_may_concern_anything_concerns_all(self, check, write, root, change) -> None:
        check()
        write(change)
        notes = {path.name for path in root.glob("*.md")}

        assert check()[1] >= notes - {"Shed.md"}

    def test_a_folder_beyond_the_files(self, check, root) -> None:
        (root / ".obsidian").rmdir()
        assert ("Shed.md", "broken-link") in rules(check()[0])
        (root / "gone").mkdir()
        (root / "Shed.md").write_text("[a](gone/)")
        assert ("Shed.md", "broken-link") not in rules(check()[0])
        (root / "gone").rmdir()

        report, work = check()
        assert ("Shed.md", "broken-link") in rules(report)
        assert work == ALL

    def test_a_note_asked_for_alone_is_judged_alone(self, check, write) -> None:
        assert check("Bed.md")[1] == {"Bed.md"}
        write({"Soil.md": VAULT["Soil.md"].replace("Clay", "Sand")})

        assert check("Bed.md")[1] == {"Bed.md"}
        assert check("Soil.md", "Bed.md")[1] == {"Soil.md"}
        assert check()[1] == {"Path.md", "Shed.md", "Gate.md"}

    def test_rules_about_all_notes_have_all_judged_anew(self, check, write) -> None:
        check(select=["all"])
        assert check(select=["all"])[1] == set()
        write({"Soil.md": f"{VAULT['Soil.md']}\nMore words.\n"})

        assert check(select=["all"])[1] >= ALL

    def test_a_flattened_file(self, check, write, root) -> None:
        (root / ".obsidian").rmdir()
        write({"All.md": "# A {#a}\n\n[b](#b) [c](#c)\n\n# B {#b}\n\n[a](#a)\n"})
        report, _ = check()
        assert ("All.md", "broken-anchor") in rules(report)
        assert check() == (report, set())
        write({"Soil.md": f"{VAULT['Soil.md']}\nMore words.\n"})

        assert check()[1] == {*ALL, "All.md"}

    def test_a_canvas(self, check, write) -> None:
        card = '{"nodes": [{"type": "text", "text": "[[Soil#Clay]]"}]}'
        write({"Plan.canvas": card})
        check()
        write({"Soil.md": VAULT["Soil.md"].replace("Clay", "Sand")})
        report, work = check()

        assert work == {"Soil.md", "Bed.md", "Path.md", "Plan.canvas"}
        assert ("Plan.canvas", "broken-anchor") in rules(report)


def test_folders_that_swap_names(check, write, root) -> None:
    write({"a/Note.md": "[[gone/A]]", "b/Note.md": "[[gone/B]]"})
    for name in ("a", "b"):
        os.utime(root / name / "Note.md", ns=(7, 7))
    check()
    (root / "a").rename(root / "c")
    (root / "b").rename(root / "a")
    (root / "c").rename(root / "b")

    targets = {item.target for item in check()[0].findings if item.path == "a/Note.md"}
    assert targets == {"gone/b", ""}


def damaged(data: bytes):
    """Yield what may become of a file: cut short, emptied, garbled here or there."""
    yield from (b"", data[: len(data) // 2], data[:-1], data + b"\n", b"x" * len(data))
    for at in range(0, len(data), max(len(data) // 50, 1)):
        yield data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]


def test_a_damaged_ledger_is_no_ledger(check, tmp_path) -> None:
    first, _ = check()
    (file,) = ledgers.all_in(tmp_path / "kept")
    whole = file.read_bytes()
    for number, data in enumerate(damaged(whole)):
        file.write_bytes(data)

        assert check() == (first, ALL), number
    assert number > 50


def test_the_facts_need_not_be_there(check, write, tmp_path) -> None:
    check()
    (tmp_path / "kept/facts.sqlite").unlink()
    write({"Soil.md": f"{VAULT['Soil.md']}\nMore words.\n"})

    assert check()[1] == ALL


def test_a_ledger_is_not_larger_than_the_vault(check, root, tmp_path, write) -> None:
    (root / "map.png").unlink()
    check()
    assert ledgers.all_in(tmp_path / "kept") == []


def test_what_a_killed_run_left_goes(check, write, tmp_path) -> None:
    check()
    (file,) = ledgers.all_in(tmp_path / "kept")
    old, new = (file.with_name(file.name + end) for end in ("old", "new"))
    for half in (old, new):
        half.write_bytes(b"half")
    os.utime(old, (1, 1))
    write({"Soil.md": "# Soil\n"})
    check()

    assert (old.exists(), new.exists()) == (False, True)
    ledgers.remove_results(file)
    assert list((tmp_path / "kept").glob("*ledger*")) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")
@pytest.mark.parametrize(("module", "at"), [(tempfile, "NamedTemporaryFile"), (os, "replace")])
def test_a_run_killed_while_it_writes(check, write, monkeypatch, module, at) -> None:
    check()
    for number in range(5):
        write({"Soil.md": VAULT["Soil.md"] + f"\n{number}\n"})
        child = os.fork()
        if child == 0:
            monkeypatch.setattr(module, at, lambda *_, **__: os._exit(9))
            check()
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

        check()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")
def test_two_runs_at_once(check, write) -> None:
    check()
    for number in range(20):
        write({"Soil.md": VAULT["Soil.md"] + f"\n[[Gate]] {number}\n" * (number % 2)})
        child = os.fork()
        if child == 0:
            try:
                check()
                os._exit(0)
            finally:
                os._exit(1)
        check()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert check()[1] == set()


def test_a_ledger_that_is_whole_but_makes_no_sense(check, tmp_path) -> None:
    first, _ = check()
    (file,) = ledgers.all_in(tmp_path / "kept")
    form, _, *lines = file.read_bytes().split(b"\n")
    body = b"\n".join([*lines[:-1], b"[1]"])
    file.write_bytes(b"\n".join([form, b"%08x" % zlib.crc32(body), body]))

    assert check() == (first, ALL)
    assert check() == (first, set())


class Past:
    """What is known of files that are gone, and what was asked of it."""

    def __init__(self, **answers: str) -> None:
        self.answers = {
            name: Moved(path, "moved in commit 1a2b3c4") for name, path in answers.items()
        }
        self.asked: list[str] = []
        self.digest = b"1"
        self.expected: list[str] = []
        self.ignored: set[str] = set()
        self.tip = b"1"
        self.kept_out: set[str] = set()

    def moved(self, linkpath: str, folder: str) -> Moved | None:
        self.asked.append(linkpath)
        return self.answers.get(linkpath)

    def had(self, linkpath: str, folder: str) -> bool:
        return False

    def lost(self, files: Collection[str]) -> Sequence[str]:
        return ()

    def ignores(self, path: str) -> bool:
        return path in self.ignored

    def keeps_out(self, path: str) -> bool:
        return path in self.kept_out

    def expect(self, paths: Collection[str]) -> None:
        self.expected = list(paths)

    @property
    def key(self) -> bytes:
        self.asked.append("key")
        return self.digest


class TestPast:
    """What was said of files that are gone, and findings that rest on it."""

    def helps(self, report) -> list[str]:
        return [found.help for found in report.findings if found.rule == "broken-link"]

    def test_where_no_link_is_broken_it_is_never_asked(self, check, write) -> None:
        write({"Shed.md": "# Shed\n\n[[Soil]]\n"})
        past = Past()
        for text in ("", "[[Path]]\n"):
            write({"Path.md": f"{VAULT['Path.md']}{text}"})
            check(past=past)
            check(past=past)

        assert past.asked == []

    def test_what_was_said_is_not_asked_again(self, check) -> None:
        past = Past(**{"/gone/Note": "Soil.md"})
        first, _ = check(past=past)
        assert self.helps(first) == ['it is now called "Soil" (moved in commit 1a2b3c4)']
        past.asked.clear()

        assert check(past=past) == (first, set())
        assert past.asked == ["key"]

    def test_more_that_is_known_is_of_no_concern_if_it_answers_the_same(self, check) -> None:
        past = Past()
        check(past=past)
        past.digest = b"2"
        past.asked.clear()

        assert check(past=past)[1] == set()
        assert "/gone/Note" in past.asked
        past.asked.clear()
        assert check(past=past)[1] == set()
        assert past.asked == ["key"]

    @pytest.mark.parametrize("answer", [{}, {"/gone/Note": "Gate.md"}])
    def test_other_answers_concern_all(self, check, answer) -> None:
        past = Past(**{"/gone/Note": "Soil.md"})
        check(past=past)
        past.digest, past.answers = b"2", Past(**answer).answers

        report, work = check(past=past)

        assert work == ALL
        assert self.helps(report) == (
            ['it is now called "Gate" (moved in commit 1a2b3c4)'] if answer else [None]
        )
        assert check(past=past)[1] == set()

    def test_a_past_that_is_gone(self, check) -> None:
        check(past=Past(**{"/gone/Note": "Soil.md"}))

        assert check()[1] == ALL
        assert check()[1] == set()

    def test_what_a_note_asks_that_has_changed_is_kept_as_well(self, check, write) -> None:
        past = Past()
        check(past=past)
        write({"Path.md": "# Path\n\n[[Soil#Clay]] [[Lawn]]\n"})
        assert check(past=past)[1] == {"Path.md"}

        past.digest, past.answers = b"2", Past(Lawn="Soil.md").answers
        report, work = check(past=past)

        assert work == ALL
        assert ("Path.md", "broken-link") in rules(report)

    def test_what_git_leaves_out_from_now_on_is_found_anew(self, check, write) -> None:
        write({"Shed.md": "# Shed\n\n[[gone/Soil]]\n", "Soil.md": "# Soil\n\n[[Path]]\n"})
        past = Past()
        assert any(found.is_fixable for found in check(past=past)[0].findings)
        past.ignored = {"gone/Soil.md"}

        report, work = check(past=past)

        assert work == ALL
        assert not any(found.is_fixable for found in report.findings)
        assert check(past=past)[1] == set()

    def test_what_git_keeps_out_from_now_on_is_found_anew(self, check, write) -> None:
        write({"Shed.md": "# Shed\n\n![[soil.png]]\n"})
        past = Past()
        check(past=past)
        past.kept_out = {"soil.png"}

        report, work = check(past=past)

        assert work == ALL
        assert any(found.is_kept_out for found in report.findings)
        assert check(past=past) == (report, set())
        write({"Path.md": "# Path\n\n[[Soil#Clay]] ![[soil.png]]\n"})
        assert check(past=past)[1] == {"Path.md"}
        past.kept_out = set()
        assert check(past=past)[1] == ALL

    def test_all_is_asked_at_once(self, check, write) -> None:
        write({f"{n}.md": f"![[{n}.png]] [[gone/{n}]] [[Not yet {n}]]\n" for n in range(3)})
        past = Past()
        check(past=past)

        assert {f"{n}.png" for n in range(3)} | {f"gone/{n}.md" for n in range(3)} <= {
            *past.expected
        }
        assert not any("Not yet" in path for path in past.expected)

    def test_a_part_of_the_vault(self, check) -> None:
        past = Past()
        check("Gate.md", past=past)
        check("Shed.md", past=past)
        past.digest, past.answers = b"2", Past(**{"/gone/Note": "Soil.md"}).answers

        assert self.helps(check("Shed.md", past=past)[0]) == [
            'it is now called "Soil" (moved in commit 1a2b3c4)'
        ]
