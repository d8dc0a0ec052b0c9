"""The section about what got better and worse."""

from vaultkit.explore.health.health import Changes, Health
from vaultkit.explore.health.html.lists import Lists, leading, number
from vaultkit.explore.health.html.markup import Column, Html, join, table, tag
from vaultkit.explore.health.phrases import numbers, trend


def render(health: Health, changes: Changes, lists: Lists) -> Html:
    """Return the section's content."""
    now = numbers(health.totals)
    rows = [
        (name.capitalize(), was, is_now, _change(was, is_now, less))
        for (name, was, less), (_, is_now, _) in zip(numbers(changes.before), now, strict=True)
    ]
    said = join(
        (
            leading(len(changes.new), since="new"),
            " new, ",
            leading(len(changes.gone), since="gone"),
            " gone, both by today's settings. Notes that moved are compared under both names.",
        )
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
                lambda item: (
                    tag("code", item.rule),
                    item.before,
                    leading(item.now, rule=item.rule),
                    leading(item.new, rule=item.rule, since="new"),
                    leading(item.gone, rule=item.rule, since="gone"),
                ),
            ),
            tag(
                "div",
                lists.findings("changes-new", "Worse: new findings", changes.new),
                lists.findings(
                    "changes-gone", "Better: findings that are gone", changes.gone, changes.left
                ),
                data_scriptless=True,
            ),
        )
    )


def _change(before: int, now: int, less_is_better: bool | None) -> Html:  # noqa: FBT001
    said = trend(before, now, less_is_better)
    kind = next((word for word in ("better", "worse") if word in said), None)
    return tag("span", said, class_=kind)
