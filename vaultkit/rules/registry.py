"""The rules, in an explicit tuple sorted by code; a retired code is never given again."""

from vaultkit.rules.alias_link import AliasLink
from vaultkit.rules.ambiguous_link import AmbiguousLink
from vaultkit.rules.base.rule import Rule
from vaultkit.rules.broken_anchor import BrokenAnchor
from vaultkit.rules.broken_block import BrokenBlock
from vaultkit.rules.broken_canvas_node import BrokenCanvasNode
from vaultkit.rules.broken_embed import BrokenEmbed
from vaultkit.rules.broken_link import BrokenLink
from vaultkit.rules.broken_query_source import BrokenQuerySource
from vaultkit.rules.dead_end_note import DeadEndNote
from vaultkit.rules.deprecated_property import DeprecatedProperty
from vaultkit.rules.duplicate_alias import DuplicateAlias
from vaultkit.rules.duplicate_heading import DuplicateHeading
from vaultkit.rules.duplicate_name import DuplicateName
from vaultkit.rules.empty_alias import EmptyAlias
from vaultkit.rules.empty_section import EmptySection
from vaultkit.rules.forbidden_text import ForbiddenTextRule
from vaultkit.rules.invalid_frontmatter import InvalidFrontmatter
from vaultkit.rules.island import Island
from vaultkit.rules.malformed_property_link import MalformedPropertyLink
from vaultkit.rules.merge_conflict import MergeConflict
from vaultkit.rules.misplaced_frontmatter import MisplacedFrontmatter
from vaultkit.rules.missing_heading_space import MissingHeadingSpace
from vaultkit.rules.name_pattern import NamePattern
from vaultkit.rules.orphan_note import OrphanNote
from vaultkit.rules.property_schema import PropertySchema
from vaultkit.rules.required_heading import RequiredHeading
from vaultkit.rules.slug_link import SlugLink
from vaultkit.rules.stub_note import StubNote
from vaultkit.rules.tag_variant import TagVariant
from vaultkit.rules.undefined_footnote import UndefinedFootnote
from vaultkit.rules.undefined_reference import UndefinedReference
from vaultkit.rules.unencoded_link import UnencodedLink
from vaultkit.rules.unescaped_pipe import UnescapedPipe
from vaultkit.rules.unknown_suppression import UnknownSuppression
from vaultkit.rules.unlinkable_name import UnlinkableName
from vaultkit.rules.unreadable_file import UnreadableFile
from vaultkit.rules.unused_attachment import UnusedAttachment
from vaultkit.rules.unused_suppression import UnusedSuppression
from vaultkit.rules.unwritten_note import UnwrittenNote

RULES: tuple[type[Rule], ...] = (
    BrokenLink,
    UnwrittenNote,
    BrokenEmbed,
    BrokenAnchor,
    BrokenBlock,
    SlugLink,
    AliasLink,
    AmbiguousLink,
    UnencodedLink,
    UndefinedReference,
    UndefinedFootnote,
    UnescapedPipe,
    BrokenQuerySource,
    DuplicateHeading,
    EmptySection,
    MissingHeadingSpace,
    StubNote,
    OrphanNote,
    DeadEndNote,
    DuplicateName,
    UnlinkableName,
    Island,
    InvalidFrontmatter,
    EmptyAlias,
    DuplicateAlias,
    DeprecatedProperty,
    MalformedPropertyLink,
    TagVariant,
    MisplacedFrontmatter,
    UnusedAttachment,
    BrokenCanvasNode,
    PropertySchema,
    NamePattern,
    ForbiddenTextRule,
    RequiredHeading,
    UnreadableFile,
    MergeConflict,
    UnusedSuppression,
    UnknownSuppression,
)

RETIRED: frozenset[str] = frozenset()
"""Codes of rules that are no more."""
