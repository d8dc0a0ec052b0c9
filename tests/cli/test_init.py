"""``vaultkit init``: what it sees, what it writes, and what it leaves alone."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import vaultkit
from tests.folders import contents
from vaultkit.cli import init as cli_init
from vaultkit.cli import init_offers
from vaultkit.config.read import read_settings
from vaultkit.setup import ci, pre_commit
from vaultkit.setup.install_source import Installed

CHECKOUT = Path(vaultkit.__file__).parents[1]
NOTES = {
    "Home.md": "# Home\n\n[[Soil]] [[Plan]] [[/ld/Path]] [soil](Soil.md)\n",
    "Soil.md": "---\ntag: x\n---\n\nClay. [[Home]]\n",
}
VAULT = {**NOTES, ".obsidian/app.json": "{}"}
HOOKS = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/vaultkit.yml"
BASELINE = "vaultkit-baseline.json"
CONFIG = "vaultkit.toml"
FROM_GIT = Installed("v @ git+https://x.org/v@0e12", False, "https://x.org/v", "0e12")
UNKNOWN = Installed("", is_local=True)


@pytest.fixture
def shared(repository) -> None:
    """Give the repository a remote, as one has of which CI checks something."""
    repository.git("remote", "add", "origin", "https://github.com/a/b.git")


def added(root: Path, before: dict[str, bytes]) -> set[str]:
    """Return what was added to a folder; nothing else may have changed."""
    now = contents(root)
    assert {name: now[name] for name in before} == before
    return now.keys() - before.keys()


class TestWithoutATerminal:
    def test_the_configuration_alone_is_written(self, repository, run) -> None:
        repository.write(VAULT)
        before = contents(repository.top)
        ran = run("init")

        assert (ran.code, ran.err) == (0, "")
        assert added(repository.top, before) == {CONFIG}
        assert ran.out == (
            "vault     TMP/vault (a git repository)\n"
            "size      2 notes, 5 links\n"
            "Obsidian  set to write wikilinks, shortest paths\n"
            "links     4 wikilinks, 1 Markdown link; 2 broken "
            "(1 to notes not written yet)\n"
            "findings  1 error, 0 warnings, 2 info\n"
            "mostly    broken-link (1), deprecated-property (1), unwritten-note (1)\n"
            "\n"
            "wrote vaultkit.toml: the defaults fit\n"
            "no baseline, so nothing is hidden: --baseline adds one\n"
            "no pre-commit hook: --pre-commit adds it\n"
            "no check in CI: --ci github or --ci gitlab adds it\n"
            "next: git add vaultkit.toml\n"
            "      git commit\n"
        )

    def test_the_options_choose(self, repository, run) -> None:
        repository.write(VAULT)
        before = contents(repository.top)
        ran = run("init", "--pre-commit", "--ci", "none")

        assert added(repository.top, before) == {CONFIG, HOOKS}
        assert "no baseline" in ran.out
        assert "no check in CI" in ran.out

    @pytest.mark.usefixtures("shared")
    def test_yes_takes_all_that_is_not_refused(self, repository, run) -> None:
        repository.write(VAULT)
        before = contents(repository.top)
        run("init", "--yes", "--no-baseline")

        assert added(repository.top, before) == {CONFIG, HOOKS, WORKFLOW}

    @pytest.mark.usefixtures("shared")
    def test_a_dry_run_writes_nothing_and_shows_all(self, repository, run) -> None:
        repository.write(VAULT)
        before = contents(repository.top)
        said = run("init", "--yes", "--dry-run").out

        assert added(repository.top, before) == set()
        assert run("init", "--yes").code == 0
        for name in (CONFIG, HOOKS, WORKFLOW, BASELINE):
            assert f"would write {name}: " in said
            for line in (repository.top / name).read_text().splitlines():
                assert f"{'    ' * bool(line)}{line}\n" in said

    @pytest.mark.usefixtures("shared")
    def test_a_second_time_nothing_is_touched(self, repository, run) -> None:
        repository.write(VAULT)
        run("init", "--yes")
        before = contents(repository.top)
        ran = run("init", "--yes")

        assert ran.code == 0
        assert added(repository.top, before) == set()
        assert ran.out.count("stays as it is") == 4
        assert "wrote" not in ran.out
        assert "next:" not in ran.out


class TestOnATerminal:
    @pytest.fixture(autouse=True)
    def _terminal(self, monkeypatch, shared) -> None:
        monkeypatch.setattr(init_offers, "can_ask", lambda: True)

    @pytest.mark.parametrize(
        ("answers", "wanted"),
        [
            ("y\ngithub\ny\n", {BASELINE, HOOKS, WORKFLOW}),
            ("\n\n\n", {BASELINE, HOOKS, WORKFLOW}),
            ("n\nnone\nn\n", set()),
            ("n\nnone\n\n", set()),
            ("n\nnone\ny\n", {BASELINE}),
            ("y\ngitlab\nn\n", {HOOKS, ".gitlab-ci.yml"}),
            ("n\nn\nn\n", set()),
            ("n\nNo\nn\n", set()),
            ("n\ny\nn\n", {WORKFLOW}),
            ("n\nYES\nn\n", {WORKFLOW}),
            ("n\nperhaps\nnone\nn\n", set()),
        ],
    )
    def test_each_offer_is_asked_for(self, repository, run, answers, wanted) -> None:
        repository.write(VAULT)
        before = contents(repository.top)
        ran = run("init", stdin=answers)

        assert ran.code == 0
        assert added(repository.top, before) == {CONFIG, *wanted}

    def test_what_an_option_says_is_not_asked(self, repository, run) -> None:
        repository.write(VAULT)
        ran = run("init", "--no-baseline", "--pre-commit", stdin="none\n")

        assert ran.code == 0
        assert ran.out.count("?") == 0

    def test_who_ends_it_has_nothing_written(self, repository, run) -> None:
        repository.write(VAULT)
        before = contents(repository.top)

        assert run("init", stdin="y\n").code == 130
        assert added(repository.top, before) == set()


class TestTheConfiguration:
    @pytest.mark.parametrize(
        ("name", "text"),
        [(CONFIG, 'fail-on = "error"\n'), ("pyproject.toml", "[tool.vaultkit]\nignore = []\n")],
    )
    def test_one_that_is_there_stays(self, repository, run, name, text) -> None:
        repository.write({**VAULT, name: text})
        before = contents(repository.top)
        ran = run("init")

        assert ran.code == 0
        assert added(repository.top, before) == set()
        assert f"{name}: already exists and stays as it is\n" in ran.out

    def test_one_that_cannot_be_used_is_a_mistake(self, write, run) -> None:
        write({**VAULT, CONFIG: "fail-on = 3\n"})
        ran = run("init")

        assert ran.code == 2
        assert "vaultkit.toml: fail-on: must be one of" in ran.err

    @pytest.mark.parametrize("app", [{}, {".obsidian/app.json": "{}"}])
    def test_it_changes_nothing_about_what_is_found(self, write, run, app) -> None:
        write({**NOTES, "Beds.md": "[x](Soil.md#clay-bed)\n\n[[Soil#Clay]]\n", **app})
        write({"Soil.md": "# Clay\n\n## Clay bed\n\n[[Home]] [home](Home.md#nowhere)\n"})
        before = run("check", "--format", "concise", "-v").out
        run("init")

        assert run("check", "--format", "concise", "-v").out == before

    def test_links_that_open_on_github_alone_stay_whole(self, write, run) -> None:
        root = write({"A.md": "# A\n\n[x](B.md#old-bed)\n", "B.md": "# B\n\n## Old bed\n\nx\n"})
        ran = run("init")

        assert "wrote vaultkit.toml: sets dialect\n" in ran.out
        assert (
            "\n# There is no .obsidian here, and 1 link would be broken in Obsidian"
            in (root / CONFIG).read_text()
        )
        assert run("check").code == 0
        assert run("check", "--dialect", "obsidian").code == 1

    def test_what_it_proposes_can_be_had(self, write, run) -> None:
        files = {f"meta/Templates [old]/{n}.md": "" for n in "ab"}
        root = write({**VAULT, **files, "Md.md": "[a](Home.md) " * 9, "Dup.md": "# A\n\n# A\n"})
        write({".obsidian/templates.json": '{"folder": "T"}'})
        run("init")
        text = (root / CONFIG).read_text()
        proposed = re.sub(r"(?m)^# (?=\[|[a-z-]+ = )", "", text)
        (root / CONFIG).write_text(proposed)
        settings = read_settings(root / CONFIG)

        assert {*settings.origins} == {
            "must-open-in", "entry-points", "exclude", "fix", "fail-on", "severity", "overrides"
        }  # fmt: skip
        assert settings.fix == {"deprecated-property"}
        assert run("check", "--format", "concise", "--select", "stub-note").out == ""

    def test_settings_that_git_ignores_are_repeated(self, repository, run) -> None:
        app = '{"userIgnoreFilters": ["Old [x]/", "/^a/", "pre"]}'
        repository.write(
            {
                **NOTES,
                ".gitignore": ".obsidian/\n",
                ".obsidian/app.json": app,
                ".obsidian/templates.json": '{"folder": "Vorlagen"}',
                "Old [x]/A.md": "[[/o/thing]]\n",
                "Vorlagen/B.md": "",
                "pre/C.md": "",
            }
        )
        ran = run("init")
        text = (repository.top / CONFIG).read_text()
        shutil.rmtree(repository.top / ".obsidian")

        assert "sets exclude, overrides\n" in ran.out
        assert "(not /^a/, pre, which means something else here)" in " ".join(text.split("\n# "))
        found = run("check", "--format", "concise", "-v").out
        assert "Old [x]" not in found
        assert "Vorlagen" not in found
        assert "pre/C.md" in found

    def test_a_name_cannot_leave_its_comment(self, repository, run) -> None:
        app = '{"userIgnoreFilters": ["Old/", "x\\nroot = 1", "\\ud800/"]}'
        repository.write({**NOTES, ".gitignore": ".obsidian\n", ".obsidian/app.json": app})

        assert run("init").code == 0
        assert read_settings(repository.top / CONFIG).exclude == ("/Old/",)


class TestPlaces:
    @pytest.mark.usefixtures("shared")
    def test_a_vault_below_the_top_is_named_there(self, repository, run) -> None:
        repository.write({f"my notes/{name}": text for name, text in VAULT.items()})
        ran = run("init", "--yes")

        assert "my notes (in the repository TMP/vault)\n" in ran.out
        assert {*contents(repository.top)} >= {CONFIG, HOOKS, WORKFLOW, BASELINE}
        assert '\nroot = "my notes"\n' in (repository.top / CONFIG).read_text()
        (hook,) = yaml.safe_load((repository.top / HOOKS).read_text())["repos"][0]["hooks"]
        assert hook["args"] == ["my notes"]
        assert (
            "vaultkit check --format github 'my notes'\n" in (repository.top / WORKFLOW).read_text()
        )
        assert run("check").code == run("check", cwd="vault/my notes").code == 0

    def test_beside_another_vault_each_has_its_own(self, repository, run) -> None:
        for folder in ("one", "two"):
            repository.write({f"{folder}/{name}": text for name, text in VAULT.items()})
        several = run("init")
        ran = run("init", "one", "--yes")

        assert several.code == 2
        assert several.problems == [".: holds several vaults (one, two); name one of them"]
        assert ran.code == 0
        assert {*contents(repository.top)} >= {f"one/{CONFIG}", HOOKS, f"one/{BASELINE}"}
        assert "root =" not in (repository.top / "one" / CONFIG).read_text()
        assert 'args: ["one"]' in (repository.top / HOOKS).read_text()
        told = "stays as it is; if it does not check two yet, name that there, too\n"
        assert f"{HOOKS}: has a hook of vaultkit's and {told}" in run("init", "two", "--yes").out
        assert "name that there" not in run("init", "one", "--yes").out

    @pytest.mark.usefixtures("shared")
    def test_a_hook_of_a_folder_with_an_odd_name(self, repository, run) -> None:
        odd = "-a 'b' \"c\" #d: é"
        repository.write({f"{odd}/{name}": text for name, text in VAULT.items()})
        assert run("init", "--yes", f"./{odd}").code == 0

        (hook,) = yaml.safe_load((repository.top / HOOKS).read_text())["repos"][0]["hooks"]
        assert hook["args"] == [f"./{odd}"]
        job = yaml.safe_load((repository.top / WORKFLOW).read_text())["jobs"]["vaultkit"]
        done = subprocess.run(
            ["bash", "-c", job["steps"][-1]["run"].replace("vaultkit check", "printf '%s\\n'")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.splitlines()[-1] == f"./{odd}"

    @pytest.mark.parametrize("odd", [b"a\xff", b"a\nb", b"a\x1bb"])
    def test_a_folder_that_no_file_can_name(self, repository, run, odd) -> None:
        repository.write({f"{os.fsdecode(odd)}/{name}": text for name, text in VAULT.items()})
        before = contents(repository.top)
        ran = run("init", "--yes")

        assert ran.code == 2
        assert "cannot be named in a configuration" in ran.err
        assert added(repository.top, before) == set()

    @pytest.mark.usefixtures("shared")
    def test_a_folder_that_a_workflow_would_run(self, repository, run) -> None:
        repository.write({f"${{{{ x }}}}/{name}": text for name, text in VAULT.items()})
        ran = run("init", "--yes")

        assert "no check in CI: a workflow takes ${{ in the folder's name for a command" in ran.out
        assert not (repository.top / WORKFLOW).exists()

    def test_outside_of_a_repository(self, write, run) -> None:
        root = write(VAULT)
        before = contents(root)
        for asked in (["--pre-commit"], ["--ci", "gitlab"]):
            ran = run("init", *asked)
            assert ran.code == 2
            said = (
                f"{' '.join(asked)}: TMP/vault is not in a git repository; `git init` creates one"
            )
            assert ran.problems == [said]
            assert added(root, before) == set()

        assert run("init", "--yes").code == 0
        assert added(root, before) == {CONFIG, BASELINE}

    @pytest.mark.parametrize(
        ("path", "said"),
        [
            (".", "TMP/vault: has no notes; name the folder with the notes"),
            ("x.md", "x.md: is not a folder; name the vault's"),
            ("gone", "gone: no such folder"),
        ],
    )
    def test_where_there_is_no_vault(self, write, run, path, said) -> None:
        root = write({"sub/x.txt": ""})
        if path.endswith(".md"):
            (root / path).write_text("x")
        ran = run("init", path)

        assert (ran.code, ran.problems) == (2, [said])

    def test_where_not_all_can_be_read_there_is_no_baseline(self, write, run) -> None:
        root = write(VAULT)
        (root / "loop.md").symlink_to("loop.md")
        ran = run("init", "--yes")

        assert ran.code == 2
        assert "loop.md cannot be listed: " in ran.err
        assert "no baseline: not everything could be read\n" in ran.out
        assert (root / CONFIG).exists()
        assert not (root / BASELINE).exists()

    def test_what_cannot_be_written_is_said(self, repository, run) -> None:
        repository.write({**VAULT, ".github": "a file"})
        ran = run("init", "--ci", "github")

        assert ran.code == 2
        assert ran.problems[0].startswith(f"TMP/vault/{WORKFLOW}: cannot be written: ")


@pytest.mark.parametrize("forge", ["github", "gitlab"])
@pytest.mark.parametrize("text", [VAULT["Home.md"], "# Home\n\n[[Soil]]\n"])
def test_what_is_said_of_the_check_is_when_it_runs(repository, run, forge, text) -> None:
    repository.write({**VAULT, "Home.md": text, "Soil.md": "x\n"})
    ran = run("init", "--ci", forge)
    (said,) = re.findall(r"wrote \S+\.yml: (.*)", ran.out)
    name = WORKFLOW if forge == "github" else ".gitlab-ci.yml"
    job = (repository.top / name).read_text()

    assert ("pushes" in said) == ("push:" in job or "$CI_DEFAULT_BRANCH" in job)
    assert ("merge request" in said) == ("merge_request_event" in job)
    assert ("pull request" in said) == ("pull_request:" in job)
    assert ("what is new" in said) == ("--new-since" in job)


class TestTheHook:
    def test_what_only_this_machine_has_is_named_by_its_whole_path(
        self, repository, run, monkeypatch, tmp_path
    ) -> None:
        (tmp_path / "a venv" / "bin").mkdir(parents=True)
        for name in ("python", "vaultkit"):
            (tmp_path / "a venv" / "bin" / name).write_text("")
            (tmp_path / "a venv" / "bin" / name).chmod(0o755)
        here = tmp_path / "a venv" / "bin"
        monkeypatch.setattr(sys, "executable", str(here / "python"))
        monkeypatch.setattr(sys, "argv", ["pytest"])
        monkeypatch.setattr(cli_init, "install_source", lambda: UNKNOWN)
        repository.write(VAULT)
        ran = run("init", "--pre-commit")

        (hook,) = yaml.safe_load((repository.top / HOOKS).read_text())["repos"][0]["hooks"]
        command = [f"{here}/vaultkit", "check", "--staged", "--new-since", "HEAD"]
        assert shlex.split(hook["entry"]) == command
        assert hook["language"] == "system"
        said = "note: the hook runs 'TMP/a venv/bin/vaultkit', which only this machine has"
        assert ran.out.splitlines()[-1] == said
        assert "has a hook of vaultkit's" in run("init", "--pre-commit").out

    @pytest.mark.parametrize(
        ("hook", "known"),
        [
            ("{id: mine, name: x, entry: vaultkit check, language: system}", True),
            ("{id: mine, name: x, entry: \"'/a b/vaultkit' check\", language: system}", True),
            ("{id: mine, name: x, entry: C:/v/vaultkit.exe check, language: system}", True),
            ("{id: mine, name: x, entry: vaultkitten check, language: system}", False),
        ],
    )
    def test_one_that_is_there_is_known(self, repository, run, hook, known) -> None:
        repository.write({**VAULT, HOOKS: f"repos:\n- repo: local\n  hooks:\n  - {hook}\n"})

        assert ("has a hook of vaultkit's" in run("init", "--pre-commit").out) is known

    @pytest.mark.parametrize(
        "text",
        [
            "repos:\n- repo: local # c\n  hooks:\n  - id: x\n    name: x # last\n",
            "# a\nrepos:\n  - repo: local\n    hooks: [{id: x}] # flow\n\n# b\nfail_fast: true",
            (
                "a: b\nrepos:\n    -   repo: y\n        hooks:\n        -   args:\n"
                "            - |\n              a\n              b\n# end\n"
            ),
            "repos:\r\n- repo: local\r\n  hooks:\r\n  - id: x\r\n\r\n\r\nexclude: ^a\r\n",
            "\ufeffrepos:\n- repo: meta\n  hooks:\n  - {id: identity}",
            "repos:\n- repo: local\n  hooks:\n  - id: x\n    files: 'a\n\n      b'\n...\n",
        ],
    )
    def test_it_is_added_to_others_and_all_stays(self, repository, run, monkeypatch, text) -> None:
        repository.write({**VAULT, HOOKS: text})
        monkeypatch.setattr(cli_init, "install_source", lambda: FROM_GIT)
        run("init", "--pre-commit")
        now = (repository.top / HOOKS).read_bytes()
        old, new = yaml.safe_load(text.lstrip("\ufeff")), yaml.safe_load(now)

        assert {**new, "repos": new["repos"][:-1]} == old
        assert new["repos"][-1]["hooks"][0]["id"] == "vaultkit-check"
        entry = pre_commit.entry(FROM_GIT, "").splitlines()
        kept = [
            line for line in now.decode().splitlines() if line.strip() not in map(str.strip, entry)
        ]
        lost = [line for line in text.splitlines() if line.strip() in map(str.strip, entry)]
        assert [line for line in text.splitlines() if line not in lost] == kept
        assert (b"\r\n" in now) is ("\r\n" in text)
        assert b"\r\r" not in now

    @pytest.mark.parametrize(
        "text",
        [
            "repos: []\n",
            "repos: [{repo: local, hooks: [{id: x}]}]\n",
            "{repos: []}",
            "",
            "- repo: local\n  hooks: []\n",
            "repos:\n- repo: [\n",
            "a: &a [x]\nrepos: *a\n",
            b"repos:\n- \xff\n",
            "repos:\n",
        ],
    )
    def test_where_it_is_not_sure_it_is_shown(self, repository, run, text) -> None:
        repository.write({**VAULT, HOOKS: text})
        before = contents(repository.top)
        ran = run("init", "--pre-commit")

        assert ran.code == 0
        assert added(repository.top, before) == {CONFIG}
        assert f"{HOOKS}: stays as it is; add this to its list `repos`:\n\n- repo: " in ran.out
        (shown,) = yaml.safe_load(re.search(r"(?ms)^- repo: .*?(?=\n\n|^no check)", ran.out)[0])
        assert shown["hooks"][0]["id"] == "vaultkit-check"

    def test_a_link_to_the_file_stays_one(self, repository, run) -> None:
        repository.write(
            {**VAULT, "hooks.yaml": "repos:\n- repo: meta\n  hooks:\n  - id: identity\n"}
        )
        (repository.top / HOOKS).symlink_to("hooks.yaml")
        run("init", "--pre-commit")

        assert (repository.top / HOOKS).is_symlink()
        assert "vaultkit-check" in (repository.top / "hooks.yaml").read_text()

    @pytest.mark.usefixtures("pre_commit")
    def test_as_pre_commit_runs_it_on_a_bare_path(
        self, repository, run, tmp_path, monkeypatch
    ) -> None:
        """A commit made in a program with windows has neither the shell's PATH nor its HOME."""
        monkeypatch.setattr(cli_init, "install_source", lambda: UNKNOWN)
        monkeypatch.setattr(sys, "argv", [str(tmp_path / "bin" / "vaultkit")])
        repository.commit({f"my notes/{name}": text for name, text in VAULT.items()})
        hook = "{id: t, name: t, entry: 'true', language: system}"
        other = f"repos:\n- repo: local\n  hooks:\n  - {hook}\n"
        repository.write({HOOKS: other})
        said = run("init", "--yes", "--ci", "none").out
        (steps,) = re.findall(r"(?s)next: (.*)\nnote: ", said)

        def commit() -> subprocess.CompletedProcess[str]:
            command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
            return subprocess.run(
                [*command, "commit", "--message=x"],
                cwd=repository.top,
                env={"PATH": os.defpath, "PRE_COMMIT_HOME": os.environ["PRE_COMMIT_HOME"]},
                capture_output=True,
                text=True,
                check=False,
            )

        first, *rest = [line.strip() for line in steps.splitlines()]
        assert rest == ["pre-commit install --install-hooks", "git commit"]
        for line in (first, rest[0]):
            subprocess.run(
                line.replace("TMP", str(tmp_path)),
                shell=True,
                cwd=repository.top,
                check=True,
                capture_output=True,
            )
        done = commit()
        assert done.returncode == 0, done.stdout + done.stderr
        repository.stage({"my notes/Soil.md": None})
        done = commit()
        assert done.returncode == 1
        assert 'no note "Soil"; the link worked at HEAD' in done.stderr + done.stdout


class TestCI:
    @pytest.mark.parametrize(
        ("remote", "files", "wanted"),
        [
            ("git@github.com:a/b.git", {}, WORKFLOW),
            ("https://gitlab.example.org/a/b.git", {}, ".gitlab-ci.yml"),
            ("https://example.org/a/b.git", {".gitlab-ci.yml": "x: {script: [make]}"}, None),
            ("https://example.org/a/b.git", {".github/workflows/x.yml": ""}, WORKFLOW),
            ("https://codeberg.org/a/b.git", {}, None),
            (None, {}, None),
        ],
    )
    def test_it_is_that_of_the_forge(self, repository, run, remote, files, wanted) -> None:
        repository.write({**VAULT, **files})
        if remote:
            repository.git("remote", "add", "origin", remote)
        before = contents(repository.top)
        run("init", "--yes")

        assert added(repository.top, before) - {wanted} == {CONFIG, BASELINE, HOOKS}
        assert wanted is None or (repository.top / wanted).exists()

    def test_without_a_remote_there_is_nothing_to_check_it(self, repository, run) -> None:
        repository.write(VAULT)
        ran = run("init", "--yes")

        said = "no check in CI, as the repository has no remote: --ci github or --ci gitlab adds it"
        assert said in ran.out

    def test_other_jobs_of_gitlab_stay(self, repository, run) -> None:
        repository.write({**VAULT, ".gitlab-ci.yml": "test: {script: [make]}\n"})
        before = contents(repository.top)
        ran = run("init", "--yes", "--ci", "gitlab")

        assert added(repository.top, before) == {CONFIG, BASELINE, HOOKS}
        assert ".gitlab-ci.yml: stays as it is; add this job to it:\n\n" in ran.out

    @pytest.mark.parametrize("event", ["push", "request", "first push", "forced push"])
    @pytest.mark.parametrize("baseline", [True, False])
    @pytest.mark.parametrize("forge", ["github", "gitlab"])
    def test_an_old_vault_passes_and_a_new_break_does_not(
        self, repository, run, forge, baseline, event, tmp_path, monkeypatch
    ) -> None:
        repository.commit(VAULT)
        run("init", "--ci", forge, "--baseline" if baseline else "--no-baseline")
        repository.git("add", "--all")
        base = repository.commit()
        repository.git("update-ref", "refs/remotes/origin/main", base)
        name = WORKFLOW if forge == "github" else ".gitlab-ci.yml"
        content = yaml.safe_load((repository.top / name).read_text())
        if forge == "github":
            assert content[True]["push"] == {"branches": ["main"]}
            lines = [step.get("run", "") for step in content["jobs"]["vaultkit"]["steps"]]
        else:
            lines = content["vaultkit"]["script"]
        command = next(line for line in lines if "vaultkit check " in line)
        before = {"push": base, "first push": "0" * 40, "forced push": "12" * 20}.get(event, "")
        wanted = event == "request"
        monkeypatch.setenv("BASE", "main" if wanted else "")
        monkeypatch.setenv("BEFORE", before)
        monkeypatch.setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", base if wanted else "")
        monkeypatch.setenv("CI_COMMIT_BEFORE_SHA", before)
        monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

        def code() -> int:
            line = command.replace("vaultkit check", f'"{sys.executable}" -m vaultkit check', 1)
            return subprocess.run(["bash", "-c", line], cwd=repository.top, check=False).returncode

        assert code() == 0
        repository.commit({"New.md": "[[/ew/Path]]\n"})
        unknown = event in ("first push", "forced push") and not baseline
        assert code() == (0 if unknown else 1)

    @pytest.mark.parametrize("forge", ["github", "gitlab"])
    def test_a_push_that_a_shallow_clone_cannot_judge_does_not_pass(
        self, repository, forge, tmp_path
    ) -> None:
        base = repository.commit(VAULT)
        repository.commit({"New.md": "[[/ew/Path]]\n"})
        clone = tmp_path / "shallow"
        repository.git("clone", "--quiet", "--depth=1", repository.top.as_uri(), str(clone))
        origin = Installed("", is_local=True)
        text = (
            ci.github(origin, "", "", whole=False)
            if forge == "github"
            else ci.gitlab(origin, "", whole=False)
        )
        job = yaml.safe_load(text)
        lines = (
            job["vaultkit"]["script"]
            if forge == "gitlab"
            else [step.get("run", "") for step in job["jobs"]["vaultkit"]["steps"]]
        )
        line = lines[-1].replace("vaultkit check", f'"{sys.executable}" -m vaultkit check', 1)
        environment = {**os.environ, "BASE": "", "BEFORE": base, "CI_COMMIT_BEFORE_SHA": base}
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=clone,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert (done.returncode, "this clone is shallow" in done.stderr) == (2, True)


def test_pushes_to_the_main_branch_are_checked_from_another_branch_too(repository, run) -> None:
    base = repository.commit(VAULT)
    repository.git("remote", "add", "origin", "https://github.com/o/r.git")
    repository.git("update-ref", "refs/remotes/origin/main", base)
    repository.git("checkout", "--quiet", "-b", "trial")
    run("init", "--ci", "github", "--no-baseline")

    assert 'branches: ["main"]' in (repository.top / WORKFLOW).read_text("utf-8")
