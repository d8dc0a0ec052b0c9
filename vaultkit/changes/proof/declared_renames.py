"""All that renames declare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vaultkit.rules.base.problem import Edit

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Declared:
    """All that may differ.

    ``renames`` are the new paths by the old, ``folders`` those of folders that move as a whole,
    ``edits`` all edits by old path, ``asked`` those among them that were asked for, ``replaced``
    where a heading is rewritten, by path, and ``tags`` the new tags by the old. ``expected``
    says of links, by path and place, to which file they are to lead that they do not lead to yet,
    ``former`` what those files were called; ``left`` are files that stay as they are although their
    links lead elsewhere then.
    """

    renames: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, Sequence[Edit]] = field(default_factory=dict)
    asked: Mapping[str, Sequence[Edit]] = field(default_factory=dict)
    replaced: Mapping[str, _Span] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    expected: Mapping[tuple[str, int], str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, str] = field(default_factory=dict)
    left: frozenset[str] = frozenset()
