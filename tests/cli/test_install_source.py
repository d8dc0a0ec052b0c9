"""Where vaultkit was installed from, and what a hook and CI install therefore."""

import json
from importlib import metadata
from pathlib import Path

import pytest
import yaml

import vaultkit
from vaultkit.setup import ci, pre_commit
from vaultkit.setup.install_source import Installed, install_source

CHECKOUT = Path(vaultkit.__file__).parents[1]


@pytest.fixture
def origin(monkeypatch):
    """Return a function that says what pip wrote down about this package."""

    class Distribution:
        def __init__(self, told: str | None) -> None:
            self.told = told

        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return self.told

    def says(told: str | None) -> Installed:
        monkeypatch.setattr(metadata, "distribution", lambda _: Distribution(told))
        return install_source()

    return says


class TestWhereItCameFrom:
    def test_from_the_index(self, origin) -> None:
        found = origin(None)
        (repo,) = yaml.safe_load(pre_commit.entry(found, ""))

        assert not found.is_local
        assert repo["repo"] == "local"
        assert repo["hooks"][0]["language"] == "python"
        assert repo["hooks"][0]["additional_dependencies"] == [
            f"obsidian-vaultkit=={vaultkit.__version__}"
        ]

    def test_from_git(self, origin) -> None:
        url = "https://example.org/x/vaultkit.vault.git"
        found = origin(f'{{"url": "{url}", "vcs_info": {{"vcs": "git", "commit_id": "0e12"}}}}')
        (repo,) = yaml.safe_load(pre_commit.entry(found, "notes"))

        assert found.requirement == f"obsidian-vaultkit @ git+{url}@0e12"
        assert repo == {
            "repo": url,
            "rev": "0e12",
            "hooks": [{"id": "vaultkit-check", "args": ["notes"]}],
        }

    @pytest.mark.parametrize(
        ("told", "wanted"),
        [
            (
                {"url": "https://x.org/a.zip", "archive_info": {"hash": "sha256=1"}},
                "https://x.org/a.zip",
            ),
            ({"url": "https://x.org/a.whl", "archive_info": {}}, "https://x.org/a.whl"),
            (
                {
                    "url": "https://x.org/v",
                    "vcs_info": {"vcs": "git", "commit_id": "0e12"},
                    "subdirectory": "py",
                },
                "git+https://x.org/v@0e12#subdirectory=py",
            ),
            (
                {"url": "https://x.org/v", "vcs_info": {"vcs": "hg", "commit_id": "0e12"}},
                "hg+https://x.org/v@0e12",
            ),
        ],
    )
    def test_from_an_address_that_is_no_repository_of_hooks(self, origin, told, wanted) -> None:
        found = origin(json.dumps(told))
        (repo,) = yaml.safe_load(pre_commit.entry(found, ""))

        assert not found.is_local
        assert repo["repo"] == "local"
        assert repo["hooks"][0]["language"] == "python"
        assert repo["hooks"][0]["additional_dependencies"] == [f"obsidian-vaultkit @ {wanted}"]
        assert f"pip install 'obsidian-vaultkit @ {wanted}'" in ci.github(found, "", "", whole=True)

    @pytest.mark.parametrize(
        "told",
        [
            '{"url": "file:///x/vaultkit", "dir_info": {"editable": true}}',
            '{"url": "file:///x/vaultkit.whl", "archive_info": {}}',
            '{"url": "file:///x", "vcs_info": {"vcs": "git", "commit_id": "0e12"}}',
            '{"url": "https://me:secret@x.org/v", "vcs_info": {"vcs": "git", "commit_id": "0e"}}',
            '{"url": "https://secret@x.org/v", "vcs_info": {"vcs": "git", "commit_id": "0e"}}',
            '{"url": "https://secret@x.org/v.whl", "archive_info": {}}',
            '{"url": "https://[x/v.whl", "archive_info": {}}',
            '{"url": "https:", "archive_info": {}}',
            '{"url": 3}',
            "{}",
            "{",
            "[]",
        ],
    )
    def test_from_a_place_that_no_one_can_name(self, origin, told) -> None:
        found = origin(told)
        (repo,) = yaml.safe_load(pre_commit.entry(found, "", ["/a b/vaultkit"]))
        job = ci.github(found, "", "", whole=True)

        assert found.is_local
        assert "secret" not in f"{found}{job}"
        assert repo["hooks"][0]["language"] == "system"
        assert repo["hooks"][0]["entry"].startswith("'/a b/vaultkit' check ")
        assert f"pip install 'obsidian-vaultkit @ git+{ci.PLACEHOLDER}@<commit>'" in job

    def test_the_hook_is_that_of_the_project(self) -> None:
        found = Installed("v==1", is_local=False)
        (repo,) = yaml.safe_load(pre_commit.entry(found, ""))
        (ours,) = [
            hook
            for hook in yaml.safe_load((CHECKOUT / ".pre-commit-hooks.yaml").read_text())
            if hook["id"] == "vaultkit-check"
        ]
        del ours["description"]

        assert repo["hooks"] == [{**ours, "additional_dependencies": ["v==1"]}]


class TestFromAClone:
    """What pip calls a folder is a revision, if it is a clone that has the hooks."""

    @pytest.fixture
    def clone(self, repository, origin, tmp_path):
        """Return a function that installs from a folder, with a remote that has its commit."""
        commit = repository.commit({".pre-commit-hooks.yaml": "[]", "vaultkit/x.py": ""})

        def installed(remote: str | None, *, pushed: bool = True, told: dict | None = None):
            if remote is not None:
                repository.git("remote", "add", "origin", remote)
                if pushed:
                    repository.git("update-ref", "refs/remotes/origin/main", commit)
            told = told or {"dir_info": {}}
            return origin(json.dumps({"url": repository.top.as_uri(), **told})), commit

        return installed

    @pytest.mark.parametrize(
        ("remote", "wanted"),
        [
            ("https://example.org/v.git", "https://example.org/v.git"),
            ("ssh://git@example.org/v.git", "ssh://git@example.org/v.git"),
            ("git@example.org:a/v.git", "ssh://git@example.org/a/v.git"),
        ],
    )
    def test_that_its_remote_has(self, clone, remote, wanted) -> None:
        found, commit = clone(remote)

        requirement = f"obsidian-vaultkit @ git+{wanted}@{commit}"
        assert found == Installed(requirement, False, wanted, commit)

    @pytest.mark.parametrize(
        ("remote", "pushed"),
        [
            (None, True),
            ("https://example.org/v.git", False),
            ("../elsewhere", True),
            ("file:///elsewhere", True),
            ("https://me:secret@example.org/v.git", True),
        ],
    )
    def test_that_only_this_machine_has(self, clone, repository, remote, pushed) -> None:
        found, commit = clone(remote, pushed=pushed)
        (repo,) = yaml.safe_load(pre_commit.entry(found, ""))

        assert found.is_local
        assert "secret" not in str(found)
        assert (repo["repo"], repo["rev"]) == (repository.top.as_posix(), commit)
        assert f"@ git+{ci.PLACEHOLDER}@{commit}'" in ci.gitlab(found, "", whole=False)

    def test_by_a_file_address(self, clone, repository) -> None:
        commit = repository.commit({".pre-commit-hooks.yaml": "[]"})
        repository.commit({"later.md": ""})
        told = {"vcs_info": {"vcs": "git", "commit_id": commit}}

        assert clone(None, told=told)[0].revision == commit

    def test_that_is_no_clone_of_the_project(self, clone, repository) -> None:
        """A copy of the code in another repository has no hooks where pre-commit looks for them."""
        repository.commit({".pre-commit-hooks.yaml": None})

        assert clone(None)[0] == Installed("", is_local=True)
