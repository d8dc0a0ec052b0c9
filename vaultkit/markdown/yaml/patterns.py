"""What the tokens of front matter look like."""

import re

BLANKS = re.compile(r"[ \t]*")
INDENT = re.compile(r" *")
LINE_END = re.compile(r"\r?\n")
REST = re.compile(r"[^\n]*?(?=\r?\n|\Z)")
COMMENT = re.compile(r"#[^\n]*?(?=\r?\n|\Z)")
DOCUMENT_END = re.compile(r"\.\.\.(?=[ \t\r\n]|\Z)")
INDICATOR = re.compile(r"[-?:](?=[ \t\r\n]|\Z)")
INDICATOR_IN_FLOW = re.compile(r"[-?:](?=[ \t\r\n,\[\]{}]|\Z)")
COLON_IN_FLOW = re.compile(r":(?=[ \t\r\n,]|\Z)")
NAME = re.compile(r"[^ ,\[\]{}\n\r\t]*")
TAG = re.compile(r"!(?:<[^ \t\r\n>]*>?|(?:[-\w#;/?:@&=+$.!~*'()]|%[0-9A-Fa-f]{2})*)", re.ASCII)
PLAIN = re.compile(
    r"""(?x) (?: [^ \t\r\n:] | :(?![ \t\r\n]|\Z) | \r(?!\n)
    | [ \t]++(?=[^ \t\r\n\#:] | :(?![ \t\r\n]|\Z) | \r(?!\n)) )*+"""
)
PLAIN_IN_FLOW = re.compile(
    r"""(?x) (?: [^ \t\r\n:,\[\]{}] | :(?![ \t\r\n,\[\]{}]|\Z) | \r(?!\n)
    | [ \t]++(?=[^ \t\r\n\#:,\[\]{}] | :(?![ \t\r\n,\[\]{}]|\Z) | \r(?!\n)) )*+"""
)
LINE_ENDS = re.compile(r"[ \t]*+\r?\n")
SINGLE = re.compile(r"'[^']*+(?:''[^']*+)*+'")
DOUBLE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
HEADER = re.compile(r"[|>][^ \t\r\n#]*")
BLANK_LINES = re.compile(r"(?:[ ]*+\r?\n)*")
TABS = re.compile(r" *\t[ \t\r\n]*")
