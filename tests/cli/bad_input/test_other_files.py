"""Canvases, bases, settings and configurations that are not what their names say."""

import pytest


class TestOtherFiles:
    """Canvases, bases and settings that are not what their names say."""

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            (b"not json", "the canvas is not valid JSON"),
            (b"\xff\xfe\0{", "the canvas is not valid JSON"),
            (b'{"nodes": [', "the canvas is not valid JSON"),
            (b"[]", "the canvas has no list of nodes"),
            (b"3", "the canvas has no list of nodes"),
            (b'{"nodes": 3}', "the canvas has no list of nodes"),
        ],
    )
    def test_a_canvas_that_is_none(self, write, run, data, message) -> None:
        write({"B.canvas": data, "A.md": "[[B.canvas]] [[/ab]]\n"})
        found = run("check", "--format=json", "--ignore=VK3").json["findings"]

        assert [(item["path"], item["code"]) for item in found] == [
            ("A.md", "VK101"),
            ("B.canvas", "VK502"),
        ]
        assert found[1]["message"] == message

    @pytest.mark.parametrize(
        "canvas",
        [
            "",
            "{}",
            '{"nodes": []}',
            '{"nodes": [1, null, "x", [], {}]}',
            '{"nodes": [{"type": "file"}, {"type": "file", "file": 3}]}',
            '{"nodes": [{"type": "text"}, {"type": "text", "text": null}], "edges": 7}',
            '{"nodes": [{"type": "text", "text": "\\ud800 [ \\ud83c\\udf31"}]}',
        ],
    )
    def test_odd_canvases_are_canvases(self, check, canvas) -> None:
        ran = check({"B.canvas": canvas})

        assert (ran.code, ran.found) == (0, [])

    def test_a_canvas_of_lone_surrogates(self, write, run) -> None:
        node = '{"type": "file", "file": "\\ud800.md"}, {"type": "text", "text": "[[\\ud800/x]]"}'
        write({"B.canvas": f'{{"nodes": [{node}]}}'})

        assert run("check").code == 1
        assert run("check", "--format=json").json["summary"]["findings"] == 2

    @pytest.mark.parametrize("data", [b"", b"\xff", b"a: [", b"a: &a [*a]", b"- " * 5000, b"\0"])
    def test_a_broken_base(self, check, data) -> None:
        assert check({"B.base": data, "A.md": "[[/ab]]\n"}, "--select=VK1").code == 1

    @pytest.mark.parametrize(
        "data",
        [b"", b"{broken", b"[]", b"null", b"\xff", b'{"userIgnoreFilters": 3}', b'{"a": 1e999}'],
    )
    @pytest.mark.parametrize("name", ["app.json", "templates.json", "daily-notes.json"])
    def test_broken_settings_count_as_none(self, check, data, name) -> None:
        ran = check({f".obsidian/{name}": data, "A.md": "[[/ab]]\n"}, "--select=VK1")

        assert (ran.code, ran.found) == (1, ["A.md:1:1 VK101"])

    def test_settings_that_are_a_folder(self, check) -> None:
        ran = check({".obsidian/app.json/x": "", "A.md": "[[/ab]]\n"}, "--select=VK1")

        assert (ran.code, ran.found) == (1, ["A.md:1:1 VK101"])

    def test_a_configuration_that_is_a_folder(self, check) -> None:
        ran = check({"vaultkit.toml/x": "", "A.md": "[[/ab]]\n"}, "--select=VK1")

        assert (ran.code, ran.found) == (1, ["A.md:1:1 VK101"])
