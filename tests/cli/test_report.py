"""``vaultkit report`` as it is typed."""

import os
import re
import webbrowser
from html import unescape

import pytest

from tests.folders import contents

VAULT = {
    ".obsidian/app.json": "{}",
    "Home.md": "# Home\n\n[[Soil]] [[Sage]] [[beds/Gone]]\n",
    "Soil.md": "",
    "beds/Lone.md": "Alone.\n",
}
REPORT = "---\ntags: [mine]\n---\n<!-- vaultkit report -->\n\nOld.\n"


def test_without_options_a_summary_is_printed(write, run) -> None:
    root = write(VAULT)
    before = sorted(root.rglob("*"))
    ran = run("report")

    assert ran.code == 0
    assert ran.out.splitlines() == [
        "vault: 1 note of 3 (33%) has neither an error nor a warning.",
        "3 notes, 3 links: 1 error, 1 warning, 2 info",
        "worst (2):",
        "  Home.md (1 error, 0 warnings, 1 info)",
        "  Soil.md (0 errors, 1 warning, 0 info)",
        "missing (1):",
        "  Sage (1 link)",
        "stubs (1):",
        "  Soil.md (1 backlink)",
        "orphans (1):",
        "  beds/Lone.md",
    ]
    assert sorted(root.rglob("*")) == before


def test_the_notes_of_a_flattened_file_are_named(write, run) -> None:
    write({"all.md": "# Alpha {#alpha}\n\n[b](#beta)\n\n# Beta {#beta}\n"})

    assert run("report").out.splitlines()[2:] == [
        "worst (1):",
        "  all.md: Beta (0 errors, 1 warning, 0 info)",
        "stubs (1):",
        "  all.md: Beta (1 backlink)",
        "orphans (1):",
        "  all.md: Alpha",
    ]


def test_a_page_and_a_note_in_one_run(write, run, tmp_path) -> None:
    root = write(VAULT)
    ran = run("report", "--html", tmp_path / "x.html", "--note", "Health.md")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "TMP/x.html: written\nHealth.md: written\n"
    assert "<h1>Health of vault</h1>" in (tmp_path / "x.html").read_text("utf-8")
    assert "# Health of `vault`" in (root / "Health.md").read_text("utf-8")


@pytest.mark.parametrize("kept", [(), ("--no-cache",)])
def test_a_written_report_changes_nothing(write, run, tmp_path, kept) -> None:
    root = write(VAULT | {"map.png": bytes(200_000)})
    before = run("check", "--format", "json").json
    texts = []
    for _ in range(3):
        assert (
            run("report", "--note", "beds/Health.md", "--html", tmp_path / "x.html", *kept).code
            == 0
        )
        after = run("check", "--format", "json", *kept).json
        texts.append(re.sub(r"\d+:\d\d", "", (root / "beds/Health.md").read_text("utf-8")))
        assert after["findings"] == before["findings"]
        assert after["summary"] == before["summary"]

    assert texts[0] == texts[1] == texts[2]
    assert "[[beds/Lone.md\\|Lone]]" in texts[0]


def test_the_properties_of_a_report_are_kept_and_the_rest_is_new(write, run) -> None:
    root = write(VAULT | {"Health.md": REPORT})
    ran = run("report", "--note", "Health.md")
    text = (root / "Health.md").read_text("utf-8")

    assert ran.code == 0
    assert text.startswith("---\ntags: [mine]\n---\n<!-- vaultkit report -->\n")
    assert "Old." not in text


def test_an_empty_file_may_be_written(write, run) -> None:
    root = write(VAULT | {"Health.md": "", "x.html": ""})

    assert run("report", "--note", "Health.md", "--html", "x.html").code == 0
    assert (root / "Health.md").read_text("utf-8").startswith("---\nvaultkit: report\n---\n")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--note", "Home.md"], "--note Home.md: a note with that name exists; choose another"),
        (["--note", "Said.md"], "--note Said.md: a note with that name exists; choose another"),
        (["--note", "x.txt"], "--note x.txt: a note's name ends in .md"),
        (["--note", "../x.md"], "--note ../x.md: is outside the vault TMP/vault"),
        (
            ["--note", ".trash/x.md"],
            "--note .trash/x.md: is in a hidden folder, which is not part of the vault",
        ),
        (["--note", "no/x.md"], "--note no/x.md: there is no folder no; create it first"),
        (["--note", "beds"], "--note beds: this is a folder; name a file"),
        (["--html", "Home.md"], "--html Home.md: a page's name ends in .html"),
        (
            ["--html", "own.html"],
            (
                "--html own.html: a file with that name exists and is not a report of vaultkit's; "
                "remove it or choose another"
            ),
        ),
        (["--html", "-"], "--html -: the summary already goes to standard output; name a file"),
        (
            ["--compare", "HEAD"],
            ("TMP/vault: is not in a git repository, so there is nothing to compare with"),
        ),
        (["gone"], "gone: no such file or folder"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(write, run, options, problem) -> None:
    files = VAULT | {
        "Said.md": "It begins with <!-- vaultkit report --> but later.\n",
        "own.html": "<p>Mine</p>\n",
        ".trash/y.md": "",
    }
    root = write(files)
    before = contents(root)
    ran = run("report", "--html", "new.html", *options)

    assert (ran.code, ran.out, ran.problems) == (2, "", [problem])
    assert contents(root) == before


def test_a_file_that_cannot_be_written_is_named_and_the_rest_is_done(
    write, run, monkeypatch
) -> None:
    root = write(VAULT)
    from vaultkit.changes.disk import atomic

    put = atomic.replace_file

    def refuse(path, *arguments, **options) -> None:
        if path.suffix == ".html":
            raise PermissionError(13, "Permission denied")
        put(path, *arguments, **options)

    monkeypatch.setattr(atomic, "replace_file", refuse)
    ran = run("report", "--html", "x.html", "--note", "Health.md")

    assert ran.code == 2
    assert ran.problems == ["--html x.html: cannot be written: permission denied"]
    assert (root / "Health.md").is_file()


@pytest.mark.parametrize(
    ("options", "command"),
    [
        ((), "vaultkit check --select broken-link"),
        (("beds",), "vaultkit check --select broken-link TMP/vault"),
        (("TMP/vault",), "vaultkit check --select broken-link TMP/vault"),
        (("--root", "../vault"), "vaultkit check --select broken-link --root ../vault"),
        (
            ("--config", "my own.toml"),
            "vaultkit check --select broken-link --config 'my own.toml'",
        ),
    ],
)
def test_the_commands_on_the_page_name_the_vault_as_the_run_did(
    write, run, tmp_path, options, command
) -> None:
    write(VAULT | {"Home.md": "[[beds/Gone]] [[beds/Went]]\n", "my own.toml": ""})
    given = [option.replace("TMP", str(tmp_path)) for option in options]
    run("report", *given, "--html", "x.html")
    text = (tmp_path / "vault" / "x.html").read_text("utf-8")
    shown = [
        unescape(re.sub(r"</?span>", "", found))
        for found in re.findall(r"<code>(<span>.*?)</code>", text)
    ]

    assert shown[0] == command.replace("TMP", str(tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="shells of Windows pass ~ on as it is")
def test_a_vault_in_the_home_folder_is_named_by_a_tilde(write, run, monkeypatch, tmp_path) -> None:
    write(VAULT)
    monkeypatch.setenv("HOME", str(tmp_path))
    run("report", tmp_path / "vault", "--html", "x.html")

    assert "<span>~/vault</span>" in (tmp_path / "vault" / "x.html").read_text("utf-8")


def test_there_must_be_a_page_to_open(write, run) -> None:
    root = write(VAULT)
    before = contents(root)
    ran = run("report", "--open", "--note", "x.md")

    assert (ran.code, ran.problems) == (2, ["--open: opens the page; add --html FILE"])
    assert contents(root) == before


def test_the_page_is_opened_where_there_is_a_browser(write, run, monkeypatch, tmp_path) -> None:
    write(VAULT)
    opened = []
    monkeypatch.setattr("webbrowser.open", lambda url: not opened.append(url))
    ran = run("report", "--html", tmp_path / "a b.html", "--open")

    assert (ran.code, ran.err) == (0, "")
    assert opened == [(tmp_path / "a b.html").as_uri()]


@pytest.mark.parametrize("found", [False, webbrowser.Error("no runnable browser"), OSError(2, "x")])
def test_where_there_is_no_browser_the_page_is_there_and_it_is_said(
    write, run, monkeypatch, found
) -> None:
    root = write(VAULT)

    def refuse(_url: str) -> bool:
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr("webbrowser.open", refuse)
    ran = run("report", "--html", "x.html", "--open")

    assert ran.code == 2
    assert ran.problems == ["--open: no browser could be started; open the page by hand"]
    assert (root / "x.html").is_file()


def test_what_got_better_and_worse_since_a_revision(repository, run, tmp_path) -> None:
    repository.commit(VAULT)
    repository.write({"Soil.md": "Clay, back [[Home]].\n", "beds/Lone.md": "[[/aGone]] again.\n"})
    ran = run("report", "--compare", "HEAD")
    run("report", "--compare", "HEAD", "--note", "Health.md", "--html", tmp_path / "x.html")
    note = (repository.top / "Health.md").read_text("utf-8")
    page = (tmp_path / "x.html").read_text("utf-8")

    assert ran.out.splitlines()[2:6] == [
        "since HEAD: 1 new, 1 gone",
        "  links: 3 -> 5 (+2)",
        "  errors: 1 -> 2 (+1, worse)",
        "  warnings: 1 -> 0 (-1, better)",
    ]
    assert '> - [[beds/Lone.md|Lone]]: `no note "/aGone"` (broken-link)' in note
    assert '> - [[Soil.md|Soil]]: `"Soil" is empty` (stub-note)' in note
    assert "+1, worse" in page
    assert "Since HEAD" in page


def test_a_revision_that_is_not_there(repository, run) -> None:
    repository.commit(VAULT)
    ran = run("report", "--compare", "nope")

    assert (ran.code, ran.problems) == (
        2,
        ["--compare nope: no such commit, branch or tag in TMP/vault"],
    )


def test_the_page_links_into_the_vault_that_the_app_knows(write, run, tmp_path) -> None:
    write({".obsidian/app.json": "{}", "content/Lone wolf.md": "x", "content/vaultkit.toml": ""})
    run("report", "--root", "content", "--html", tmp_path / "x.html")

    assert 'href="obsidian://open?vault=vault&amp;file=content%2FLone%20wolf.md"' in (
        tmp_path / "x.html"
    ).read_text("utf-8")


def test_a_summary_loads_neither_page_nor_drawing(write, loaded) -> None:
    write(VAULT)
    code, _, modules = loaded("report")
    unasked = (
        "vaultkit.explore.health.html",
        "networkx",
        "markdown_it",
        "rich",
        "vaultkit.vault.git",
    )

    assert code == 0
    assert "vaultkit.explore.health.count" in modules
    assert [name for name in modules if name.startswith(unasked)] == []
