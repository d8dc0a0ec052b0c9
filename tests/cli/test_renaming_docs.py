"""What docs/renaming.md shows is what the commands print."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
BLOCKS = re.findall(
    r"```console\n(.*?)```", (CHECKOUT / "docs" / "renaming.md").read_text("utf-8"), re.DOTALL
)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block(block, run, tmp_path) -> None:
    shutil.copytree(CHECKOUT / "examples" / "garden", tmp_path / "vault")
    command, _, said = block.partition("\n")
    done = run(*shlex.split(command.removeprefix("$ vaultkit ")))

    assert done.out + done.err == said


def test_there_are_blocks() -> None:
    assert len(BLOCKS) >= 3
