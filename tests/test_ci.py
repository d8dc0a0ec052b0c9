"""What runs in CI: the action's own steps, and the jobs that the documentation shows."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

import vaultkit
from tests.folders import put_vaultkit
from vaultkit.setup import ci, pre_commit
from vaultkit.setup.install_source import Installed

CHECKOUT = Path(vaultkit.__file__).parents[1]
ACTION = yaml.safe_load((CHECKOUT / "action.yml").read_text("utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
CHECK = STEPS["Check the vault"]
ROOT = 'root = "my notes"\n'
VAULT = {"my notes/Home.md": "# Home\n\n[[/ld/Path]]\n", "my notes/.obsidian/app.json": "{}"}


def documented(name: str) -> list[str]:
    """Return the YAML in a page of the documentation."""
    return re.findall(r"(?ms)^```yaml\n(.*?)^```", (CHECKOUT / "docs" / name).read_text("utf-8"))


def _is_list(content: object) -> bool:
    return isinstance(content, list)


class Runner:
    """Runs shell lines as a CI server would, with the vaultkit of this checkout."""

    def __init__(self, top: Path, folder: Path) -> None:
        self.top = top
        self.folder = folder
        self.environment = {
            "PATH": put_vaultkit(folder / "bin"),
            "HOME": str(folder),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
            "GITHUB_OUTPUT": str(folder / "output"),
        }

    def run(self, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a script as ``shell: bash`` does."""
        file = self.folder / "script.sh"
        file.write_text(script)
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", file],
            cwd=self.top,
            env={**os.environ, **self.environment, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def check(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the action's check with these inputs, the others as they are by default."""
        values = {name: item["default"] for name, item in ACTION["inputs"].items()}
        values |= {name.replace("_", "-"): value for name, value in inputs.items()}
        given = {
            name: values[expression.removeprefix("${{ inputs.").removesuffix(" }}")]
            for name, expression in CHECK["env"].items()
        }
        return self.run(CHECK["run"], **given)

    def said(self, name: str) -> str:
        """Return what a script wrote to a file of the runner's."""
        return (self.folder / name).read_text("utf-8")


@pytest.fixture
def runner(repository, tmp_path) -> Runner:
    repository.commit(VAULT)
    folder = tmp_path / "runner"
    folder.mkdir()
    return Runner(repository.top, folder)


class TestTheAction:
    def test_no_input_becomes_a_part_of_a_script(self) -> None:
        for step in STEPS.values():
            assert "${{" not in step.get("run", "")
            assert step.get("shell", "bash") == "bash"

    def test_every_input_is_described_and_has_a_default(self) -> None:
        for item in ACTION["inputs"].values():
            assert item["description"]
            assert isinstance(item["default"], str)

    def test_it_annotates_and_fails(self, runner) -> None:
        done = runner.check(path="my notes")

        assert done.returncode == 1, done.stderr
        assert done.stdout.startswith("::error file=my notes/Home.md,line=3,")
        assert "no note" in runner.said("summary")
        assert runner.said("output") == "exit-code=1\n"

    def test_it_passes(self, runner, repository) -> None:
        repository.write({"my notes/Home.md": "# Home\n\nWords.\n"})
        done = runner.check(path="my notes")

        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert runner.said("output") == "exit-code=0\n"

    def test_paths_formats_and_arguments(self, runner) -> None:
        done = runner.check(
            path="my notes/Home.md\n\nmy notes\n",
            format="concise",
            args=" --ignore orphan-note\n--fail-on   error ",
            cache="false",
        )

        assert done.returncode == 1
        assert done.stdout == 'Home.md:3:1: error: VK101 broken-link: no note "/ld/Path"\n'
        assert not (runner.folder / ".vaultkit-cache").exists()

    def test_sarif(self, runner) -> None:
        runner.check(path="my notes", sarif="a b.sarif")

        assert json.loads((runner.top / "a b.sarif").read_text())["version"] == "2.1.0"

    def test_what_a_branch_brings(self, runner, repository) -> None:
        base = repository.git("rev-parse", "HEAD")
        repository.git("update-ref", "refs/remotes/origin/main", base)
        repository.git("checkout", "--quiet", "-b", "side")
        assert runner.check(path="my notes", new_since="main").returncode == 0
        repository.commit({"my notes/New.md": "[[/ew/Path]]\n"})
        for since in ("main", "origin/main", base):
            done = runner.check(path="my notes", new_since=since)
            assert done.returncode == 1
            assert done.stdout.count("::error ") == 1
        assert runner.check(path="my notes", new_since="gone").returncode == 2

    @pytest.mark.parametrize("before", ["0" * 40, "12" * 20])
    def test_what_a_first_or_forced_push_brings(self, runner, repository, before) -> None:
        """What was there before is in no clone, and an old vault is not to fail for it."""
        done = runner.check(path="my notes", new_since=before)

        assert done.returncode == 0, done.stderr
        said = f"::notice::{before} is not in this clone; nothing counts as new"
        assert done.stdout.splitlines()[0] == said
        assert "0 new, 1 known" in done.stdout

    def test_a_shallow_clone_is_not_taken_for_a_first_push(self, runner, repository) -> None:
        repository.commit({"my notes/New.md": "[[/ew/Path]]\n"})
        old = repository.git("rev-parse", "HEAD~1")
        (repository.top / ".git" / "shallow").write_text(repository.git("rev-parse", "HEAD") + "\n")
        repository.git("reflog", "expire", "--expire=now", "--all")
        repository.git("prune", "--expire=now")
        done = runner.check(path="my notes", new_since=old)

        assert done.returncode == 2
        assert "this clone is shallow" in done.stderr

    def test_the_cache_is_where_the_step_before_looks(self, runner, repository) -> None:
        repository.write({"my notes/map.png": bytes(200_000)})
        runner.check(path="my notes")

        kept = STEPS["Restore the results of the last run"]["with"]["path"]
        assert any(Path(kept.replace("~", str(runner.folder))).iterdir())

    @pytest.mark.parametrize(
        "evil",
        ["$(touch evil)", "`touch evil`", '"; touch evil; "', "'; touch evil; '", "*", "--help"],
    )
    def test_no_input_is_run(self, runner, evil) -> None:
        for name in ("path", "format", "new_since", "sarif", "args"):
            runner.check(**{"path": "my notes", name: evil})

            assert not (runner.top / "evil").exists()

    @pytest.mark.parametrize(("version", "wanted"), [("", "ACTION"), ("0.1.0", None)])
    def test_what_is_installed(self, runner, version, wanted) -> None:
        python = runner.folder / "bin" / "python3"
        python.write_text(
            '#!/bin/sh\nif [ "$1 $3" = "-I venv" ]\n'
            'then mkdir -p "$4/bin" && cp "$0" "$4/bin/python" && exit\nfi\n'
            f'printf "%s\\n" "$@" >"{runner.folder}/asked"\n'
        )
        python.chmod(0o755)
        action = runner.folder / "an action"
        done = runner.run(
            STEPS["Install vaultkit"]["run"],
            VERSION=version,
            RUNNER_TEMP=str(runner.folder / "a temp"),
            GITHUB_ACTION_PATH=str(action),
            GITHUB_PATH=str(runner.folder / "path"),
        )

        assert done.returncode == 0, done.stderr
        asked = runner.said("asked").splitlines()
        assert asked[:3] == ["-I", "-m", "pip"]
        assert asked[-1] == (str(action) if wanted else f"obsidian-vaultkit=={version}")
        assert runner.said("path") == f"{runner.folder}/a temp/vaultkit/bin\n"


class TestTheDocumentation:
    @pytest.mark.parametrize("name", ["ci.md", "adopting.md", "formats.md", "pre-commit.md"])
    def test_what_it_shows_is_yaml(self, name) -> None:
        shown = documented(name)

        assert shown
        for text in shown:
            assert yaml.safe_load(text)

    def test_it_uses_the_inputs_that_there_are(self) -> None:
        text = (CHECKOUT / "docs" / "ci.md").read_text("utf-8")
        used = [
            step
            for shown in documented("ci.md")
            if isinstance(content := yaml.safe_load(shown), dict)
            for job in content.get("jobs", {}).values()
            for step in job["steps"]
            if "<owner>" in step.get("uses", "")
        ]

        assert len(used) == 2
        assert {name for step in used for name in step["with"]} <= ACTION["inputs"].keys()
        assert re.findall(r"(?m)^\| `([a-z-]+)` \|", text) == list(ACTION["inputs"])

    def test_the_workflow_is_that_which_init_writes(self) -> None:
        shown = yaml.safe_load(documented("ci.md")[0])
        written = yaml.safe_load(ci.github(Installed("", is_local=True), "", "main", whole=False))

        assert shown == written

    @pytest.mark.parametrize(
        ("number", "old", "wanted"),
        [
            ("7", "", ["--silent --method POST repos/o/r/issues/7/comments -F body=@comment.txt"]),
            (
                "7",
                "42",
                ["--silent --method PATCH repos/o/r/issues/comments/42 -F body=@comment.txt"],
            ),
            ("", "", []),
        ],
    )
    def test_the_comment_is_written_once(self, runner, number, old, wanted) -> None:
        (job,) = [
            content["jobs"]["comment"]
            for content in map(yaml.safe_load, documented("ci.md"))
            if not _is_list(content) and "comment" in content.get("jobs", {})
        ]
        gh = runner.folder / "bin" / "gh"
        gh.write_text(
            '#!/bin/sh\ncase "$*" in\n'
            f'*pulls*) echo "$*" | grep -q "head=you:side" && echo "{number}" ;;\n'
            f'*per_page*) echo "{old}" ;;\n'
            f'*) shift; echo "$*" >>"{runner.folder}/asked" ;;\nesac\n'
        )
        gh.chmod(0o755)
        (runner.folder / "asked").write_text("")
        done = runner.run(
            job["steps"][-1]["run"], GITHUB_REPOSITORY="o/r", HEAD="you:side", GH_TOKEN="x"
        )

        assert done.returncode == 0, done.stderr
        assert runner.said("asked").splitlines() == wanted

    def test_what_makes_the_comment(self, runner, repository) -> None:
        (steps,) = [shown for shown in map(yaml.safe_load, documented("ci.md")) if _is_list(shown)]
        base = repository.git("rev-parse", "HEAD")
        repository.git("update-ref", "refs/remotes/origin/main", base)
        repository.commit({"my notes/New.md": "[[/ew/Path]]\n", "vaultkit.toml": ROOT})
        done = runner.run(steps[0]["run"], GITHUB_BASE_REF="main")

        assert done.returncode == 0, done.stderr
        comment = (runner.top / "comment.txt").read_text()
        assert comment.startswith("<!-- vaultkit report -->")
        assert "/ew/Path" in comment
        assert "/ld/Path" not in comment

    def test_what_renovate_finds(self) -> None:
        """Its regular expressions are RE2's, whose groups Python writes in another way."""
        text = (CHECKOUT / "docs" / "ci.md").read_text("utf-8")
        (shown,) = re.findall(r"(?ms)^```json\n(.*?)^```", text)
        jobs, hook = json.loads(shown)["customManagers"]
        url, commit = "https://example.org/a/v.git", "0123456789" * 4
        origin = Installed(f"obsidian-vaultkit @ git+{url}@{commit}", False, url, commit)
        for manager, content in (
            (jobs, ci.github(origin, "", "main", whole=True)),
            (jobs, ci.gitlab(origin, "", whole=False)),
            (hook, pre_commit.new_file(pre_commit.entry(origin, "notes")).decode()),
        ):
            (pattern,) = manager["matchStrings"]
            found = re.search(pattern.replace("(?<", "(?P<"), content)
            assert found is not None
            assert found.groupdict() == {"packageName": url, "currentDigest": commit}

    def test_the_job_for_gitlab(self, runner, repository) -> None:
        (job,) = [
            content["vaultkit"]
            for content in map(yaml.safe_load, documented("ci.md"))
            if not _is_list(content) and "vaultkit" in content
        ]
        install, *lines = job["script"]
        assert install == "pip install 'obsidian-vaultkit @ git+<address>@<commit>'"
        repository.commit({"vaultkit.toml": 'root = "my notes"'})
        base = repository.git("rev-parse", "HEAD")
        repository.commit({"my notes/New.md": "[[/ew/Path]]\n", "my notes/map.png": bytes(200_000)})
        done = runner.run("\n".join(lines), CI_MERGE_REQUEST_DIFF_BASE_SHA=base)

        assert done.returncode == 1, done.stderr
        report = runner.top / job["artifacts"]["reports"]["codequality"]
        found = json.loads(report.read_text())
        assert "my notes/New.md" in [item["location"]["path"] for item in found]
        assert any((runner.top / job["cache"]["paths"][0]).iterdir())
