"""vaultkit in CI: a workflow for GitHub, a job for GitLab."""

import json
import shlex

from vaultkit.setup.install_source import Installed

GITHUB_FILE = ".github/workflows/vaultkit.yml"
GITLAB_FILE = ".gitlab-ci.yml"
_UNSURE = "# if PyPI does not have it: pip install git+https://..."


def github(origin: Installed, folder: str, *, whole: bool) -> str:
    """Return a workflow that checks pushes and pull requests.

    Args:
        origin: what to install.
        folder: the vault's folder from the repository's top, empty where it is the top.
        whole: whether all that is found counts; else only what a pull request brings, since a
            vault with old findings would never pass.
    """
    check, on, history, base = ["vaultkit", "check", "--format", "github"], "", "", ""
    if whole:
        on = "  push:\n"
    else:
        history = "        with:\n          fetch-depth: 0 # the branch's beginning must be there\n"
        base = "        env:\n          BASE: ${{ github.base_ref }}\n"
        check += ["--new-since-merge-base"]
    command = shlex.join(check) + ("" if whole else ' "origin/$BASE"') + _argument(folder)
    return f"""\
# Written by `vaultkit init`; change what you like.
name: vaultkit
on:
{on}  pull_request:
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
      - run: {_scalar(command)}
{base}"""


def gitlab(origin: Installed, folder: str, *, whole: bool) -> str:
    """Return a job that checks merge requests and, where all that is found counts, branches.

    The arguments are those of ``github``.
    """
    check = "vaultkit check --cache-dir .vaultkit-cache"
    check += " --output-file gitlab=gl-code-quality-report.json"
    always, history = "", ""
    if whole:
        always = "    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n"
    else:
        history = '  variables:\n    GIT_DEPTH: "0" # the branch\'s beginning must be there\n'
        check += ' --new-since "$CI_MERGE_REQUEST_DIFF_BASE_SHA"'
    return f"""\
# Written by `vaultkit init`; change what you like.
vaultkit:
  image: python:3.12
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
{always}{history}  cache:
    key: vaultkit
    paths: [.vaultkit-cache/]
  script:
    - {_install(origin)}
    - {_scalar(check + _argument(folder))}
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""


def _install(origin: Installed) -> str:
    command = f"pip install {shlex.quote(origin.requirement)}"
    return _scalar(command) + (f" {_UNSURE}" if origin.is_local else "")


def _argument(folder: str) -> str:
    return f" {shlex.quote(folder)}" if folder else ""


def _scalar(command: str) -> str:
    """Return a command as YAML takes it: plain where that is sure, else in double quotes."""
    plain = not any(mark in command for mark in (": ", " #", "\\", "\n")) and command.isprintable()
    return command if plain else json.dumps(command)
