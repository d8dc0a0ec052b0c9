"""``vaultkit graph``: figures that agree with the rules, limits, formats and islands."""

import csv
import io
import json
from pathlib import Path

import networkx as nx
import pytest
from jsonschema import Draft202012Validator

CHECKOUT = Path(__file__).parents[2]
SCHEMA = json.loads((CHECKOUT / "docs" / "graph.schema.json").read_text("utf-8"))
RULES = {"orphans": "orphan-note", "dead_ends": "dead-end-note", "islands": "island"}
GARDEN = {
    ".obsidian/app.json": '{"userIgnoreFilters": ["attic/"]}',
    ".obsidian/daily-notes.json": '{"folder": "days"}',
    "vaultkit.toml": '[[overrides]]\npaths = ["drafts/"]\nignore = ["dead-end-note"]\n',
    "Home.md": "[[Soil]] [[Beds]] [[Shed]] [[nowhere]]",
    "Soil.md": "[[Home]] [[Home]]",
    "Beds.md": "[[Rows]]",
    "Rows.md": "![[Beds]]",
    "Shed.md": "[[Shed]] only itself",
    "Lost.md": "%% vaultkit: allow orphan-note %%\n[[Home]]",
    "Found.md": "[[Home]]",
    "Far.md": "[[Away]]",
    "Away.md": "",
    "attic/Old.md": "[[Older]]",
    "attic/Older.md": "",
    "days/2024-01-01.md": "Rain.",
    "drafts/New.md": "",
    "Templates/Bed.md": "Soil:",
    "Board.canvas": '{"nodes":[{"id":"1","type":"file","file":"drafts/New.md"}],"edges":[]}',
}
FLAT = "[In](#one)\n\n# One {#one}\n\n[Two](#two)\n\n# Two {#two}\n\nx\n\n# Three {#three}\n\nx\n"

REPORTED = GARDEN | {
    "Aa.md": "<!-- vaultkit report -->\n\n[[Lost]]\n",
    "Soil.md": "[[Aa]] [[Home]]",
}
"""The same with a note that vaultkit wrote about it, which a note links to."""

TWICE = "# One {#one}\n\nx\n\n# One {#one}\n\nx\n%% vaultkit: allow-note orphan-note %%\n"
"""Two notes that nothing tells apart."""


@pytest.mark.parametrize(
    "files", [GARDEN, REPORTED, {"all.md": FLAT}, {"all.md": TWICE}, {}, {"A.md": ""}]
)
def test_numbers_are_those_of_a_check(write, run, files) -> None:
    write(files)
    ran = run("graph", "--format", "json")
    report = run("check", "--select", ",".join(RULES.values()), "--format", "json").json
    found = [item["rule"] for item in report["findings"]]
    figures = ran.json["graph"]

    assert ran.code == 0
    assert {name: figures[name]["count"] for name in RULES} == {
        name: found.count(rule) for name, rule in RULES.items()
    }
    assert {"notes": figures["notes"], "links": figures["links"]} == {
        name: report["summary"][name] for name in ("notes", "links")
    }


@pytest.mark.parametrize(
    "files",
    [
        REPORTED,
        {"Aa.md": "<!-- vaultkit report -->"},
        {"Home.md": "[[Aa]]", "Aa.md": "<!-- vaultkit report -->\n\n[[Home]]\n"},
    ],
)
def test_a_report_of_vaultkit_is_in_no_figure(write, run, files) -> None:
    write(files)
    with_it = run("graph", "--format", "json").json
    table = run("graph").out

    assert with_it["graph"]["mainland"] <= with_it["graph"]["notes"] == len(with_it["nodes"])
    assert "Aa" not in str(with_it)
    assert "Aa" not in table


@pytest.mark.parametrize("files", [GARDEN, {"all.md": FLAT}, {}])
def test_a_count_is_that_of_its_list(write, run, files) -> None:
    write(files)
    figures = run("graph", "--format", "json").json["graph"]

    for name in ("orphans", "dead_ends", "isolated", "articulation_notes"):
        assert figures[name]["count"] == len(figures[name]["notes"])
    assert figures["bridges"]["count"] == len(figures["bridges"]["links"])
    assert figures["islands"]["count"] == len(figures["islands"]["groups"])


def test_who_is_what(write, run) -> None:
    write(GARDEN)
    figures = run("graph", "--format", "json").json["graph"]

    assert figures["orphans"] == {
        "count": 2,
        "notes": ["Far.md", "Found.md"],
        "exempt": ["Home.md", "Lost.md", "Templates/Bed.md", "attic/Old.md", "days/2024-01-01.md"][
            1:
        ],
    }
    assert figures["dead_ends"]["notes"] == ["Away.md", "Shed.md"]
    assert figures["dead_ends"]["exempt"] == [
        "Templates/Bed.md",
        "attic/Older.md",
        "days/2024-01-01.md",
        "drafts/New.md",
    ]
    assert figures["islands"]["groups"] == [["Away.md", "Far.md"]]
    assert figures["islands"]["exempt"] == [["attic/Old.md", "attic/Older.md"]]
    assert figures["mainland"] == 7
    assert figures["bridges"]["links"] == [{"from": "Home.md", "to": "Beds.md", "cut_off": 2}]
    assert figures["articulation_notes"]["notes"] == [
        {"note": "Home.md", "cut_off": 4},
        {"note": "Beds.md", "cut_off": 1},
    ]


def test_the_text_before_the_first_title_is_a_node_where_it_links(write, run) -> None:
    write({"all.md": FLAT})
    given = run("graph", "--format", "json").json

    assert given["graph"]["notes"] == 3
    assert [node["id"] for node in given["nodes"]] == [
        "all.md",
        "all.md#one",
        "all.md#two",
        "all.md#three",
    ]
    assert given["graph"]["orphans"]["notes"] == ["all.md#three"]


@pytest.mark.parametrize("files", [GARDEN, {"all.md": FLAT}, {}])
def test_json_is_as_its_schema_says(write, run, files, undocumented) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    write(files)
    given = run("graph", "--format", "json", "--max-orphans=0", "--max-dead-ends=9").json

    Draft202012Validator(SCHEMA).validate(given)
    assert undocumented(given, SCHEMA) == []
    assert [gate["name"] for gate in given["gates"]] == ["orphans", "dead-ends"]


class TestLimits:
    """``--max-...``."""

    @pytest.mark.parametrize(
        ("name", "count", "first"),
        [
            ("orphans", 2, "Far"),
            ("dead-ends", 2, "Away"),
            ("isolated", 0, None),
            ("islands", 1, "Away"),
            ("bridges", 1, "Home"),
            ("articulation-notes", 2, "Home"),
        ],
    )
    @pytest.mark.parametrize("output_format", ["table", "csv"])
    def test_as_many_as_allowed_pass_and_one_more_fails(
        self, write, run, name, count, first, output_format
    ) -> None:
        write(GARDEN)
        arguments = ("graph", "--format", output_format)
        passed = run(*arguments, f"--max-{name}", count)

        assert (passed.code, passed.err) == (0, "")
        if count:
            ran = run(*arguments, f"--max-{name}", count - 1)
            what = name.replace("-", " ")
            (sentence,) = ran.problems
            assert ran.code == 1
            assert sentence.startswith(
                f'{what}: {count}, and --max-{name} allows {count - 1}: "{first}"'
            )
            assert ran.out == passed.out

    def test_all_that_are_exceeded_are_said(self, write, run) -> None:
        write({**{f"n{number}.md": "" for number in range(9)}, "Home.md": ""})
        ran = run("graph", "--max-orphans=3", "--max-isolated=4", "--max-dead-ends=10")

        assert ran.code == 1
        assert ran.problems == [
            'orphans: 9, and --max-orphans allows 3: "n0", "n1", "n2", "n3", "n4" and 4 more',
            'isolated: 9, and --max-isolated allows 4: "n0", "n1", "n2", "n3", "n4" and 4 more',
        ]

    @pytest.mark.parametrize("limit", ["-1", "many", ""])
    def test_that_are_none(self, write, run, limit) -> None:
        write(GARDEN)
        ran = run("graph", f"--max-orphans={limit}")

        assert (ran.code, ran.out) == (2, "")
        assert "--max-orphans" in ran.err


class TestCanvas:
    """``--format canvas``."""

    @pytest.mark.parametrize(
        ("island", "files"),
        [
            (None, {"Away.md", "Far.md"}),
            (
                "main",
                {"Home.md", "Soil.md", "Beds.md", "Rows.md", "Shed.md", "Lost.md", "Found.md"},
            ),
            ("0", {"Home.md", "Soil.md", "Beds.md", "Rows.md", "Shed.md", "Lost.md", "Found.md"}),
            ("1", {"Away.md", "Far.md"}),
            ("2", {"attic/Old.md", "attic/Older.md"}),
            ("away", {"Away.md", "Far.md"}),
            ("attic/old.md", {"attic/Old.md", "attic/Older.md"}),
        ],
    )
    def test_of_an_island(self, write, run, island, files) -> None:
        write(GARDEN)
        ran = run("graph", "--format", "canvas", *(["--island", island] if island else []))

        assert (ran.code, ran.err) == (0, "")
        assert {node["file"] for node in ran.json["nodes"]} == files

    @pytest.mark.parametrize("island", ["7", "Nobody", "", "²", "-1"])
    def test_of_none(self, write, run, island) -> None:
        write(GARDEN)
        ran = run("graph", "--format=canvas", f"--island={island}")

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [
            f'--island: no island and no note is called "{island}"; there is main, 1 to 2'
        ]

    @pytest.mark.parametrize("island", [[], ["--island", "main"], ["--island", "1"]])
    def test_of_an_empty_vault(self, write, run, island) -> None:
        write({})
        ran = run("graph", "--format", "canvas", *island)

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == ["--format canvas: the vault has no notes to show"]

    def test_where_there_is_no_island(self, write, run) -> None:
        write({"A.md": "[[B]]", "B.md": ""})
        ran = run("graph", "--format", "canvas")

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [
            "--format canvas: there is no island to show; --island main shows the mainland"
        ]
        assert len(run("graph", "--format", "canvas", "--island", "main").json["nodes"]) == 2

    def test_an_island_is_for_a_canvas(self, write, run) -> None:
        write(GARDEN)

        assert run("graph", "--island", "1").problems == [
            "--island: only a canvas shows one island; add --format canvas"
        ]


def test_formats_tell_of_the_same_graph(write, run) -> None:
    write(GARDEN)
    edges = {
        (row["source"], row["target"])
        for row in csv.DictReader(io.StringIO(run("graph", "--format", "csv").out))
    }
    of_json = nx.node_link_graph(run("graph", "--format", "json").json, edges="edges")
    of_graphml = nx.read_graphml(io.BytesIO(run("graph", "--format", "graphml").out.encode()))

    assert len(edges) == 10
    assert {*of_json.edges} == {*of_graphml.edges} == edges
    assert {*of_json.nodes} == {*of_graphml.nodes}
    for source, target in edges:
        assert f'"{source}" -> "{target}";' in run("graph", "--format", "dot").out


def test_a_table_is_cut_where_it_says(write, run) -> None:
    write({f"n{number:02}.md": "" for number in range(12)})
    shown = run("graph").out

    assert "  n09\n  ... and 2 more; --top 12 lists them all\n" in shown
    assert "  n11\n" in run("graph", "--top", "12").out
    assert "n00" not in run("graph", "--top", "0").out
    assert "..." not in run("graph", "--top", "0").out


def test_a_note_that_cannot_be_read_is_said_and_the_rest_is_done(write, run, monkeypatch) -> None:
    from vaultkit.errors import TreeError
    from vaultkit.vault.files.tree import FolderTree

    write({"Home.md": "[[A]]", "A.md": "", "Bad.md": ""})
    read = FolderTree.read

    def refusing(tree, path):
        if path == "Bad.md":
            raise TreeError(f"{path} cannot be read: permission denied")
        return read(tree, path)

    monkeypatch.setattr(FolderTree, "read", refusing)
    for command in ("graph", "stats"):
        ran = run(command, "--no-cache")

        assert ran.code == 2
        assert ran.problems == ["Bad.md cannot be read: permission denied"]
        assert "notes" in ran.out


@pytest.mark.parametrize("command", ["graph", "stats"])
def test_paths_that_are_none(write, run, command) -> None:
    write({"A.md": ""})

    assert run(command, "gone").problems == ["gone: no such file or folder"]
    assert run(command, "--root", "gone").problems == ["--root TMP/vault/gone: no such folder"]
    assert run(command, "gone").code == 2
    assert run(command, "-").problems == ["-: this command needs a whole vault; name its folder"]
    assert run(command, "-").code == 2


@pytest.mark.parametrize("command", ["graph", "stats"])
def test_a_cache_changes_nothing(write, run, command) -> None:
    write({f"n{number}.md": f"[[n{number + 1}]] #tag\n" + "x " * 2000 for number in range(60)})
    arguments = (command, "--format", "json")
    first, second = run(*arguments), run(*arguments)

    assert first.out == second.out == run(*arguments, "--no-cache").out


class TestOutput:
    """``--output``."""

    @pytest.mark.parametrize("output_format", ["table", "json", "canvas"])
    def test_is_what_would_be_printed(self, write, run, output_format) -> None:
        root = write(GARDEN)
        arguments = ("graph", "--format", output_format)
        arguments = (*arguments, "--max-orphans=0")
        ran = run(*arguments, "--output", "../out.txt")

        assert (ran.code, ran.out) == (1, "")
        said = (root.parent / "out.txt").read_text("utf-8").replace(str(root.parent), "TMP")
        assert said == run(*arguments).out

    def test_never_overwrites_a_canvas(self, write, run) -> None:
        root = write({**GARDEN, "Mine.canvas": "{}"})
        ran = run("graph", "--format", "canvas", "--output", "Mine.canvas")

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems == [
            "--output Mine.canvas: this file exists; remove it or choose another"
        ]
        assert (root / "Mine.canvas").read_text() == "{}"

    @pytest.mark.parametrize(
        ("output", "problem"),
        [
            (".", "--output .: this is a folder; name a file"),
            ("gone/x.csv", "--output gone/x.csv: there is no folder gone; create it first"),
        ],
    )
    def test_that_cannot_be(self, write, run, output, problem) -> None:
        write(GARDEN)

        assert run("graph", "--output", output).problems == [problem]

    def test_that_cannot_be_written(self, write, run) -> None:
        write(GARDEN)
        ran = run("graph", "--format", "csv", "--output", "/dev/full")

        assert ran.code == 2
        assert ran.problems == ["--output /dev/full: cannot be written: no space left on device"]
