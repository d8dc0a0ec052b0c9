"""Tags: reference, section 6."""

import pytest

from vaultkit import check


def names(found):
    return [tag.name for tag in found.tags]


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        pytest.param("#2024", [], id="digits only"),
        pytest.param("#y2024", ["y2024"], id="letter and digits"),
        pytest.param("#2024-01", ["2024-01"], id="digits and a dash"),
        pytest.param("#2024/01", ["2024/01"], id="digits and a slash"),
        pytest.param("#a/b/c", ["a/b/c"], id="nested"),
        pytest.param("#don't", ["don"], id="apostrophe"),
        pytest.param("#a.b", ["a"], id="dot"),
        pytest.param("#a,b", ["a"], id="comma"),
        pytest.param("#a#b", ["a"], id="hash"),
        pytest.param("[r]: #a\n\n[r]", [], id="definition"),
        pytest.param("[r]:\n <#a>\n#b", ["b"], id="definition in two lines"),
        pytest.param("> - [r]: *s*#a 'x'\n\n%%\n[s]: #c\n%%", [], id="definition in a quote"),
        pytest.param("x\n[r]: #a", ["a"], id="no definition"),
        pytest.param("[^r]: #a", ["a"], id="footnote"),
        pytest.param("#NoSpaceAtLineStart", ["NoSpaceAtLineStart"], id="line start"),
        pytest.param("# x", [], id="heading"),
        pytest.param("https://h/p#frag", [], id="web address"),
        pytest.param("<https://h/p#frag>", [], id="autolink"),
        pytest.param("[[N#h]]", [], id="subpath"),
        pytest.param("[[N|x #h]]", [], id="display text of a wikilink"),
        pytest.param("[t](N.md#h)", [], id="destination"),
        pytest.param("[t](<#h>)", [], id="destination that is a fragment"),
        pytest.param("`#c`", [], id="code"),
        pytest.param("`c`#after", ["after"], id="directly after code"),
        pytest.param("[[N]]#after", ["after"], id="directly after a wikilink"),
        pytest.param("[t](N.md)#after", ["after"], id="directly after a Markdown link"),
        pytest.param("a#b", [], id="directly after a letter"),
        pytest.param("(#p)", [], id="directly after a bracket"),
        pytest.param('"#q"', [], id="directly after a quote"),
        pytest.param("1)#p", [], id="directly after a closing bracket"),
        pytest.param("a]#p", [], id="directly after a square bracket"),
        pytest.param(r"\#x", [], id="escaped"),
        pytest.param(r"\[#todo\]", ["todo"], id="after an escape"),
        pytest.param(r"a\-#b", ["b"], id="after an escape in a word"),
        pytest.param(r"\##b", ["b"], id="after an escaped hash"),
        pytest.param(r"\\#b", ["b"], id="after an escaped backslash"),
        pytest.param(r"\\\#b", [], id="escaped after an escaped backslash"),
        pytest.param(r"\\[#b", [], id="after a bracket behind an escape"),
        pytest.param(r"\a#b", [], id="after a backslash that escapes nothing"),
        pytest.param(r"[\[#a\]](N.md)", ["a"], id="after an escape in a link text"),
        pytest.param(r"%%\[#a\]%%", ["a"], id="after an escape in a comment"),
        pytest.param(r"`\[#a`", [], id="after a backslash in code"),
        pytest.param(r"$\[#a$", [], id="after a backslash in maths"),
        pytest.param(r"[t](<N\(#h>)", [], id="after an escape in a destination"),
        pytest.param(r"https://x.org/\(#a", [], id="after an escape in a bare web address"),
        pytest.param("https://x.org/?a=#b", [], id="after a sign in a bare web address"),
        pytest.param("<https://x.org>#a", ["a"], id="directly after an autolink"),
        pytest.param("[t](https://x.org)#a", ["a"], id="directly after a link that leads out"),
        pytest.param("see https://x.org #a", ["a"], id="after a web address"),
        pytest.param("[[|#x]]", [], id="in a wikilink that begins with a pipe"),
        pytest.param("![[|a #x]] #y", ["y"], id="in an embed that begins with a pipe"),
        pytest.param("%%[[|#x]]%%", [], id="in a wikilink in a comment"),
        pytest.param("[[N|[t](u.md) #x]]", [], id="in a wikilink around a link"),
        pytest.param("a\t#b", ["b"], id="after a tab"),
        pytest.param("a.#b", [], id="directly after a full stop"),
        pytest.param("a\u2014#b", [], id="directly after a dash"),
        pytest.param("[x #a]", ["a"], id="in brackets, after a blank"),
        pytest.param("#a/", ["a"], id="slash at the end"),
        pytest.param("#a//b", ["a//b"], id="two slashes"),
        pytest.param("#/x", ["/x"], id="slash first"),
        pytest.param("#-x", ["-x"], id="dash first"),
        pytest.param("#_", ["_"], id="underscore"),
        pytest.param("#日本語", ["日本語"], id="any script"),
        pytest.param("#\u0661\u0662x", ["\u0661\u0662x"], id="Arabic digits"),
        pytest.param("#🎉party", ["🎉party"], id="emoji"),
        pytest.param("#a\u2014b", ["a"], id="general punctuation"),
        pytest.param("#a\u2e3ab", ["a"], id="supplemental punctuation"),
        pytest.param("#a\u3000b", ["a"], id="ideographic space"),
        pytest.param("#a #b", ["a", "b"], id="two"),
        pytest.param("x\n#a", ["a"], id="second line"),
        pytest.param("a\u00a0#b", ["b"], id="after a no-break space"),
        pytest.param("a\u3000#b", ["b"], id="after an ideographic space"),
        pytest.param("#", [], id="nothing"),
        pytest.param("# #t", ["t"], id="in a heading"),
        pytest.param("- #t", ["t"], id="in an item"),
        pytest.param("> #t", ["t"], id="in a quote"),
        pytest.param("> [!note] #t\n> #u", ["t", "u"], id="in a callout"),
        pytest.param("| a |\n|---|\n|#t|", ["t"], id="in a cell"),
        pytest.param("[^1]: #t", ["t"], id="in a footnote"),
        pytest.param("x %%#t%%", ["t"], id="in a comment"),
        pytest.param("**#t**", ["t"], id="inside bold"),
        pytest.param("*#t*", ["t"], id="inside italic"),
        pytest.param("==#t==", ["t"], id="inside a highlight"),
        pytest.param("[#t](N.md)", ["t"], id="inside a link text"),
        pytest.param("$#t$", [], id="in maths"),
        pytest.param("<div>\n#t\n</div>", [], id="in an HTML block"),
        pytest.param("<!-- #t -->", [], id="in an HTML comment"),
        pytest.param('x <a title=" #t ">y</a>', [], id="in an attribute"),
    ],
)
def test_body(facts, text, tags):
    assert names(facts(text)) == tags


@pytest.mark.parametrize("character", "'!\"#$%&()*+,.:;<=>?@^`{|}~[]\\ \t\u2028\u2060")
def test_a_character_that_ends_a_tag(facts, character):
    assert names(facts(f"#ab{character}cd"))[0] == "ab"


@pytest.mark.parametrize(
    ("yaml", "tags"),
    [
        pytest.param("tags:\n  - a\n  - b/c", ["a", "b/c"], id="list"),
        pytest.param("tags: [a, b]", ["a", "b"], id="flow list"),
        pytest.param("tags: a", ["a"], id="one string"),
        pytest.param("tags: a, b", [], id="no split at a comma"),
        pytest.param("tags: a b", [], id="entry with a space"),
        pytest.param("tags: [a b, c]", ["c"], id="entry with a space in a list"),
        pytest.param("tags:\n  - 2024\n  - a", ["a"], id="number"),
        pytest.param("tags: [true, null, a]", ["a"], id="boolean and null"),
        pytest.param('tags: ["2024x"]', ["2024x"], id="quoted"),
        pytest.param('tags: ["#a"]', ["a"], id="hash in quotes"),
        pytest.param("tags: #a", [], id="hash without quotes is a comment"),
        pytest.param("Tags: [a]", ["a"], id="key in another case"),
        pytest.param("TAGS: [a]", ["a"], id="key in capitals"),
        pytest.param("tag: a", [], id="old key"),
        pytest.param("tags: [a/]", ["a"], id="slash at the end"),
    ],
)
def test_front_matter(yaml, tags):
    """Ask the rule that compares tags: the same tags in capitals are the rarer variants."""
    twice = {"U.md": f"---\n{yaml}\n---\n", "V.md": f"---\n{yaml}\n---\n"}
    probes = {f"{tag}.md": f"#{tag.upper()}" for tag in ("a", "b", "c", "2024x", "true", "null")}
    report = check({**twice, **probes, "nested.md": "#B/C"}, select=["tag-variant"])
    assert {finding.target for finding in report.findings} == {tag.upper() for tag in tags}


def test_tags_are_compared_without_case():
    report = check({"A.md": "#Tag", "B.md": "#tag #tag"}, select=["tag-variant"])
    assert [finding.target for finding in report.findings] == ["Tag"]
