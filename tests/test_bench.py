"""The benchmarks run, on vaults too small to say anything, and print the tables they promise."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.folders import contents
from tests.growing import CHANGES, SHAPES

CHECKOUT = Path(__file__).parents[1]
GARDEN = CHECKOUT / "examples" / "garden"


@pytest.fixture
def bench(tmp_path: Path) -> Callable[..., str]:
    """Return a function that runs a benchmark on this checkout and gives what it prints."""

    def ran(script: str, *options: object) -> str:
        done = subprocess.run(
            [sys.executable, CHECKOUT / "bench" / script, *map(str, options)],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT), "TMPDIR": str(tmp_path)},
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return ran


@pytest.fixture
def in_bench() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs code where it can import what the benchmarks share."""

    def ran(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=CHECKOUT / "bench",
            capture_output=True,
            text=True,
            check=False,
        )

    return ran


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the benchmarks need POSIX")
@pytest.mark.parametrize(
    ("script", "options", "rows"),
    [
        ("scale.py", ("--notes", 8, 16, "--runs", 1), ["cold, no cache", "one note changed"]),
        ("hook.py", ("--notes", 8, "--runs", 1), ["one changed note named"]),
        ("compare.py", (GARDEN, "--runs", 1), ["vaultkit"]),
    ],
)
def test_the_tables_are_printed(bench, script, options, rows) -> None:
    out = bench(script, *options)

    for row in rows:
        assert re.search(rf"(?m)^\| {row} \|.*\d\.\d\d", out)


def test_growth_is_printed_for_each_vault_of_the_tests(bench) -> None:
    out = bench("growth.py", "--notes", 4, "--runs", 1)

    assert "a flattened vault" in out
    shapes, changes = (
        [re.split(" {2,}", row)[0] for row in table.splitlines()[1:]]
        for table in out.rstrip().split("\n\n")[-2:]
    )
    assert shapes == [make.__name__ for make in SHAPES]
    assert changes == [" ".join(command) for command in CHANGES]


def test_a_command_that_goes_wrong_is_not_timed(in_bench) -> None:
    done = in_bench("import sys, measure; measure.cost([sys.executable, '-c', 'exit(2)'])")

    assert done.returncode == 1
    assert "exit code 2: " in done.stderr


def test_a_made_vault_is_always_the_same(in_bench, tmp_path) -> None:
    in_bench(
        "import sys, made; from pathlib import Path; "
        "[made.make(Path(sys.argv[1]) / place, 150) for place in 'ab']",
        str(tmp_path),
    )
    one, other = contents(tmp_path / "a"), contents(tmp_path / "b")

    assert one == other
    assert len(one) == 151
    sizes = [len(text) for path, text in one.items() if path.endswith(".md")]
    assert 3000 < sum(sizes) / len(sizes) < 5000


def test_a_safe_fix_is_right_where_the_link_led_and_where_its_author_made_it_lead(
    bench, repository
) -> None:
    plan = "# Sowing plan\n\nAll that is to be sown, and when.\n"
    home = "- [[%s/Sowing plan]] and [[%s/Crop rotation]]\n"
    crops = "# Crop rotation\n\nNever beans after beans.\n"
    repository.commit(
        {
            ".obsidian/app.json": "{}",
            "old/Sowing plan.md": plan,
            "old/Crop rotation.md": crops,
            "Home.md": home % ("old", "old"),
        }
    )
    repository.commit(
        {
            "old/Sowing plan.md": None,
            "old/Crop rotation.md": None,
            "new/Sowing plan.md": plan,
            "new/Crop rotation.md": crops,
            "Soil.md": "See [](#a-b).\n\n# A b\n",
        }
    )
    repository.commit({"Home.md": home % ("new", "new"), "Soil.md": "See [](#A%20b).\n\n# A b\n"})

    out = bench("safe.py", repository.top)

    assert "| broken-link | folder | 2 | 2 | 1 | 2 | 0 | 0 | 0 |" in out
    assert "| broken-link | history | 2 | 2 | 1 | 2 | 0 | 0 | 0 |" in out
    assert "| slug-link | heading | 1 | 1 | 1 | 1 | 0 | 0 | 0 |" in out
    assert out.endswith("none but right ones\n")


def test_a_safe_fix_that_leads_to_another_file_is_told(bench, repository) -> None:
    home = "[[old/Sowing plan]] and [[old/Crop rotation]]\n"
    names = ("Sowing plan", "Crop rotation")
    old, new = ({f"{folder}/{name}.md": folder for name in names} for folder in ("old", "new"))
    repository.commit(old | new | {"Home.md": home})
    repository.commit(dict.fromkeys(old))

    out = bench("safe.py", repository.top)

    assert "| broken-link | folder | 2 | 2 | 1 | 0 | 0 | 2 | 0 |" in out
    assert re.search(
        r"(?m)^wrong: .* Home\.md:1: \[\[old/Sowing plan\]\] -> new/Sowing plan\.md ", out
    )


def test_front_matter_that_is_let_begin_is_right_where_its_author_wrote_as_much(
    bench, repository
) -> None:
    block = "---\ntags: [bed]\n---\nBeans.\n"
    repository.commit({"Bed.md": f"\n{block}", "Row.md": f"\n{block}"})
    repository.commit({"Bed.md": block, "Row.md": block.replace("tags", "rows")})

    out = bench("forms.py", repository.top)

    assert "| misplaced-frontmatter | 2 | 1 | 2 | 1 | 1 | 1 |" in out
    assert re.search(r"(?m)^other: .* Row\.md:2$", out)


def test_a_pipe_that_is_escaped_is_right_where_its_author_wrote_as_much(bench, repository) -> None:
    rows = "| bed | plan |\n|---|---|\n| %s | early potatoes |\n| %s | late carrots |\n"
    pipes = ("[[Plan|west]]", "[[Plan|east]]")
    repository.commit({"Plan.md": "Peas.\n", "Home.md": rows % pipes})
    repository.commit({"Home.md": rows % ("[[Plan\\|west]]", "eastern")})

    out = bench("forms.py", repository.top)

    assert "| unescaped-pipe | 2 | 1 | 2 | 1 | 1 | 1 |" in out
    assert re.search(r"(?m)^other: .* Home\.md:4$", out)


def test_renames_are_measured(bench) -> None:
    out = bench("rename.py", GARDEN, "--most", 4)

    assert re.search(
        r"(?m)^\| garden \| 17 \| \d+ \| 4 \| 4 \| \d \| 1 \| 0 \| \d+ \| \d+ \| 3 \|$", out
    )
    assert out.endswith("no promise was broken\n")


def test_a_state_is_shown_with_what_git_leaves_out_of_it(bench, repository) -> None:
    repository.commit(
        {
            ".gitignore": "private/\n",
            "notes/Sowing plan.md": "# Sowing plan\n",
            "Home.md": "[[private/Sowing plan]] [[gone/Sowing plan]]\n",
        }
    )

    out = bench("safe.py", repository.top)

    assert "| broken-link | folder | 1 | 0 | 0 | 0 | 0 | 0 | 0 |" in out
