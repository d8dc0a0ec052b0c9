"""Addresses that open a note of this vault, in the hook and after a folder got another name."""

URI = "obsidian://open?vault={}&file={}"


def test_what_is_staged_and_what_is_new(repository, run) -> None:
    link = "[x](" + URI.format("vault", "Soil%23Clay") + ")\n"
    repository.commit({".obsidian/app.json": "{}", "Home.md": link, "Soil.md": "# Clay\n\nx\n"})
    repository.stage({"Soil.md": "# Sand\n\nx\n"})

    for options in (["--staged"], ["--new-since", "HEAD"], ["--staged", "--new-since", "HEAD"]):
        found = run("check", "--format", "json", "--no-cache", *options).json["findings"]
        told = [(item["path"], item["rule"]) for item in found if item["severity"] == "error"]
        assert told == [("Home.md", "broken-anchor")]


def test_a_vault_within_a_repository(repository, run) -> None:
    files = {"a b/.obsidian/app.json": "{}", "a b/Home.md": f"<{URI.format('a%20b', 'Soil')}>\n"}
    repository.commit({"Other.md": "x\n"})
    repository.stage(files)

    for options in ([], ["--staged"]):
        done = run("check", "--format", "json", "--no-cache", *options, "a b")
        assert [item["rule"] for item in done.json["findings"]].count("broken-link") == 1


def test_a_vault_under_another_name_is_not_the_one(write, run) -> None:
    files = {".obsidian/app.json": "{}", "Home.md": f"[x]({URI.format('vault', 'Soil')})\n"}
    root = write({**files, "ballast.bin": "x" * 200_000})

    def told() -> list[str]:
        done = run("check", "--format", "json", "--cache-dir", "../kept", cwd=root)
        return [item["rule"] for item in done.json["findings"] if item["severity"] == "error"]

    assert told() == ["broken-link"]
    root = root.rename(root.with_name("clone"))
    assert told() == []
