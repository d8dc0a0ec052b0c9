"""A link to an id that its author wrote for another reader is for information only."""

import pytest

from vaultkit import Vault, check
from vaultkit.vault.resolver.dialect import Dialect, DialectPlan

APP = {".obsidian/app.json": "{}"}


def found(
    link: str, note: str, path: str = "Home.md", dialect: Dialect = Dialect.AUTO
) -> tuple[str, str | None]:
    files = {**APP, "Home.md": f"{link}\n"}
    files[path] = files.get(path, "") + note
    vault = Vault.from_texts(files, DialectPlan(dialect))
    (finding,) = check(vault, select=["broken-anchor"]).findings
    return str(finding.severity), finding.help


@pytest.mark.parametrize(
    ("note", "where"),
    [
        ("\n## Part seven, culture {#part-7}\n", "Part seven, culture"),
        ("\n## Part seven, culture {#part-7 .wide}\n", "Part seven, culture"),
        ('\n## <a id="part-7"></a>Culture\n', "Culture"),
        ('\n## Culture <a id="part-7"></a>\n', "Culture"),
        ('\n# Peas\n\n<a name="part-7"></a>\n## Culture\n', "Culture"),
        ("\n# Peas\n\n<a id='part-7'></a>\r\n\r\n## Culture\n", "Culture"),
    ],
)
def test_an_id_that_is_written_out_is_opened_by_others(note: str, where: str) -> None:
    severity, said = found("[x](#part-7)", note)

    assert severity == "info"
    assert said is not None
    assert said.startswith(f'other readers open the id at "{where}": for Obsidian, write [x](#')


def test_the_id_is_below_a_heading() -> None:
    note = '\n# Culture\n\nText, and <span id="part-7">more</span> of it.\n\n# Peas\n'
    said = 'other readers open the id below "Culture": for Obsidian, write [x](#Culture)'
    assert found("[x](#part-7)", note) == ("info", said)


def test_the_id_is_in_another_note() -> None:
    assert found("[x](Soil.md#part-7)", "# Loam {#part-7}\n", path="Soil.md") == (
        "info",
        'other readers open the id at "Loam": for Obsidian, write [x](Soil.md#Loam%20{%20part-7})',
    )


@pytest.mark.parametrize(
    "note", ['<a id="part-7"></a> Text.\n\nMore.\n', '<div id="part-7">\n\nText.\n\n</div>\n']
)
def test_no_heading_is_named_where_there_is_none(note: str) -> None:
    said = "other readers open the id with this name, but Obsidian does not"
    assert found("[x](#part-7)\n", note) == ("info", said)


def test_a_heading_that_obsidian_does_not_see_is_named_but_not_written() -> None:
    said = 'other readers open the id at "Culture"'
    assert found("[x](#part-7)", "\n> ## Culture {#part-7}\n") == ("info", said)


@pytest.mark.parametrize(
    ("link", "note"),
    [
        ("[[#part-7]]", "\n# Culture {#part-7}\n"),
        ("[x](#Part-7)", "\n# Culture {#part-7}\n"),
        ("[x](#part-7)", "\n# Culture {#part-77}\n"),
        ("[x](#part-7)", "\n# Culture {#part-7} and more\n"),
        ("[x](#part-7)", '\n    <a id="part-7"></a>\n'),
        ("[x](#part-7)", '\n`<a id="part-7">`\n'),
        ("[x](Soil.md#part-7)", "# Culture {#part-7}\n"),
    ],
)
def test_what_no_reader_opens_stays_an_error(link: str, note: str) -> None:
    files = {**APP, "Home.md": f"{link}\n{note}", "Soil.md": "# Loam\n"}
    (finding,) = check(files, select=["broken-anchor"]).findings
    assert str(finding.severity) == "error"


@pytest.mark.parametrize("dialect", [Dialect.GITHUB, Dialect.BOTH])
def test_where_another_reader_was_named_the_link_is_dead(dialect: Dialect) -> None:
    severity, said = found("[x](#part-7)", "\n# Culture {#part-7}\n", dialect=dialect)

    assert (severity, said) == ("error", None)


def test_in_a_folder_without_settings_nobody_was_named() -> None:
    files = {"Home.md": "[x](#part-7)\n\n# Culture {#part-7}\n"}
    (finding,) = check(files, select=["broken-anchor"]).findings
    assert str(finding.severity) == "info"
