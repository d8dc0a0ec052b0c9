"""The commands of docs/flatten.md print what the page says."""

import re
import shlex
import shutil
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PAGE = CHECKOUT / "docs" / "flatten.md"


def test_the_commands_of_the_page_are_true(tmp_path, run) -> None:
    text = PAGE.read_text("utf-8")
    shutil.copytree(CHECKOUT / "examples" / "garden", tmp_path / "garden")
    export = re.search(r"(?s)```markdown\n(# Compost.*?)```", text)
    assert export is not None
    (tmp_path / "export.md").write_text(export[1], "utf-8")
    commands = 0
    for block in re.findall(r"(?s)```console\n(.*?)```", text):
        for command, said in re.findall(r"(?m)^\$ vaultkit (.*)\n((?:(?!\$ ).*\n)*)", block):
            ran = run(*shlex.split(command), cwd=".")
            assert f"{ran.err}{ran.out}".replace("TMP", "~") == said
            commands += 1
    assert commands == 4

    for path in (tmp_path / "again").rglob("*.md"):
        original = tmp_path / "garden" / path.relative_to(tmp_path / "again")
        assert path.read_bytes() == original.read_bytes()
    notes = {path.name: path.read_text("utf-8") for path in (tmp_path / "notes").iterdir()}
    assert notes["Compost.md"] == "Layered in [[West bed|the bed]].\n"
    assert "[[compost]] and [[Mulch]], see ![plan.png|300](../img/plan.png)" in notes["West bed.md"]
