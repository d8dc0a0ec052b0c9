"""What is left of a list of aliases without its empty entries, to the byte."""

import pytest

from vaultkit import Vault
from vaultkit.config.file import Choices
from vaultkit.config.read import read_settings
from vaultkit.fix.repair import repair


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("aliases:\n  - \n", "aliases: []\n", id="a dash and a blank"),
        pytest.param("aliases:\n  -\n", "aliases: []\n", id="a dash"),
        pytest.param("aliases:\n  -    \n", "aliases: []\n", id="several blanks"),
        pytest.param("aliases:\n  - null  \n", "aliases: []\n", id="blanks after a null"),
        pytest.param("aliases:\r\n  - \r\n", "aliases: []\r\n", id="CRLF"),
        pytest.param("aliases:\n- \n- \nx: 1\n", "aliases: []\nx: 1\n", id="several"),
        pytest.param("aliases:\n  - null # c\n", "aliases: [] # c\n", id="a comment stays"),
        pytest.param("aliases: [null] \n", "aliases: [] \n", id="brackets stay as they are"),
        pytest.param("aliases: [a, null, ~]\n", "aliases: [a]\n", id="two at the end"),
        pytest.param("aliases: [null, ~, a]\n", "aliases: [a]\n", id="two at the start"),
        pytest.param("aliases: [a, ~, '', b]\n", "aliases: [a, b]\n", id="two in the middle"),
        pytest.param(
            "aliases: [\"\", a, null, ~, ' ', b , ~ ]\n", "aliases: [a, b ]\n", id="in three places"
        ),
        pytest.param("aliases: [x,\n  null, null]\n", "aliases: [x]\n", id="over two lines"),
        pytest.param("aliases: [x,\n  ~,\n  y]\n", "aliases: [x,\n  y]\n", id="a line of three"),
        pytest.param("aliases: [x, ~, ]\n", "aliases: [x, ]\n", id="a comma at the end"),
        pytest.param(
            "aliases:\r\n  [x,\r\n  ~]\r\n", "aliases:\r\n  [x]\r\n", id="CRLF in brackets"
        ),
        pytest.param("aliases:\n  - \n  - One\n", "aliases:\n  - One\n", id="one of two"),
    ],
)
def test_no_blank_is_left(before: str, after: str) -> None:
    vault = Vault.from_texts({"Home.md": f"---\n{before}---\nText.\n"})
    done = repair(vault, read_settings(None, Choices(select=["empty-alias"])))

    assert (done.refusals, done.cycle) == ([], ())
    (change,) = done.changes.values()
    assert change.after == f"---\n{after}---\nText.\n".encode()
