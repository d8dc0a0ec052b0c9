"""A note that vaultkit wrote about the vault is no part of it: no source of links, no finding."""

import pytest

from vaultkit.markdown.report_mark import MARK

ORPHAN = {"Home.md": "# Home\n\nTo [[Soil]].\n", "Soil.md": "Clay.\n", "Lone.md": "Alone.\n"}
SAYS = (
    "# Health\n\n[[Lone]] [[Nowhere]] [[Soil#Sand]] [x](gone.md) ![[gone.png]] #Tag [a][b] [^1]\n"
    "\n## Same\n\n## Same\n\n<<<<<<< a\n=======\n>>>>>>> b\n\n%% vaultkit: allow nonsense %%\n"
)
EVERYTHING = "VK1,VK2,VK3,VK4,VK5,VK9"


@pytest.mark.parametrize("dialect", ["auto", "obsidian", "github", "flat"])
@pytest.mark.parametrize(
    "head",
    [
        f"{MARK}\n",
        f"---\nvaultkit: report\n---\n{MARK}\n",
        f"---\r\nup: '[[Lone]]'\r\ntag: [x\r\n---\r\n\r\n{MARK}\r\n",
        f"\ufeff{MARK}\n",
    ],
)
def test_a_report_changes_nothing(check, head, dialect) -> None:
    options = ("--select", EVERYTHING, "--dialect", dialect, "--no-cache")
    before = check(ORPHAN, *options)
    after = check({"Health.md": head + SAYS}, *options)

    assert ("Lone.md:1:1 VK302" in before.found) == (dialect != "flat")
    assert after.out == before.out
    assert after.err == before.err == ""
    assert after.code == before.code


def test_the_same_text_without_the_mark_has_findings(check) -> None:
    ran = check(ORPHAN | {"Health.md": SAYS})

    assert not any(found.startswith("Lone.md") for found in ran.found)
    assert {"VK102", "VK103", "VK104", "VK201", "VK902"} <= set(ran.codes)


@pytest.mark.usefixtures("eager")
def test_a_note_that_becomes_a_report_and_a_note_again_with_a_cache(write, run) -> None:
    write(ORPHAN | {"map.png": bytes(200_000), ".obsidian/app.json": "{}"})
    options = ("check", "--format", "json")
    told = []
    for text in (None, MARK + "\n" + SAYS, SAYS, MARK + "\n" + SAYS, MARK + "\n[[Soil]]"):
        if text is not None:
            write({"Health.md": text})
        for kept in ((), (), ("--no-cache",)):
            ran = run(*options, *kept).json
            told.append(([found["path"] for found in ran["findings"]], ran["summary"]["notes"]))
    alone, note = told[0], told[6]

    assert note[1] == alone[1] + 1
    assert note[0] != alone[0]
    assert told == [alone] * 6 + [note] * 3 + [alone] * 6


def test_a_link_into_a_report_opens(check) -> None:
    ran = check(
        {
            "Home.md": "[[Health]] [[Health#Worst notes]] [[Health#None]]\n",
            "Health.md": f"{MARK}\n# Health\n\n## Worst notes\n\nHome.\n",
        }
    )

    assert ran.found == ["Home.md:1:35 VK104"]


def test_a_report_has_no_namesake_and_is_no_island(check) -> None:
    files = {"a/Health.md": "[[Home]]\n", "b/Health.md": MARK, "Home.md": "[[a/Health]]\n"}
    files |= {"X.md": "[[b/Health]]"}

    assert check(files, "--select", "duplicate-name,island").found == []


def test_a_report_written_as_markdown_into_the_vault_changes_nothing(write, run) -> None:
    write(ORPHAN)
    before = run("check", "--format", "json").json
    run("check", "--output-file", "markdown=Found.md")
    write({"Found.md": b"---\nkept: yes\n---\n" + _read(write, "Found.md")})
    after = run("check", "--format", "json", "--output-file", "markdown=Found.md")

    assert after.json["findings"] == before["findings"]
    assert after.json["summary"]["notes"] == before["summary"]["notes"]
    assert after.code == 0


def _read(write, name: str) -> bytes:
    return (write({}) / name).read_bytes()
