"""Small vaults put together at random from what has ever been read, written or proven wrongly.

Names that hold what means something in a link, a property or a path; links in every form and place;
front matter in every style; and lines that are no more than signs.
"""

import json
import random
from urllib.parse import quote

Files = dict[str, bytes]

# fmt: off
PLAIN = [
    "Tea", "My Note", "Old", "deep Soil", "A b", "Über Straße", "\u65e5\u672c", "x.y", "Note.py",
]
ODD = [
    "Salt &amp; Light", "a&lt;b", "&#38;x", "&copy", "R&D", "[br]acket", "sq]uare", "a[b",
    "pi|pe", "back\\slash", "50%", "50%% off", "%41", "%2F x", "C# notes", "c^d", "`tick`",
    "<b>x", "a>b", "*star*", "_under_", "a_b c_d", "$5 $6", "$x$", "~~t~~", "==h==", " lead",
    "trail ", "end.", 'q"q', "it's", "line\u2028sep", "next\x85line", "\u05e9\u05dc\u05d5\u05dd",
    "e\u0301 nfd", "\u2600\ufe0f sun", "a\xa0b", "https:x", "a: b", "C:x", "www.x.org", "a)b(c",
    "(x", "-", "null", "~", "true", "1", "{x}", "{{x}}", "<% x %>", "@me", "!x", "a,b", "- x",
    "#tag", "x;y", "a\tb", "a\nb", "end\\", "[[x]]", "\u202eabc", "a\x7fb", "\udcff", "block ^id",
    "a&amp", "%%x%%", "x|100", "con", "---", "^a", "?q", "\u2167", "ǅ", "İx", "ß", "\ufb01",
    "\ufeffbom", "\u200bz", "\U0001f49a", "a\x0bb", "|x", "100%25", "README", "..x",
]
FOLDERS = [
    "", "", "", "a/", "a/b/", "Old/", "ä ö/", "x (y/", "a&amp;b/", "[c]/", "d#e/", "50%/",
    "it's/",
]
OTHERS = [
    "pic.png", "a pic.png", "p&amp;q.png", "[p].png", "doc.pdf", "a/pic.png", "sq].png",
    "100%.pdf",
]
ANCHORS = [
    "", "", "", "", "#H", "#h-b", "#H & b", "#^id", "#nope", "#", "#a-b", "#H#Deep", "#`c`",
    "#[x]", "#a&amp;b", "#^nope", "#x|y", "#%48", "#tea", "#Q%26A", "#See Tea", "##H", "#page=2",
    "#é",
]
HEADINGS = [
    "H", "H & b", "Deep", "`c`", "A B", "a&amp;b", "[x]", "x | y", "Q&A", "é", "H", "*H*", "Tea",
    "See [[Tea]]", "[x](Tea.md)", "a %%c%% b", "H ^id", "H {#own}", "$m$", "#tag h", "My Note",
    "![[pic.png]]",
]
TEXTS = [
    "text", "", "*b*", "a|b", "`c`", "100", "100x20", "a [[Tea]] b", "![[pic.png]]", "[x", "x]",
    "\\]", "&amp;", "$x$", "%%", "a\\", " sp ", "#tag", "[y](Tea.md)", "é", "a_b", "==h==",
    "![i](pic.png)", "a cup of [[Tea]]",
]
WIKILINKS = [
    "[[{0}]]", "[[{0}|{1}]]", "[[{0}\\|{1}]]", "![[{0}]]", "![[{0}|{1}]]", "[[ {0} ]]",
    "[[{0}|]]", "[[{0}\\]]", "[[./{0}]]", "[[/{0}]]", "[[[{0}]]]", "\\[[{0}]]",
]
LINKS = [
    "[{1}]({0})", "![{1}]({0})", "[{1}](<{0}>)", "[{1}](</{0}>)", "[{1}](./{0})", "<{0}>",
    "[{1}][r]", "[r]", "[r][]", "[[{1}]({0})]", '[{1}]({0} "t")', '[{1}]({0} \'a "t"\')',
    "[{1}]( {0} )", '<a href="{0}">{1}</a>', '<img src="{0}">',
]
PLACES = [
    "{}", "{}", "{} and {}", "# {}", "## H {} b", "- {}", "- [ ] {}\n  {}", "> {}",
    "> [!note] {}\n> {}", "[^1]: {}", "| a | b |\n|---|---|\n| {} | {} |", "a | b\n-|-\n{} | x",
    "%% {} %%", "%%\n{}\n%%", "<div>{}</div>", "<!-- {} -->", "`{}`", "```\n{}\n```", "$ {} $",
    "    {}", "**{}**", "=={}==", "[a {} b](Tea.md)", "![[pic.png|{}]]", "[[Tea|{}]]",
    "[r]: {}\n", "{}\n===", "1. {}\n\n   {}", "x^[{}]", "<span>{}</span>", "~~{}~~", "{} ^id",
    "[![]({})]({})", "*{}", "({})", '"{}"', "{}#tag", "#tag {}", "{}{}", "a{}b", "\\{}",
    "![{}](pic.png)",
]
GARBLE = [
    "[", "]", "[[", "]]", "![", "![[", "](", "](Tea.md)", "(My Note.md)", "%%", "|", "`", "```\n",
    "$", "$$", "\\", "\n", "\n\n", "\n> ", "\n- ", "\n    ", "<b>", "<!--", "-->", "*", "_", "~~",
    "==", "[r]", "^id\n", "#tag", "\n[r]: Tea.md\n", "\n|a|b|\n|-|-|\n|", "\r\n", "\r", "é",
    "&amp;", "&#91;", "\u2028", "\x85", "\xa0", "\x0c", "[[Tea]]", "[[gone/Tea|x]]", "[x](tea)",
    "![[pic.png|", "[^1]", "[^1]: ", "\n# ", "\n---\n", "---\n", ": ", "\t", "a", "{#x}",
    "<div>\n", "\n# T {#t}\n", '<a id="t"></a>', "(", ")", "<", ">", '"', "'", "!", "\ud7ff",
    "\u200b",
]
YAML = [
    "up: [[{0}]]", 'up: "[[{0}]]"', "up: '[[{0}|x]]'", "up: [[{0}]] # why", "up: ![[{0}]]",
    "up: {0}", "{0}: x", "up:\n  - '[[{0}]]'\n  - [[{0}]]", 'up: ["[[{0}]]", "[[Tea]]"]',
    "up: [[[{0}]], [[Tea]]]", "up: >\n  [[{0}]]", "up: |\n  [[{0}]]", 'up: "[[{0}]] [[Tea]]"',
    "up: [[{0}]], [[Tea]]", "r: &a '[[{0}]]'\ns: *a", "m: {{a: '[[{0}]]'}}", 'up: "[x]({0})"',
    "up: '[[{0}]]' # c: [d]", '"quoted key": "[[{0}]]"', "up: !!str '[[{0}]]'",
    'up: "[[{0}\\n]]"', "aliases: [a, null, ~]", "aliases: ['', a, null, b, ' ']",
    "aliases:\n  -\n  - a\n  - ~\n", "aliases: [~,\n  x, ''\n  ]", "aliases: null",
    "aliases:\n- {0}\n-  # c\n- ''", "aliases: [&a null, *a, x]", "alias: {0}", "tag: a",
    "cssclass: x", "tags: [a, tag, null]", "tags: tag", "tag: [tag, a/b]",
    'tags:\n  - \'#tag\'\n  - "a\\x62"', "Tags: a, b", "date: 2020-01-01", "a: [", "x: y: z",
    "\tx: 1", "# c", "", "? x\n: y", "<<: x", "a: b\na: c", "...",
    "up:\n    a:\n      b: [ '[[{0}]]' ]", "aliases: [a, [b, ~], ~]", "aliases: {{a: ~}}",
    "ALIASES: [~, x]", "aliases: [ ~ , x ]", "aliases: [x, ~ # c\n  ]",
    "excalidraw-plugin: parsed",
]
BASES = [
    'filters: file.hasLink("{0}")', 'filters: file.inFolder("a") && link("{0}")',
    'filters: \'file.name == "{0}"\'', "formulas:\n  x: '[[{0}]]'",
    'filters: tags.contains("tag")', 'filters:\n  and:\n    - file.path == "{0}"',
]
SETTINGS = [
    None, None, "{}", '{"useMarkdownLinks": true}', '{"newLinkFormat": "relative"}',
    '{"newLinkFormat": "absolute"}', '{"useMarkdownLinks": true, "newLinkFormat": "relative"}',
]
ENDS = [
    "\n", "\n", "\n", "\n", "\r\n", "\r",
]
# fmt: on


class Maker:
    """Makes one vault after another from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.paths: list[str] = []

    def one(self, of: list[str]) -> str:
        return self.chance.choice(of)

    def name(self) -> str:
        """Return a name, mostly an odd one."""
        name = self.one(PLAIN) if self.chance.random() < 0.4 else self.one(ODD)
        if self.chance.random() < 0.1:
            name += self.one(ODD)
        return name

    def path(self) -> str:
        folder = self.one(FOLDERS)
        if self.chance.random() < 0.2:
            return folder + self.one(OTHERS)
        return f"{folder}{self.name()}{self.one(['.md'] * 9 + ['.MD'])}"

    def vault(self) -> Files:
        """Return the files of a vault: three to six of them, and perhaps settings."""
        count = self.chance.randrange(3, 7)
        paths = dict.fromkeys(["Tea.md", *(self.path() for _ in range(count))])
        folders = {path[:at] for path in paths for at, sign in enumerate(path) if sign == "/"}
        self.paths = [path for path in paths if path not in folders]
        files = {path: self.content(path) for path in self.paths}
        if self.chance.random() < 0.25:
            files["Map.canvas"] = self.canvas()
        if self.chance.random() < 0.2:
            files["Plan.base"] = _bytes(self.one(BASES).format(self.target()))
        settings = self.one(SETTINGS)
        if settings is not None:
            files[".obsidian/app.json"] = settings.encode()
        return files

    def content(self, path: str) -> bytes:
        if not path.lower().endswith(".md"):
            return b"\x89PNG" + path.encode("utf-8", "surrogatepass")
        return self.note()

    def note(self) -> bytes:
        text = self.front() + self.one(["\n", "\n\n"]).join(
            self.block() for _ in range(self.chance.randrange(1, 8))
        )
        text += self.one(["", "\n", "\n"])
        text = text.replace("\n", self.one(ENDS))
        mark = b"\xef\xbb\xbf" if self.chance.random() < 0.05 else b""
        return mark + _bytes(text)

    def front(self) -> str:
        if self.chance.random() < 0.5:
            return ""
        some = [self.one(YAML) for _ in range(self.chance.randrange(1, 4))]
        lines = "\n".join(line.format(self.target()) for line in some)
        return f"---\n{lines}\n---\n"

    def block(self) -> str:
        draw = self.chance.random()
        if draw < 0.15:
            return f"{self.one(['#', '##', '###'])} {self.one(HEADINGS)}"
        if draw < 0.4:
            return "".join(self.one(GARBLE) for _ in range(self.chance.randrange(1, 9)))
        return self.filled(self.one(PLACES))

    def filled(self, place: str) -> str:
        for _ in range(place.count("{}")):
            place = place.replace("{}", self.link(), 1)
        return place

    def target(self) -> str:
        """Return the name or path of a file as a link may have it, and what is near to one."""
        path = self.one(self.paths)
        stem = path[:-3] if path.lower().endswith(".md") else path
        name = stem.rpartition("/")[2]
        forms = [
            name,
            name,
            name,
            stem,
            path,
            f"gone/{name}",
            name.lower(),
            name.upper(),
            f"{name}x",
        ]
        forms += [name.lower().replace(" ", "-"), f"../{path}", self.name(), ""]
        return self.one(forms)

    def link(self) -> str:
        target, anchor, text = self.target(), self.one(ANCHORS), self.one(TEXTS)
        if self.chance.random() < 0.5:
            return self.one(WIKILINKS).replace("{0}", target + anchor).replace("{1}", text)
        if self.chance.random() < 0.6 and not target.lower().endswith((".md", ".png", ".pdf")):
            target += ".md"
        if self.chance.random() < 0.6:
            target = quote(target, "/&;'\"*~`{}$!=@,+[]|", errors="surrogatepass")
        form = self.one(LINKS)
        return form.replace("{0}", target + anchor).replace("{1}", text)

    def canvas(self) -> bytes:
        nodes = [
            {"type": "file", "file": self.one(self.paths), "subpath": self.one(["", "#H", "#^id"])},
            {"type": "file", "file": self.target()},
            {"type": "text", "text": f"{self.link()} #tag\n{self.block()}"},
            {"type": "group", "background": self.one(OTHERS)},
        ]
        some = self.chance.sample(nodes, self.chance.randrange(1, 5))
        return _bytes(json.dumps({"nodes": some}, ensure_ascii=self.chance.random() < 0.5))

    def flattened(self) -> bytes:
        """Return a file that other programs may have made of a vault."""
        pieces = [
            f"# {self.one(HEADINGS)} {{#{self.one(['t', 'x', 'a.b', ''])}}}\n\n{self.block()}\n"
        ]
        pieces += [
            self.block(),
            f'<a id="{self.one(["t", "x"])}"></a>\n',
            f"# {self.name()} {{#y}}",
        ]
        some = [self.one(pieces) for _ in range(self.chance.randrange(1, 8))]
        return _bytes("\n".join(some))


def _bytes(text: str) -> bytes:
    """Return a text in UTF-8; what stands for bytes of a name that is none, as these bytes."""
    return text.encode("utf-8", "surrogateescape")
