"""Groups of people as they may be shown: none so small that somebody could be recognised."""

from collections.abc import Mapping

from bot.model.attendance import Group

FEWEST = 5
"""Smaller groups are counted together. Were these still too few, the next smallest joins them."""
REST = ""
"""What those who are counted together go by."""


def shown(groups: Mapping[str, Group]) -> list[tuple[str, Group]]:
    """The groups that are large enough, largest first, and the rest together; never a lone few."""
    order = sorted(groups.items(), key=lambda pair: (-pair[1].registered, pair[0]))
    large = [pair for pair in order if pair[1].registered >= FEWEST]
    rest = [group for _, group in order if group.registered < FEWEST]
    while rest and large and _together(rest).registered < FEWEST:
        rest.append(large.pop()[1])
    together = _together(rest)
    return [*large, (REST, together)] if together.registered >= FEWEST else large


def _together(groups: list[Group]) -> Group:
    return Group(sum(each.registered for each in groups), sum(each.came for each in groups))


def rate(part: int, whole: int) -> int:
    """The part in whole percent."""
    return round(100 * part / whole) if whole else 0
