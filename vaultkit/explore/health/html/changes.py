"""The section about what got better and worse."""

from vaultkit.explore.health.health import Changes, Health
from vaultkit.explore.health.html.lists import Lists, number
from vaultkit.explore.health.html.markup import Column, Html, join, table, tag
from vaultkit.explore.health.phrases import numbers, trend
from vaultkit.text import counted


def render(health: Health, changes: Changes, lists: Lists) -> Html:
    """Return the section's content."""
    now = numbers(health.totals)
    rows = [
        (name.capitalize(), was, is_now, _change(was, is_now, less))
        for (name, was, less), (_, is_now, _) in zip(numbers(changes.before), now, strict=True)
    ]
    said = (
        f"{counted(len(changes.new), 'finding')} came, {counted(len(changes.gone), 'finding')} "
        "went, judged by today's settings. Notes that moved are compared under both names."
    )
    columns = [Column("Number"), number("Before"), number("Now"), number("Change")]
    by_rule = [Column("Rule"), *map(number, ("Before", "Now", "New", "Gone"))]
    return join(
        (
            tag("p", said),
            table("changes-totals", f"The vault at {changes.since} and now", columns, rows),
            lists.of(
                "changes-rules",
                "Rules whose findings changed",
                by_rule,
                changes.rules,
                lambda item: (item.rule, item.before, item.now, item.new, item.gone),
            ),
            lists.findings("changes-new", "Worse: new findings", changes.new),
            lists.findings(
                "changes-gone", "Better: findings that are gone", changes.gone, changes.left
            ),
        )
    )


def _change(before: int, now: int, less_is_better: bool | None) -> Html:  # noqa: FBT001
    said = trend(before, now, less_is_better)
    kind = next((word for word in ("better", "worse") if word in said), None)
    return tag("span", said, class_=kind)
