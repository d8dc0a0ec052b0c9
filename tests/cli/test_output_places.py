"""Files named for a report: nothing is written through a link, nor over anybody's work."""

import json
import os
from pathlib import Path

import pytest

from tests.folders import contents
from vaultkit.cli.formats import FORMATS

posix = pytest.mark.skipif(os.name == "nt", reason="links need rights there")
GARDEN = {
    "Home.md": "[[Humus]] [[/ld/Gone]] [text](a b.md)\n\ttab\n" + "[[x/Lost]]\n" * 3,
    "Compost.md": "---\naliases: Humus\n---\nx\n",
    "sub/日本 & <é>.md": "[[#Nowhere]] [[/ld/Gone]]\n",
    "Empty.md": "",
}
CLEAN = {"A.md": "[[B]] and more words\n", "B.md": "[[A]] and more words\n"}
MANY = {f"N{number}.md": f"[[/ld/Gone]] [[a/M{number}]]\n" for number in range(30)}
GRAPHS = ("table", "json", "graphml", "dot", "csv", "csv-notes")


def foreign(given: str) -> list[str]:
    return [
        (
            f"{given}: a file with that name exists and is not a report of vaultkit's; "
            "remove it or choose another"
        )
    ]


class TestOwnReports:
    """What vaultkit wrote is replaced, by any format."""

    @pytest.mark.parametrize("name", FORMATS)
    @pytest.mark.parametrize("files", [GARDEN, CLEAN, MANY], ids=["garden", "clean", "many"])
    @pytest.mark.parametrize(
        "options",
        [("check",), ("check", "--verbose", "--statistics"), ("check", "-q"), ("fix", "--dry-run")],
        ids=" ".join,
    )
    def test_of_findings(self, write, run, tmp_path, name, files, options) -> None:
        write(files)
        run(*options, "--output-file", f"{name}=../out")
        first = (tmp_path / "out").read_bytes()
        ran = run("check", "--output-file", "json=../out")

        assert not [said for said in ran.problems if "out" in said]
        assert json.loads((tmp_path / "out").read_bytes())["version"] == 1
        assert run(*options, "--output-file", f"{name}=../out").code < 2
        assert len((tmp_path / "out").read_bytes()) == len(first)

    @pytest.mark.parametrize("name", FORMATS)
    def test_of_several_vaults_and_of_what_is_new(self, write, run, tmp_path, name) -> None:
        for folder in ("one", "two"):
            write({**GARDEN, ".obsidian/app.json": "{}"}, f"vault/{folder}")
            run("baseline", cwd=f"vault/{folder}")
            write({"New.md": "[[x/Y]]\n"}, f"vault/{folder}")
        arguments = ("check", "one", "two", "--output-file", f"{name}=out")
        assert run(*arguments).code == 1
        assert (tmp_path / "vault/out").stat().st_size

        assert run(*arguments).code == 1

    def test_of_a_fix(self, write, run) -> None:
        write({**GARDEN, **{f"F{number}.md": "[[Humus]]\n" for number in range(15)}})
        for _ in range(2):
            assert run("fix", "--output-file", "text=../out").code == 1

    @pytest.mark.parametrize("name", GRAPHS)
    @pytest.mark.parametrize("files", [GARDEN, CLEAN, {"A.txt": ""}], ids=["garden", "clean", "no"])
    def test_of_a_graph(self, write, run, name, files) -> None:
        write(files)
        for _ in range(2):
            ran = run("graph", "--format", name, "--output", "../out")
            assert (ran.code, ran.err) == (0, "")

    def test_of_how_a_vault_fares(self, write, run) -> None:
        write(GARDEN)
        for _ in range(2):
            ran = run("report", "--html", "../x.html", "--note", "Health.md")
            assert (ran.code, ran.err) == (0, "")


OTHERS = {
    "text": "Dear diary,\n",
    "a report with words of one's own": "A.md:1:1: error: VK101 broken-link: no note\nMend it!\n",
    "a list of what is done": "fixed the sink\n  and the roof\nfixed: 2 findings\n",
    "words behind a report": ("/v: 1 note, 0 links: no findings (0.01 s)\n\nwhat I make of it\n"),
    "words before a finding": "To do:\n\nHome.md:1:1: error: broken-link: no note\n",
    "json": '{"version": 1, "findings": []}',
    "an object": "{}",
    "a baseline": '{\n "version": 1,\n "findings": []\n}\n',
    "json cut short": '{"version": 1, "vault": "/v", "summary": ',
    "json nested too deeply": "[" * 100_000,
    "another program's sarif": json.dumps(
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "ruff"}}}]}
    ),
    "sarif of two programs": json.dumps(
        {
            "version": "2.1.0",
            "runs": [{"tool": {"driver": {"name": name}}} for name in ("vaultkit", "ruff")],
        }
    ),
    "another program's code quality": json.dumps(
        [
            {
                "description": "x",
                "check_name": "no-undef",
                "fingerprint": "0" * 32,
                "severity": "major",
                "location": {"path": "a.js", "lines": {"begin": 1}},
            }
        ]
    ),
    "another program's junit": '<?xml version="1.0"?>\n<testsuites name="pytest"></testsuites>\n',
    "another program's page": '<html><meta name="generator" content="Hugo"></html>',
    "another program's graph": "digraph vault {\n  a -> b;\n}\n",
    "another table": "source,target,weight\na,b,1\n",
    "bytes": b"\xff\xfe\x00\x01",
}


@pytest.mark.parametrize("there", OTHERS.values(), ids=OTHERS)
def test_other_files_are_not_overwritten(write, run, tmp_path, there) -> None:
    root = write({**GARDEN, "../out": there, "../out.html": there})
    before = contents(tmp_path)

    for name in ("json", "text"):
        ran = run("check", "--output-file", f"{name}=../out")
        assert (ran.code, ran.out, ran.problems) == (
            2,
            "",
            foreign(f"--output-file {name}=../out"),
        )
    assert run("fix", "--output-file", "json=../out").code == 2
    assert run("graph", "--format", "csv", "--output", "../out").problems == foreign(
        "--output ../out"
    )
    assert run("report", "--html", "../out.html").problems == foreign("--html ../out.html")
    assert contents(tmp_path) == before
    assert root.is_dir()


def test_a_file_that_came_meanwhile_is_not_overwritten(write, run, tmp_path, monkeypatch) -> None:
    write(GARDEN)
    from vaultkit.cli import output_files

    put = output_files.write_file

    def late(path, content):
        path.write_text("mine")
        put(path, content)

    monkeypatch.setattr("vaultkit.cli.publish.write_file", late)
    ran = run("check", "--output-file", "json=../out")

    said = "--output-file json=../out: cannot be written: a file with that name exists now"
    assert (ran.code, ran.problems) == (2, [said])
    assert (tmp_path / "out").read_text() == "mine"


OPTIONS = {
    "--output-file": ("check", "--output-file", "json={}"),
    "--output": ("graph", "--format", "json", "--output", "{}"),
    "--html": ("report", "--html", "{}.html"),
    "--note": ("report", "--note", "{}.md"),
}


@posix
class TestLinks:
    """A symbolic link is not written through, even one that leads to a report."""

    @pytest.fixture(params=OPTIONS.values(), ids=OPTIONS)
    def asked(self, request, run):
        """Return a function that asks for a report at a place, by each of the options."""

        def ask(name: str, **options):
            return run(*(part.format(name) for part in request.param), **options)

        ask.suffix = request.param[-1].partition("{}")[2]
        return ask

    @pytest.mark.parametrize("there", ["", "<!-- vaultkit report -->\n", "mine", None])
    @pytest.mark.parametrize("place", ["../around/there", "sub/there"])
    def test_to_a_file(self, write, asked, tmp_path, there, place) -> None:
        root = write(GARDEN)
        target = root / place
        target.parent.mkdir(exist_ok=True)
        if there is not None:
            target.write_text(there)
        (root / f"out{asked.suffix}").symlink_to(place)
        before = contents(tmp_path)
        ran = asked("out")

        assert (ran.code, ran.out) == (2, "")
        assert ran.problems[0].endswith(
            "is a symbolic link, and nothing is written through one; name the file itself"
        )
        assert contents(tmp_path) == before

    @pytest.mark.parametrize("mark", [".git", ".obsidian", None])
    @pytest.mark.parametrize("where", ["linked", "linked/deep", "sub/linked"])
    def test_to_a_folder_that_lies_outside(self, write, asked, tmp_path, mark, where) -> None:
        root = write(GARDEN)
        if mark:
            (root / mark).mkdir()
        (tmp_path / "elsewhere/deep").mkdir(parents=True)
        (root / "linked").symlink_to("../elsewhere")
        (root / "sub/linked").symlink_to("../linked/deep")
        before = contents(tmp_path, with_git=True)
        ran = asked(f"{where}/out")

        real = "elsewhere" if where == "linked" else "elsewhere/deep"
        assert (ran.code, ran.out) == (2, "")
        assert ran.problems[0].endswith(
            f": a symbolic link leads out of TMP/vault; to write there, name TMP/{real} itself"
        )
        assert contents(tmp_path, with_git=True) == before

    @pytest.mark.parametrize("way", ["linked/..", "linked/../elsewhere", "sub/../linked/."])
    def test_on_the_way_back(self, write, run, tmp_path, way) -> None:
        root = write(GARDEN)
        (tmp_path / "elsewhere/deep").mkdir(parents=True)
        (root / "linked").symlink_to("../elsewhere/deep")
        before = contents(tmp_path)

        assert run("check", "--output-file", f"json={way}/out").code == 2
        assert contents(tmp_path) == before

    @pytest.mark.parametrize("way", ["..", "sub/../..", "../vault/../vault", "../elsewhere"])
    def test_without_a_link(self, write, run, tmp_path, way) -> None:
        root = write(GARDEN)
        (tmp_path / "elsewhere").mkdir()

        assert run("check", "--output-file", f"json={way}/out").code == 1
        assert (root / way / "out").is_file()

    def test_to_another_repository(self, write, run, tmp_path) -> None:
        root = write({**GARDEN, ".git/x": ""})
        write({".git/x": ""}, "other")
        (root / "linked").symlink_to("../other")
        ran = run("check", "vault", "--output-file", "json=vault/linked/out", cwd=".")

        assert ran.code == 2
        assert not (tmp_path / "other/out").exists()

    def test_within_the_vault_is_followed(self, write, run) -> None:
        root = write({**GARDEN, "sub/.keep": ""})
        (root / "linked").symlink_to("sub")
        for _ in range(2):
            assert run("check", "--output-file", "json=linked/out").code == 1
        assert (root / "sub/out").is_file()

    def test_above_the_vault_is_the_user_s_own(self, write, run, tmp_path) -> None:
        write({**GARDEN, ".git/x": ""}, "real/vault")
        (tmp_path / "way").symlink_to("real")
        (tmp_path / "out").mkdir()
        (tmp_path / "to").symlink_to("out")
        for _ in range(2):
            ran = run("check", tmp_path / "way/vault", "--output-file", f"json={tmp_path}/to/x")
            assert (ran.code, ran.err) == (1, "")
        assert (tmp_path / "out/x").is_file()

    @pytest.mark.parametrize(
        "arguments",
        [
            ("flatten", ".", "linked/flat.md"),
            ("unflatten", "flat.md", "linked"),
            ("unflatten", "flat.md", "linked/new"),
            ("check", "--cache-dir", "linked"),
            ("cache", "clean", "--cache-dir", "linked"),
            ("check", "--cache-dir", "linked/deep"),
        ],
        ids=" ".join,
    )
    def test_for_other_files_and_folders(self, write, run, tmp_path, arguments) -> None:
        root = write({**CLEAN, "flat.md": "# A {#a}\n\nx\n\n# B {#b}\n\ny\n"})
        (tmp_path / "elsewhere").mkdir()
        (root / "linked").symlink_to("../elsewhere")
        ran = run(*arguments)

        assert (ran.code, ran.out) == (2, "")
        assert "a symbolic link leads out of TMP/vault; to write there, name TMP/else" in ran.err
        assert not list((tmp_path / "elsewhere").iterdir())

    @pytest.fixture(autouse=True)
    def _vault(self, tmp_path) -> None:
        (tmp_path / "vault").mkdir(exist_ok=True)


@posix
class TestStreams:
    """What is no ordinary file on purpose is written to."""

    @pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
    def test_standard_output(self, write, run_process, name) -> None:
        if not os.path.lexists(name):
            pytest.skip("no such name here")
        write(CLEAN)
        done = run_process("check", "-q", "--output-file", f"json={name}")

        assert done.returncode == 0
        assert json.loads(done.stdout)["version"] == 1

    def test_standard_output_that_is_a_file(self, write, run_process, tmp_path) -> None:
        write(CLEAN)
        import subprocess
        import sys

        with (tmp_path / "log").open("wb") as log:
            log.write(b"before\n")
            log.flush()
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "vaultkit",
                    "check",
                    "-q",
                    "--output-file",
                    "json=/dev/stdout",
                ],
                cwd=tmp_path / "vault",
                stdout=log,
                check=True,
            )
        said = (tmp_path / "log").read_text().removeprefix("before\n")
        assert json.loads(said)["version"] == 1

    def test_nowhere(self, write, run) -> None:
        write(CLEAN)
        assert run("check", "--output-file", f"json={os.devnull}").code == 0
        assert not Path(os.devnull).is_file()

    def test_a_named_pipe(self, write, run, tmp_path) -> None:
        write(CLEAN)
        os.mkfifo(tmp_path / "pipe")
        reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
        try:
            assert run("check", "--output-file", "json=../pipe").code == 0
            assert json.loads(os.read(reader, 65536))["version"] == 1
        finally:
            os.close(reader)
