"""vaultkit in CI: a workflow for GitHub, a job for GitLab."""

import json
import shlex
from textwrap import indent

from vaultkit.setup.install_source import NAME, Installed

GITHUB_FILE = ".github/workflows/vaultkit.yml"
GITLAB_FILE = ".gitlab-ci.yml"
PLACEHOLDER = "<address>"
"""What stands for the address of vaultkit's repository where this machine knows none."""


def github(origin: Installed, folder: str, branch: str, *, whole: bool) -> str:
    """Return a workflow that checks pushes to a branch, and pull requests.

    Args:
        origin: what to install.
        folder: the vault's folder from the repository's top, empty where it is the top.
        branch: the branch whose pushes are checked; all when empty.
        whole: whether all that is found counts; else only what a push or a pull request adds, since
            a vault with old findings would never pass.
    """
    how = "--format github"
    history, step = "", f"run: {_scalar(f'vaultkit check {how}{_argument(folder)}')}\n"
    if not whole:
        history = "        with:\n          fetch-depth: 0 # to compare with an earlier commit\n"
        lines = _since("BASE", "origin/$BASE", "BEFORE", f"{how}{_argument(folder)}")
        step = f"""\
name: Check what is new
        env:
          BASE: ${{{{ github.base_ref }}}} # the branch that a pull request is for
          BEFORE: ${{{{ github.event.before }}}} # what a push was added to
        run: |
{indent(lines, " " * 10)}"""
    pushes = f"\n    branches: [{json.dumps(branch)}]" if branch else ""
    return f"""\
# Written by `vaultkit init`; change what you like.
name: vaultkit
on:
  push:{pushes}
  pull_request:
permissions:
  contents: read
jobs:
  vaultkit:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
{history}      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: {_install(origin)}
      - {step}"""


def gitlab(origin: Installed, folder: str, *, whole: bool) -> str:
    """Return a job that checks merge requests, and pushes to the default branch.

    The arguments are those of ``github``.
    """
    how = "--cache-dir .vaultkit-cache --output-file gitlab=gl-code-quality-report.json"
    history, lines = "", _scalar(f"vaultkit check {how}{_argument(folder)}")
    if not whole:
        history = '  variables:\n    GIT_DEPTH: "0" # to compare with an earlier commit\n'
        base = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
        script = _since(base, f"${base}", "CI_COMMIT_BEFORE_SHA", f"{how}{_argument(folder)}")
        lines = "|\n" + indent(script.rstrip("\n"), " " * 6)
    return f"""\
# Written by `vaultkit init`; change what you like.
vaultkit:
  image: python:3.12
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
{history}  cache:
    key: vaultkit
    paths: [.vaultkit-cache/]
  script:
    - {_install(origin)}
    - {lines}
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""


def _since(branch: str, base: str, before: str, arguments: str) -> str:
    """Return shell lines that check what is new.

    Args:
        branch: the variable that is set if there is a branch to compare with.
        base: what that is called to git.
        before: the variable that names what a push was added to.
        arguments: what the check is given besides.
    """
    return f"""\
if [ -n "${branch}" ]; then since={base}
elif git cat-file -e "${before}^{{commit}}" 2>/dev/null; then since=${before}
elif [ "$(git rev-parse --is-shallow-repository)" = true ]; then since=${before} # fails, says why
else since=HEAD # a first or a forced push: there is nothing to compare with
fi
vaultkit check --new-since-merge-base "$since" {arguments}
"""


def _install(origin: Installed) -> str:
    """Return the command that installs the same vaultkit, or one with a gap to fill in."""
    revision = origin.revision or "<commit>"
    gap = f"{NAME} @ git+{PLACEHOLDER}@{revision}"
    return _scalar(f"pip install {shlex.quote(gap if origin.is_local else origin.requirement)}")


def _argument(folder: str) -> str:
    return f" {shlex.quote(folder)}" if folder else ""


def _scalar(command: str) -> str:
    """Return a command as YAML takes it: plain where that is sure, else in double quotes."""
    plain = not any(mark in command for mark in (": ", " #", "\\", "\n")) and command.isprintable()
    return command if plain else json.dumps(command)
