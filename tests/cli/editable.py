"""A small vault with something of everything, and all that random edits may make of it."""


def listed(text: str) -> tuple[str, ...]:
    r"""Return what stands on the lines of a text, where ``\n`` is a line's end."""
    return tuple(line.replace(r"\n", "\n") for line in text.strip().split("\n"))


NOTES: dict[str, str | bytes] = {
    "Home.md": "# Home\n\n[[Soil#Clay]] [[Compost#Turning|turn]] ![[North#Rows]] [[Earth]]\n",
    "Soil.md": "---\naliases: [Earth, null]\ntags: [a]\n---\n# Soil\n\n## Clay\n\nHeavy. ^deep\n",
    "Compost.md": "# Compost\n\n## Turning\n\n[[Soil#^deep]] [[Beds/Sout]] ![[map.png]]\n",
    "Soil types.md": "# Soil types\n\n## Row\n\n[[soil-types]] [[Humus]] [x](Compost.md#turning)\n",
    "Guide.md": "[[gone/Compost#Turning]] [[gone/Soil types#Row]] [x](Soil types.md#Row) [[Soul]]",
    "Beds/North.md": "# North\n\n## Rows\n\n### Rows\n\n[[South#Rows]] [y](../Soil.md) [[Soil]]\n",
    "Beds/South.md": "---\nup: [[Home]]\n---\n## Rows\n\n## Rows\n\n[[South#Rows]] [[gone/Away]]\n",
    "Beds/Soil.md": "Soil of the beds. [[Soil#Sand]] [^1]\n",
    "Archive/Soil.md": "---\naliases: Earth\n---\n# Soil\n\n## Sand\n\n[[Compst]]\n",
    "Archive/Old.md": "%% vaultkit: allow-file broken-link %%\n\n[[Beds/Gone]] [[Beds/Soil#Cla]]\n",
    "Templates/Bed.md": "# {{title}}\n\n[[/one/Template]] [[Nobody]]\n",
    "Journal/Monday.md": "# Monday\n",
    "C#.md": "# C#\n\n[[C#]]\n",
    "Latin.md": b"na\xefve [[Soil]] [[gone/Latin]]\n",
    "Binary.md": b"\0\1\2[[Soil]]",
    "Map.canvas": '{"nodes": [{"type": "file", "file": "Soil.md", "subpath": "#Clay"}]}',
    "Plan.base": 'filters: link("Journal/Monday")\n',
    "map.png": b"\x89PNG",
    ".obsidian/app.json": "{}",
    **{
        f"Plots/Plot {number}.md": f"# Plot {number}\n\n## Row\n\n[[Plot {number % 4 + 1}#Row]]\n"
        for number in range(1, 5)
    },
}
CORE = ("Home.md", "Soil.md", "Compost.md", "Soil types.md", "Beds/North.md", "Archive/Soil.md")
NAMES = listed("""
Soil.md
soil.md
Soils.md
Humus.md
Beds/Soil.md
Beds/Sout.md
Nobody.md
gone/Away.md
Archive/North.md
Templates/Soil.md
Sub/Beds/Soil.md
Cafe\u0301.md
Caf\xe9.md
Compst.md
a^b.md
Index.MD
README.md
Soil.md.md
""")
BLOCKS = listed(r"""
words

# Soil
## Clay
## clay
## Sand
### Sand
## Rows
## Row
## [[Soil]]
## Turning {#x}
#
Setext\n------
> ## Quoted
## See [[Compost#Turning]] and 中文
[[Soil]]
[[Soil#Clay]]
[[Soil#clay#Sand]]
[[#Clay]]
[[#Rows]]
[[Soil#^deep]]
[[Beds/Soil]] [[./Soil]] [[../Soil]]
[[Archive/Soil#Sand|there]]
[[soil-types]] [[soil]]
[[Earth]] [[Loam]]
[[Soi]] [[Soils]]
[[Compst]] [[Humus]]
[[gone/Away]]
[[gone/Compost#Turning]]
[[Sout#Rows]]
[[soil-types#Row]] [[Soil#clya]]
[[Loam#Clay]]
[x](Soil types.md#Row)
[[Plot 1#Row]] [[Plot 2#Rwo]]
[[plot-3]] [[Plot]] [x](Plot%204.md#row)
![[map.png]] ![](img/map.png)
![[mpa.png]] ![[Map.canvas]]
![[Soil#Sand]]
[x](Soil.md) [x](soil.md#clay)
[x](#sand) [x](#home)
[x](Soil%20types.md#Row) [x](compost.md)
[x](Beds/) [x](Empty) [x](/Beds/North.md)
[x](../beside.txt) [x](.hidden/note.md)
[x][ref]
[ref]: Soil.md
[^1]
[^1]: text
text ^deep
#tag #Tag
<img src=map.png>
[[Café]] [[C#]] [[a^b]]
[Soil|x](#soilx)
`[[/one/Code]]`
%% [[/one/Hidden]] %%
%% vaultkit: allow broken-link, broken-anchor %%
[[a/b]] %% vaultkit: allow VK101 %%
<!-- vaultkit: allow-start VK1 -->
<!-- vaultkit: allow-end VK1 -->
%% vaultkit: allow-file duplicate-heading %%
%% vaultkit: allow brokn-link %%
%% vaultkit: allow-note stub-note %%
%% vaultkit: allow-file forbidden-text, name-pattern %%
[[Soil^deep]] [[Compost^turn]] ![[Soil^deep]]
text ^turn
- item ^deep\n  more
[[Compost#^deep]] [[Soil#^turn]] [[Soil#^deep3]]
[[#^deep]] [x](#^turn)
[[a:b]] [[Beds\North]] [[.hidden]]
[[CI/CD]]
[[ci/Build]] [x](CI/Build.md) ![[x/CI/deep.png]]
[x](<Plain>) [x](<New bed>)
[x](Beds) [[CI]]
[[Home#Sand]] [[Home#Clay]] [x](Home.md#clay)
[[Home#Heavy clay]] [[Soil#heavy clay]] [x](Compost.md#heavy-clay)
## Heavy clay
## heavy clay
## Humus
## humus
[[Home#Humus]] [[Compost#Soil#Humus]] [x](Soil.md#humus)
### Heavy clay of the beds
<obsidian://open?vault=vault&file=Soil%23Clay> [x](obsidian://open?vault=vault&file=Nobody)
[x](obsidian://open?vault=vault&file=Beds%2FSoil) [x](obsidian://open?vault=other&file=Nobody)
```dataview\nLIST FROM "Beds"\n```
```dataview\nLIST FROM "beds" or "gone" and "Empty"\n```
`= 1` `$= dv.pages('"Journal"')`
```dataviewjs\ndv.pages('"img"')\n```
```leaflet\nimage: map.png\n```
![[media/a.png]] ![[b.png]] [x](media/c.pdf)
[[drafts/Later]] [[drafts/Sooner]]
[¶](#index-x) [x](#rows-1)
## Watering\n\n## Watering\n\n## Rows\n\n## Rows\n\n## Sowing\n\n## Sowing
[[#Watering]] [[Soil#Watering]] [[Soil#Sowing]]
##Hashes
| a | b |\n|---|---|\n| [[Soil#Clay|x]] | y |
| a |\n|---|\n| [[Home|x]] |
[x](Soil types.md#Rwo) [x](https://a.org/a b)
[x](^1) [x](%5E1) [[^1]] [[^deep]] [x](<^deep>)
%% [[Soil#gone]] ![[gone.png]] [[Soil#^gone]] %%
[[[Soil]]] [[[Nobody]]] [[Soil [x]]]
%% vaultkit: allow unwritten-note %%
<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs
""")
FRONTS = (
    "",
    *listed(r"""
---\naliases: [Earth]\n---\n
---\ntags: [a]\nup: x\naliases:\n- Earth\n---\n
---\naliases: [Loam, '', Soil]\n---\n
---\n[x\n---\n
---\nup: [[Soil#Clay]]\n---\n
---\nup: '[[gone/Compost#Turning]]'\n---\n
---\ntag: a\nalias: Humus\n---\n
---\ntags: [ground, Ground]\n---\n
---\nvaultkit-allow: [VK1, stub-note]\n---\n
---\ntitle: Humus\n---\n
---\ncover: map.png\n---\n
---\ndue: 2024-05-01\nup: [1, x]\ntags: a\n---\n
---\ndue: soon\ntags: [a/b, tag]\nup: {}\n---\n
---\na: 1\na: 2\n---\n
---\nkanban-plugin: basic\n---\n
---\nsource: https://example.org/a\n---\n
---\nexcalidraw-plugin: parsed\n---\n
---\nauthor: [[Smith, John]]\nup: [[Soil#Clay|x: y]]\n---\n
---\nup: '[x](Nobody.md)'\n---\n
\n---\ntags: [a]\n---\n
"""),
    "\ufeff",
)
HOUSE_RULES = r"""
[rules.property-schema]
app-types = true

[[rules.property-schema.notes]]
schema.properties.up.pattern = '^\[\['

[[rules.property-schema.notes]]
tags = ["a"]
schema.required = ["due"]

[[rules.name-pattern.names]]
of = "all"
pattern = "[A-Z].*"

[[rules.forbidden-text.texts]]
text = "Soil"
paths = ["Beds/", "Home.md", "Soil.md"]

[[rules.required-heading.notes]]
tags = ["tag"]
headings = ["Clay"]

[[rules.required-heading.notes]]
paths = ["Archive/"]
headings = ["## Sand"]
"""
CONFIGS = (
    "",
    HOUSE_RULES,
    *listed(r"""
select = ["all"]\nignore = ["duplicate-name", "island", "tag-variant", "unused-attachment"]
dialect = "github"\nextend-select = ["VK2"]
select = ["all"]
dialect = "flat"
flattened = true
must-open-in = ["obsidian", "github"]
select = ["VK1"]\nfail-on = "error"
ignore = ["broken-link"]\nextend-select = ["VK3"]
exclude = ["Beds/**", "*.canvas"]
entry-points = ["Archive/*"]
fix = ["VK4"]
oops = 1
root = "Beds"
[severity]\nbroken-link = "info"\norphan-note = "error"
[rules.stub-note]\nmax-words = 3
[rules.duplicate-heading]\nscope = "note"
[[overrides]]\npaths = ["Beds/**"]\nignore = ["VK104"]\nseverity = {broken-link = "info"}
[[overrides]]\npaths = ["Beds/*", "Home.md"]\ndialect = "github"
"""),
)
APP_FILES = [
    (name, content)
    for name, contents in {
        "app.json": """
{}
{"attachmentFolderPath": "media"}
{"attachmentFolderPath": "./img"}
{"userIgnoreFilters": ["Beds/"]}
{"userIgnoreFilters": ["/soil/"]}
{"useMarkdownLinks": true}
{"newLinkFormat": "relative"}
[]
""",
        "templates.json": '{"folder": "Beds"}\n{"folder": "Archive"}\n{}',
        "daily-notes.json": '{"folder": "Journal"}\n{"folder": "Archive/"}',
        "types.json": """
{"types": {"due": "date", "up": "text"}}
{"types": {"Up": "multitext"}}
[]
""",
        "plugins/templater-obsidian/data.json": '{"templates_folder": "Journal"}',
    }.items()
    for content in listed(contents)
]
CHANGES = [
    *(
        ("Map.canvas", content)
        for content in listed("""
{}
{
{"nodes": [{"type": "file", "file": "Soil.md", "subpath": "#Sand"}]}
{"nodes": [{"type": "file", "file": "Soil.md", "subpath": "#Clay"}]}
{"nodes": [{"type": "file", "file": "Compst.md"}, {"type": "text", "text": "[[/one/x]]"}]}
{"nodes": [{"type": "text", "text": "[[Journal/Monday]] [[Earth]] [[Soil#Sand]]"}]}
""")
    ),
    ("Plan.base", 'filters: link("Journal/Monday")\n'),
    ("Plan.base", 'filters: link("Journal/Tuesday") or [[Soil]]\n'),
    ("Map.canvas", '{"nodes": [{"type": "file", "file": "CI/Build.md", "subpath": "#Clay"}]}'),
    ("Map.canvas", '{"nodes": [{"type": "file", "file": "media/a.png"}]}'),
    ("Map.canvas", '{"nodes": [{"type": "file", "file": "Soil.md", "subpath": "#Heavy clay"}]}'),
    (
        "Map.canvas",
        '{"nodes": [{"type": "link", "url": "obsidian://open?vault=vault&file=Soil%23Clay"}]}',
    ),
    (".gitignore", ""),
    (".gitignore", "media/\ndrafts/\n*.pdf\n"),
    (".gitignore", "*.png\n!map.png\nNobody.md\n"),
]
FLATTENED = "# Soil {#soil}\n\n[Humus|x](#humusx)\n\n# Humus {#humus}\n\n[s](#soil) [g](#gone)\n"
OTHERS = listed("""
map.png
img/map.png
mpa.png
plan.pdf
gone/x.png
../beside.txt
Soil
.hidden/note.md
Soil.excalidraw.md
Beds/.obsidian/app.json
Empty/.keep
.git/HEAD
Export.md
media/a.png
media/other.png
drafts/Other.md
CI/Other.md
""")
FOLDERS = ("Beds", "Archive", "Journal", "Templates", "Empty", "Sub", "gone", "img")
PLACES = (
    ("Home.md",),
    ("Beds",),
    ("Beds/North.md", "Soil.md"),
    ("Archive", "C#.md"),
    ("Map.canvas",),
)
OPTIONS = (
    (),
    ("--dialect", "github"),
    ("--select", "VK1,orphan-note"),
    ("--dialect", "obsidian"),
    ("--extend-select", "VK304,VK501"),
    ("--ignore", "VK3"),
    ("--fail-on", "info"),
    ("--root", "Beds"),
    ("--ignore", "VK102"),
    ("--select", "all"),
)
QUESTIONS = (
    *((*question, "--format", "json") for question in (*PLACES, *OPTIONS)),
    ("--format", "text", "--verbose"),
    ("--format", "text", "--statistics"),
    ("--format", "concise", "-q"),
    ("--format", "json", "--staged"),
    ("--format", "json", "--new-since", "HEAD"),
    ("--format", "json", "--staged", "--new-since", "HEAD"),
)
REPAIRS = (("fix", "--diff"), ("fix", "--dry-run", "--unsafe-fixes"), ("check", "--fix", "--diff"))
