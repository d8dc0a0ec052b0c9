"""Where RE2 has no package for a new version of Python."""

import pytest

from vaultkit.patterns import engine
from vaultkit.vault.files import globs


@pytest.fixture(autouse=True)
def without(monkeypatch) -> None:
    monkeypatch.setattr(engine, "has_engine", lambda: False)
    monkeypatch.setattr(globs, "has_engine", lambda: False)


def test_globs_match_all_the_same(check) -> None:
    files = {
        "vaultkit.toml": 'exclude = ["archive/**/old-*.md"]\n',
        "archive/a/old-x.md": "[[/ab]]\n",
        "archive/a/new-x.md": "[[/ab]]\n",
    }
    assert check(files, "--select=VK101").found == ["archive/a/new-x.md:1:1 VK101"]


@pytest.mark.parametrize(
    "setting",
    [
        'exclude = ["*a*a*a*b"]',
        'exclude = ["**/a/**/b/**/c/**/d"]',
        '[[rules.name-pattern.names]]\npattern = "a+"',
        '[rules.forbidden-text]\ntexts = [{pattern = "a+", message = "x"}]',
    ],
)
def test_what_might_hang_is_an_error_of_the_configuration(check, setting: str) -> None:
    ran = check({"vaultkit.toml": f"{setting}\n", "A.md": "x\n"})

    assert ran.code == 2
    assert len(ran.problems) == 1


def test_a_filter_of_the_app_excludes_nothing(check) -> None:
    files = {".obsidian/app.json": '{"userIgnoreFilters": ["/a+/"]}', "aa.md": "[[/ab]]\n"}

    assert check(files, "--select=VK101").found == ["aa.md:1:1 VK101"]
