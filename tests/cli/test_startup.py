"""What is loaded, and what is not: starting must be quick."""

import pytest

from vaultkit.cli.formats import FORMATS

SLOW = ("networkx", "markdown_it", "rich", "yaml", "rapidfuzz", "pathspec", "re2")
SELDOM = (
    "sqlite3",
    "tomllib",
    "vaultkit.changes.draft.draft",
    "vaultkit.lint.suppress",
    "vaultkit.vault.graph.link_graph",
    "vaultkit.vault.suggestions.nearest",
    "vaultkit.vault.resolver.flat",
)
"""Modules that a check of a clean vault can do without."""
PARSERS = ("pyromark", "markdown_it", "yaml")
BUILT_ON = {"jsonl": ["json"], "junit": ["concise"], "github": ["concise", "markdown"]}
CLEAN = {
    "Home.md": "---\ntags: [start, garden]\naliases:\n  - Start\ncreated: 2024-01-01\n---\n"
    "# Home\n\nTo [[Soil]], [[Soil#Clay|clay]] and [the beds](beds/West%20bed.md).\n",
    "Soil.md": "---\ntitle: Soil\nup: '[[Home]]'\n---\n# Soil\n\n## Clay\n\nBack [[Home]].\n",
    "beds/West bed.md": "Text with a #tag and an ![[map.png]].\n\n- [x] done ^done\n",
    "map.png": b"\x89PNG",
    "Board.canvas": '{"nodes":[{"type":"file","file":"Home.md"}],"edges":[]}',
}


@pytest.mark.parametrize("obsidian", [False, True])
@pytest.mark.parametrize("output_format", FORMATS)
def test_a_check_of_a_small_clean_vault(write, loaded, obsidian, output_format) -> None:
    write({**CLEAN, ".obsidian/app.json": "{}"} if obsidian else CLEAN)
    code, packages, modules = loaded("check", "--format", output_format)

    assert code == 0
    assert "pyromark" in packages
    assert [name for name in SLOW if name in packages] == []
    assert [name for name in SELDOM if name in modules] == []
    wanted = {output_format, *BUILT_ON.get(output_format, ())}
    reporters = {name for name in modules if name.startswith("vaultkit.report.formats.")}
    assert reporters == {f"vaultkit.report.formats.{name}" for name in wanted}


def test_a_check_of_plain_notes_needs_no_ledger_canvas_base_nor_clues(write, loaded) -> None:
    write({"Home.md": "# Home\n\nTo [[Soil]].\n", "Soil.md": "Back [[Home]].\n"})
    modules = loaded("check")[2]
    unasked = {"vaultkit.lint.incremental.results_cache"}
    unasked |= {f"vaultkit.vault.{name}" for name in ("base", "canvas", "clues")}

    assert "vaultkit.lint.run_rules" in modules
    assert not unasked & modules


def test_only_the_formats_asked_for_are_loaded(write, loaded) -> None:
    write({**CLEAN, "New.md": "[[beds/North]]\n"})
    code, packages, modules = loaded("check", "--format", "concise")
    reporters = {name for name in modules if name.startswith("vaultkit.report.formats.")}

    assert code == 1
    assert reporters == {"vaultkit.report.formats.concise"}
    assert "xml" not in packages
    assert "vaultkit.report.columns" not in modules


def test_a_check_with_a_cache(write, loaded) -> None:
    write({**CLEAN, "map.png": bytes(200_000), ".obsidian/app.json": "{}"})
    for state in ("cold", "warm"):
        code, packages, modules = loaded("check")

        assert code == 0
        assert [name for name in SLOW if name in packages] == [], state
        assert ("sqlite3" in packages) == (state == "cold")
        assert ("pyromark" in packages) == (state == "cold")
        assert ("vaultkit.lint.run_rules" in modules) == (state == "cold")


def test_a_check_with_findings_needs_no_graph_nor_witness(write, loaded) -> None:
    write({**CLEAN, "New.md": "# New\n\n[[beds/North]] [[Soil#Sand]] [[Plan]]\n"})
    code, packages, _ = loaded("check")

    assert code == 1
    assert [name for name in ("networkx", "markdown_it", "rich", "yaml") if name in packages] == []


def test_a_check_with_patterns_loads_what_matches_them_only_where_something_changed(
    write, loaded
) -> None:
    config = "[[rules.forbidden-text.texts]]\npattern = 'TODO'\n"
    filters = '{"userIgnoreFilters": ["/old/"]}'
    write({**CLEAN, "map.png": bytes(200_000), "vaultkit.toml": config})
    write({".obsidian/app.json": filters})
    states = [("re2" in loaded("check")[1]) for _ in range(2)]

    assert states == [True, False]


def test_a_check_with_a_config_without_globs(write, loaded) -> None:
    write({**CLEAN, "vaultkit.toml": 'ignore = ["orphan-note"]\nfail-on = "error"\n'})
    code, packages, _ = loaded("check")

    assert code == 0
    assert [name for name in SLOW if name in packages] == []


def test_a_suppression_of_a_rule_there_is_loads_no_slow_library(write, loaded) -> None:
    write({**CLEAN, "New.md": "To [[Soil]]. %% vaultkit: allow-file orphan-note %%\n"})
    code, packages, modules = loaded("check")

    assert code == 0
    assert "vaultkit.lint.suppress" in modules
    assert [name for name in SLOW if name in packages] == []


@pytest.mark.parametrize(
    ("text", "rule", "module"),
    [
        ("---\na: {b: [c]}\n---\nx\n", "VK4", "vaultkit.markdown.yaml.values"),
        ("x\n", "island", "networkx"),
        ("[[Solis]]\n", "VK1", "rapidfuzz"),
        ("[[beds/Soil]]\n", "VK1", "vaultkit.changes.draft.draft"),
        ("%% vaultkit: allow VK1 %%\n", "VK1", "vaultkit.lint.suppress"),
        ("%% vaultkit: allow VL1 %%\n", "VK904", "rapidfuzz"),
    ],
)
def test_what_is_needed_is_loaded(write, loaded, text, rule, module) -> None:
    write({**CLEAN, "New.md": text})

    assert module in loaded("check", "--select", rule)[2]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--version",),
        ("version",),
        ("--help",),
        ("help",),
        ("help", "check"),
        ("graph", "--help"),
        ("stats", "--help"),
    ],
)
def test_saying_a_word_loads_no_parser_and_no_rule(write, loaded, arguments) -> None:
    write({})
    code, packages, modules = loaded(*arguments)

    assert code == 0
    assert [name for name in (*SLOW, *PARSERS) if name in packages] == []
    assert [name for name in modules if name.startswith(("vaultkit.rules", "vaultkit.vault"))] == []


def test_counting_a_vault_loads_no_slow_library(write, loaded) -> None:
    write(CLEAN)
    code, packages, _ = loaded("stats")

    assert code == 0
    assert [name for name in SLOW if name in packages] == []


@pytest.mark.parametrize("name", ["table", "json", "graphml", "dot", "csv", "csv-notes"])
def test_a_graph_loads_the_one_library_for_graphs_and_the_format(write, loaded, name) -> None:
    write(CLEAN)
    code, packages, modules = loaded("graph", "--format", name)
    formats = {"table", "json", "graphml", "dot", "csv", "canvas"}

    assert code == 0
    assert [name for name in SLOW if name in packages] == ["networkx"]
    assert [f for f in formats if f"vaultkit.explore.graph.{f}" in modules] == [
        name.partition("-")[0]
    ]


def test_listing_the_rules_loads_no_slow_library(write, loaded) -> None:
    write({})

    assert [name for name in SLOW if name in loaded("rules")[1]] == []


def test_importing_the_package_loads_nothing(write, run_process) -> None:
    write({})
    done = run_process("-c", "import sys, vaultkit; print(*sys.modules)")
    ours = [name for name in done.stdout.decode().split() if name.startswith("vaultkit")]

    assert sorted(ours) == ["vaultkit", "vaultkit.version"]
