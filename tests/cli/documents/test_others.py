"""``baseline``, ``cache``, ``report``, ``flatten``, ``unflatten`` and ``init`` for programs."""

import subprocess

import pytest

FILES = {
    ".obsidian/app.json": "{}",
    "Home é.md": "[[old/Soil]] [[Gone]] [[Gone]]\n",
    "deep er/Soil.md": "Clay. [[Home é]]\n",
    "deep er/Stub.md": "",
}


class TestBaseline:
    def test_counts(self, write, document) -> None:
        root = write(FILES)
        first = document("baseline", "baseline")
        (root / "deep er/Stub.md").unlink()
        (root / "More.md").write_text("[[old/None]]\n")
        pruned = document("baseline", "baseline", "--prune")
        again = document("baseline", "baseline")

        assert first["file"] == "TMP/vault/vaultkit-baseline.json"
        assert (first["new"], first["gone"]) == (first["known"], 0)
        assert pruned["known"] == first["known"] - pruned["gone"]
        assert (pruned["new"], pruned["gone"] > 0) == (0, True)
        assert again["new"] > 0
        assert again["known"] == pruned["known"] + again["new"]

    def test_a_clean_vault(self, write, document) -> None:
        write({"Home.md": "x [[Home]]\n"})
        given = document("baseline", "baseline")

        assert (given["known"], given["new"], given["gone"]) == (0, 0, 0)

    def test_nothing_to_prune(self, write, run) -> None:
        write(FILES)
        ran = run("baseline", "--prune", "--format", "json")

        assert (ran.code, ran.out, len(ran.problems)) == (2, "", 1)


def test_a_cache_is_shown_and_removed(write, run, document) -> None:
    write({**FILES, "big.md": "word " * 50_000})
    before = document("cache", "cache", "info")
    run("check")
    info = document("cache", "cache", "info")
    removed = [document("cache", "cache", "clean")["removed"] for _ in range(2)]

    assert (before["exists"], before["notes"], before["bytes"]) == (False, 0, 0)
    assert (info["exists"], info["bytes"] > 0) == (True, True)
    assert removed == [True, False]


class TestReport:
    def test_all_of_it(self, write, document) -> None:
        write(FILES)
        given = document("health", "report")
        totals = given["summary"]

        assert (given["vault"], given["changes"], given["written"]) == ("TMP/vault", None, [])
        assert (totals["notes"], totals["errors"], totals["missing"]) == (3, 1, 1)
        assert given["missing"] == [
            {"name": "Gone", "links": 2, "asking": [{"path": "Home é.md", "note": "Home é"}]}
        ]
        assert [item["path"] for item in given["stubs"]] == ["deep er/Stub.md"]
        assert given["worst"][0]["note"] == "Home é"
        assert given["rules"][0]["rule"] == "broken-link"

    def test_an_empty_vault(self, write, document) -> None:
        write({".obsidian/app.json": "{}"})
        given = document("health", "report")

        assert given["summary"]["notes"] == 0
        assert given["rules"] == given["worst"] == given["orphans"] == []

    def test_beside_files(self, write, document, tmp_path) -> None:
        write(FILES)
        html, note = tmp_path / "a b.html", tmp_path / "vault" / "Health.md"
        given = document("health", "report", "--html", html, "--note", note)

        assert given["written"] == ["TMP/a b.html", "TMP/vault/Health.md"]

    def test_what_has_changed(self, write, document) -> None:
        root = write(FILES)
        who = ("-c", "user.email=a@b.c", "-c", "user.name=n")
        for words in (("init", "-q"), ("add", "."), (*who, "commit", "-qm", "x")):
            subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)
        (root / "deep er/Stub.md").write_text("[[old/None]]\n")
        changes = document("health", "report", "--compare", "HEAD")["changes"]

        assert changes["since"] == "HEAD"
        assert [(item["rule"], item["line"]) for item in changes["new"]] == [("broken-link", 1)]
        assert "stub-note" in [item["rule"] for item in changes["gone"]]
        assert changes["before"]["stubs"] == 1

    def test_what_cannot_be_read_is_said_and_all_else_reported(self, write, document, lock) -> None:
        root = write({**FILES, "locked/A.md": "x\n"})
        lock(root / "locked")

        assert document("health", "report", code=2)["summary"]["notes"] == 3


class TestFlatten:
    @pytest.fixture
    def flat(self, write, document):
        write({**FILES, "B.canvas": "{}", "Bad.md": b"\xff\xfe"})
        return document("flatten", "flatten", ".", "../all of it.md")

    def test_there(self, flat) -> None:
        assert flat["file"] == "TMP/all of it.md"
        assert sorted(flat["notes"]) == ["Home é.md", "deep er/Soil.md", "deep er/Stub.md"]
        assert flat["left_out"] == [
            {"path": "Bad.md", "reason": "not-utf-8"},
            {"path": "B.canvas", "reason": "not-markdown"},
        ]
        assert flat["dry_run"] is False

    def test_and_back(self, flat, document, tmp_path) -> None:
        arguments = ("unflatten", "unflatten", "../all of it.md", "../new one")
        plan = document(*arguments, "--dry-run")
        assert not (tmp_path / "new one").exists()
        given = document(*arguments)

        assert plan == {**given, "dry_run": True}
        assert sorted(given["notes"]) == sorted(flat["notes"])
        assert (tmp_path / "new one" / "deep er" / "Soil.md").is_file()

    @pytest.mark.parametrize("command", ["flatten", "unflatten"])
    def test_what_is_there_stays(self, write, run, command) -> None:
        root = write(FILES)
        (root / "all.md").write_text("x\n")
        arguments = (".", "all.md") if command == "flatten" else ("all.md", "deep er")
        ran = run(command, *arguments, "--format", "json")

        assert (ran.code, ran.out, len(ran.problems)) == (2, "", 1)


class TestInit:
    def test_a_plan_and_what_is_then_written(self, write, document) -> None:
        root = write(FILES)
        plan = document("init", "init", "--yes", "--dry-run")
        assert not (root / "vaultkit.toml").exists()
        done = document("init", "init", "--yes")
        config = done["steps"][0]

        assert (plan["dry_run"], plan["steps"][0]["written"]) == (True, False)
        assert plan["steps"][0]["content"] == config["content"]
        assert (config["path"], config["written"]) == ("TMP/vault/vaultkit.toml", True)
        assert (root / "vaultkit.toml").read_text("utf-8") == config["content"]
        assert done["repository"] is None
        assert done["summary"]["notes"] == 3

    def test_nothing_is_asked_on_a_terminal(self, write, document, monkeypatch) -> None:
        write(FILES)
        monkeypatch.setattr("vaultkit.cli.init_offers.can_ask", lambda: True)
        monkeypatch.setattr("click.confirm", lambda *_, **__: pytest.fail("asked"))
        given = document("init", "init")

        assert given["steps"][0]["written"] is True
        assert all(step["content"] is None for step in given["steps"][1:])

    def test_what_is_there_stays(self, write, document) -> None:
        write({**FILES, "vaultkit.toml": "\n"})
        step = document("init", "init")["steps"][0]

        assert (step["written"], step["content"]) == (False, None)

    def test_no_notes(self, write, run) -> None:
        write({})
        ran = run("init", "--format", "json")

        assert (ran.code, ran.out, len(ran.problems)) == (2, "", 1)
